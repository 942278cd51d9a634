"""Finds what points to somebody without naming them (brief 6.1, the indirect list).

A day, an age, a relative, a rare illness, a job, a place ... In a story they are said
more generally. Each alone may be harmless; three kinds about one person rarely are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from workflow.domain.folding import Page, one_slip, readable, shortened, tokens
from workflow.domain.spoken_dates import MONTHS, NUMBERS, dates_in
from workflow.domain.telling_words import TellingWords

BEGINNING = 3  # letters by which a word is passed over
TOGETHER = 3  # kinds that are too many about one person
LONGEST = 5  # words of a phrase
WHOLE = 6  # letters from which a phrase may be cut in other places than we cut it
SLIPPED = 7  # letters from which one slip of the pen is looked through
SLIPS = frozenset({"relationship", "condition", "nationality"})
SHORT = 4  # letters of what is written in capitals, as MND
SPELT = 3  # letters said one by one
NEAR = 3  # sentences that are read together in an answer
ADULT, OLDEST = 16, 115

_ONES = r"one|two|three|four|five|six|seven|eight|nine"
_TENS = r"twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
_TEENS = r"sixteen|seventeen|eighteen|nineteen"
_YEARS = rf"(?:\d{{2,3}}|(?:{_TENS})(?:[\s-]?(?:{_ONES}))?|{_TEENS})"
_NTH = (
    r"(?:\d{2,3}(?:st|nd|rd|th)|(?:eighteen|twentie|thirtie|fortie|fiftie|sixtie"
    rf"|seventie|eightie|ninetie)th|(?:{_TENS})[\s-]?(?:first|\w{{3,}}th))"
)
_RANGE = r"(?!\s*(?:to\b|and\b|or\b|\+|plus|[-\u2013\u2014]\s*\d))"
_SHE = r"(?:he|she|they|who)"
_END = r"(?=\s*(?:[.,;:!?)]|$|when\b|and\b|but\b|then\b|now\b|years?\b))"
AGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:aged|age|age\s+of|turned)\s+{_YEARS}\b{_RANGE}",
        rf"\b{_YEARS}[\s-]*(?:years?|yrs?)[\s-]*old\b",
        rf"\b{_YEARS}\s*(?:yo|y/o|y\.o)\b",
        rf"\b{_SHE}\s+(?:is|was|are|were|turned)\s+{_YEARS}\b{_END}",
        rf"\b(?:man|woman|lady|gentleman|person|resident|tenant)\s+of\s+{_YEARS}\b",
        rf"\b{_NTH}\s+(?:birthday|year)\b",
        rf"\b(?:man|woman|lady|gentleman|resident|tenant),\s*{_YEARS}\s*,",
        r"\bborn\s+(?:in\s+)?(?:[a-z]+\s+)?(?:19|20)\d\d\b",
    )
)
BANDS = re.compile(
    r"\b(?:early|mid|late)?[\s-]?(?:twenties|thirties|forties|fifties|sixties|seventies"
    r"|eighties|nineties|[2-9]0s)\b|\b(?:over|under|nearly|almost)\s+[2-9]\d\b",
    re.IGNORECASE,
)
WEEKDAYS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|(?-i:\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.)",
    re.IGNORECASE,
)
DAY_OF_MONTH = re.compile(
    r"\b(?:on|by|since|until)\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)\b"
    r"(?!\s+(?:century|time|review|visit|week|month|year))",
    re.IGNORECASE,
)
ROUGHLY = re.compile(
    rf"\b(?:in|since|last|this|next|by|until|from|during)\s+(?:early\s+|late\s+)?"
    rf"(?:{'|'.join(MONTHS)}|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FEW = rf"(?:\d{{1,2}}|{_ONES}|ten|eleven|twelve)"
HOUSEHOLD = re.compile(
    rf"\b(?:family|household|mother|father|mum|dad|parent)\s+of\s+{_FEW}\b"
    rf"|\bone\s+of\s+{_FEW}\s+(?:children|brothers|sisters|siblings)\b"
    rf"|\b{_FEW}\s+(?:children|siblings|grandchildren|housemates|flatmates)\b",
    re.IGNORECASE,
)
_NAME = r"[A-Z\u00c0-\u00de][\w'\u2019-]{2,}"
PLACES = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Ff]rom|[Tt]o|[Oo]utside|[Aa]round|[Tt]hrough|[Tt]owards"
    r"|[Vv]ia|[Pp]ast|[Ii]nto|[Aa]cross|[Bb]ehind|[Oo]pposite|[Bb]eside)\s+(?:the\s+)?"
    rf"({_NAME}(?:\s+{_NAME})*)"
)
ONE_PERSON = re.compile(
    r"\b(?:a|an|one|another|this|that)\s+(?:[\w'\u2019-]+,?\s+){0,2}"
    r"(?:man|woman|lady|gentleman|resident|tenant|girl|boy|teenager|pensioner|widow(?:er)?)\b"
    r"|\b(?:he|she|his|her|him|hers|himself|herself)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]*")
LINE = re.compile(r"[^\n]+")
APART = re.compile(r"[.!?]\s")


@dataclass(frozen=True)
class Hint:
    """Words that could point to somebody: where, of what kind, and how much.

    `exact` ones are said more generally wherever a story is told; the others count
    only when several kinds come together.
    """

    begin: int
    end: int
    text: str
    kind: str
    exact: bool


def hints(text: str, words: TellingWords) -> tuple[Hint, ...]:
    """Everything in a text that could point to somebody, in order, none in another."""
    page = Page(readable(text))
    found = (
        *_days(page),
        *_ages(page.text),
        *_matches(HOUSEHOLD, page.text, "household", exact=True),
        *_listed(page, words),
        *_places(page.text, words),
    )
    return tuple(_apart(found))


def together(found: Iterable[Hint]) -> tuple[Hint, ...]:
    """One hint of each kind where there are too many kinds; nothing otherwise."""
    first: dict[str, Hint] = {}
    for hint in found:
        first.setdefault(hint.kind, hint)
    return tuple(first.values()) if len(first) >= TOGETHER else ()


def about_one(text: str, words: TellingWords) -> tuple[tuple[Hint, ...], ...]:
    """Where a text tells too many things of one person, sentences read together.

    Only where it speaks of somebody: a man, one resident, she.
    """
    many = (
        _moved(hint, line.start())
        for line in LINE.finditer(readable(text))
        if ONE_PERSON.search(line.group())
        for hint in _in_line(line.group(), words)
    )
    return tuple(many)


def _in_line(line: str, words: TellingWords) -> Iterator[tuple[Hint, ...]]:
    """The same of one paragraph, three sentences at a time; nothing twice."""
    found = hints(line, words)
    seen: set[Hint] = set()
    if len({hint.kind for hint in found}) < TOGETHER:
        return
    spans = [(m.start(), m.end()) for m in SENTENCE.finditer(line)]
    for at, (begin, _) in enumerate(spans):
        end = spans[min(at + NEAR, len(spans)) - 1][1]
        many = together(hint for hint in found if begin <= hint.begin < end)
        if many and ONE_PERSON.search(line, begin, end) and not seen & set(many):
            yield many
        seen |= set(many)


def _moved(many: tuple[Hint, ...], by: int) -> tuple[Hint, ...]:
    return tuple(replace(h, begin=h.begin + by, end=h.end + by) for h in many)


def said_together(found: Sequence[Hint]) -> str:
    """The words of several hints in one line: "in his sixties; dementia; chess"."""
    return "; ".join(" ".join(hint.text.split()) for hint in found)


# What is known without a list.


def _days(page: Page) -> Iterator[Hint]:
    for said in dates_in(page):
        yield _hint(page.text, said.begin, said.end, "day", exact=True)
    yield from _matches(WEEKDAYS, page.text, "day", exact=True)
    yield from _matches(DAY_OF_MONTH, page.text, "day", exact=True)
    yield from _matches(ROUGHLY, page.text, "day", exact=False)


def _ages(text: str) -> Iterator[Hint]:
    for pattern in AGES:
        for hint in _matches(pattern, text, "age", exact=True):
            if _an_age(hint.text):
                yield hint
    yield from _matches(BANDS, text, "age", exact=False)


def _an_age(said: str) -> bool:
    """Whether the number in it may be the age of an adult."""
    number = re.search(r"\d{2,4}", said)
    years = int(number.group()) if number else ADULT
    return ADULT <= years <= OLDEST or "born" in said.lower()


def _places(text: str, words: TellingWords) -> Iterator[Hint]:
    """A name after in, at, from ...: one that is no everyday word."""
    everyday = {word.casefold() for word in words.everyday} | {*MONTHS, *NUMBERS}
    if not words.kinds:
        return
    for match in PLACES.finditer(text):
        named = match.group(1)
        if not all(part.casefold() in everyday for part in named.split()):
            yield _hint(text, match.start(1), match.end(1), "place", exact=True)


def _matches(
    pattern: re.Pattern[str], text: str, kind: str, *, exact: bool
) -> Iterator[Hint]:
    for match in pattern.finditer(text):
        yield _hint(text, match.start(), match.end(), kind, exact=exact)


def _hint(text: str, begin: int, end: int, kind: str, *, exact: bool) -> Hint:
    said = text[begin:end]
    begin += len(said) - len(said.lstrip())
    return Hint(begin, end, said.strip(), kind, exact)


# What is on the provider's list.


@dataclass(frozen=True)
class _Listed:
    """A phrase of the list: as it stands there, in how many words, of what kind.

    A phrase that is an everyday word too counts only with its `capital`.
    """

    text: str
    words: int
    kind: str
    exact: bool
    capital: bool

    def may_be(self, there: str, words: int) -> bool:
        """Whether words of a text are this phrase, not a chance meeting."""
        letters = sum(map(str.isalnum, there))
        if words > self.words and letters < WHOLE:
            return False
        if self.text.isupper() and len(self.text) <= SHORT:
            return there.isupper()
        return not self.capital or there[0].isupper()


def _listed(page: Page, words: TellingWords) -> Iterator[Hint]:
    known, slips, beginnings = _index(tuple(_entries(words)))
    every = page.tokens
    seen: dict[str, _Listed | None] = {}
    for at, first in enumerate(every):
        joined = ""
        begins = first.folded[:BEGINNING] in beginnings
        if not begins and len(first.folded) < SLIPPED:
            continue
        for size, token in enumerate(every[at : at + LONGEST], start=1):
            joined += token.folded
            if joined not in seen:
                alone = size == 1 or token.folded == "s"
                slip = _slipped(joined, slips) if alone else None
                seen[joined] = known.get(joined) or slip
            one = seen[joined]
            there = page.said(at, at + size - 1) if one else ""
            if one and one.may_be(there, size) and not APART.search(there):
                span = first.begin, token.end
                yield _hint(page.text, *span, one.kind, exact=one.exact)
    yield from _spelt(page, known)


def _spelt(page: Page, known: Mapping[str, _Listed]) -> Iterator[Hint]:
    """A phrase said letter by letter."""
    alone = groupby(enumerate(page.tokens), key=lambda pair: len(pair[1].folded) == 1)
    for single, run in alone:
        letters = [token for _, token in run]
        one = known.get("".join(letter.folded for letter in letters))
        if single and one and len(letters) >= SPELT:
            span = letters[0].begin, letters[-1].end
            yield _hint(page.text, *span, one.kind, exact=one.exact)


def _entries(words: TellingWords) -> Iterator[_Listed]:
    for kind, listed in words.kinds.items():
        for exact, phrases in ((True, listed.words), (False, listed.softer)):
            for phrase in phrases:
                count = sum(1 for _ in tokens(readable(phrase)))
                yield _Listed(phrase, count, kind, exact, phrase in words.with_capital)


Slips = Mapping[str, tuple[tuple[str, _Listed], ...]]


@lru_cache(maxsize=16)
def _index(
    entries: tuple[_Listed, ...],
) -> tuple[Mapping[str, _Listed], Slips, frozenset[str]]:
    """The phrases by their letters, by those without one, and how they begin.

    What must be said more generally goes before what is only asked about.
    """
    known: dict[str, _Listed] = {}
    slips: dict[str, list[tuple[str, _Listed]]] = defaultdict(list)
    for one in sorted(entries, key=lambda entry: not entry.exact):
        letters = "".join(token.folded for token in tokens(readable(one.text)))
        known.setdefault(letters, one)
        if one.exact and one.kind in SLIPS and len(letters) >= SLIPPED:
            for left in shortened(letters):
                slips[left].append((letters, one))
    for letters, one in tuple(known.items()):
        if not letters.endswith("s"):
            known.setdefault(f"{letters}s", one)
    begin = {letters[:size] for letters in known for size in range(1, BEGINNING + 1)}
    return known, {k: tuple(ones) for k, ones in slips.items()}, frozenset(begin)


def _slipped(joined: str, slips: Slips) -> _Listed | None:
    """The phrase that a word is one slip of the pen away from."""
    if len(joined) < SLIPPED or not joined.isalpha():
        return None
    for left in shortened(joined):
        for letters, one in slips.get(left, ()):
            if letters[0] == joined[0] and one_slip(joined, letters):
                return one
    return None


def _apart(found: Iterable[Hint]) -> Iterator[Hint]:
    """Hints that do not overlap: the exact ones first, then the longest."""
    ranked = sorted(found, key=lambda h: (not h.exact, h.begin - h.end, h.begin))
    kept: list[Hint] = []
    for hint in ranked:
        if not any(hint.begin < k.end and k.begin < hint.end for k in kept):
            kept.append(hint)
    yield from sorted(kept, key=lambda h: h.begin)
