"""Which copies of a plan are the person's own, in the format they need (TM11, 5.11).

A copy says in words what it is (`version`: full, own copy, easy read, card, summary).
"""

from collections.abc import Mapping
from datetime import date

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.records.plan import GivenCopy
from workflow.domain.vocabulary import Format, OwnCopyPlace

CALLED: Mapping[Format, tuple[str, ...]] = {
    Format.LARGE_PRINT: ("large print", "large-print"),
    Format.EASY_READ: ("easy read", "easy-read", "easyread"),
    Format.PICTURES: ("picture", "photo"),
    Format.AUDIO: ("audio", "recording"),
    Format.VIDEO: ("video",),
    Format.BRAILLE: ("braille",),
    Format.BSL_VIDEO: ("bsl", "sign language"),
    Format.TRANSLATED: ("translat",),
    Format.SPOKEN: ("aloud", "spoken", "script"),
    Format.EMAIL: ("email", "e-mail"),
    Format.TEXT_MESSAGE: ("text message", "by text"),
}
"""How a copy in each format is called; any other copy is in standard print."""


def first_format(folder: CaseFolder) -> Format | None:
    """The main format for the person's own copies (brief 2.5)."""
    return next(iter(folder.person.record.communication.formats), None)


def is_in(version: str | None, wanted: Format | None) -> bool:
    """Whether a copy is in a format, by how it is called.

    >>> is_in("large print own copy and card", Format.LARGE_PRINT)
    True
    >>> is_in("own copy", Format.STANDARD_PRINT)
    True
    >>> is_in("easy read", Format.STANDARD_PRINT)
    False
    """
    said = (version or "").casefold()
    if wanted is Format.STANDARD_PRINT:
        others = (word for words in CALLED.values() for word in words)
        return "standard" in said or not any(word in said for word in others)
    called = CALLED[wanted] if wanted else ()
    return any(word in said for word in called)


def is_theirs(folder: CaseFolder, copy: GivenCopy) -> bool:
    """Whether a copy went to the person, or to the supporter who keeps it for them."""
    needs = folder.person.record.communication
    kept_by_supporter = needs.safe_contact.own_copy_kept is OwnCopyPlace.SUPPORTER_KEEPS
    keeper = needs.trusted_supporter if kept_by_supporter else PERSON
    return bool(copy.to) and copy.to in (PERSON, keeper)


def given_in_time(folder: CaseFolder, copy: GivenCopy, first: date, last: date) -> bool:
    """Whether a copy in the person's first format reached them between two days."""
    in_time = copy.given_on is not None and first <= copy.given_on <= last
    right = is_in(copy.version, first_format(folder))
    return in_time and right and is_theirs(folder, copy)
