"""What stays possible behind shown forms, beside a search that tries every number.

The plain search is how the product itself did it first (decision 130): its answers
decide what is shown of people, so what is quicker must say exactly the same.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.disclosure import (
    HIDDEN_TOO,
    NEARLY_ALL,
    NO_CASES,
    ROOM,
    TOO_FEW,
    WHOLES,
    Figure,
    Limits,
    could_be,
    permitted,
    permitted_parts,
    possible,
    shown_forms,
)
from workflow.domain.vocabulary import MeasureClass

Settings = tuple[tuple[str, str], ...]
OURS: Settings = ()
STRICT: Settings = (("strict_1_to_7", "true"),)
WORDS = ("few", "about a quarter", "about half", "about three quarters", "most")
NAMES = ("TM05a", "TM05b", "TM05c")
YES, PARTLY = "TM10", "TM10p"
PEOPLE, WORK = MeasureClass.PERSON, MeasureClass.PROCESS


def figure(name: str, n: int, d: int, klass: MeasureClass = PEOPLE) -> Figure:
    return Figure(name, name, n, d, klass)


# -- the plain search


@cache
def plain_could_be(form: str, d: int, settings: Settings) -> frozenset[int]:
    if form == HIDDEN_TOO:
        return frozenset(range(d + 1))
    if d == 0:
        return frozenset({0} if form == NO_CASES else ())
    chosen = dict(settings)
    forms = (permitted(figure("", n, d), chosen) for n in range(d + 1))
    return frozenset(n for n, shown in enumerate(forms) if shown == form)


def plain_fitting(sets: Sequence[frozenset[int]], d: int) -> Iterator[set[int]]:
    for at, values in enumerate(sets):
        sums = {0}
        for other in (*sets[:at], *sets[at + 1 :]):
            sums = {s + n for s in sums for n in other if s + n <= d}
        yield {n for n in values if d - n in sums}


def plain_possible(
    forms: Sequence[str], d: int, settings: Settings, *, rest: bool
) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in range(len(forms) + rest)]
    for whole in range(d + ROOM):
        sets = [plain_could_be(form, whole, settings) for form in forms]
        if rest:
            sets.append(frozenset(range(whole + 1)))
        if all(sets):
            for at, values in enumerate(plain_fitting(sets, whole)):
                found[at] |= values
    return found


def plain_safe(
    parts: Sequence[Figure], forms: Sequence[str], settings: Settings, *, rest: bool
) -> bool:
    small, d = Limits.of(dict(settings)).min_count, parts[0].d
    true = [part.counted for part in parts]
    kept = [plain_kept(form, small) for form in forms]
    if rest:
        true, kept = [*true, d - sum(true)], [*kept, True]
    seen = plain_possible(forms, d, settings, rest=rest)
    needed = set(range(min(small, d + 1)))
    return all(
        needed <= values
        for number, values, secret in zip(true, seen, kept, strict=True)
        if secret and number < small
    )


def plain_kept(form: str, small: int) -> bool:
    return form in {HIDDEN_TOO, TOO_FEW, NEARLY_ALL, f"fewer than {small}"}


def plain_forms(
    parts: Sequence[Figure], given: Sequence[str], settings: Settings, *, rest: bool
) -> list[str]:
    forms, small = list(given), Limits.of(dict(settings)).min_count
    unsaid = rest or sum(part.counted for part in parts) != parts[0].d
    while True:
        kept = [plain_kept(form, small) for form in forms]
        tells = [
            at
            for at, form in enumerate(forms)
            if form == NEARLY_ALL or not (kept[at] or form == NO_CASES)
        ]
        alone = sum(kept) == 1 and not rest
        told = alone or not plain_safe(parts, forms, settings, rest=unsaid)
        if not tells or not told:
            return forms
        forms[min(tells, key=lambda at: (parts[at].n, -at))] = HIDDEN_TOO


# -- any provider's numbers, any counts


def limits(most: int) -> st.SearchStrategy[Settings]:
    """Any provider's numbers, and ours and the strict ones often."""
    names = Limits.__dataclass_fields__
    any_of_them = st.fixed_dictionaries(
        {name: st.integers(1, most).map(str) for name in names}
    )
    odd = any_of_them.map(lambda chosen: tuple(sorted(chosen.items())))
    return st.one_of(st.just(OURS), odd, st.just(STRICT))


@st.composite
def counts(draw: st.DrawFn, most: int) -> tuple[int, tuple[int, ...]]:
    """A whole and two or three counts of it, often small ones or nearly all."""
    d = draw(st.integers(0, most))
    end = st.integers(0, min(d, 8))
    one = st.one_of(end, end.map(lambda short: d - short), st.integers(0, d))
    some = draw(st.lists(one, min_size=1, max_size=2))
    if draw(st.booleans()) and sum(some) <= d:
        some = [*some, d - sum(some)]
    return d, tuple(draw(st.permutations(some)))


def fewer(settings: Settings) -> str:
    return f"fewer than {Limits.of(dict(settings)).min_count}"


