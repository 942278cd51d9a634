"""What may be shown of a count, so that nobody can be found in it (brief 6.2, 6.3)."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from workflow.domain.vocabulary import MeasureClass

NO_CASES = "no cases in this period"
TOO_FEW = "too few people to report; see the vignettes"
SMALL_PROCESS = "a small number, each one checked by a manager"
HIDDEN_TOO = "not shown, so that a small number stays hidden"
NEARLY_ALL = "all or nearly all"
WORDS = (
    (0.2, "few"),
    (0.375, "about a quarter"),
    (0.625, "about half"),
    (0.8, "about three quarters"),
)
MOST = "most"
MOST_NEED_OTHERS = 2
ABOUT = re.compile(r"about (?P<n>\d+) of (?P<d>\d+) \((?P<percent>\d+)%\)")
NONE = range(0)
HALF = 0.5
STRICT_FLOOR = 8
ALMOST_ALL = 2 / 3  # hidden, and it is better to count over more
MANY = 1_000_000  # more than anybody could count
ROOM = 20  # how far beyond the true whole a stranger's guess is followed


@dataclass(frozen=True)
class Figure:
    """A measure counted: `n` of `d`, what they count, and whose circumstances.

    `largest_share` is the part of `d` that comes from one case, from 0 to 1. A
    `median` is a number of days over `d` cases; a rate is `n` a visit, set beside
    the same at the start (`at_first`: how often, in how many visits).
    """

    id: str
    title: str
    n: float
    d: int
    klass: MeasureClass
    numerator: str = ""
    denominator: str = ""
    largest_share: float = 0.0
    median: bool = False
    at_first: tuple[int, int] | None = None

    def with_n(self, n: float, at_first: tuple[int, int] | None = None) -> Self:
        """The same figure with another numerator, set beside the one at first."""
        return replace(self, n=n, at_first=at_first)

    @property
    def a_share(self) -> bool:
        """Whether it says how many out of how many; a median and a rate do not."""
        return not self.median and self.at_first is None

    @property
    def counted(self) -> int:
        """The numerator of a figure that counts."""
        return int(self.n)


@dataclass(frozen=True)
class Whole:
    """Measures that are parts of one whole; with `rest` some of it has no measure."""

    parts: tuple[str, ...]
    rest: bool = False


WHOLES = (
    Whole(("TM05a", "TM05b", "TM05c")),
    Whole(("TM06a", "TM06b", "TM06c")),
    Whole(("TM10", "TM10p"), rest=True),
    Whole(("TM26a", "TM26ap"), rest=True),
    Whole(("TM26b", "TM26bp"), rest=True),
    Whole(("TM26c", "TM26cp"), rest=True),
)


@dataclass(frozen=True)
class Limits:
    """The numbers of brief 6.2, under the same names."""

    min_count: int = 5
    round_to: int = 5
    min_denominator_pct: int = 20
    pct_round_to: int = 5
    min_denominator_band: int = 10
    process_min_denominator: int = 5

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Self:
        """The provider's choice (`disclosure_control`), or ours where it is silent."""
        limits = cls()
        chosen = {k: int(v) for k, v in settings.items() if _ours(limits, k, v)}
        limits = replace(limits, **chosen)
        if str(settings.get("strict_1_to_7", "")).lower() == "true":
            limits = replace(limits, min_count=max(limits.min_count, STRICT_FLOOR))
        return limits


def _ours(limits: Limits, key: str, value: str) -> bool:
    return hasattr(limits, key) and str(value).isdigit() and int(value) > 0


def class_of(figure: Figure) -> MeasureClass:
    """The class that decides: a process that is really one person is a person."""
    return MeasureClass.PERSON if figure.largest_share > HALF else figure.klass


def permitted(figure: Figure, settings: Mapping[str, str]) -> str:
    """The form in which a figure may leave the provider (brief 6.2)."""
    limits = Limits.of(settings)
    if figure.d == 0:
        return NO_CASES
    if class_of(figure) is MeasureClass.PERSON:
        share = figure.a_share
        return _of_people(figure.counted, figure.d, limits) if share else TOO_FEW
    if figure.d < limits.process_min_denominator:
        return SMALL_PROCESS
    return _of_work(figure)


