"""The language that the text of a paper is in, for proofing and for reading aloud.

It follows the text: a paper is in the person's language when their plan is written in
it; otherwise it is the English source that somebody translates, and says so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workflow.domain.case_folder import CaseFolder

ENGLISH = "en-GB"
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)  # the blocks of scripts that run from right to left


@dataclass(frozen=True)
class Language:
    """A language as word processors know it (BCP 47), and its direction."""

    tag: str = ENGLISH
    right_to_left: bool = False


Languages = Mapping[str, Language]
"""Languages by their name in lower case."""


def language_of(name: str | None, known: Languages) -> Language | None:
    """The language that somebody wrote the name of; None when it is not known."""
    return known.get(" ".join((name or "").casefold().split()))


def text_language(folder: CaseFolder, known: Languages) -> Language:
    """The language of the text of the person's papers."""
    theirs = language_of(folder.person.record.communication.language, known)
    written = language_of(folder.plan.record.language, known)
    return theirs if theirs and theirs == written else Language()


def right_to_left_tag(folder: CaseFolder, known: Languages) -> str:
    """The tag of the person's language when it runs from right to left, else empty."""
    theirs = language_of(folder.person.record.communication.language, known)
    return theirs.tag if theirs and theirs.right_to_left else ""


def to_translate_into(folder: CaseFolder, known: Languages) -> str:
    """The language, as written, that the person's papers are still to be put into."""
    name = folder.person.record.communication.language or ""
    theirs = language_of(name, known) or Language("")
    return "" if not name or theirs == text_language(folder, known) else name
