"""The parts of an answer that a panel can score (brief 5.11)."""

import re
from collections.abc import Mapping

from workflow.domain.answers.blocks import Content, every_paragraph
from workflow.domain.answers.names import filled_in
from workflow.domain.records.assembly import ScoredAnswer

SENTENCE = re.compile(r"(?<=[.!?])\s+")
LONGEST_SENTENCE = 25  # words
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


def long_sentences(content: Content, names: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences of an answer that a tired reader loses: over 25 words."""
    texts = (filled_in(one.text, names) for one in every_paragraph(content.blocks))
    every = (s.strip() for text in texts for s in SENTENCE.split(text))
    return tuple(s for s in every if len(s.split()) > LONGEST_SENTENCE)