def _of_work(figure: Figure) -> str:
    if figure.median:
        return f"{figure.n:g} working days, the middle one of {figure.d} cases"
    if figure.at_first:
        first, visits = figure.at_first
        before = f"{first / visits:.1f}" if visits else "none"
        return f"{before} a visit at first, {figure.n / figure.d:.1f} now"
    percent = rounded(100 * figure.counted, figure.d)
    return f"{figure.counted} of {figure.d} ({percent}%)"


def in_counts(figure: Figure) -> str:
    """A figure as staff read it who may see the counts: nothing hidden."""
    if figure.median:
        return f"{figure.n:g} working days, the middle one of {figure.d}"
    if figure.at_first:
        first, visits = figure.at_first
        return f"{first} in {visits} at first, {figure.n:g} in {figure.d} now"
    return f"{figure.counted} of {figure.d}"


def shown_forms(
    figures: Mapping[str, Figure],
    settings: Mapping[str, str],
    withheld: Collection[str] = (),
) -> Mapping[str, str]:
    """The forms of all figures of a pack, looked at together (brief 6.3).

    `withheld` are figures that an earlier release would give away; they are hidden
    like a small number. No hidden number can be worked out from what is shown.
    """
    forms = {
        name: HIDDEN_TOO if name in withheld else permitted(figure, settings)
        for name, figure in figures.items()
    }
    for whole in WHOLES:
        parts = tuple(figures[name] for name in whole.parts if name in figures)
        if len(parts) > 1:
            given = {part.id: forms[part.id] for part in parts}
            forms |= _protected(parts, given, settings, rest=whole.rest)
    return forms


def permitted_parts(
    parts: Sequence[Figure], settings: Mapping[str, str]
) -> tuple[str, ...]:
    """The forms of figures that make up one whole, none of them alone hidden."""
    given = {str(at): permitted(part, settings) for at, part in enumerate(parts)}
    numbered = [replace(part, id=str(at)) for at, part in enumerate(parts)]
    return tuple(_protected(numbered, given, settings, rest=False).values())


def _protected(
    parts: Sequence[Figure],
    given: Mapping[str, str],
    settings: Mapping[str, str],
    *,
    rest: bool,
) -> dict[str, str]:
    """The forms of the parts of one whole, with as many more hidden as it takes.

    First the smallest shown part (the later one of equals), until every hidden number
    could be any of those that are hidden; when none is left the whole is hidden too.
    """
    forms, limits = dict(given), Limits.of(settings)
    unsaid = rest or sum(part.counted for part in parts) != parts[0].d
    while True:
        hidden = [part for part in parts if _kept_back(forms[part.id], limits)]
        shown = [part for part in parts if _tells(forms[part.id], limits)]
        alone = len(hidden) == 1 and not rest
        told = alone or not _safe(parts, forms, limits, rest=unsaid)
        if not shown or not told:
            return forms
        smallest = min(shown, key=lambda part: (part.n, -parts.index(part)))
        forms[smallest.id] = HIDDEN_TOO


def _tells(form: str, limits: Limits) -> bool:
    """Whether a form says something that can still be hidden."""
    return form == NEARLY_ALL or not (_kept_back(form, limits) or form == NO_CASES)


def _kept_back(form: str, limits: Limits) -> bool:
    hidden = (HIDDEN_TOO, TOO_FEW, NEARLY_ALL, f"fewer than {limits.min_count}")
    return form in hidden


def _safe(
    parts: Sequence[Figure], forms: Mapping[str, str], limits: Limits, *, rest: bool
) -> bool:
    """Whether every small number that is hidden could be any small number (6.3.3)."""
    seen = possible(parts, forms, limits, rest=rest)
    d = parts[0].d
    true = [part.counted for part in parts]
    kept = [_kept_back(forms[part.id], limits) for part in parts]
    if rest:
        true.append(d - sum(true))
        kept.append(True)
    for number, ranges, secret in zip(true, seen, kept, strict=True):
        small = secret and number < limits.min_count
        if small and not _all_below(min(limits.min_count, d + 1), ranges):
            return False
    return True


def _all_below(count: int, ranges: Iterable[range]) -> bool:
    """Whether every number from 0 on that is below this is in one of the ranges."""
    reached = 0
    for numbers in sorted(ranges, key=lambda numbers: numbers.start):
        if numbers.start <= reached:
            reached = max(reached, numbers.stop)
    return reached >= count


