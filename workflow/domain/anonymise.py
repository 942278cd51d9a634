"""What in a text points to a person: the identifiers, and a search for them.

Source: brief 6.1 (the direct list) and 6.5 (how to match).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.fields import members
from workflow.domain.folding import folded
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Block, filled
from workflow.domain.vocabulary import ContactFlag

SHORTEST_PART = 3
LONG_ENOUGH = 6
POST_CODE = re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b")
HOUSE_NUMBER = re.compile(r"^\W*\d+\s?[A-Za-z]?\b\W*")
WORD = re.compile(r"[^\W_]+")
QUOTE, BIRTH = "quote", "date of birth"
EVERYBODY = frozenset(
    {"english", "friend", "advocate", "keyworker", "notknown", "none"}
)
MINE = re.compile(r"^(?:my|his|her|their)\s+", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?]\s")


@dataclass(frozen=True)
class Identifier:
    """Words that point to somebody, and what kind of words they are."""

    text: str
    kind: str

    @cached_property
    def folded(self) -> str:
        """The words run together, without case, accents and punctuation."""
        return folded(self.text)


def identifiers(
    folders: Iterable[CaseFolder],
    organisation: Organisation,
    common_words: Collection[str] = (),
) -> tuple[Identifier, ...]:
    """The direct identifiers of all cases and of the provider, each once (brief 6.1).

    `common_words` are words of roles and of everyday care; as part of a name they do
    not count by themselves.
    """
    common = frozenset(folded(word) for word in common_words)
    found = [
        identifier
        for folder in folders
        for identifier in (*_people(folder, common), *_details(folder))
    ]
    found += _provider(organisation, common)
    return tuple(dict.fromkeys(one for one in found if not _common(one.text, common)))


def everything_known(
    folders: Sequence[CaseFolder], organisation: Organisation
) -> tuple[Identifier, ...]:
    """The direct identifiers, and what anybody said, of all these cases (brief 6.1)."""
    direct = identifiers(folders, organisation, organisation.common_words)
    said = (quote for folder in folders for quote in quotes(folder))
    return tuple(dict.fromkeys((*direct, *said)))


def quotes(folder: CaseFolder) -> Iterator[Identifier]:
    """What anybody said in a case, word for word: every field of the kind quote."""
    for filed in folder.every_file:
        for said in _quoted(filed.record):
            yield Identifier(said, QUOTE)


def particulars(folder: CaseFolder) -> Iterator[tuple[str, str]]:
    """What is particular about the person of a case: its kind, and the words for it.

    In a story it is said more generally (brief 6.1).
    """
    person = folder.person.record
    known = (
        ("ethnicity", person.demographics.ethnicity),
        ("condition", person.demographics.primary_support_reason),
        ("nationality", person.communication.language),
    )
    for kind, text in known:
        if filled(text) and text and folded(text) not in EVERYBODY:
            yield kind, text
    for arrangement in folder.plan.record.safe_contact.arrangements:
        if len(WORD.findall(arrangement.place or "")) > 1:
            yield "place", arrangement.place or ""
    for contact in person.contacts:
        paid = ContactFlag.PROFESSIONAL in contact.flags or contact.agency
        said = MINE.sub("", contact.relationship or "")
        if said and not paid and folded(said) not in EVERYBODY:
            yield "relationship", said


def _quoted(block: Block) -> Iterator[str]:
    for member in members(type(block)).values():
        value = getattr(block, member.attribute)
        if member.block:
            for inner in value if member.many else (value,):
                yield from _quoted(inner)
        elif member.kind and member.kind.name == QUOTE:
            yield from (value if member.many else (value,)) if value else ()


def _common(text: str, common: frozenset[str]) -> bool:
    return all(folded(word) in common for word in WORD.findall(text))


def residue(text: str, known: Iterable[Identifier]) -> tuple[str, ...]:
    """The identifiers still in a text, as they stand there, in order and each once.

    Case and accents do not matter; neither do spaces and punctuation inside one
    identifier. Only whole words count; a possessive is still the name.
    """
    return tuple(dict.fromkeys(text[begin:end] for begin, end in _widest(text, known)))


def without(text: str, known: Iterable[Identifier], mark: str) -> str:
    """The same text with `mark` where an identifier stood; found as by `residue`."""
    return _marked(text, _widest(text, known), mark)


def _marked(text: str, spans: Iterable[tuple[int, int]], mark: str) -> str:
    for begin, end in reversed(_merged(spans)):
        text = text[:begin] + mark + text[end:]
    return text


def _widest(text: str, known: Iterable[Identifier]) -> list[tuple[int, int]]:
    """Where identifiers stand, in order; one that lies within another is left out."""
    page = _Page(text)
    return _outermost({span for one in known for span in page.find(one)})


def _outermost(spans: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    return [s for s in sorted(spans) if not any(_inside(s, o) for o in spans)]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places with those that overlap made one; `spans` stand in order."""
    merged: list[tuple[int, int]] = []
    for begin, end in spans:
        if merged and begin < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _inside(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and other[0] <= span[0] and span[1] <= other[1]


class _Page:
    """A text with its words run together, so that punctuation hides nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.joined = "".join(map(folded, WORD.findall(text)))

    @cached_property
    def places(self) -> tuple[dict[int, int], dict[int, int]]:
        """Where the words that begin and end at a place in `joined` do so in the text.

        Worked out for the few texts in which anything is found.
        """
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        at = 0
        for word in WORD.finditer(self.text):
            starts.setdefault(at, word.start())
            at += len(folded(word.group()))
            ends[at] = word.end()
        return starts, ends

    def find(self, identifier: Identifier) -> Iterator[tuple[int, int]]:
        """Where an identifier stands as whole words, as places in the text."""
        sought = identifier.folded
        at = self.joined.find(sought) if sought else -1
        while at >= 0:
            end = at + len(sought)
            starts, ends = self.places
            if at in starts and end in ends:
                span = starts[at], ends[end]
                if _same(identifier.text, self.text[slice(*span)]):
                    yield span
            at = self.joined.find(sought, at + 1)


class Sought:
    """Very many identifiers, looked for in many texts.

    A search takes as long as the text is, not as they are many.
    """

    def __init__(self, known: Iterable[Identifier]) -> None:
        """Just these are looked for."""
        self._texts: dict[str, list[str]] = {}
        for one in known:
            if one.folded:
                self._texts.setdefault(one.folded, []).append(one.text)
        self._lengths = sorted({len(sought) for sought in self._texts})

    def without(self, text: str, mark: str) -> str:
        """What `without` gives for a text."""
        spans = set(self._found(_Page(text))) if self._texts else ()
        return _marked(text, _outermost(spans), mark)

    def _found(self, page: _Page) -> Iterator[tuple[int, int]]:
        """See `_Page.find`, for each of them."""
        starts, ends = page.places
        for at, begin in starts.items():
            for end in (at + length for length in self._lengths):
                texts = self._texts.get(page.joined[at:end]) if end in ends else None
                span = begin, ends.get(end, begin)
                if texts and any(_same(one, page.text[slice(*span)]) for one in texts):
                    yield span


def _same(identifier: str, there: str) -> bool:
    """Whether words run together are still one thing, not a chance meeting of two.

    A short single word must stand as one word; only an identifier that is more than a
    sentence itself may reach over the end of one.
    """
    short = len(folded(identifier)) < LONG_ENOUGH
    if short and len(WORD.findall(identifier)) == 1:
        return len(WORD.findall(there)) == 1
    return not SENTENCE_END.search(there) or bool(SENTENCE_END.search(identifier))


def _people(folder: CaseFolder, common: frozenset[str]) -> Iterator[Identifier]:
    person = folder.person.record
    yield from _name(person.full_name, "name", common)
    yield from _name(person.preferred_name, "name", common)
    for name in person.also_known_as:
        yield from _name(name, "name", common)
    for contact in person.contacts:
        for called in filter(None, (contact.name, *contact.also_known_as)):
            yield from _name(called, "contact", common)
        yield from _some("organisation", contact.organisation)
        yield from _some("phone", contact.phone)
        yield from _some("email", contact.email)


def _name(name: str | None, kind: str, common: frozenset[str]) -> Iterator[Identifier]:
    """A name whole, and its parts of three letters or more that are no common word."""
    if not name:
        return
    yield Identifier(name, kind)
    for part in WORD.findall(name):
        if len(part) >= SHORTEST_PART and folded(part) not in common:
            yield Identifier(part, kind)


def _details(folder: CaseFolder) -> Iterator[Identifier]:
    person, case = folder.person.record, folder.case.record
    yield from _some("case reference", folder.ref)
    yield from _some("person reference", person.person_id)
    yield from _dates(BIRTH, person.date_of_birth)
    yield from _address(person.address)
    for local in person.local_ids:
        yield from _some("local reference", local.value)
    yield from _some("council reference", case.threshold.authority_ref)
    told = (notice.ref for notice in case.notifications)
    yield from _some(
        "reference", case.liberty.reference, case.links.care_plan_ref, *told
    )
    yield from _some("address", person.communication.safe_contact.number_or_address)
    yield from _plan(folder)
    ids = (
        *(filed.record.record_id for filed in folder.records),
        *(filed.record.review_id for filed in folder.reviews),
        *(filed.record.mreview_id for filed in folder.managerial_reviews),
        *(filed.record.learning_id for filed in folder.learning),
    )
    met = (filed.record.external_contact.organisation for filed in folder.records)
    told = (line.organisation for line in folder.consent.record.boundaries)
    yield from _some("organisation", *met, *told)
    yield from _some("record", *ids)


def _plan(folder: CaseFolder) -> Iterator[Identifier]:
    plan = folder.plan.record
    yield from _some("exit phrase", plan.safe_contact.exit_phrase.phrase)
    yield from _some("help card", *plan.positive_risk.help_seeking.my_words)
    for route in plan.positive_risk.routes:
        yield from _some("place", route.name, *route.safe_places)


def _address(address: str | None) -> Iterator[Identifier]:
    """An address whole, its lines, and its post code."""
    if not address:
        return
    yield from _some("address", address)
    for line in re.split(r"[,\n]", address):
        if len(folded(line)) >= LONG_ENOUGH:
            yield from _some("address", line, _street(line))
    for code in POST_CODE.findall(address):
        yield from _some("post code", code)


def _street(line: str) -> str:
    """A line of an address without the number of the house, when words are left."""
    street = HOUSE_NUMBER.sub("", line)
    return street if len(WORD.findall(street)) > 1 else ""


def _dates(kind: str, day: date | None) -> Iterator[Identifier]:
    if day:
        forms = (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d/%m/%y}", uk_date(day))
        yield from _some(kind, *forms)


def _some(kind: str, *texts: str | None) -> Iterator[Identifier]:
    for text in texts:
        if text and filled(text.strip()):
            yield Identifier(text.strip(), kind)


def _provider(
    organisation: Organisation, common: frozenset[str]
) -> Iterator[Identifier]:
    for member in organisation.staff.record.staff:
        for name in filter(None, (member.name, *member.also_known_as)):
            yield from _name(name, "staff", common)
        yield from _some("email", member.email)
    provider = organisation.provider.record
    public = [provider.provider_name, *(s.public_label for s in provider.services)]
    ours = {folded(word) for text in public for word in WORD.findall(text or "")}
    for service in provider.services:
        yield from _name(service.name, "service", common | ours)
