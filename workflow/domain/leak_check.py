"""Searches finished texts for what points to a person, in any disguise (brief 6.5).

Identifiers are prepared once (`Sought`), then looked for in many texts. Whole words
run together are found by one multi-pattern search (`Finder`); spelling mistakes,
dates, numbers said in words and runs of somebody's own words are found beside it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workflow.domain.anonymise import (
    BIRTH,
    LONG_ENOUGH,
    QUOTE,
    SENTENCE_END,
    SHORTEST_PART,
    Identifier,
)
from workflow.domain.folding import (
    Page,
    Token,
    folded,
    one_slip,
    readable,
    shortened,
    spoken,
    tokens,
)
from workflow.domain.spoken_dates import ONES, dates_in
from workflow.domain.telling import about_one, said_together
from workflow.domain.telling_words import TellingWords

Finder = Callable[[str], Iterable[tuple[int, str]]]
"""Gives every pattern that stands in a text, with the place where it ends."""
MakeFinder = Callable[[Collection[str]], Finder]

TOLD_TOGETHER = "together"
NAMES = frozenset({"name", "contact", "staff"})
GLUED = 7  # letters from which a name inside a longer word is still the name
RUN = 6  # words of a quote that point to who said them
SHORT_PHONE, PHONE = 6, 10  # digits: a number without its area code, a whole one
FEWEST_DIGITS = 4
DIGIT_WORDS = {**{w: str(n) for n, w in enumerate(ONES[:10])}, "oh": "0", "nought": "0"}
DOTTED = re.compile(r"(?<!\w)((?:[^\W\d_]\.[ -]?){1,3}[^\W\d_]\.?)(?!\w)")
EVERYDAY = frozenset(
    (
        "uk",
        "us",
        "usa",
        "eu",
        "am",
        "pm",
        "nb",
        "ps",
        "eg",
        "ie",
        "ad",
        "bc",
        "no",
        "cv",
    )
)
BORN = re.compile(r"\b(?:born|birth|birthday|d\.?o\.?b)\b", re.IGNORECASE)
NEAR = 40  # characters between "born" and a day without a year


@dataclass(frozen=True)
class Found:
    """Words that point to somebody: where, as they stand there, of what kind."""

    begin: int
    end: int
    text: str
    kind: str


@dataclass(frozen=True)
class Piece:
    """Words in one place of a finished file.

    `fault` says what is wrong with the place itself, whatever its words are: a comment,
    a tracked change, hidden text, something that cannot be read.
    """

    place: str
    text: str
    fault: str = ""


def plain_finder(patterns: Collection[str]) -> Finder:
    """A finder of the standard library alone: one search for each pattern."""

    def find(text: str) -> Iterator[tuple[int, str]]:
        for pattern in patterns:
            at = text.find(pattern)
            while at >= 0:
                yield at + len(pattern), pattern
                at = text.find(pattern, at + 1)

    return find


@dataclass(frozen=True)
class Sought:
    """What is looked for, prepared for searching many texts.

    `agreed` are texts whose quotes the person agreed to: runs that stand in them are
    no finding. With `telling` words, what tells too much of one person is one too.
    """

    known: tuple[Identifier, ...]
    make_finder: MakeFinder = plain_finder
    agreed: tuple[str, ...] = ()
    telling: TellingWords | None = None

    def in_text(self, text: str) -> tuple[Found, ...]:
        """What points to somebody in a text, in order; what lies in another is out."""
        clean = readable(text)
        page = Page(clean)
        every = (
            *self._whole(page),
            *self._digits(page),
            *self._misspelt(page),
            *self._misspelt_places(page),
            *self._initials(page),
            *self._birth(page),
            *self._own_words(page),
        )
        spans = {(one.begin, one.end): one for one in every}
        widest = _not_within(sorted(spans, key=lambda span: (span[0], -span[1])))
        return (*(spans[span] for span in widest), *self._of_one(clean))

    def _of_one(self, text: str) -> Iterator[Found]:
        """Too many things told of one person, though nobody is named (6.1)."""
        for many in about_one(text, self.telling) if self.telling else ():
            said = said_together(many)
            yield Found(many[0].begin, many[-1].end, said, TOLD_TOGETHER)

    # Whole words, run together.

    @cached_property
    def _patterns(self) -> Mapping[str, tuple[Identifier, ...]]:
        made: dict[str, list[Identifier]] = defaultdict(list)
        for one in self.known:
            if one.kind not in (QUOTE, BIRTH):
                for form in _forms(one):
                    made[folded(form)].append(Identifier(form, one.kind))
        return {pattern: tuple(ones) for pattern, ones in made.items() if pattern}

    @cached_property
    def _finder(self) -> Finder:
        return self.make_finder(tuple(self._patterns))

    def _whole(self, page: Page) -> Iterator[Found]:
        for end, pattern in self._finder(page.joined):
            begin = end - len(pattern)
            first, last = page.starts.get(begin), page.ends.get(end)
            ones = self._patterns[pattern]
            if first is not None and last is not None:
                for one in ones:
                    if _is_one_thing(one, page, first, last):
                        yield _found(page, first, last, one.kind)
                        break
            elif len(pattern) >= GLUED and any(one.kind in NAMES for one in ones):
                yield from _glued(page, begin, end)

    # Numbers, whatever stands between their digits.

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for one in self.known:
            digits = "".join(filter(str.isdecimal, folded(one.text)))
            letters = sum(map(str.isalpha, one.text))
            if one.kind not in (QUOTE, BIRTH) and len(digits) >= SHORT_PHONE:
                if letters > len(digits):
                    continue
                found |= dict.fromkeys(_dialled(digits, letters), one.kind)
        return found

    @cached_property
    def _number_finder(self) -> Finder:
        return self.make_finder(tuple(self._numbers))

    def _digits(self, page: Page) -> Iterator[Found]:
        """Digits of a number, in figures or in words ("oh one six")."""
        if not self._numbers:
            return
        for run in _number_runs(page.tokens):
            joined = "".join(digits for _, digits in run)
            starts, ends, at = {}, {}, 0
            for token, digits in run:
                starts[at], ends[at + len(digits)] = token, token
                at += len(digits)
            for end, pattern in self._number_finder(joined):
                begin = end - len(pattern)
                if begin in starts and end in ends:
                    first, last = starts[begin], ends[end]
                    said = page.text[first.begin : last.end]
                    kind = self._numbers[pattern]
                    yield Found(first.begin, last.end, said, kind)

    # Spelling mistakes.

    @cached_property
    def _fragile(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The words of names of six letters or more, by what is left without one."""
        made: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for one in self.known:
            if one.kind in NAMES or one.kind == "service":
                for word in _single_word(one.text):
                    for left in shortened(word):
                        made[left].add((word, one.kind))
        return {left: tuple(sorted(words)) for left, words in made.items()}

    def _misspelt(self, page: Page) -> Iterator[Found]:
        seen: dict[str, str] = {}
        for index, token in enumerate(page.tokens):
            word = token.folded
            short = len(word) < LONG_ENOUGH
            capital = page.text[token.begin].isupper()
            if len(word) < LONG_ENOUGH - 1 or (short and not capital):
                continue
            if word not in seen:
                seen[word] = self._nearly(word)
            if seen[word]:
                yield _found(page, index, index, seen[word])

    def _nearly(self, word: str) -> str:
        """The kind of name a word is one slip away from; nothing when of none."""
        for left in shortened(word):
            for name, kind in self._fragile.get(left, ()):
                if one_slip(word, name):
                    return kind
        return ""

    @cached_property
    def _by_word(self) -> Mapping[str, tuple[tuple[int, tuple[str, ...], str], ...]]:
        """Phrases of several words, by the two of their words that are rarest.

        A slip spoils one word only, so one of the two still stands as it is.
        """
        phrases = sorted(set(self._phrases()))
        often = Counter(word for words, _ in phrases for word in set(words))
        made: dict[str, list[tuple[int, tuple[str, ...], str]]] = defaultdict(list)
        for words, kind in phrases:
            long = [at for at, w in enumerate(words) if len(w) >= FEWEST_DIGITS]
            for at in sorted(long, key=lambda at: often[words[at]])[:2]:
                made[words[at]].append((at, words, kind))
        return {word: tuple(ones) for word, ones in made.items()}

    def _phrases(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for one in self.known:
            if one.kind in NAMES | {QUOTE, BIRTH, "record"}:
                continue
            words = tuple(t.folded for t in tokens(readable(one.text)))
            if len(words) > 1 and len("".join(words)) >= GLUED:
                yield words, one.kind

    def _misspelt_places(self, page: Page) -> Iterator[Found]:
        """An address, a place or a phrase with one slip in one of its words."""
        every = page.tokens
        for index, token in enumerate(every):
            for at, words, kind in self._by_word.get(token.folded, ()):
                first = index - at
                there = every[first : first + len(words)] if first >= 0 else ()
                if len(there) == len(words) and _one_word_off(there, words):
                    yield _found(page, first, first + len(words) - 1, kind)

    # Initials, days of birth, own words.

    @cached_property
    def _first_letters(self) -> Mapping[str, str]:
        letters: dict[str, str] = {}
        for one in self.known:
            words = [t.folded for t in tokens(one.text)] if one.kind in NAMES else []
            if len(words) > 1:
                letters["".join(word[0] for word in words)] = one.kind
                letters[words[0][0] + words[-1][0]] = one.kind
        return {short: kind for short, kind in letters.items() if short not in EVERYDAY}

    def _initials(self, page: Page) -> Iterator[Found]:
        for match in DOTTED.finditer(page.text):
            said = match.group(1)
            kind = self._first_letters.get(folded(said))
            if kind and said.upper() == said:
                yield Found(match.start(1), match.end(1), said, kind)

    @cached_property
    def _births(self) -> frozenset[date]:
        return frozenset(
            date.fromisoformat(one.text) for one in self.known if _is_birth(one)
        )

    def _birth(self, page: Page) -> Iterator[Found]:
        if not self._births:
            return
        for said in dates_in(page):
            exact = any(said.may_be(day) for day in self._births)
            about = page.text[max(said.begin - NEAR, 0) : said.end + NEAR]
            days = {(day.day, day.month) for day in self._births}
            told = not said.year and (said.day, said.month) in days
            if exact or (told and BORN.search(about)):
                words = page.text[said.begin : said.end]
                yield Found(said.begin, said.end, words, BIRTH)

    @cached_property
    def _runs(self) -> frozenset[str]:
        quotes = [one.text for one in self.known if one.kind == QUOTE]
        agreed = {run for text in self.agreed for _, _, run in _runs_of(text)}
        return frozenset(run for q in quotes for _, _, run in _runs_of(q)) - agreed

    def _own_words(self, page: Page) -> Iterator[Found]:
        if not self._runs:
            return
        spans: list[tuple[int, int]] = []
        for begin, end, run in _runs_of(page.text):
            if run in self._runs:
                if spans and begin <= spans[-1][1]:
                    spans[-1] = spans[-1][0], end
                else:
                    spans.append((begin, end))
        for begin, end in spans:
            yield Found(begin, end, page.text[begin:end], QUOTE)


def _not_within(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans that lie in no other; they come by beginning, the widest first."""
    reached = -1
    for begin, end in spans:
        if end > reached:
            yield begin, end
            reached = end


def _found(page: Page, first: int, last: int, kind: str) -> Found:
    begin, end = page.tokens[first].begin, page.tokens[last].end
    return Found(begin, end, page.text[begin:end], kind)


def _forms(one: Identifier) -> Iterator[str]:
    """An identifier as it may be written: names also last part first, with initials."""
    yield one.text
    parts = [t.folded for t in tokens(one.text)] if one.kind in NAMES else []
    if len(parts) == 1 and len(parts[0]) >= SHORTEST_PART:
        yield f"{parts[0]}s"
    if len(parts) > 1:
        yield " ".join((parts[-1], *parts[:-1]))
        yield f"{parts[0][0]} {parts[-1]}"
        yield f"{parts[0]} {parts[-1][0]}"


def _is_one_thing(one: Identifier, page: Page, first: int, last: int) -> bool:
    """Whether words run together are still one thing, not a chance meeting.

    A short single word stands as one word or letter by letter; only what is more than
    a sentence itself may reach over the end of one. A name with an initial is said
    with capitals.
    """
    there = page.said(first, last)
    words = page.tokens[first : last + 1]
    parts = [t.folded for t in tokens(one.text)]
    if len(parts) == 1 and len(parts[0]) < LONG_ENOUGH:
        if len(words) > 1:
            return all(len(word.folded) == 1 for word in words)
        return not _plural(one) or (there[0].isupper() and not there.isupper())
    if any(len(part) == 1 for part in parts) and one.kind in NAMES:
        as_parts = [word.folded for word in words] == parts
        return as_parts and all(page.text[word.begin].isupper() for word in words)
    if sum(map(len, parts)) < LONG_ENOUGH and len(words) == 1:
        return False
    spelt = all(len(word.folded) == 1 for word in words)
    apart = SENTENCE_END.search(there) and not SENTENCE_END.search(one.text)
    return spelt or not apart


def _plural(one: Identifier) -> bool:
    """Whether this is the form of a name with an s that we added ourselves."""
    return one.kind in NAMES and one.text == folded(one.text) and one.text[-1] == "s"


def _glued(page: Page, begin: int, end: int) -> Iterator[Found]:
    """A long name inside one longer word: `toakhollow`, `oakhollowplan`."""
    index = page.token_at(begin)
    if page.token_at(end - 1) == index:
        yield _found(page, index, index, "name")


def _dialled(digits: str, letters: int) -> Iterator[str]:
    """A number as it may be dialled: with and without country and area code."""
    yield digits
    if letters or len(digits) < PHONE:
        return
    bare = digits.removeprefix("0044").removeprefix("44").removeprefix("0")
    yield from (f"0{bare}", f"44{bare}", f"0044{bare}", f"440{bare}", bare)
    yield digits[-SHORT_PHONE:]


def _number_runs(every: Iterable[Token]) -> Iterator[list[tuple[Token, str]]]:
    """Numbers that stand side by side, as digits; "double two" is 22."""
    run: list[tuple[Token, str]] = []
    times = 1
    for token in every:
        word = token.folded
        digits = word if word.isdecimal() else DIGIT_WORDS.get(word, "")
        if digits:
            run.append((token, digits * times))
            times = 1
        elif run and word in ("double", "triple"):
            times = 2 if word == "double" else 3
        else:
            if sum(len(said) for _, said in run) >= SHORT_PHONE:
                yield run
            run, times = [], 1
    if sum(len(said) for _, said in run) >= SHORT_PHONE:
        yield run


def _single_word(name: str) -> Iterator[str]:
    """A name of one long word; the parts of a longer name are known by themselves."""
    words = [token.folded for token in tokens(readable(name))]
    if len(words) == 1 and len(words[0]) >= LONG_ENOUGH and words[0].isalpha():
        yield words[0]


def _one_word_off(there: Iterable[Token], words: tuple[str, ...]) -> bool:
    other = [
        (token.folded, word)
        for token, word in zip(there, words, strict=True)
        if token.folded != word
    ]
    if len(other) != 1:
        return False
    said, meant = other[0]
    return len(meant) > SHORTEST_PART and meant.isalpha() and one_slip(said, meant)


def _runs_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Every run of six words: begin, end, folded."""
    words = list(spoken(readable(text)))
    for at in range(len(words) - RUN + 1):
        run = words[at : at + RUN]
        yield run[0][0], run[-1][1], " ".join(word for _, _, word in run)


def _is_birth(one: Identifier) -> bool:
    return one.kind == BIRTH and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", one.text))
