"""Prepares a letter to a professional: what it says, whether it may be final."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflow.domain.case_folder import CaseFolder
from workflow.domain.documents import DocumentType, Standing, standing
from workflow.domain.errors import LetterRefused
from workflow.domain.findings import Finding
from workflow.domain.letter_permissions import Permission, permission, recipient
from workflow.domain.letters_out import (
    ID,
    REPLY_WORKING_DAYS,
    LetterOut,
    Piece,
    Section,
    agreement_of,
    letter_out,
)
from workflow.domain.sharing import lasts
from workflow.domain.vocabulary import InfoCategory
from workflow.services.checking import Practice

GONE = "The agreement or the decision is not in the files any more."


@dataclass(frozen=True)
class Prepared:
    """A letter, draft or final and why, and the day to ask an answer by."""

    letter: LetterOut
    standing: Standing
    reasons: tuple[str, ...]
    reply_by: date

    def context(self, practice: Practice, folder: CaseFolder) -> dict[str, object]:
        """What its template sees; nothing of the person when nothing may be told."""
        provider = practice.organisation.provider.record
        service = practice.organisation.service(folder.case.record.service_id)
        branding = provider.branding
        name = self.letter.name
        return {
            "letter": self.letter.context(),
            "ref": "" if name else folder.ref,
            "provider": {
                "provider_name": provider.provider_name or "",
                "branding": {
                    "address": branding.address or "",
                    "phone": branding.phone or "",
                },
            },
            "service": {"name": service.name or ""},
        }


def prepare(
    practice: Practice,
    folder: CaseFolder,
    findings: Sequence[Finding],
    kind: DocumentType,
    file_name: str,
    today: date,
) -> Prepared:
    """A letter under the agreement that its file name names, as it stands today."""
    months = lasts(folder, practice.organisation)
    named = agreement_of(kind.file_name, file_name)
    given = permission(folder, named, today, months)
    given = given or Permission("", None, None, None, frozenset(), "", "", why_not=GONE)
    letter = letter_out(folder, practice.organisation, given, file_name)
    stands, reasons = standing(kind, findings, None, recipient(folder, given))
    if given.why_not:
        reasons = ()  # the reasons of rules tell of the person too
    if letter.faults:
        stands = Standing.DRAFT
    calendar = practice.situation(folder, today).calendar
    reply_by = calendar.add_working_days(today, REPLY_WORKING_DAYS)
    return Prepared(letter, stands, (*letter.faults, *reasons), reply_by)


def allowed(
    practice: Practice, folder: CaseFolder, identifier: str, today: date
) -> Permission:
    """What may be told under an agreement today; raises `LetterRefused` otherwise."""
    months = lasts(folder, practice.organisation)
    given = permission(folder, identifier, today, months)
    if given is None or not ID.fullmatch(identifier):
        raise LetterRefused(
            "no agreement has this id, and no record of a decision without one;"
            " see boundaries in consent.yaml"
        )
    if given.why_not:
        raise LetterRefused(given.why_not)
    return given


def example(today: date) -> Prepared:
    """A letter in which everything is told, to look at its template with."""
    given = Permission("", None, None, None, frozenset(InfoCategory), "words", "words")
    told = tuple(
        Piece(section, "", "", "words", frozenset(), "words") for section in Section
    )
    given = replace(given, limits="words", reasons=("words",))
    letter = LetterOut(
        "", given, "words", "words", told, (), (), today, ("words", "words"), ()
    )
    return Prepared(letter, Standing.DRAFT, ("words",), today)