def possible(
    parts: Sequence[Figure], forms: Mapping[str, str], limits: Limits, *, rest: bool
) -> tuple[tuple[range, ...], ...]:
    """What each part could be, for a stranger who sees the forms; the rest last.

    Every number below `min_count` that it could be is in one of its ranges; of larger
    ones only some.
    """
    given = [forms[part.id] for part in parts] + [HIDDEN_TOO] * rest
    found: list[list[range]] = [[] for _ in given]
    for d in _wholes(given, limits, parts[0].d + ROOM):
        ranges = [could_be(form, d, limits) for form in given]
        if all(ranges):
            for at, numbers in enumerate(_fitting(ranges, d)):
                found[at].append(numbers)
    return tuple(tuple(filter(None, ranges)) for ranges in found)


def _wholes(forms: Sequence[str], limits: Limits, below: int) -> range:
    """The wholes in which a small number is looked for.

    A form with a whole in it leaves those that are rounded to it. Without one no whole
    from `alike` on leaves a small number possible that `alike` does not: from there on
    a number is hidden, below `min_count`, or short of the whole by less than that. Two
    that are short of it do not fit in. One fits in beside any small number, as does one
    that is hidden; and without these what others add up to is the sooner too little,
    the larger the whole (decision 130).
    """
    for form in forms:
        if numbers := ABOUT.fullmatch(form):
            about = _rounding_to(int(numbers["d"]), limits.round_to)
            return range(max(about.start, 0), min(about.stop, below))
    shown_from = max(limits.min_denominator_band, limits.min_denominator_pct)
    alike = max(shown_from, 2 * limits.min_count)
    return range(min(alike + 1, below))


def could_be(form: str, d: int, limits: Limits) -> range:
    """The numbers out of so many that would be shown like this: all between two."""
    if form == HIDDEN_TOO:
        return range(d + 1)
    if d == 0:
        return range(1) if form == NO_CASES else NONE
    if d < limits.min_denominator_band:
        return range(d + 1) if form == TOO_FEW else NONE
    if d < limits.min_denominator_pct:
        return _said_as(form, d)
    return _shown_as(form, d, limits)


def _said_as(form: str, d: int) -> range:
    """The numbers for which these words stand, out of so many."""
    low, high = (bisect_left(range(d), s, key=lambda n: n / d) for s in _band(form))
    nearly = d + 1 - MOST_NEED_OTHERS
    if form == NEARLY_ALL:
        return range(max(low, nearly), d + 1)
    if form == MOST:
        return range(low, nearly)
    return range(low, high) if form in dict(WORDS).values() else NONE


def _shown_as(form: str, d: int, limits: Limits) -> range:
    """The numbers that would be shown like this, out of so many that numbers are."""
    small, to = limits.min_count, limits.pct_round_to
    if form == f"fewer than {small}":
        return range(min(small, d + 1))
    if form == NEARLY_ALL:
        return range(max(small, d - small + 1), d + 1)
    numbers = ABOUT.fullmatch(form)
    if not numbers or nearest(d, limits.round_to) != int(numbers["d"]):
        return NONE
    about = _rounding_to(int(numbers["n"]), limits.round_to)
    share = _rounding_to(int(numbers["percent"]), to, hundredths_of=d)
    least = max(small, about.start, share.start)
    return range(least, min(d - small + 1, about.stop, share.stop))


