"""Dates in a text, however they are written: 29/7/48, 1948-07-29, the 29th of July."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain import working_days
from workflow.domain.folding import Page, Token

MONTHS = tuple(month.casefold() for month in working_days.MONTHS)
ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
TENS = (
    *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)
ORDINALS = (
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
    *("eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
NUMBERS = {
    **{word: n for n, word in enumerate(ONES)},
    **{word: n for n, word in enumerate(ORDINALS)},
    **{word: 10 * n for n, word in enumerate(TENS, start=2)},
    "twentieth": 20,
    "thirtieth": 30,
    "fourty": 40,
}
BETWEEN = frozenset({"of", "the", "in", "st", "nd", "rd", "th", "day"})
NUMERIC = re.compile(
    r"(?<!\d)(\d{1,4})\s{0,2}[-/.\u2010-\u2015 ]\s{0,2}(\d{1,2})"
    r"\s{0,2}[-/.\u2010-\u2015 ]\s{0,2}(\d{4}|\d{2})(?!\d)"
)
RUN_TOGETHER = re.compile(r"(?<!\d)(\d{8})(?!\d)")
LONGEST_DAY, HUNDRED, CENTURY = 31, 100, 1900
SHORTEST_MONTH = 3
FAR = 4  # tokens on either side of the name of a month


@dataclass(frozen=True)
class Said:
    """A date as it stands in a text; `year` is 0 when none is said."""

    begin: int
    end: int
    day: int
    month: int
    year: int = 0

    def may_be(self, known: date) -> bool:
        """Whether this is that date; two digits of a year are enough."""
        same = (self.day, self.month) == (known.day, known.month)
        return same and self.year in (known.year, known.year % HUNDRED)


def dates_in(page: Page) -> tuple[Said, ...]:
    """Every date of a text, in figures or in words; day and month alone count too."""
    return (*_in_figures(page.text), *_in_words(page))


def _in_figures(text: str) -> Iterator[Said]:
    for match in NUMERIC.finditer(text):
        yield from _orders(match.start(), match.end(), *map(int, match.groups()))
    for match in RUN_TOGETHER.finditer(text):
        run = match.group()
        whole = match.start(), match.end()
        yield from _orders(*whole, int(run[:4]), int(run[4:6]), int(run[6:]))
        yield from _orders(*whole, int(run[:2]), int(run[2:4]), int(run[4:]))


def _orders(begin: int, end: int, *said: int) -> Iterator[Said]:
    """The readings of three numbers: year first, day first, month first."""
    first, second, third = said
    readings = ((third, second, first), (first, second, third), (second, first, third))
    for day, month, year in readings:
        if 1 <= day <= LONGEST_DAY and 1 <= month <= len(MONTHS):
            yield Said(begin, end, day, month, year)


def _in_words(page: Page) -> Iterator[Said]:
    for at, token in enumerate(page.tokens):
        month = _month(page, token)
        if month:
            yield from _around(page.tokens, at, month)


def _month(page: Page, token: Token) -> int:
    """The month a word names, 0 when none; short forms begin with a capital."""
    word = token.folded
    if word in MONTHS:
        return MONTHS.index(word) + 1
    capital = page.text[token.begin].isupper()
    if capital and (len(word) == SHORTEST_MONTH or word == "sept"):
        return next((n for n, m in enumerate(MONTHS, 1) if m.startswith(word)), 0)
    return 0


def _around(words: Sequence[Token], at: int, month: int) -> Iterator[Said]:
    before = _without_between(words[max(at - FAR, 0) : at])
    after = _without_between(words[at + 1 : at + 1 + 2 * FAR])
    day, used = _last_number(before)
    if 1 <= day <= LONGEST_DAY:
        year, last = _year(after)
        yield Said(used.begin, (last or words[at]).end, day, month, year)
        return
    day, count = _number(after)
    if 1 <= day <= LONGEST_DAY and count:
        year, last = _year(after[count:])
        end = (last or after[count - 1]).end
        yield Said(words[at].begin, end, day, month, year)


def _without_between(words: Sequence[Token]) -> list[Token]:
    return [word for word in words if word.folded not in BETWEEN]


def _last_number(words: Sequence[Token]) -> tuple[int, Token]:
    """The number that ends a run of words: its value and its first word."""
    nothing = 0, Token(0, 0, "")
    for size in (2, 1):
        value, used = _number(words[-size:])
        if used == min(size, len(words)) == size and used:
            return value, words[-size]
    return nothing


def _number(words: Sequence[Token]) -> tuple[int, int]:
    """The number up to 99 that words begin with, and how many words it takes."""
    if not words:
        return 0, 0
    first = words[0].folded
    if first.isdecimal():
        return int(first), 1
    value = NUMBERS.get(first)
    if value is None:
        return 0, 0
    second = NUMBERS.get(words[1].folded, 0) if len(words) > 1 else 0
    if first in TENS and 0 < second < 10:  # noqa: PLR2004 - twenty-one
        return value + second, 2
    return value, 1


def _year(words: Sequence[Token]) -> tuple[int, Token | None]:
    """The year that words begin with, as four or two digits; 0 when there is none."""
    first, used = _number(words)
    if not used:
        return 0, None
    last = words[used - 1]
    if words[0].folded.isdecimal():
        return (first, last) if len(words[0].folded) in (2, 4) else (0, None)
    rest = [word for word in words[used:] if word.folded not in ("and", "hundred")]
    if rest and rest[0].folded == "thousand":
        more, count = _number([w for w in rest[1:] if w.folded != "and"])
        return first * 1000 + more, rest[count]
    second, count = _number(rest)
    if count and not rest[0].folded.isdecimal():
        return first * HUNDRED + second, rest[count - 1]
    return first, last
