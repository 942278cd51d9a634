"""The names that an answer refers to, and how many words it has with them put in."""

import re
from collections.abc import Iterable, Mapping

from workflow.domain.answers.blocks import Content, every_paragraph

REFERENCE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


def referred(text: str) -> tuple[str, ...]:
    """The names a text refers to: `TM12`, `appendix:stories`, `evidence:E1`."""
    return tuple(REFERENCE.findall(text))


def filled_in(text: str, names: Mapping[str, str]) -> str:
    """A text with every name replaced by what it stands for; unknown ones stay."""
    return REFERENCE.sub(lambda m: names.get(m[1], m[0]), text)


def word_count(content: Content, names: Mapping[str, str]) -> int:
    """The words of an answer as Word counts them, with the names put in.

    Those of headings, lists and tables count; the numbers of a list and the words for
    a picture do not. A name that is not there yet counts as one word.
    """
    return sum(
        len(_one_word(filled_in(paragraph.text, names)).split())
        for paragraph in every_paragraph(content.blocks)
    )


def _one_word(text: str) -> str:
    return REFERENCE.sub("…", text)


def unknown(texts: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """The names that are referred to and are not there, each once."""
    every = (name for text in texts for name in referred(text))
    return tuple(dict.fromkeys(name for name in every if name not in names))
