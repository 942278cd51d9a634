"""D10, the supervision prompt sheet: three questions chosen by data (brief 5.8, 2.15).

For a worker and their supervisor. It asks; it never counts, scores or quotes, and it
names nobody who is supported: case references only. What a person said about a worker
(SP-09) is asked of everybody in the service and without a reference, so that no sheet
tells who said it, or that it was said about this worker.
"""

from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, Filed, last_date
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
WATCHED = "VOI-09"  # a word of the watch list in a record
NO_WORDS = 2  # records without the person's words before it is asked about


@dataclass(frozen=True, slots=True)
class Wrote:
    """What one worker wrote in a case, as days: all that "since" can be asked of.

    The last day; the day of the last but one record (`NO_WORDS`); the last with the
    person's words; the last with a word to listen to (VOI-09). None for never.
    """

    who: str
    last: date
    enough: date | None
    spoken: date | None
    watched: date | None


@dataclass(frozen=True, slots=True)
class Case:
    """What a sheet asks of one open case: each thing with the last day it happened.

    `declined` is `date.max` when nobody wrote down on which day.
    """

    ref: str
    service: str
    owner: str
    limit: bool
    no_advocate: bool
    declined: date | None
    crossed: date | None
    threshold: date | None
    stopped: date | None
    another_worker: date | None
    wrote: tuple[Wrote, ...]


def in_sheets(folder: CaseFolder, findings: Sequence[Finding]) -> Case | None:
    """What is to be asked of one case, taken while it is in hand; None once closed."""
    if not folder.is_open:
        return None
    case, dated = folder.case.record, tuple(_dated(folder))
    offers = case.advocacy.offers
    watched = {f.place.file for f in findings if f.rule == WATCHED}
    workers = dict.fromkeys(filed.record.recorded_by or "" for filed, _ in dated)
    return Case(
        folder.ref,
        case.service_id or "",
        case.ownership.owner or "",
        bool(folder.active_restrictions),
        bool(offers) and offers[-1].answer is AdvocacyAnswer.DECLINED,
        last_date(_declined_on(folder)),
        _last(dated, lambda r: bool(r.deviation or r.external_contact.override)),
        _last(dated, lambda r: bool(r.visit.exit_phrase_used or r.thresholds_noticed)),
        _last(dated, lambda r: r.journey.outcome is JourneyOutcome.STOPPED_BY_STAFF),
        _last(dated, lambda r: r.check_in.happy_with_worker is Answer.SAID_NO),
        tuple(_wrote(who, dated, watched) for who in workers if who),
    )


def _dated(folder: CaseFolder) -> Iterator[tuple[Filed[Record], date]]:
    for filed in folder.records:
        if filed.record.date:
            yield filed, filed.record.date


def _last(
    dated: Iterable[tuple[Filed[Record], date]], showed: Callable[[Record], bool]
) -> date | None:
    """When something was last recorded, by whomever.

    Not what somebody spoke up about: that is for managers.
    """
    return last_date(
        day
        for filed, day in dated
        if filed.record.type is not RecordType.SPEAK_UP and showed(filed.record)
    )


def _declined_on(folder: CaseFolder) -> Iterator[date | None]:
    """When the person said no to an idea of ours."""
    for option in folder.plan.record.options:
        ours = option.suggested_by in OUR_IDEAS
        if ours and option.decision is OptionDecision.DECLINED:
            yield option.decided_on or date.max


def _wrote(
    who: str, dated: Sequence[tuple[Filed[Record], date]], watched: Collection[str]
) -> Wrote:
    mine = [(filed, day) for filed, day in dated if filed.record.recorded_by == who]
    days = sorted((day for _, day in mine), reverse=True)
    return Wrote(
        who,
        days[0],
        days[NO_WORDS - 1] if len(days) >= NO_WORDS else None,
        last_date(day for filed, day in mine if filed.record.person_said),
        last_date(day for filed, day in mine if filed.file in watched),
    )


@dataclass(frozen=True)
class Worker:
    """Whose sheet it is: the open cases they own or wrote in, and the last talk.

    `since` is the day of the last talk, or `supervision_prompt_days` ago. `service`
    holds of each service they work in the case where somebody was last not happy with
    their worker.
    """

    id: str
    supervisor: str
    due_on: date
    since: date
    cases: tuple[Case, ...]
    service: tuple[Case, ...]
    last: Supervision | None = None

    def since_then(self, day: date | None) -> bool:
        """Whether something happened since the last talk."""
        return day is not None and day >= self.since

    def own(self, case: Case) -> Wrote | None:
        """What they wrote in a case."""
        return next((one for one in case.wrote if one.who == self.id), None)


def _limit(_: Worker, case: Case) -> bool:
    return case.limit


def _declined(worker: Worker, case: Case) -> bool:
    """An idea of ours that the person said no to."""
    return worker.since_then(case.declined)


