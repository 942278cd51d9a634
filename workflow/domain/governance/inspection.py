"""The inspection pack: every case on paper for an inspector (features 35, G7).

For each case its timeline, the four questions, how it did in samples, what was learned;
every statement with the file and line it stands on. `anonymised` makes the second
variant out of the first and changes nothing but what `LEFT_OUT` lists.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.anonymise import Identifier, without
from workflow.domain.auditor import Audit
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.context import uk_date
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.evidence import Read, evidence
from workflow.domain.governance.sampling_report import finished
from workflow.domain.governance.sheet import QUESTIONS, cited
from workflow.domain.governance.unnamed import TAKEN_OUT
from workflow.domain.organisation import Organisation
from workflow.domain.pattern_sheet import rewritten
from workflow.domain.records.base import Block
from workflow.domain.records.sampling import CHECKS, FOUR, Sampling

THE_WORDS = "[the words to stop]"
SHORTEST = 8  # letters of a value by which a statement is found again in the files
LEFT_OUT = (
    "Case references: each case has a letter instead.",
    "Names of services: the kind of service instead.",
    "Days: the month instead.",
    "The statements under the four questions: how clear the answer is, and how many.",
    "Names in what we learned and in why a manager looked: taken out.",
    "Where each statement stands in the files.",
)
"""What the anonymised pack leaves out or says another way; it says so itself."""
Row = dict[str, object]


@dataclass(frozen=True)
class Shown:
    """One case as it was read, with its answers to the auditor."""

    read: Read

    @property
    def folder(self) -> CaseFolder:
        """The case."""
        return self.read.folder

    @property
    def answers(self) -> Audit:
        """The four answers."""
        return self.read.answers


def inspection_pack(
    cases: Sequence[Shown],
    samples: Sequence[Filed[Sampling]],
    organisation: Organisation,
) -> dict[str, object]:
    """What the template of the full pack sees, beside what it says of itself."""
    looked_at = finished(samples)
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "left_out": [],
        "cases": [
            rewritten(_case(case, looked_at, organisation), _quiet(case.folder))
            for case in cases
        ],
    }


def _quiet(folder: CaseFolder) -> Callable[[str], str]:
    """Takes out the words to stop: they never leave the staff team (brief 0.10)."""
    phrase = folder.plan.record.safe_contact.exit_phrase.phrase or ""
    known = (Identifier(phrase, "exit phrase"),) if phrase.strip() else ()
    return lambda text: without(text, known, THE_WORDS)


def _case(
    case: Shown, samples: Sequence[Filed[Sampling]], organisation: Organisation
) -> Row:
    folder = case.folder
    record = folder.case.record
    return {
        "ref": folder.ref,
        "service": organisation.service(record.service_id).name or "",
        "opened": uk_date(record.opened_on),
        "state": record.status.label if record.status else "",
        "questions": list(_questions(case)),
        "timeline": [row for _, row in sorted(_events(folder), key=_by_day)],
        "sampling": list(_sampled(folder, samples)),
        "learning": list(_learned(folder)),
        "managerial": list(_managerial(folder)),
    }


def _questions(case: Shown) -> Iterator[Row]:
    """Each question with its statements, and where each of them stands."""
    found, index = evidence(case.read), tuple(_values(case.folder))
    for check in FOUR:
        answer = getattr(case.answers, check)
        first = next((cited(p) for p in found[check].places), "")
        lines = [
            {"text": line, "where": _where(line, index) or first}
            for line in answer.shown
        ]
        yield {
            "question": QUESTIONS[check],
            "state": answer.state.label,
            "count": str(len(lines)),
            "lines": lines,
        }


def _values(folder: CaseFolder) -> Iterator[tuple[str, str]]:
    """The texts of the case with where each stands, the longest first."""
    found = [
        (text, cited(filed.place(path)))
        for filed in (folder.case, folder.plan, folder.consent, *folder.reviews)
        for path in _leaves(filed)
        if len(text := filed.words_at(path)) >= SHORTEST
    ]
    yield from sorted(found, key=lambda pair: -len(pair[0]))


def _leaves(filed: Filed[Block]) -> Iterator[str]:
    """The paths that hold one value each: nothing stands inside them."""
    around = {path[: _end(path)] for path in filed.places}
    return (path for path in filed.places if path not in around)


def _end(path: str) -> int:
    return max(path.rfind("."), path.rfind("["), 0)


def _where(line: str, index: Sequence[tuple[str, str]]) -> str:
    return next((where for text, where in index if text in line), "")


Event = tuple[date, Row]


def _by_day(event: Event) -> tuple[date, str]:
    day, row = event
    return day, str(row["what"])


def _events(folder: CaseFolder) -> Iterator[Event]:
    """What happened when, in kinds and dates alone, each with its line."""
    yield from _one(folder.case, "opened_on", folder.case.record.opened_on, "Opened")
    for filed in (*folder.old_plans, folder.plan):
        what = f"Plan version {filed.record.version or 1} agreed"
        yield from _one(filed, "agreed_on", filed.record.agreed_on, what)
    for number, limit in enumerate(folder.plan.record.restrictions):
        at = f"restrictions[{number}]"
        began, ended = "A limit on freedom began", "A limit on freedom ended"
        yield from _one(folder.plan, f"{at}.started_on", limit.started_on, began)
        yield from _one(folder.plan, f"{at}.ended_on", limit.ended_on, ended)
    for record in folder.records:
        kind = record.record.type.label if record.record.type else "Record"
        yield from _one(record, "date", record.record.date, kind)
    for review in folder.held():
        kind = review.record.kind.label if review.record.kind else ""
        day = review.record.held_on
        yield from _one(review, "held_on", day, f"Review held: {kind}")
    for look in folder.managerial_reviews:
        opened, closed = "Managerial review opened", "Managerial review closed"
        yield from _one(look, "opened_on", look.record.opened_on, opened)
        yield from _one(look, "closed_on", look.record.closed_on, closed)
    for note in folder.learning:
        day = note.record.opened_on
        yield from _one(note, "opened_on", day, "Learning note opened")
    closed_on = folder.closure.record.closed_on
    yield from _one(folder.closure, "closed_on", closed_on, "Closed")


def _one(
    filed: Filed[Block], path: str, day: date | None, what: str
) -> Iterator[Event]:
    if day:
        when = {"when": uk_date(day), "month": _month(day)}
        yield day, {**when, "what": what, "where": cited(filed.place(path))}


def _month(day: date) -> str:
    return Month(f"{day:%Y-%m}").words


def _sampled(folder: CaseFolder, samples: Sequence[Filed[Sampling]]) -> Iterator[Row]:
    """How the case did in each sample it was in: the checks that were not clear."""
    for filed in samples:
        for number, item in enumerate(filed.record.items):
            if item.case_ref == folder.ref and not item.untouched:
                said = {QUESTIONS[check]: getattr(item, check) for check in CHECKS}
                wanting = [
                    f"{question} {result.label}"
                    for question, result in said.items()
                    if result and result.value in ("partly", "missing")
                ]
                yield {
                    "month": Month(filed.record.month or "").words,
                    "result": " ".join(f"{line}." for line in wanting) or "All clear.",
                    "where": cited(filed.place(f"items[{number}]")),
                }


def _learned(folder: CaseFolder) -> Iterator[Row]:
    for filed in folder.learning:
        note = filed.record
        yield {
            "learned": note.what_we_learned or "",
            "changed": note.what_changed or "",
            "stage": note.status.label if note.status else "",
            "where": cited(filed.place("what_we_learned")),
        }


def _managerial(folder: CaseFolder) -> Iterator[Row]:
    for filed in folder.managerial_reviews:
        look = filed.record
        yield {
            "when": uk_date(look.opened_on),
            "month": _month(look.opened_on) if look.opened_on else "",
            "reasons": ", ".join(reason.label for reason in look.reasons),
            "why": look.why or "",
            "outcome": look.outcome.label if look.outcome else "Still open",
            "where": cited(filed.place("opened_on")),
        }


def letters(refs: Sequence[str], salt: str) -> Mapping[str, str]:
    """A letter for each case, in an order that tells nothing of the references."""

    def place(ref: str) -> str:
        return hashlib.sha256(f"{salt}|{ref}".encode()).hexdigest()

    return {ref: f"Case {_letter(n)}" for n, ref in enumerate(sorted(refs, key=place))}


def _letter(number: int) -> str:
    high, low = divmod(number, 26)
    return (_letter(high - 1) if high else "") + chr(ord("A") + low)


def anonymised(
    pack: Mapping[str, object],
    named: Mapping[str, str],
    labels: Mapping[str, str],
    known: Sequence[Identifier],
) -> dict[str, object]:
    """The pack without what `LEFT_OUT` lists, and with that list.

    `named` gives each case its letter, `labels` each service its kind; `known` is what
    points to anybody.
    """
    cases = [_unknown(case, named, labels, known) for case in _rows(pack["cases"])]
    cases.sort(key=lambda case: (len(str(case["ref"])), str(case["ref"])))
    return {**pack, "left_out": list(LEFT_OUT), "cases": cases}


def _unknown(
    case: Row,
    named: Mapping[str, str],
    labels: Mapping[str, str],
    known: Sequence[Identifier],
) -> Row:
    several = ("timeline", "sampling", "learning", "managerial")
    return {
        **case,
        "ref": named[str(case["ref"])],
        "service": labels.get(str(case["service"]), ""),
        "opened": str(case["opened"]).partition(" ")[2],
        "questions": [{**q, "lines": []} for q in _rows(case["questions"])],
        **{key: [_clean(row, known) for row in _rows(case[key])] for key in several},
    }


def _clean(row: Row, known: Sequence[Identifier]) -> Row:
    """A row with months for days, no names in its free text, and no place."""
    free = [key for key in ("learned", "changed", "why") if key in row]
    safe: Row = {key: without(str(row[key]), known, TAKEN_OUT) for key in free}
    month: Row = {"when": row["month"]} if "when" in row else {}
    return {**row, **safe, **month, "where": ""}


def _rows(rows: object) -> list[Row]:
    several = rows if isinstance(rows, list) else []
    return [row for row in several if isinstance(row, dict)]