@st.composite
def shown(draw: st.DrawFn, settings: Settings, d: int) -> str:
    """Any form: of a count about as many people, or of any at all."""
    whole = draw(st.integers(max(d - 2, 1), d + 2))
    n = draw(st.one_of(st.integers(0, whole), st.integers(max(whole - 5, 0), whole)))
    real = permitted(figure("", n, whole), dict(settings))
    often = (HIDDEN_TOO, NEARLY_ALL, fewer(settings), real, real, real)
    return draw(st.sampled_from((*often, *WORDS, TOO_FEW, NO_CASES, "4 of 5 (80%)")))


@given(limits(40), st.integers(0, 60), st.data())
def test_the_numbers_shown_like_this_are_those_that_trying_each_finds(
    settings: Settings, d: int, data: st.DataObject
) -> None:
    form = data.draw(shown(settings, d))
    found = could_be(form, d, Limits.of(dict(settings)))
    assert frozenset(found) == plain_could_be(form, d, settings)


def test_the_numbers_shown_in_words_are_those_that_trying_each_finds() -> None:
    words = (("min_denominator_band", "1"), ("min_denominator_pct", "100"))
    for d in range(1, 100):
        for form in (*WORDS, NEARLY_ALL):
            found = could_be(form, d, Limits.of(dict(words)))
            assert frozenset(found) == plain_could_be(form, d, words), (form, d)


@pytest.mark.parametrize(
    ("form", "d", "found"),
    [
        (HIDDEN_TOO, 0, range(1)),
        (NO_CASES, 0, range(1)),
        (NO_CASES, 1, range(0)),
        (TOO_FEW, 9, range(10)),
        (TOO_FEW, 10, range(0)),
        ("few", 10, range(2)),
        ("most", 10, range(8, 9)),
        (NEARLY_ALL, 10, range(9, 11)),
        ("most", 20, range(0)),
        (NEARLY_ALL, 20, range(16, 21)),
        ("fewer than 5", 19, range(0)),
        ("fewer than 5", 20, range(5)),
        ("fewer than 8", 20, range(0)),
        ("about 5 of 20 (25%)", 20, range(5, 6)),
        ("about 5 of 20 (25%)", 22, range(5, 7)),
        ("about 5 of 20 (25%)", 23, range(0)),
        ("about 5 of 20 (24%)", 20, range(0)),
        ("about 6 of 20 (30%)", 20, range(0)),
        ("5 of 20 (25%)", 20, range(0)),
        ("about 30000 of 100000 (30%)", 100_002, range(29_998, 30_003)),
    ],
)
def test_what_a_form_leaves_open_is_one_range(form: str, d: int, found: range) -> None:
    assert could_be(form, d, Limits()) == found


def test_of_fewer_people_than_are_few_all_are_possible() -> None:
    numbers = Limits(min_count=8, min_denominator_pct=1, min_denominator_band=1)
    assert could_be("fewer than 8", 3, numbers) == range(4)
    assert could_be(NEARLY_ALL, 10, numbers) == range(8, 11)


def one_way(forms: Sequence[str], d: int, settings: Settings, *, rest: bool) -> None:
    """Every small number is possible that the plain search finds, and no other is."""
    names = [str(at) for at in range(len(forms))]
    parts = [figure(name, 0, d) for name in names]
    numbers = Limits.of(dict(settings))
    found = possible(parts, dict(zip(names, forms, strict=True)), numbers, rest=rest)
    plain = plain_possible(forms, d, settings, rest=rest)
    for ranges, values in zip(found, plain, strict=True):
        open_to = {n for numbers in ranges for n in numbers}
        small = set(range(numbers.min_count))
        assert open_to <= values
        assert open_to & small == values & small


@given(settings=limits(14), d=st.integers(1, 45), data=st.data(), rest=st.booleans())
def test_small_numbers_are_possible_that_a_search_of_every_number_finds(
    settings: Settings, d: int, data: st.DataObject, *, rest: bool
) -> None:
    forms = data.draw(st.lists(shown(settings, d), min_size=1, max_size=4))
    one_way(forms, d, settings, rest=rest)


def own(small: int, first: int, to: int = 5) -> Settings:
    """A provider's own numbers: what is small, from where on numbers are shown."""
    return (
        ("min_count", f"{small}"),
        ("min_denominator_band", "1"),
        ("min_denominator_pct", f"{first}"),
        ("round_to", f"{to}"),
    )


@pytest.mark.parametrize("rest", [False, True])
@pytest.mark.parametrize("d", [1, 9, 13, 14, 15, 16, 25, 40])
@pytest.mark.parametrize("settings", [own(8, 1), own(8, 30), own(2, 1, 50)])
def test_small_numbers_are_found_where_what_is_small_is_much_of_the_whole(
    settings: Settings, d: int, *, rest: bool
) -> None:
    few = fewer(settings)
    about = f"about 0 of {50 if d >= 25 else 0} (20%)"
    for forms in product((few, NEARLY_ALL, HIDDEN_TOO, about), repeat=2):
        one_way(forms, d, settings, rest=rest)
        one_way((*forms, few), d, settings, rest=rest)


