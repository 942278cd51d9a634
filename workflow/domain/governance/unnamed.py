"""Takes the names of people we support, and of those around them, out of free text."""

from collections.abc import Iterable

from workflow.domain.anonymise import Identifier, identifiers, without
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister

TAKEN_OUT = "[name taken out]"
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


def unnamed(
    text: str | None, known: Iterable[Identifier], mark: str = TAKEN_OUT
) -> str:
    """The text with `mark` where somebody was named; empty when there is none."""
    return without(text, known, mark) if text else ""