def _crossed(worker: Worker, case: Case) -> bool:
    return worker.since_then(case.crossed)


def _threshold(worker: Worker, case: Case) -> bool:
    return worker.since_then(case.threshold)


def _no_words(worker: Worker, case: Case) -> bool:
    own = worker.own(case)
    return (
        own is not None
        and worker.since_then(own.enough)
        and not worker.since_then(own.spoken)
    )


def _heard(worker: Worker, case: Case) -> bool:
    own = worker.own(case)
    return own is not None and worker.since_then(own.watched)


def _stopped(worker: Worker, case: Case) -> bool:
    return worker.since_then(case.stopped)


def _no_advocate(_: Worker, case: Case) -> bool:
    return case.no_advocate


def _another_worker(worker: Worker, case: Case) -> bool:
    return worker.since_then(case.another_worker)


ASKED_WHEN: Mapping[str, tuple[str, Callable[[Worker, Case], bool]]] = {
    "SP-01": ("A limit on freedom is in force.", _limit),
    "SP-02": ("The person said no to an idea of ours.", _declined),
    "SP-03": ("What was agreed was not kept, on purpose or not.", _crossed),
    "SP-04": (
        "The person's words to stop were used, or a threshold reached.",
        _threshold,
    ),
    "SP-05": ("To hear how the person comes through in what we write.", _no_words),
    "SP-06": ("To listen to the words we write.", _heard),
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
        refs = [case.ref for case in _cases(worker, prompt)]
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
        "worker": organisation.called(worker.id),
        "supervisor": organisation.called(worker.supervisor),
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


def workers(
    cases: Iterable[Case],
    talks: Sequence[Supervision],
    due: Mapping[str, tuple[date, str]],
    organisation: Organisation,
    today: date,
) -> Iterator[Worker]:
    """Everybody whose next talk is due within four weeks, or late.

    `due` holds the day and the supervisor of each worker's next talk. The cases are
    gone through once.
    """
    last = _last_talks(talks)
    found = {
        who: _worker(who, supervisor, day, last.get(who), organisation, today)
        for who, (day, supervisor) in sorted(due.items())
        if day - AHEAD <= today
    }
    own = {who: _Choice(worker) for who, worker in found.items()}
    unhappy: dict[str, Case] = {}
    for case in cases if found else ():
        for who in dict.fromkeys((case.owner, *(one.who for one in case.wrote))):
            if who in found and _theirs(case, who, found[who].since):
                own[who].offer(case)
        if case.service and case.another_worker:
            known = unhappy.get(case.service)
            unhappy[case.service] = _newer(known, case) if known else case
    for who, worker in found.items():
        member = organisation.member(who)
        services = dict.fromkeys(member.services if member else ())
        beside = tuple(unhappy[service] for service in services if service in unhappy)
        yield replace(worker, cases=tuple(own[who].cases), service=beside)


class _Choice:
    """Of very many cases those that a sheet could ask about.

    Of each question the first three: a sheet has three questions, each about whichever
    of its cases was asked about least.
    """

    def __init__(self, worker: Worker) -> None:
        self.cases: list[Case] = []
        self._worker = worker
        self._left = dict.fromkeys(ASKED_WHEN.keys() - {UNTOLD, ANY}, MOST_PROMPTS)

    def offer(self, case: Case) -> None:
        """Take a case that could be asked about."""
        fits = [
            prompt
            for prompt, left in self._left.items()
            if left and ASKED_WHEN[prompt][1](self._worker, case)
        ]
        for prompt in fits:
            self._left[prompt] -= 1
        if fits:
            self.cases.append(case)


def _newer(known: Case, case: Case) -> Case:
    """The one in which somebody was last not happy with their worker."""
    return max(known, case, key=lambda one: one.another_worker or date.min)


def _last_talks(talks: Iterable[Supervision]) -> dict[str, Supervision]:
    """The last talk about rights and protection of each who had one."""
    last: dict[str, Supervision] = {}
    for talk in talks:
        if talk.supervisee and talk.date and talk.prompts:
            known = last.get(talk.supervisee)
            if known is None or talk.date > (known.date or date.min):
                last[talk.supervisee] = talk
    return last


def _worker(
    who: str,
    supervisor: str,
    day: date,
    last: Supervision | None,
    organisation: Organisation,
    today: date,
) -> Worker:
    """Whose sheet it is, with the last talk; their cases are found later."""
    days = timedelta(days=organisation.timescale("supervision_prompt_days"))
    since = last.date if last and last.date else today - days
    return Worker(who, supervisor, day, since, (), (), last)


def _theirs(case: Case, who: str, since: date) -> bool:
    """Whether they own an open case, or wrote in it since the last talk."""
    wrote = any(one.who == who and one.last >= since for one in case.wrote)
    return case.owner == who or wrote
