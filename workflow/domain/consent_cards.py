"""Who can know what, as cards: one for each person, one row for each topic.

Yes is a sharing boundary that was agreed, "ask me first" one agreed with that limit, no
a wish not to share; nothing chosen is "not asked", and never means yes or no (2.8).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.domain.context import uk_date
from workflow.domain.filing import Hand
from workflow.domain.intake import HERE, at, put, said
from workflow.domain.records.consent import Consent, DoNotShare, SharingBoundary
from workflow.domain.records.person import Person
from workflow.domain.sharing import ended_by
from workflow.domain.tree import Fields, Listing, Node, Scalar
from workflow.domain.typed_dates import iso_day
from workflow.domain.vocabulary import InfoCategory, SharingDecision

ASK_FIRST = "Ask me first."
TOLD = {
    InfoCategory.IDENTITY: "who I am",
    InfoCategory.CONCERN_SUMMARY: "what worries me",
    InfoCategory.DESIRED_OUTCOMES: "what I want",
    InfoCategory.SAFETY_PLAN: "my plan",
    InfoCategory.MONEY: "my money",
    InfoCategory.HEALTH: "my health",
    InfoCategory.FAMILY_RELATIONSHIPS: "my family",
    InfoCategory.WHEREABOUTS_ROUTINE: "where I go and when",
    InfoCategory.SUPPORT_ARRANGEMENTS: "my support",
    InfoCategory.CAPACITY_ADVOCACY: "how I decide things",
    InfoCategory.REVIEW_OUTCOME: "what comes of our talks",
    InfoCategory.SOURCE_OF_RISK_IDENTITY: "who the worry is about",
    InfoCategory.COMMUNICATION_NEEDS: "what helps me to talk",
}
"""Each topic in the person's voice."""


class Word(StrEnum):
    """An answer about one person and one topic."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


DECISIONS = {
    Word.YES: SharingDecision.AGREED,
    Word.ASK: SharingDecision.AGREED_WITH_LIMITS,
}
REFUSED = (SharingDecision.NOT_AGREED, SharingDecision.WITHDRAWN)


@dataclass(frozen=True)
class Cell:
    """One topic on a card: the answer ("" when not asked), and of which day it is.

    An `old` answer has run out, on the day `ended`: it is none any more, and is asked
    anew. `by` wrote it down; `words` are the person's.
    """

    topic: InfoCategory
    told: str
    word: str = ""
    asked: str = ""
    old: bool = False
    ended: str = ""
    by: str = ""
    words: str = ""


@dataclass(frozen=True)
class Card:
    """One person's card."""

    contact: str
    name: str
    relationship: str
    cells: tuple[Cell, ...]


def cards(
    person: Person, consent: Consent, today: date, months: int
) -> tuple[Card, ...]:
    """A card for everybody around the person, with what was answered so far.

    `months` is how long an agreement lasts to which nobody gave an end.
    """
    return tuple(
        Card(
            contact.id,
            contact.name or contact.id,
            contact.relationship or "",
            tuple(
                _cell(consent, contact.id, topic, today, months=months)
                for topic in TOLD
            ),
        )
        for contact in person.contacts
        if contact.id
    )


def _cell(
    consent: Consent, contact: str, topic: InfoCategory, today: date, *, months: int
) -> Cell:
    for wish in consent.do_not_share:
        if wish.contact == contact and topic in wish.categories:
            return Cell(topic, TOLD[topic], Word.NO, words=wish.person_words or "")
    for boundary in reversed(consent.boundaries):
        if boundary.contact == contact and topic in boundary.categories:
            word = _word(boundary)
            if word:
                return _asked(boundary, topic, word, today, months)
            if boundary.withdrawn_on:
                break  # an older agreement does not stand in its place
    return Cell(topic, TOLD[topic])


def _word(boundary: SharingBoundary) -> str:
    if boundary.withdrawn_on:
        return ""
    if boundary.decision is SharingDecision.AGREED:
        return Word.YES
    if boundary.decision is SharingDecision.AGREED_WITH_LIMITS:
        return Word.ASK
    return Word.NO if boundary.decision is SharingDecision.NOT_AGREED else ""