def both_ways(
    d: int,
    some: Sequence[int],
    settings: Settings = OURS,
    withheld: Collection[str] = (),
    work: Collection[int] = (),
) -> None:
    """What is shown of the parts of one whole is what the plain search shows."""
    names = (YES, PARTLY) if len(some) == len((YES, PARTLY)) else NAMES[: len(some)]
    rest = next(whole.rest for whole in WHOLES if names[0] in whole.parts)
    chosen = dict(settings)
    parts = [
        figure(name, n, d, WORK if at in work else PEOPLE)
        for at, (name, n) in enumerate(zip(names, some, strict=True))
    ]
    alone = [permitted(part, chosen) for part in parts]
    assert list(permitted_parts(parts, chosen)) == plain_forms(
        parts, alone, settings, rest=False
    )
    hidden = [
        HIDDEN_TOO if name in withheld else form
        for name, form in zip(names, alone, strict=True)
    ]
    together = shown_forms({part.id: part for part in parts}, chosen, withheld)
    if len(parts) > 1:
        hidden = plain_forms(parts, hidden, settings, rest=rest)
    assert list(together.values()) == hidden


@given(
    counts(45),
    limits(14),
    st.sets(st.sampled_from((*NAMES, YES))),
    st.sets(st.integers(0, 2), max_size=1),
)
def test_forms_are_those_of_a_search_of_every_number(
    counted: tuple[int, tuple[int, ...]],
    settings: Settings,
    withheld: set[str],
    work: set[int],
) -> None:
    both_ways(*counted, settings, withheld, work)


EDGES = (0, 1, 4, 5, 7, 8)  # of what is small: ours, and the strict one


@pytest.mark.parametrize("d", [0, 1, 9, 10, 15, 16, 19, 20, 21, 22, 23, 27, 28, 40])
@pytest.mark.parametrize("settings", [OURS, STRICT])
def test_forms_at_every_edge_are_those_of_a_search(d: int, settings: Settings) -> None:
    for first in EDGES:
        for second in EDGES:
            if first + second <= d:
                both_ways(d, (first, second, d - first - second), settings)
                both_ways(d, (d - first - second, first), settings)
                both_ways(d, (second, d - first - second), settings)


@pytest.mark.parametrize("d", [59, 100, 199])
def test_forms_of_many_people_are_those_of_a_search(d: int) -> None:
    both_ways(d, (3, 4, d - 7))
    both_ways(d, (4, d - 4))
    both_ways(d, (d // 3, d // 3, d - 2 * (d // 3)), withheld=["TM05b"])


@pytest.mark.long
@pytest.mark.parametrize("settings", [OURS, STRICT])
def test_forms_of_every_shape_are_those_of_a_search(settings: Settings) -> None:
    for d in (*range(100), *range(100, 310, 13)):
        every_shape(d, settings)


def every_shape(d: int, settings: Settings) -> None:
    for first in {n for n in (*EDGES, d // 5, d // 2, d - 4, d) if 0 <= n <= d}:
        left = d - first
        for second in {n for n in (0, 4, 5, left // 2, left - 5) if 0 <= n <= left}:
            both_ways(d, (first, second, left - second), settings)
            both_ways(d, (second, left - second), settings)


@pytest.mark.parametrize(
    ("some", "shown"),
    [
        ((33_333, 33_333, 33_334), ("about 33335 of 100000 (35%)",) * 3),
        (
            (5, 5, 99_990),
            (*["about 5 of 100000 (0%)"] * 2, "about 99990 of 100000 (100%)"),
        ),
        (
            (4, 50_000, 49_996),
            ("fewer than 5", "about 50000 of 100000 (50%)", HIDDEN_TOO),
        ),
        ((3, 4, 99_993), ("fewer than 5", "fewer than 5", HIDDEN_TOO)),
        ((99_996, 4, 0), (NEARLY_ALL, "fewer than 5", "fewer than 5")),
    ],
)
def test_of_a_hundred_thousand_people_a_small_number_stays_hidden(
    some: tuple[int, int, int], shown: tuple[str, ...]
) -> None:
    parts = [figure(name, n, 100_000) for name, n in zip(NAMES, some, strict=True)]
    forms = shown_forms({part.id: part for part in parts}, {})
    assert tuple(forms.values()) == shown


@pytest.mark.parametrize(
    "forms",
    [
        ("fewer than 5", "fewer than 5", HIDDEN_TOO),
        ("fewer than 5", NEARLY_ALL, HIDDEN_TOO),
        ("fewer than 5", "about {half} of {d} (50%)", HIDDEN_TOO),
        (HIDDEN_TOO, HIDDEN_TOO, HIDDEN_TOO),
    ],
)
def test_of_more_people_no_more_wholes_are_looked_at(forms: tuple[str, ...]) -> None:
    def looked_at(d: int) -> int:
        parts = [figure(name, 0, d) for name in NAMES]
        printed = (form.format(d=d, half=d // 2) for form in forms)
        given_forms = dict(zip(NAMES, printed, strict=True))
        found = possible(parts, given_forms, Limits(), rest=True)
        return sum(map(len, found))

    assert 0 < looked_at(1_000) == looked_at(1_000_000)
