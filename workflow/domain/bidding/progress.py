"""How far a bid is, for its page: from its own files, never from a case (5.11)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.answers.names import referred, unknown, word_count
from workflow.domain.bid_names import appendices, names
from workflow.domain.bidding.answers import unscored
from workflow.domain.bidding.contents import TOPICS, expired, used_by
from workflow.domain.bidding.library import unread_days
from workflow.domain.bidding.release import Finished, refusals
from workflow.domain.findings import Finding
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Evidence, EvidenceItem, ScoredAnswer
from workflow.domain.records.tender import Tender, TenderQuestion
from workflow.domain.workspace import AnswerText, Bid

CANNOT_SHOW = "We cannot show this yet"
COLUMNS = (
    ("How we do it", "method"),
    ("How we record it", "records"),
    ("How we check it", "verification"),
)
NEEDS_CASES = frozenset({"TEN-01", "TEN-02"})  # only those who may see cases can tell
NO_FIGURES = (
    "The figures are not there yet. Somebody who may see cases makes them:"
    " alongside measures --for {ref}"
)


@dataclass(frozen=True)
class Written:
    """An answer that is there: its file, its words as Word counts them, too many.

    `unknown` are names that lead nowhere, `untold` says what cannot be carried.
    """

    file: str
    words: int
    over: int
    unknown: tuple[str, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True)
class Answering:
    """One question and what there is to answer it.

    `topics` it has to cover; `bare` are those without a figure in the answer.
    """

    question: TenderQuestion
    written: tuple[Written, ...]
    proof: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    topics: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leaning:
    """One item of the evidence library: who keeps it, has it run out, who uses it.

    It is `unread` where its last day stands there and is no day.
    """

    item: EvidenceItem
    owner: str
    gone: bool
    used: tuple[str, ...]
    unread: bool = False


@dataclass(frozen=True)
class Beside:
    """What is known beside the bid; `amiss` was found without reading a case.

    `proof` is what was left for the bid writer, `finished` the pack as it stands.
    """

    evidence: Evidence
    organisation: Organisation
    proof: Mapping[str, Sequence[Mapping[str, str]]]
    finished: Finished
    amiss: Sequence[Finding]
    today: date


@dataclass(frozen=True)
class Progress:
    """One bid: what is asked and answered, what it leans on, what keeps it back.

    `stops` keeps the pack from being built, `holds` from leaving; `prompts` could
    score better. Stories are told by name, each with whether it may be used.
    """

    tender: Tender
    answering: tuple[Answering, ...]
    figures: tuple[Mapping[str, str], ...]
    evidence: tuple[Leaning, ...]
    stories: tuple[tuple[str, bool], ...]
    stops: tuple[str, ...]
    holds: tuple[str, ...]
    prompts: tuple[str, ...]
    made_on: date | None
    files: tuple[str, ...]


def folder_of(bid: Bid) -> str:
    """The folder of a bid, which commands call it by."""
    return bid.tender.file.split("/")[-2]


def answered(bid: Bid) -> int:
    """How many of the questions have words in an answer."""
    have = {a.question for a in bid.answers if any(map(str.strip, a.lines))}
    return sum(question.id in have for question in bid.tender.record.questions)


def progress(bid: Bid, beside: Beside) -> Progress:
    """How far a bid is."""
    tender, assembly = bid.tender.record, bid.assembly.record
    used = used_by(assembly, bid.answers, tender, beside.evidence)
    agreed = {row.get("id") for row in beside.proof.get("stories", ())}
    told = [f for f in beside.amiss if f.rule not in NEEDS_CASES]
    return Progress(
        tender,
        tuple(_answering(bid, beside.evidence)),
        bid.figures,
        tuple(_leaning(beside, used)),
        tuple((name, name in agreed) for name in tender.vignettes),
        tuple(_stops(bid, beside, used)),
        (
            *(_in_words(f) for f in told if f.severity == "error"),
            *refusals(
                tender, beside.finished, beside.organisation, tender.approver or ""
            ),
        ),
        tuple(_in_words(f) for f in told if f.severity != "error"),
        beside.finished.made_on,
        tuple(beside.finished.present),
    )


def _answering(bid: Bid, evidence: Evidence) -> Iterator[Answering]:
    assembly = bid.assembly.record
    known = names(bid.figures, appendices(assembly), evidence, {})
    scores = {one.question: one for one in assembly.answers}
    for question in bid.tender.record.questions:
        scored = scores.get(question.id) or ScoredAnswer()
        yield Answering(
            question,
            tuple(_written(bid, question, known)),
            tuple((title, getattr(scored, name) or "") for title, name in COLUMNS),
            unscored(scored),
            tuple(topic.title for topic in TOPICS if topic.id in scored.topics),
            tuple(_bare(bid, question, scored)),
        )


def _bare(bid: Bid, question: TenderQuestion, scored: ScoredAnswer) -> Iterator[str]:
    """The topics that an answer has to cover and shows no figure of."""
    answers = [a for a in bid.answers if a.question == question.id]
    told = {name for a in answers for line in a.lines for name in referred(line)}
    for topic in TOPICS:
        wanted = topic.id in scored.topics and any(map(_told_words, answers))
        if wanted and not any(topic.holds(name) for name in told):
            yield topic.title


def _told_words(answer: AnswerText) -> bool:
    return any(map(str.strip, answer.lines))


def _written(
    bid: Bid, question: TenderQuestion, known: Mapping[str, str]
) -> Iterator[Written]:
    for answer in bid.answers:
        if answer.question == question.id:
            whole = answer.whole
            words = word_count(whole, known)
            most = question.word_limit
            over = max(words - most, 0) if most is not None else 0
            name = answer.file.rpartition("/")[2]
            missing = unknown(answer.lines, known)
            yield Written(name, words, over, missing, whole.untold)


def _leaning(beside: Beside, used: Mapping[str, tuple[str, ...]]) -> Iterator[Leaning]:
    unread = unread_days(beside.amiss, beside.evidence)
    for item in beside.evidence.items:
        owner = beside.organisation.member(item.owner)
        gone = item.expires_on is not None and item.expires_on < beside.today
        name = (owner.name if owner else None) or ""
        places = used.get(item.id or "", ())
        yield Leaning(item, name, gone, places, item.id in unread)


def _stops(
    bid: Bid, beside: Beside, used: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    if not bid.figures:
        yield NO_FIGURES.format(ref=folder_of(bid))
    yield from expired(beside.evidence, used, beside.today)


def _in_words(finding: Finding) -> str:
    """A finding in one line: where in the bid, what, and what it is about."""
    name = finding.place.file.rpartition("/")[2]
    line = f", line {finding.place.line}" if finding.place.line else ""
    return f"{name}{line}: {finding.message} {finding.detail}".strip()
