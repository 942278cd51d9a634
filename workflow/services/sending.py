"""Makes the letters to professionals that were asked for, and records them as sent."""

from datetime import date

from workflow.domain.case_folder import CaseRef
from workflow.domain.documents import Each
from workflow.domain.errors import LetterRefused
from workflow.domain.letters_out import agreement_of, next_name, sent_in, unsent
from workflow.domain.letters_sent import sent_text
from workflow.services.checking import check_loaded
from workflow.services.drafting import Workshop, letter_jobs
from workflow.services.ports import SentRecords
from workflow.services.publishing import Made, publish
from workflow.services.writing_out import allowed, prepare


def write_letter(
    workshop: Workshop, ref: CaseRef, agreement: str, today: date
) -> tuple[Made, ...]:
    """Make the letter under an agreement that somebody asked for, and its note.

    It stays up to date with every build until a record says that it was sent. Raises
    `LetterRefused` when nothing may be told under the agreement today.
    """
    loaded = workshop.cases.load(ref)
    allowed(workshop.practice, loaded.folder, agreement, today)
    findings = check_loaded(loaded, workshop.practice, today)
    shelf = workshop.shelf(ref)
    kind = next((k for k in workshop.types if k.type.each is Each.AGREED_LETTER), None)
    if kind is None:
        raise LetterRefused("its template is not right: run alongside template check")
    name = next_name(loaded.folder, kind.type.file_name, agreement)
    jobs = letter_jobs(workshop, loaded, findings, kind, name, today)
    made = tuple(publish(job, shelf, today, asked=True) for job in jobs)
    if problem := next((one.problem for one in made if one.problem), ""):
        raise LetterRefused(problem)
    return made


def letters_waiting(workshop: Workshop, ref: CaseRef) -> tuple[tuple[str, str], ...]:
    """The letters that stand in a case and no record says were sent.

    Each with the id of the agreement, or of the decision, that it is under.
    """
    folder, shelf = workshop.cases.load(ref).folder, workshop.shelf(ref)
    kinds = [k.type for k in workshop.types if k.type.each is Each.AGREED_LETTER]
    return tuple(
        (name, agreement_of(kind.file_name, name))
        for kind in kinds
        for name in unsent(folder, kind.file_name, shelf.receipts())
        if shelf.present(name) is not None
    )


def note_sent(
    workshop: Workshop, records: SentRecords, ref: CaseRef, file: str, today: date
) -> str:
    """Put the record of a letter that was sent into the case; its file.

    Empty when the record of the decision without agreement is to name the letter.
    Raises `LetterRefused` when there is no such letter, or a record names it already.
    """
    loaded = workshop.cases.load(ref)
    folder = loaded.folder
    kinds = [k.type for k in workshop.types if k.type.each is Each.AGREED_LETTER]
    kind = next((k for k in kinds if agreement_of(k.file_name, file)), None)
    if kind is None or file not in workshop.shelf(ref).receipts():
        raise LetterRefused("generated/ holds no letter with this name")
    if sent_in(folder, file):
        raise LetterRefused("a record says already that it was sent")
    findings = check_loaded(loaded, workshop.practice, today)
    ready = prepare(workshop.practice, folder, findings, kind, file, today)
    if ready.letter.permission.reasons:
        return ""
    return records.put(ref, today, sent_text(ref, ready.letter, today, ready.reply_by))
