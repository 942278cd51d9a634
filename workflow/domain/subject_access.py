"""All that is held about one person, and what somebody must look at before it is given.

The list is for whoever answers the request; it decides nothing. Source: the right of
access (UK GDPR, article 15; Data Protection Act 2018, schedule 2 part 3).
"""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflow.domain.anonymise import Identifier, residue
from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.findings import Place
from workflow.domain.handing_out import Column, Sheet
from workflow.domain.records.base import Reader
from workflow.domain.records.record import Record
from workflow.domain.rules.leaves import Leaf, leaves, opened
from workflow.domain.vocabulary import Listed, RecordType
from workflow.domain.working_days import Calendar

KINDS = (
    *("text", "para", "quote", "file", "ref", "map", "code"),
    *("date", "time", "num", "int", "bool"),
)
SHORTEST = 3  # letters of a part of a name that is looked for by itself
OTHERS = "It names somebody else: {names}"
STAFF = "It names somebody who works here: {names}"
OUTSIDE = "It tells of talking with others: whose words are these?"
KEPT_BACK = "Papers for the person leave it out. Is there a reason to keep it back now?"
SPOKE_UP = "Somebody spoke up: think of who could be harmed"
ELSEWHERE = "It stands in the case of somebody else"
ODD = "It could not be read as what it should be: look in the file"
COLUMNS = (
    Column("Case", 15),
    Column("File", 44),
    Column("Line", 7),
    Column("What it is", 34),
    Column("What it says", 70),
)
REASONS = (*COLUMNS, Column("Why to look first", 46))
DECIDED = (*REASONS, Column("Given, given in part, or not", 24), Column("Why", 30))
FILES = (
    Column("Case", 15),
    Column("File", 70),
    Column("What it is", 44),
    Column("Looked through by, on", 24),
    Column("Given, given in part, or not", 24),
)
STEP = (Column("What to do", 110), Column("Done by, on", 24))


@dataclass(frozen=True)
class Held:
    """One value that is held: where it stands, what it says, why to look at it first.

    `line` is 0 when it is not known. Without `reasons` nothing speaks against giving
    it.
    """

    case: str
    file: str
    line: int
    label: str
    words: str
    reasons: tuple[str, ...] = ()

    @property
    def row(self) -> tuple[str | int | None, ...]:
        """The cells of a row."""
        return self.case, self.file, self.line or None, self.label, self.words


@dataclass(frozen=True)
class HeldFile:
    """A file that people look through: its case ("" for none), its name, what it is."""

    case: str
    file: str
    what: str


def answer_by(received: date, calendar: Calendar) -> date:
    """The last day for an answer: the same day of the next month (ICO guidance).

    The last day of that month where there is no such day; the next working day where
    it is none.
    """
    year, month = received.year + received.month // 12, received.month % 12 + 1
    day = date(year, month, min(received.day, monthrange(year, month)[1]))
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


def begun(received: date, until: date) -> str:
    """The first line of what to do: by when."""
    return f"Asked on {uk_date(received)}. Answer without delay, by {uk_date(until)}."


def held_about(
    folder: CaseFolder,
    others: Sequence[CaseFolder],
    staff: Sequence[str] = (),
    common: Collection[str] = (),
) -> tuple[Held, ...]:
    """Everything in the person's own cases, then what names them in other cases.

    `staff` are the names of those who work here; `common` are words of roles, which as
    part of a name point to nobody by themselves.
    """
    whole = own_cases(folder, others)
    own = own_names(whole)
    workers = tuple(Identifier(name, "name") for name in staff)
    mine = (
        as_held(case, leaf, Known(_names_of_others(case, common), workers))
        for case in whole
        for leaf in as_written(case, KINDS)
    )
    rest = (other for other in others if other not in whole)
    return (*mine, *(one for other in rest for one in _elsewhere(other, own)))


def own_cases(
    folder: CaseFolder, others: Sequence[CaseFolder]
) -> tuple[CaseFolder, ...]:
    """The case, and every other one that is about the same person.

    Also by way of a third: one has the id of the first, and the name of the second.
    """
    own, left = [folder], list(enumerate(others))
    found: set[int] = set()
    for case in own:
        more = [(nth, other) for nth, other in left if _of_one(case, other)]
        found |= {nth for nth, _ in more}
        own += [other for _, other in more]
        left = [(nth, other) for nth, other in left if nth not in found]
    return (folder, *(other for nth, other in enumerate(others) if nth in found))


