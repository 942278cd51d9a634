"""Answers of a bid: their paragraphs, and the figures and places they refer to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workflow.domain.records.assembly import ScoredAnswer
from workflow.domain.workspace import AnswerText

HEADING = re.compile(r"^#{1,6}\s+")
BULLET = re.compile(r"^\s*[-*+]\s+")
NUMBERED = re.compile(r"^\s*\d+[.)]\s+")
MARKS = (("heading", HEADING), ("bullet", BULLET), ("numbered", NUMBERED))
EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")
SENTENCE = re.compile(r"(?<=[.!?])\s+")
LONGEST_SENTENCE = 25  # words
REFERENCE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
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


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of an answer: `kind` is heading, bullet, numbered or text."""

    kind: str
    text: str


def paragraphs(answer: AnswerText) -> Iterator[Paragraph]:
    """The paragraphs of an answer; lines of one Markdown paragraph run together."""
    running: list[str] = []
    word = answer.file.lower().endswith(".docx")
    for line in (*answer.lines, ""):
        found = _marked(line)
        if found is None and line.strip() and not word:
            running.append(line.strip())
            continue
        if running:
            yield Paragraph("text", _bare(" ".join(running)))
            running = []
        if found:
            yield found
        elif line.strip():
            yield Paragraph("text", line.strip())


def _marked(line: str) -> Paragraph | None:
    for kind, mark in MARKS:
        if mark.match(line):
            return Paragraph(kind, _bare(mark.sub("", line).strip()))
    return None


def _bare(text: str) -> str:
    return EMPHASIS.sub(r"\2", text)


def referred(text: str) -> tuple[str, ...]:
    """The names a text refers to: `TM12`, `appendix:stories`, `evidence:E1`."""
    return tuple(REFERENCE.findall(text))


def filled_in(text: str, names: Mapping[str, str]) -> str:
    """A text with every name replaced by what it stands for; unknown ones stay."""
    return REFERENCE.sub(lambda m: names.get(m[1], m[0]), text)


def word_count(answer: AnswerText, names: Mapping[str, str]) -> int:
    """The words of an answer as Word counts them, with the names put in."""
    texts = (filled_in(one.text, names) for one in paragraphs(answer))
    return sum(len(text.split()) for text in texts)


def long_sentences(answer: AnswerText, names: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences of an answer that a tired reader loses: over 25 words."""
    texts = (filled_in(one.text, names) for one in paragraphs(answer))
    every = (s.strip() for text in texts for s in SENTENCE.split(text))
    return tuple(s for s in every if len(s.split()) > LONGEST_SENTENCE)


def unknown(texts: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The names that are referred to and are not there, each once."""
    every = (name for text in texts for name in referred(text))
    return tuple(dict.fromkeys(name for name in every if name not in names))


def scored(answer: ScoredAnswer) -> tuple[tuple[str, str], ...]:
    """The parts of an answer that are filled in, with their headings."""
    told = ((label, getattr(answer, name)) for name, label in SCORED)
    return tuple((label, text) for label, text in told if text)


def unscored(answer: ScoredAnswer) -> tuple[str, ...]:
    """The headings of the parts nobody has filled in yet."""
    return tuple(label for name, label in SCORED if not getattr(answer, name))
