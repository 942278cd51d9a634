"""Papers that the worked cases do not ask for by themselves: letters out, an ending."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tests.make import a_file
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Finding
from workflow.domain.letter_permissions import permission
from workflow.domain.letters_out import letter_name
from workflow.domain.records.closure import Closure
from workflow.domain.sharing import lasts
from workflow.domain.vocabulary import ActionStatus, Format
from workflow.services.checking import check_loaded
from workflow.services.drafting import Job, case_jobs, letter_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
ENDED = date(2027, 3, 12)
CLOSURE: Mapping[str, object] = {
    "schema_version": "1",
    "case_ref": "SG-2026-014",
    "closed_on": "2027-03-12",
    "reason": "outcomes_met",
    "person_agrees": "said_yes",
    "person_words": "I don't need the meetings. I've got my words.",
    "msp_asked": "asked_expressed",
    "outcomes": [
        {
            "outcome": "O1",
            "status": "fully_achieved",
            "said_by": "person",
            "person_words": "Sundays are nice now.",
        },
        {
            "outcome": "O2",
            "status": "fully_achieved",
            "said_by": "person",
            "person_words": "I'm the boss of it.",
        },
    ],
    "risk_assessment": "identified_action",
    "risk_outcome": "reduced",
    "capacity_sac": "has",
    "what_changed_for_person": "I see my brother and my tummy is okay.",
    "what_service_learned": "A quiet signal and a named step list work better than a "
    "worker in the room.",
    "if_worried_again": "Tell anyone on shift, call the manager line, or call "
    "Aldermouth Voices.",
    "records_review_on": "2035-03-12",
}
FEEDBACK: Mapping[str, object] = {
    "asked_on": "2027-03-12",
    "asked_by": "Advocate",
    "felt_informed": "said_yes",
    "felt_listened_to": "said_yes",
    "happy_with_result": "said_yes",
    "feels_safer": "said_yes",
    "comment": "You did what you said.",
}


def letters_of(
    office: Office, loaded: Loaded, findings: Sequence[Finding]
) -> Iterator[Job]:
    """The letter to each professional who may have one today."""
    kind = next(k for k in office.workshop.types if k.type.id == "D6b")
    months = lasts(loaded.folder, office.practice.organisation)
    for boundary in loaded.folder.consent.record.boundaries:
        given = permission(loaded.folder, boundary.id or "", TODAY, months)
        if given and not given.why_not:
            name = letter_name(kind.type.file_name, given.id)
            at = (office.workshop, loaded, findings, kind, name, TODAY)
            yield next(letter_jobs(*at))


def ended(
    folder: CaseFolder,
    *,
    asked: bool,
    formats: tuple[Format, ...],
    more: Mapping[str, object] | None = None,
) -> CaseFolder:
    """A case when it is over, as section 8 of the brief imagines case A."""
    plan, person = folder.plan.record, folder.person.record
    done = {"status": ActionStatus.DONE}
    actions = tuple(action.model_copy(update=done) for action in plan.actions)
    needs = person.communication.model_copy(update={"formats": formats})
    told = {"feedback": FEEDBACK} if asked else {}
    closure = {**CLOSURE, **(more or {}), **told}
    return replace(
        folder,
        plan=replace(folder.plan, record=plan.model_copy(update={"actions": actions})),
        person=replace(
            folder.person,
            record=person.model_copy(update={"communication": needs}),
        ),
        closure=a_file(Closure, "closure.yaml", closure),
        present=folder.present | {"closure.yaml"},
    )


HERS: Mapping[str, object] = {
    "case_ref": "SG-2026-021",
    "person_words": "That's enough of it. I know where you are.",
    "outcomes": [
        {
            "outcome": "O1",
            "status": "fully_achieved",
            "said_by": "person",
            "person_words": "My purse is my own.",
        },
        {
            "outcome": "O2",
            "status": "partially_achieved",
            "said_by": "person",
            "person_words": "Mostly. Not that once.",
        },
    ],
    "what_changed_for_person": "I lend when I like and not when I don't.",
    "what_service_learned": "A list of who knows what belongs in the person's drawer.",
}
EVERY = (
    Format.STANDARD_PRINT,
    Format.LARGE_PRINT,
    Format.EASY_READ,
    Format.SPOKEN,
)


def closing_letters(office: Office) -> Iterator[tuple[str, Job]]:
    """The closing letter: hidden and open, before and after the person was asked."""
    plain = (Format.STANDARD_PRINT,)
    for name, ref, asked, formats, more in (
        ("SG-2026-014", "SG-2026-014", False, EVERY, {}),
        ("SG-2026-014 asked", "SG-2026-014", True, EVERY, {}),
        ("SG-2026-021", "SG-2026-021", False, plain, HERS),
    ):
        loaded = office.cases.load(CaseRef(ref))
        folder = ended(loaded.folder, asked=asked, formats=formats, more=more)
        there = replace(loaded, folder=folder)
        findings = check_loaded(there, office.practice, ENDED)
        for job in case_jobs(office.workshop, there, findings, ENDED):
            if job.document == "D17":
                yield name, job