def _of_one(this: CaseFolder, that: CaseFolder) -> bool:
    mine, theirs = this.person.record, that.person.record
    if mine.person_id and mine.person_id == theirs.person_id:
        return True
    named = mine.full_name and mine.date_of_birth
    return bool(named) and (mine.full_name, mine.date_of_birth) == (
        theirs.full_name,
        theirs.date_of_birth,
    )


def not_understood(folder: CaseFolder, places: Iterable[Place]) -> tuple[Held, ...]:
    """What stands at places where reading the files of a case stumbled.

    Nobody could read their words, so these are not known here.
    """
    return tuple(
        Held(folder.ref, place.file, place.line or 0, place.field, "", (ODD,))
        for place in dict.fromkeys(places)
        if place.field
    )


def access_sheets(
    held: Sequence[Held], files: Sequence[HeldFile], steps: Sequence[str]
) -> tuple[Sheet, ...]:
    """What to do, what to look at first, then everything, and the files."""
    blank = ("", "")
    first = tuple((*o.row, "; ".join(o.reasons), *blank) for o in held if o.reasons)
    return (
        Sheet("To do", STEP, tuple((step, "") for step in steps)),
        Sheet("Look at first", DECIDED, first),
        Sheet("Everything held", COLUMNS, tuple(one.row for one in held)),
        Sheet("Files", FILES, tuple((f.case, f.file, f.what, *blank) for f in files)),
    )


@dataclass(frozen=True)
class Known:
    """The names of others: people around the person, and staff."""

    others: tuple[Identifier, ...] = ()
    staff: tuple[Identifier, ...] = ()


def as_held(folder: CaseFolder, leaf: Leaf, known: "Known | None" = None) -> Held:
    """One value with its place, and why to look at it first, given names of others."""
    place = leaf.filed.place(leaf.path)
    words = _words(leaf.value)
    reasons = tuple(_reasons(leaf, words, known or Known()))
    label = leaf.member.about.label
    return Held(folder.ref, place.file, place.line or 0, label, words, reasons)


def _words(value: object) -> str:
    """A value as somebody outside can read it: labels for codes, yes and no."""
    if isinstance(value, Listed):
        return value.label
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {words}" for name, words in value.items())
    return str(value)


def _reasons(leaf: Leaf, words: str, known: Known) -> Iterator[str]:
    for names, why in ((known.others, OTHERS), (known.staff, STAFF)):
        if named := residue(words, names):
            yield why.format(names=", ".join(named))
    if Reader.PERSON not in leaf.seen_by:
        yield KEPT_BACK
    record = leaf.filed.record
    if isinstance(record, Record) and record.type is RecordType.SPEAK_UP:
        yield SPOKE_UP
    if isinstance(record, Record) and record.type is RecordType.EXTERNAL_CONTACT:
        yield OUTSIDE


def as_written(folder: CaseFolder, kinds: tuple[str, ...]) -> Iterator[Leaf]:
    """The values of each file in the order of its lines."""
    for filed in folder.every_file:
        found = leaves(opened((filed,)), kinds)
        yield from sorted(found, key=lambda leaf: filed.place(leaf.path).line or 0)


def _elsewhere(other: CaseFolder, own: Sequence[Identifier]) -> Iterator[Held]:
    for leaf in as_written(other, ("text", "para", "quote", "file")):
        if residue(leaf.filed.words_at(leaf.path), own):
            yield replace(as_held(other, leaf), reasons=(ELSEWHERE,))


def own_names(own: Iterable[CaseFolder]) -> tuple[Identifier, ...]:
    """The names in a person's own cases that point to them wherever they stand.

    Not a first name by itself. Each case may know them by another name.
    """
    people = ((folder.person.record, folder.ref) for folder in own)
    whole = (n for p, ref in people for n in (p.full_name, *p.also_known_as, ref))
    return tuple(Identifier(name, "name") for name in dict.fromkeys(whole) if name)


def _names_of_others(
    folder: CaseFolder, common: Collection[str]
) -> tuple[Identifier, ...]:
    """The names of everybody in the contacts, whole and in parts."""
    person = folder.person.record
    mine = {*(person.full_name or "").split(), *(person.preferred_name or "").split()}
    names = [n for c in person.contacts for n in (c.name, *c.also_known_as) if n]
    return tuple(
        Identifier(text, "name")
        for text in dict.fromkeys((*names, *parts_of(names, common)))
        if text not in mine
    )


def parts_of(names: Sequence[str], common: Collection[str]) -> tuple[str, ...]:
    """First names and surnames; `common` words of roles and short ones are none."""
    return tuple(
        part
        for name in names
        for part in name.split()
        if len(part) >= SHORTEST and part.casefold() not in common
    )