def _asked(
    boundary: SharingBoundary, topic: InfoCategory, word: str, today: date, months: int
) -> Cell:
    end = ended_by(boundary, today, months) if word in DECISIONS else None
    return Cell(
        topic,
        TOLD[topic],
        word,
        uk_date(boundary.decided_on) if boundary.decided_on else "",
        end is not None,
        uk_date(end) if end else "",
        boundary.recorded_by or "",
        boundary.person_words or "",
    )


@dataclass(frozen=True)
class Written:
    """The file as it was at one time: when it was written, by whom, and what it said.

    `by` is a staff id; `at` the minute. Both are empty where nobody knows.
    """

    at: str
    by: str
    consent: Consent


@dataclass(frozen=True)
class Turn:
    """One change of an answer: what it became, what it was before, who and when.

    `on` is the day the person decided, `written` the minute it came into the file.
    """

    word: str
    before: str
    by: str
    on: str
    written: str
    words: str


def story_of(
    versions: Sequence[Written],
    contact: str,
    topic: InfoCategory,
    today: date,
    months: int,
) -> tuple[Turn, ...]:
    """How one answer changed over time, the newest first.

    `versions` begin with the oldest.
    """
    turns: list[Turn] = []
    last = Cell(topic, TOLD[topic])
    for version in versions:
        cell = _cell(version.consent, contact, topic, today, months=months)
        if (cell.word, cell.asked) != (last.word, last.asked):
            by = cell.by or version.by
            turn = Turn(cell.word, last.word, by, cell.asked, version.at, cell.words)
            turns.append(turn)
        last = cell
    return tuple(reversed(turns))


def sentence(deck: Sequence[Card]) -> str:
    """What was answered, as sentences that write themselves."""
    return " ".join(line for card in deck for line in _lines(card))


def _lines(card: Card) -> Iterator[str]:
    now = [cell for cell in card.cells if not cell.old]
    by = {word: [c.told for c in now if c.word == word] for word in Word}
    name = f"{card.name} ({card.relationship})" if card.relationship else card.name
    if by[Word.YES]:
        yield f"{name} can know {_and(by[Word.YES])}."
    if by[Word.ASK]:
        yield f"Ask me first before telling {name} about {_and(by[Word.ASK])}."
    if by[Word.NO]:
        yield f"Do not tell {name} about {_and(by[Word.NO])}."


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def dealt(
    root: Fields,
    picks: Mapping[str, Mapping[str, str]],
    hand: Hand,
    months: int,
) -> Fields:
    """The consent file with new answers: `picks` by contact, then by topic.

    Only what changed is touched. A boundary that loses its last topic is withdrawn
    today and stays; a wish not to share that loses its last topic goes.
    """
    for contact, by_topic in picks.items():
        for word in Word:
            topics = [t for t, chosen in by_topic.items() if chosen == word]
            if topics:
                root = _moved(root, contact, topics, word, hand, months)
    return root


def _moved(
    root: Fields,
    contact: str,
    topics: list[str],
    word: Word,
    hand: Hand,
    months: int,
) -> Fields:
    rows = _rows(root, "boundaries")
    less = [_less(row, contact, topics, hand, months) for row in rows]
    root = _set(root, "boundaries", less)
    wishes = [
        left
        for row in _rows(root, "do_not_share")
        if _topics(left := _fewer(row, contact, topics)) or not _topics(row)
    ]
    root = _set(root, "do_not_share", wishes)
    if word is Word.NO:
        return _refused(root, contact, topics)
    return _agreed(root, contact, topics, word, hand)


