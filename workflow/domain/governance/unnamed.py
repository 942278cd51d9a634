"""Takes the names of people we support, and of those around them, out of free text."""

from collections.abc import Iterable, Iterator, Sequence

from workflow.domain.anonymise import Identifier, Sought, identifiers, without
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister

TAKEN_OUT = "[name taken out]"
MARKS = {"name": "the person", "contact": "somebody"}
"""What stands for a name of the person, and of those around them."""
NOT_NAMES = ("case reference", "record", "person reference")
NOBODY = Organisation(
    Filed("provider.yaml", Provider()), Filed("staff.yaml", StaffRegister())
)


def people(
    folders: Iterable[CaseFolder], organisation: Organisation
) -> tuple[Identifier, ...]:
    """What points to the people of these cases; not their references, nor staff."""
    found = identifiers(folders, NOBODY, organisation.common_words)
    return tuple(one for one in found if one.kind not in NOT_NAMES)


def unnamed(text: str | None, known: Sequence[Identifier]) -> str:
    """The text without names: the person, somebody, or a mark stands in their place.

    Whole names go before parts of them, because people share parts. Empty when there
    is no text.
    """
    left = text or ""
    for named, mark in _stages(known):
        left = without(left, named, mark) if left and named else left
    return left


class Unnaming:
    """Takes the names of very many people out of many texts, each as `unnamed` does."""

    def __init__(self, known: Sequence[Identifier]) -> None:
        """These names are taken out."""
        self._stages = [(Sought(named), mark) for named, mark in _stages(known)]

    def __call__(self, text: str | None) -> str:
        """The text without them."""
        left = text or ""
        for sought, mark in self._stages:
            left = sought.without(left, mark)
        return left


def _stages(known: Sequence[Identifier]) -> Iterator[tuple[list[Identifier], str]]:
    """What is taken out together, in order, and the mark for it."""
    for whole in (True, False):
        for kind, mark in (*MARKS.items(), ("", TAKEN_OUT)):
            yield (
                [
                    one
                    for one in known
                    if (" " in one.text.strip()) is whole
                    and (one.kind == kind or not (kind or one.kind in MARKS))
                ],
                mark,
            )
