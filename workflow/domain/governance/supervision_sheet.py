"""D10, the supervision prompt sheet: three questions chosen by data (brief 5.8, 2.15).

For a worker and their supervisor. It asks; it never counts, scores or quotes, and it
names nobody who is supported: case references only. What a person said about a worker
(SP-09) is asked of everybody in the service and without a reference, so that no sheet
tells who said it, or that it was said about this worker.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.context import uk_date
from workflow.domain.findings import Finding
from workflow.domain.governance.handbook import Handbook
from workflow.domain.organisation import Organisation
from workflow.domain.records.record import Record
from workflow.domain.records.supervision import Supervision
from workflow.domain.vocabulary import (
    AdvocacyAnswer,
    Answer,
    JourneyOutcome,
    OptionDecision,
    Proposer,
    RecordType,
)

MOST_PROMPTS = 3
MOST_WORDS = 6
ANY = "SP-10"
UNTOLD = "SP-09"  # asked without a case: see above
OUR_IDEAS = (Proposer.STAFF, Proposer.PROFESSIONAL)
AHEAD = timedelta(weeks=4)  # before the talk is due, the sheet is made
NO_WORDS = 2  # records without the person's words before it is asked about


@dataclass(frozen=True)
class Case:
    """An open case with its findings."""

    folder: CaseFolder
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Worker:
    """Whose sheet it is: the open cases they own or wrote in, and the last talk.

    `since` is the day of the last talk, or `supervision_prompt_days` ago. `service`
    holds every case of the services they work in.
    """

    id: str
    supervisor: str
    due_on: date
    since: date
    cases: tuple[Case, ...]
    service: tuple[Case, ...]
    last: Supervision | None = None

    def records(self, case: Case) -> tuple[Filed[Record], ...]:
        """What they wrote in a case since the last talk."""
        return tuple(
            filed
            for filed in case.folder.records
            if filed.record.recorded_by == self.id
            and filed.record.date
            and filed.record.date >= self.since
        )

    def happened(self, case: Case) -> tuple[Record, ...]:
        """What was recorded in a case since the last talk, by whomever.

        Not what somebody spoke up about: that is for managers.
        """
        return tuple(
            filed.record
            for filed in case.folder.records
            if filed.record.date
            and filed.record.date >= self.since
            and filed.record.type is not RecordType.SPEAK_UP
        )


def _limit(_: Worker, case: Case) -> bool:
    return bool(case.folder.active_restrictions)


def _declined(worker: Worker, case: Case) -> bool:
    """An idea of ours that the person said no to."""
    return any(
        option.decision is OptionDecision.DECLINED
        and option.suggested_by in OUR_IDEAS
        and (option.decided_on is None or option.decided_on >= worker.since)
        for option in case.folder.plan.record.options
    )


def _crossed(worker: Worker, case: Case) -> bool:
    happened = worker.happened(case)
    return any(r.deviation or r.external_contact.override for r in happened)


def _threshold(worker: Worker, case: Case) -> bool:
    return any(
        record.visit.exit_phrase_used or record.thresholds_noticed
        for record in worker.happened(case)
    )


def _no_words(worker: Worker, case: Case) -> bool:
    wrote = worker.records(case)
    return len(wrote) >= NO_WORDS and not any(f.record.person_said for f in wrote)


def _watched(worker: Worker, case: Case) -> bool:
    theirs = {filed.file for filed in worker.records(case)}
    return any(f.rule == "VOI-09" and f.place.file in theirs for f in case.findings)


def _stopped(worker: Worker, case: Case) -> bool:
    stopped = JourneyOutcome.STOPPED_BY_STAFF
    return any(r.journey.outcome is stopped for r in worker.happened(case))


def _no_advocate(_: Worker, case: Case) -> bool:
    offers = case.folder.case.record.advocacy.offers
    return bool(offers) and offers[-1].answer is AdvocacyAnswer.DECLINED


def _another_worker(worker: Worker, case: Case) -> bool:
    return any(
        r.check_in.happy_with_worker is Answer.SAID_NO for r in worker.happened(case)
    )


ASKED_WHEN: Mapping[str, tuple[str, Callable[[Worker, Case], bool]]] = {
    "SP-01": ("A limit on freedom is in force.", _limit),
    "SP-02": ("The person said no to an idea of ours.", _declined),
    "SP-03": ("What was agreed was not kept, on purpose or not.", _crossed),
    "SP-04": (
        "The person's words to stop were used, or a threshold reached.",
        _threshold,
    ),
    "SP-05": ("To hear how the person comes through in what we write.", _no_words),
    "SP-06": ("To listen to the words we write.", _watched),
    "SP-07": ("A journey was stopped by us.", _stopped),
    "SP-08": ("The person did not want an advocate.", _no_advocate),
    UNTOLD: ("We ask this of everybody now and then.", _another_worker),
    ANY: ("There is always one.", lambda *_: True),
}
"""When each question is asked, in the order of the brief, and what the sheet says."""


@dataclass(frozen=True)
class Asked:
    """One question chosen, about which case; none for what is asked of everybody."""

    prompt: str
    case: str


def chosen(worker: Worker) -> tuple[Asked, ...]:
    """Three questions at most: new ones before those of the last talk, in order.

    Whichever case has been asked about least so far is taken where several fit.
    """
    before = {p.prompt_id for p in worker.last.prompts} if worker.last else set()
    fitting = [found for found in ASKED_WHEN if found != ANY and _cases(worker, found)]
    fitting.sort(key=lambda prompt: prompt in before)
    asked: list[Asked] = []
    for prompt in [*fitting, ANY][:MOST_PROMPTS]:
        refs = [case.folder.ref for case in _cases(worker, prompt)]
        used = [one.case for one in asked]
        told = prompt not in (UNTOLD, ANY)
        ref = min(refs, key=used.count, default="") if told else ""
        asked.append(Asked(prompt, ref))
    return tuple(asked)


def _cases(worker: Worker, prompt: str) -> tuple[Case, ...]:
    _, fits = ASKED_WHEN[prompt]
    cases = worker.service if prompt == UNTOLD else worker.cases
    return tuple(case for case in cases if fits(worker, case))


def supervision_sheet(
    worker: Worker, organisation: Organisation, handbook: Handbook
) -> dict[str, object]:
    """What the template of D10 sees, beside what the document says of itself."""
    last = worker.last
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "worker": _name(worker.id, organisation),
        "supervisor": _name(worker.supervisor, organisation),
        "due": uk_date(worker.due_on),
        "prompts": [_prompt(asked, handbook) for asked in chosen(worker)],
        "words": _words(organisation, handbook),
        "last": {
            "on": uk_date(last.date) if last else "",
            "changes": [p.practice_change for p in last.prompts if p.practice_change]
            if last
            else [],
        },
    }


def _prompt(asked: Asked, handbook: Handbook) -> dict[str, str]:
    why, _ = ASKED_WHEN[asked.prompt]
    text = handbook.prompts.get(asked.prompt, "")
    return {"id": asked.prompt, "text": text, "case": asked.case, "why": why}


def _words(organisation: Organisation, handbook: Handbook) -> list[dict[str, str]]:
    """The provider's own words to talk about first, then ours."""
    own = organisation.provider.record.language_watchlist
    pairs = [*((w.word or "", w.try_ or "") for w in own), *handbook.words]
    known = dict(reversed([pair for pair in pairs if pair[0]]))
    order = dict.fromkeys(word for word, _ in pairs if word)
    return [{"word": w, "try": known[w]} for w in list(order)[:MOST_WORDS]]


