"""D14, the evidence summary for a regulator (brief 5.12).

For each question of the framework in force: what we do, figures with their trend, which
records to look at, what people say, what we learned, what is missing and planned. Every
figure stands in the form that may be shown (brief 6.2).
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from workflow.domain.anonymise import Identifier
from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.disclosure import (
    NO_CASES,
    Figure,
    is_hidden,
    permitted,
    shown_forms,
)
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.handbook import Framework, Question
from workflow.domain.governance.sheet import QUESTIONS
from workflow.domain.governance.unnamed import people, unnamed
from workflow.domain.measures import MEASURES, Period
from workflow.domain.organisation import Organisation
from workflow.domain.records.sampling import SampledCase, Sampling
from workflow.domain.records.vignette import Vignette
from workflow.domain.rhythm import months_after
from workflow.domain.vocabulary import (
    LearningStatus,
    MeasureClass,
    RecordType,
    SampleResult,
)
from workflow.domain.working_days import later

MONTHS = 12
MOST_RECORDS = 4  # case references for each question
MOST_WORDS = 3
COMPOSITE = "Composite: "
NOT_COUNTED = "not counted yet"
BETTER, WORSE, SAME = "higher than the year before", "lower", "about the same"
NOT_CLEAR = (SampleResult.PARTLY, SampleResult.MISSING)
LOOKED_AT = (SampleResult.CLEAR, *NOT_CLEAR)
Rows = list[dict[str, str]]
PAPERS = {
    "D1": "Full plan",
    "D2": "My own copy",
    "D3": "My own copy (easy read)",
    "D4": "Help card",
    "D5": "Sharing record",
    "D6a": "Review letters",
    "D6b": "Letters to professionals",
    "D7": "Overdue notices",
    "D8": "Invitations",
    "D9": "Managerial reviews and learning notes",
    "D10": "Supervision prompt sheets",
    "D11": "Monthly sampling reports",
    "D12": "Review register",
    "D15": "Auditor's sheets",
    "D16": "Pattern review sheets",
    "D17": "Closing letters",
}


def last_year(today: date) -> Period:
    """The last twelve whole months."""
    first = today.replace(day=1)
    return Period(months_after(first, -MONTHS), later(first, -1))


def measures_of(
    frameworks: Iterable[Framework], today: date
) -> Iterator[tuple[str, Period]]:
    """Every measure that summaries show, over the year and over the year before."""
    year = last_year(today)
    for framework in frameworks:
        for name in asked_by(framework):
            yield name, year
            yield name, last_year(year.from_)


def asked_by(framework: Framework) -> tuple[str, ...]:
    """Every measure that is asked for, each once."""
    asked = [name for q in framework.questions for name in q.measures]
    asked += [name for _, names in LISTS for name in names]
    return tuple(name for name in dict.fromkeys(counted_as(asked)) if name in MEASURES)


@dataclass(frozen=True, slots=True)
class InSummary:
    """What a regulator is shown of one case.

    `files` is where to look for each kind of record (`LOOK_AT`), `plan` what is still
    to be put right, with its day, `learned` what may leave the case.
    """

    ref: str
    service: str
    files: tuple[str, ...]
    plan: tuple[tuple[date, Mapping[str, str]], ...]
    learned: tuple[Mapping[str, str], ...]


def in_summary(
    folder: CaseFolder, organisation: Organisation, today: date
) -> InSummary:
    """What is to be shown of one case, taken while it is in hand."""
    return InSummary(
        folder.ref,
        folder.case.record.service_id or "",
        tuple(look(folder) for look in LOOK_AT.values()),
        tuple(_to_learn(folder, organisation)),
        tuple(_lessons(folder, organisation, last_year(today))),
    )


def worth_showing(
    cases: Iterable[InSummary], sampled: Container[str]
) -> Iterator[InSummary]:
    """The cases of which a summary shows anything, or that were `sampled`.

    Of the others it would only show that they have records too, like the first few.
    """
    left = [MOST_RECORDS] * len(LOOK_AT)
    for case in cases:
        first = [at for at, file in enumerate(case.files) if file and left[at]]
        for at in first:
            left[at] -= 1
        if first or case.plan or case.learned or case.ref in sampled:
            yield case


@dataclass(frozen=True)
class Inspected:
    """What a regulator looks at: the framework, the cases of its nation, the year.

    `cases` are those `worth_showing`. `figure` counts a measure over a period; `names`
    gives the people of a case, `known` those of all cases when there are `stories`.
    """

    framework: Framework
    services: tuple[str, ...]
    cases: tuple[InSummary, ...]
    samples: tuple[Sampling, ...]
    stories: tuple[Vignette, ...]
    today: date
    organisation: Organisation
    figure: Callable[[str, Period], Figure]
    names: Callable[[str], Sequence[Identifier]]
    known: Sequence[Identifier]

    @property
    def period(self) -> Period:
        """The last twelve whole months."""
        return last_year(self.today)

    @cached_property
    def figures(self) -> Mapping[str, tuple[Figure, Figure]]:
        """Every measure that is asked for: over the year, and over the year before."""
        now, past = self.period, last_year(self.period.from_)
        return {
            name: (self.figure(name, now), self.figure(name, past))
            for name in asked_by(self.framework)
        }

    @cached_property
    def forms(self) -> Mapping[str, str]:
        """The figures in their permitted forms, looked at together (brief 6.3)."""
        figures = {name: now for name, (now, _) in self.figures.items()}
        return shown_forms(figures, self.settings)

    @property
    def settings(self) -> Mapping[str, str]:
        """The provider's numbers for what may be shown."""
        return self.organisation.provider.record.disclosure_control


