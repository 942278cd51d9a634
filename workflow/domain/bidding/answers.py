"""The parts of an answer that a panel can score (brief 5.11)."""

from workflow.domain.records.assembly import ScoredAnswer

SCORED = (
    ("method", "How we do it"),
    ("roles", "Who does it"),
    ("records", "Where it is written down"),
    ("frequency", "How often"),
    ("verification", "How we check"),
    ("example", "A real example"),
    ("result", "The measured result"),
)
"""The parts of an answer that a panel can score, in the order they are printed."""


def scored(answer: ScoredAnswer) -> tuple[tuple[str, str], ...]:
    """The parts of an answer that are filled in, with their headings."""
    told = ((label, getattr(answer, name)) for name, label in SCORED)
    return tuple((label, text) for label, text in told if text)


def unscored(answer: ScoredAnswer) -> tuple[str, ...]:
    """The headings of the parts nobody has filled in yet."""
    return tuple(label for name, label in SCORED if not getattr(answer, name))