def _name(identifier: str, organisation: Organisation) -> str:
    member = organisation.member(identifier)
    return (member.name if member else None) or identifier


def workers(
    cases: Sequence[Case],
    talks: Sequence[Supervision],
    due: Mapping[str, tuple[date, str]],
    organisation: Organisation,
    today: date,
) -> Iterator[Worker]:
    """Everybody whose next talk is due within four weeks, or late.

    `due` holds the day and the supervisor of each worker's next talk.
    """
    days = timedelta(days=organisation.timescale("supervision_prompt_days"))
    for who, (day, supervisor) in sorted(due.items()):
        if day - AHEAD <= today:
            held = [t for t in talks if t.supervisee == who and t.date and t.prompts]
            last = max(held, key=lambda t: t.date or date.min, default=None)
            since = last.date if last and last.date else today - days
            member = organisation.member(who)
            services = member.services if member else ()
            yield Worker(
                who,
                supervisor,
                day,
                since,
                tuple(c for c in cases if _theirs(c, who, since)),
                tuple(c for c in cases if c.folder.case.record.service_id in services),
                last,
            )


def _theirs(case: Case, who: str, since: date) -> bool:
    """Whether they own an open case, or wrote in it since the last talk."""
    wrote = any(
        f.record.recorded_by == who and (f.record.date or date.min) >= since
        for f in case.folder.records
    )
    owns = case.folder.case.record.ownership.owner == who
    return case.folder.is_open and (owns or wrote)