def _less(
    row: Fields, contact: str, topics: list[str], hand: Hand, months: int
) -> Fields:
    """A boundary without some topics; withdrawn when nothing would be left of it.

    One that has run out stays as it was: it says what was agreed then. So does a no:
    as withdrawn it would count as agreed before. What was never agreed is not withdrawn
    either.
    """
    if _text(row, "contact") != contact or not set(_topics(row)) & set(topics):
        return row
    decision, left = (
        _text(row, "decision"),
        [t for t in _topics(row) if t not in topics],
    )
    if decision in REFUSED or _ran_out(row, hand, months):
        return row
    if left:
        return put(row, "categories", _codes(left), SharingBoundary)
    if decision not in DECISIONS.values():
        return row
    withdrawn = put(row, "decision", said("withdrawn", "code"), SharingBoundary)
    day = said(hand.at[:10], "date")
    return put(withdrawn, "withdrawn_on", day, SharingBoundary)


def _ran_out(row: Fields, hand: Hand, months: int) -> bool:
    """Whether a boundary had ended by the day on which somebody writes."""
    days = (iso_day(_text(row, key)) for key in ("decided_on", "until", "withdrawn_on"))
    decided_on, until, withdrawn_on = days
    boundary = SharingBoundary(
        decided_on=decided_on, until=until, withdrawn_on=withdrawn_on
    )
    today = iso_day(hand.at[:10])
    return today is not None and ended_by(boundary, today, months) is not None


def _fewer(row: Fields, contact: str, topics: list[str]) -> Fields:
    left = [t for t in _topics(row) if t not in topics]
    if _text(row, "contact") != contact or left == _topics(row):
        return row
    return put(row, "categories", _codes(left), DoNotShare)


def _refused(root: Fields, contact: str, topics: list[str]) -> Fields:
    rows = _rows(root, "do_not_share")
    for index, row in enumerate(rows):
        if _text(row, "contact") == contact:
            more = _codes([*_topics(row), *topics])
            rows[index] = put(row, "categories", more, DoNotShare)
            return _set(root, "do_not_share", rows)
    values: dict[str, Node] = {
        "id": said(_next(rows, "N"), "text"),
        "categories": _codes(topics),
        "contact": said(contact, "ref"),
    }
    return _set(root, "do_not_share", [*rows, _fields(values)])


def _agreed(
    root: Fields, contact: str, topics: list[str], word: Word, hand: Hand
) -> Fields:
    rows = _rows(root, "boundaries")
    told = _and([TOLD[InfoCategory.of(topic)] for topic in topics])
    values: dict[str, Node] = {
        "id": said(_next(rows, "B"), "text"),
        "what": said(f"{told[:1].upper()}{told[1:]}", "para"),
        "categories": _codes(topics),
        "contact": said(contact, "ref"),
        "decision": said(DECISIONS[word].value, "code"),
    }
    if word is Word.ASK:
        values["limits"] = said(ASK_FIRST, "para")
    values["decided_on"] = said(hand.at[:10], "date")
    values["recorded_by"] = said(hand.by, "ref")
    return _set(root, "boundaries", [*rows, _fields(values)])


def _rows(root: Fields, key: str) -> list[Fields]:
    node = at(root, key)
    items = node.items if isinstance(node, Listing) else ()
    return [item for item in items if isinstance(item, Fields)]


def _set(root: Fields, key: str, rows: Sequence[Fields]) -> Fields:
    if not rows and at(root, key) is None:
        return root
    return put(root, key, Listing(tuple(rows), HERE), Consent)


def _fields(values: dict[str, Node]) -> Fields:
    return Fields(values, dict.fromkeys(values, HERE), HERE)


def _codes(topics: Sequence[str]) -> Listing:
    return Listing(tuple(said(topic, "code") for topic in dict.fromkeys(topics)), HERE)


def _topics(row: Fields) -> list[str]:
    node = at(row, "categories")
    items = node.items if isinstance(node, Listing) else ()
    return [item.text for item in items if isinstance(item, Scalar)]


def _text(row: Fields, key: str) -> str:
    node = at(row, key)
    return node.text if isinstance(node, Scalar) else ""


def _next(rows: Sequence[Fields], prefix: str) -> str:
    taken = {_text(row, "id") for row in rows}
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"