def evidence_summary(
    looked: Inspected, organisation: Organisation
) -> dict[str, object]:
    """What the template of D14 sees, beside what the document says of itself."""
    services = [organisation.service(s).name for s in looked.services]
    asked = [_question(q, looked, organisation) for q in looked.framework.questions]
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "framework": looked.framework.name,
        "regulator": looked.framework.regulator,
        "in_force_from": uk_date(looked.framework.in_force_from),
        "to_check": looked.framework.to_check,
        "services": [name for name in services if name],
        "from_": uk_date(looked.period.from_),
        "to": uk_date(looked.period.to),
        "questions": asked,
        "lists": _lists(looked),
        "plan": _plan(looked, organisation),
        "learned": [dict(row) for case in looked.cases for row in case.learned],
    }


def counted_as(names: Iterable[str]) -> list[str]:
    """The measures behind some names: TM05 stands for TM05a, TM05b and TM05c."""
    found: dict[str, None] = {}
    for name in names:
        parts = [known for known in MEASURES if known[:-1] == name and name]
        found |= dict.fromkeys([name] if name in MEASURES else parts or [name])
    return list(found)


def _question(
    question: Question, looked: Inspected, organisation: Organisation
) -> dict[str, object]:
    figures = [_figure(name, looked) for name in counted_as(question.measures)]
    return {
        "group": question.group,
        "title": question.title,
        "what_we_do": list(question.what_we_do),
        "figures": [row for row in figures if row["shown"] != NO_CASES],
        "nothing": [row["title"] for row in figures if row["shown"] == NO_CASES],
        "documents": [PAPERS.get(name, name) for name in question.documents],
        "records": _records(question, looked.cases),
        "says": _says(question, looked),
        "gaps": [*_figure_gaps(question, looked), *_sample_gaps(question, looked)],
        "plan": _fixes(question.checks, looked, organisation),
    }


def _figure(name: str, looked: Inspected) -> dict[str, str]:
    """A figure in its permitted form, with which way it goes where both are shown."""
    if name not in looked.figures:
        return {"id": name, "title": name, "shown": NOT_COUNTED, "trend": ""}
    now, past = looked.figures[name]
    shown = looked.forms[name].partition(";")[0]
    return {
        "id": name,
        "title": now.title,
        "shown": shown,
        "trend": trend(now, past, looked.settings) if "%" in shown else "",
    }


def trend(now: Figure, before: Figure, settings: Mapping[str, str]) -> str:
    """Which way a share goes in whole steps of five; empty when either is hidden."""
    if not (now.d and before.d) or not now.a_share:
        return ""
    if is_hidden(now, settings) or is_hidden(before, settings):
        return ""
    change = round(20 * now.n / now.d) - round(20 * before.n / before.d)
    return SAME if not change else BETTER if change > 0 else WORSE