def _rounding_to(about: int, to: int, hundredths_of: int = 100) -> range:
    """The numbers that are rounded to a multiple, as they are or as a share."""
    if about % to:
        return NONE
    halves, step = 2 * (about // to), to * hundredths_of
    low, high = (-(-side * step // 200) for side in (halves - 1, halves + 1))
    return range(low, high)


def _fitting(ranges: Sequence[range], d: int) -> Iterator[range]:
    """Of each range the numbers that add up to the whole with some of the others."""
    least = sum(numbers[0] for numbers in ranges)
    most = sum(numbers[-1] for numbers in ranges)
    for numbers in ranges:
        low = max(numbers[0], d - (most - numbers[-1]))
        yield range(low, min(numbers[-1], d - (least - numbers[0])) + 1)


def mostly_hidden(forms: Mapping[str, str], settings: Mapping[str, str]) -> bool:
    """Whether almost everything that was counted is too small to show (brief 6.3)."""
    limits = Limits.of(settings)
    counted = [form for form in forms.values() if form != NO_CASES]
    hidden = [f for f in counted if f == SMALL_PROCESS or _kept_back(f, limits)]
    return len(counted) > 0 and len(hidden) / len(counted) > ALMOST_ALL


def told_of(figure: Figure, limits: Limits) -> Iterator[tuple[float, float, float]]:
    """What the form of a figure about people tells a stranger, as limits of sums.

    Each is so much of those who did, so much of those who did not, and what both are
    at most together.
    """
    n, d, slack = figure.counted, figure.d, limits.round_to // 2
    form = _of_people(n, d, limits) if d else NO_CASES
    small, band = limits.min_count - 1, limits.min_denominator_band
    if form in (NO_CASES, TOO_FEW):
        yield from _between(1, 1, (0, 0) if form == NO_CASES else (1, band - 1))
    elif form == NEARLY_ALL:
        yield from (*_between(1, 1, (band, MANY)), (0, 1, small))
    elif d < limits.min_denominator_pct:
        yield from _between(1, 1, (band, limits.min_denominator_pct - 1))
        yield from _share(*_band(form))
    elif n <= small:
        yield from (*_between(1, 1, (limits.min_denominator_pct, MANY)), (1, 0, small))
    else:
        about_n, about_d = (nearest(count, limits.round_to) for count in (n, d))
        yield from _between(1, 0, (max(about_n - slack, small + 1), about_n + slack))
        least = max(about_d - slack, limits.min_denominator_pct)
        yield from _between(1, 1, (least, about_d + slack))
        yield (0, -1, -(small + 1))
        to = limits.pct_round_to
        percent = rounded(100 * n, d * to) * to
        yield from _share((percent - to / 2) / 100, (percent + to / 2) / 100)


def _between(
    did: int, others: int, limits: tuple[int, int]
) -> Iterator[tuple[float, float, float]]:
    least, most = limits
    yield from ((-did, -others, -least), (did, others, most))


def _share(low: float, high: float) -> Iterator[tuple[float, float, float]]:
    """That those who did are so much of all."""
    yield from ((low - 1, low, 0), (1 - high, -high, 0))


def _band(form: str) -> tuple[float, float]:
    """The share that words stand for."""
    low = 0.0
    for below, words in WORDS:
        if form == words:
            return low, below
        low = below
    return low, 1.0


def is_hidden(figure: Figure, settings: Mapping[str, str]) -> bool:
    """Whether the count itself is kept back and words stand in its place.

    Of a hidden count neither the whole nor the rest may be printed (brief 6.3.4).
    """
    limits = Limits.of(settings)
    if class_of(figure) is MeasureClass.PROCESS:
        return 0 < figure.d < limits.process_min_denominator
    few = figure.n < limits.min_count or figure.d - figure.n < limits.min_count
    return figure.d > 0 and (few or figure.d < limits.min_denominator_pct)


def counts_shown(figure: Figure, settings: Mapping[str, str]) -> tuple[int, int] | None:
    """The counts that stand in the shown form, rounded as they are there; else None."""
    if figure.d == 0 or is_hidden(figure, settings):
        return None
    if class_of(figure) is MeasureClass.PROCESS:
        return figure.counted, figure.d
    to = Limits.of(settings).round_to
    return nearest(figure.counted, to), nearest(figure.d, to)


def _of_people(n: int, d: int, limits: Limits) -> str:
    if d < limits.min_denominator_band:
        return TOO_FEW
    if d < limits.min_denominator_pct:
        return _in_words(n, d)
    if n < limits.min_count:
        return f"fewer than {limits.min_count}"
    if d - n < limits.min_count:
        return NEARLY_ALL
    percent = rounded(100 * n, d * limits.pct_round_to) * limits.pct_round_to
    about_n, about_d = nearest(n, limits.round_to), nearest(d, limits.round_to)
    return f"about {about_n} of {about_d} ({percent}%)"


def _in_words(n: int, d: int) -> str:
    share = n / d
    for below, words in WORDS:
        if share < below:
            return words
    return MOST if d - n >= MOST_NEED_OTHERS else NEARLY_ALL


def rounded(top: int, bottom: int) -> int:
    """The nearest whole number to a fraction, halves up."""
    return (2 * top + bottom) // (2 * bottom)


def nearest(count: int, to: int) -> int:
    """The nearest multiple, halves up."""
    return rounded(count, to) * to


def figure_json(figure: Figure, shown: str) -> dict[str, object]:
    """A figure as `measures` gives it to staff, who may see the counts."""
    return {
        "n": figure.n,
        "d": figure.d,
        "class": class_of(figure).value,
        "shown": shown,
    }