def _figure_gaps(question: Question, looked: Inspected) -> Iterator[str]:
    """What we do not always do, only where the count may be shown."""
    for name in counted_as(question.measures):
        if name in looked.figures:
            figure, _ = looked.figures[name]
            gap, shown = figure.a_share and figure.n < figure.d, looked.forms[name]
            if gap and "%" in shown:
                yield f"{figure.title}: not always, {shown}."


def _sample_gaps(question: Question, looked: Inspected) -> Iterator[str]:
    """What the last sample did not find clear."""
    last = _last_sample(looked)
    for check in question.checks if last else ():
        found = _results(last.items if last else (), check)
        clear = found.count(SampleResult.CLEAR)
        if last and clear < len(found):
            month = Month(last.month or "").words
            share = _share(clear, len(found), looked)
            yield f"{QUESTIONS[check]} Clear in the sample of {month}: {share}."


def _results(items: Iterable[SampledCase], check: str) -> list[SampleResult]:
    """What was seen at one point, only where it applied and somebody looked."""
    seen = (getattr(item, check) for item in items)
    return [result for result in seen if result in LOOKED_AT]


def _share(n: int, d: int, looked: Inspected) -> str:
    """A count of our own work in its permitted form."""
    return permitted(Figure("", "", n, d, MeasureClass.PROCESS), looked.settings)


def _last_sample(looked: Inspected) -> Sampling | None:
    """The newest sample, with only the cases that this regulator asks about."""
    if not looked.samples:
        return None
    last = max(looked.samples, key=lambda s: s.month or "")
    return last.model_copy(update={"items": tuple(_items(last, looked))})


def _items(sample: Sampling, looked: Inspected) -> Iterator[SampledCase]:
    refs = {case.ref for case in looked.cases}
    return (item for item in sample.items if item.case_ref in refs)


def _fixes(
    checks: Sequence[str], looked: Inspected, organisation: Organisation
) -> Rows:
    """What is being put right where a check of the sample was not clear."""
    found: Rows = []
    for sample in looked.samples:
        for item in _items(sample, looked):
            if any(getattr(item, check) in NOT_CLEAR for check in checks):
                found += _actions(item, looked, organisation)
    return found


def _actions(
    item: SampledCase, looked: Inspected, organisation: Organisation
) -> Iterator[dict[str, str]]:
    known = looked.names(item.case_ref or "")
    for action in item.actions:
        done = uk_date(action.done_on)
        yield {
            "what": unnamed(action.what, known),
            "owner": organisation.called(action.owner),
            "due": uk_date(action.due_on),
            "done": f"Done on {done}" if done else "Not done yet",
        }


def _plan(looked: Inspected, organisation: Organisation) -> Rows:
    """Everything that is still to be put right, the soonest first."""
    rows: list[tuple[date, dict[str, str]]] = []
    for sample in looked.samples:
        for item in _items(sample, looked):
            shown = _actions(item, looked, organisation)
            for action, row in zip(item.actions, shown, strict=True):
                if action.done_on is None:
                    rows.append((action.due_on or date.max, row))
    rows += [(day, dict(row)) for case in looked.cases for day, row in case.plan]
    return [row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1]["what"]))]


def _to_learn(
    folder: CaseFolder, organisation: Organisation
) -> Iterator[tuple[date, Mapping[str, str]]]:
    """The learning of a case that nobody has checked yet, each with its day."""
    for filed in folder.learning:
        note = filed.record
        if note.status is not LearningStatus.CHECKED:
            day = note.check.due_on or note.due_on
            row = {
                "what": f"See whether practice changed ({folder.ref})",
                "owner": organisation.called(note.owner),
                "due": uk_date(day),
                "done": "Not done yet",
            }
            yield day or date.max, row


def _lessons(
    folder: CaseFolder, organisation: Organisation, period: Period
) -> Iterator[Mapping[str, str]]:
    """What the team learned in the year, in words that may leave the case."""
    notes = [f.record for f in folder.learning if f.record.share_outside_case]
    known = people((folder,), organisation) if notes else ()
    for note in notes:
        if period.holds(note.opened_on):
            yield {
                "learned": unnamed(note.what_we_learned, known),
                "changed": unnamed(note.what_changed, known),
                "stage": note.status.label if note.status else "",
                "checked": unnamed(note.check.result, known),
            }


def _says(question: Question, looked: Inspected) -> list[str]:
    """What people say changed, in the wording that they agreed may be told."""
    told = [
        COMPOSITE * story.composite + unnamed(story.what_changed, looked.known)
        for story in looked.stories
        if set(story.illustrates) & set(question.focus) and story.what_changed
    ]
    return told[:MOST_WORDS]


Look = Callable[[CaseFolder], str]


def _of_type(kind: RecordType) -> Look:
    def newest(folder: CaseFolder) -> str:
        files = [filed.file for filed in folder.of_type(kind)]
        return files[-1] if files else ""

    return newest


def _last(files: Iterable[str]) -> str:
    return max(files, default="")


LOOK_AT: Mapping[str, Look] = {
    "case": lambda f: f.case.file,
    "person": lambda f: f.person.file,
    "plan": lambda f: f.plan.file,
    "consent": lambda f: f.consent.file,
    "options": lambda f: f.plan.file if f.plan.record.options else "",
    "restrictions": lambda f: f.plan.file if f.plan.record.restrictions else "",
    "capacity": lambda f: f.case.file if f.case.record.capacity else "",
    "advocacy": lambda f: f.case.file if f.case.record.advocacy.offers else "",
    "reviews": lambda f: _last(r.file for r in f.held()),
    "managerial_reviews": lambda f: _last(m.file for m in f.managerial_reviews),
    "learning": lambda f: _last(n.file for n in f.learning),
    "visits": _of_type(RecordType.VISIT),
    "journeys": _of_type(RecordType.JOURNEY),
    "conversations": _of_type(RecordType.REVIEW_CONVERSATION),
}
"""Where in a case an inspector looks for a kind of record; who spoke up is not here."""


def _records(question: Question, cases: Sequence[InSummary]) -> list[str]:
    """Case references with the file to open, a few of each kind."""
    found: dict[str, dict[str, None]] = {}
    for kind in question.records:
        if kind not in LOOK_AT:
            continue
        at = list(LOOK_AT).index(kind)
        there = ((case.ref, case.files[at]) for case in cases if case.files[at])
        for ref, file in islice(there, MOST_RECORDS):
            found.setdefault(ref, {})[file] = None
    return [f"{ref}: {', '.join(files)}" for ref, files in sorted(found.items())]


LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("People are involved in decisions", ("TM01", "TM09", "TM25")),
    ("Limits on freedom are in proportion and looked at", ("TM16", "TM17")),
    ("Staff know when to escalate", ()),
    ("We learn after concerns", ("TM24", "TM29")),
    ("Records are respectful, and supervision asks about rights", ("TM28", "TM30")),
)
ESCALATE, RESPECT = LISTS[2][0], LISTS[4][0]


def _lists(looked: Inspected) -> list[dict[str, object]]:
    """The five things the brief asks for beside the framework."""
    return [
        {
            "title": title,
            "lines": [
                *_lines(names, looked),
                *(_asked(looked) if title == ESCALATE else ()),
                *(_respectful(looked) if title == RESPECT else ()),
            ],
        }
        for title, names in LISTS
    ]


def _lines(names: Iterable[str], looked: Inspected) -> Iterator[str]:
    for name in names:
        if name in looked.figures:
            row = _figure(name, looked)
            yield f"{row['title']}: {row['shown']}"


def _asked(looked: Inspected) -> Iterator[str]:
    """How many workers were asked when to go to the lead, and knew."""
    said = [
        item.staff_asked_when_to_escalate
        for sample in looked.samples
        if looked.period.holds(Month(sample.month or "").first)
        for item in _items(sample, looked)
    ]
    asked = [answer for answer in said if answer and answer.value.startswith("said_")]
    knew = sum(answer.value == "said_yes" for answer in asked)
    if asked:
        share = _share(knew, len(asked), looked)
        yield f"Workers asked in monthly samples who knew: {share}"
    else:
        yield "No worker was asked in a monthly sample in these months."


def _respectful(looked: Inspected) -> Iterator[str]:
    """How many sampled records were respectful throughout."""
    items = (
        item
        for sample in looked.samples
        if looked.period.holds(Month(sample.month or "").first)
        for item in _items(sample, looked)
    )
    if said := _results(items, "respectful_language"):
        share = _share(said.count(SampleResult.CLEAR), len(said), looked)
        yield f"Sampled records that were respectful throughout: {share}"
