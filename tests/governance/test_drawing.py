"""The monthly sample: seeded, fair, and nobody samples what they own (brief 2.14)."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_folder
from workflow.domain.governance.drawing import (
    AT_RANDOM,
    DEVIATION,
    LIMIT,
    OVERRIDE,
    Candidate,
    Month,
    candidates,
    draw,
    size,
)

OCTOBER = Month("2026-10")


def case(number: int, service: str = "sv-a", owner: str = "st-1") -> Candidate:
    return Candidate(f"SG-2026-{number:03}", service, owner, frozenset({owner}))


cases = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("123")), max_size=60
).map(lambda rows: [case(n, f"sv-{s}", f"st-{o}") for n, (s, o) in enumerate(rows)])


def refs(known: list[Candidate], month: Month = OCTOBER) -> list[str]:
    return [chosen.ref for chosen in draw(known, month)]


def test_the_same_month_gives_the_same_sample_in_whatever_order() -> None:
    known = [case(n) for n in range(40)]
    assert refs(known) == refs(known[::-1])
    assert refs(known) != refs(known, Month("2026-11"))


def test_a_fifth_is_drawn_and_at_least_three() -> None:
    sizes = {n: size([case(k) for k in range(n)]) for n in (0, 2, 3, 15, 16, 40, 41)}
    assert sizes == {0: 0, 2: 2, 3: 3, 15: 3, 16: 4, 40: 8, 41: 9}


@given(cases)
def test_every_service_is_looked_at_each_by_its_size(known: list[Candidate]) -> None:
    drawn = set(refs(known))
    chosen = [c for c in known if c.ref in drawn]
    assert len(chosen) == size(known)
    there, taken = (Counter(c.service for c in s) for s in (known, chosen))
    assert set(taken) == set(there)
    for service, count in there.items():
        fair = len(chosen) * count / len(known)
        assert taken[service] <= max(1, fair + 1)


@given(st.lists(st.sampled_from("12345"), min_size=1, max_size=60))
def test_in_one_service_no_owner_is_looked_at_twice_before_another_once(
    owners: list[str],
) -> None:
    known = [case(n, owner=owner) for n, owner in enumerate(owners)]
    drawn = set(refs(known))
    taken = Counter(c.owner for c in known if c.ref in drawn)
    left = Counter(c.owner for c in known if c.ref not in drawn)
    most = max(taken.values())
    assert all(taken[owner] >= most - 1 for owner in left)


@given(cases)
def test_one_case_more_in_a_month_moves_no_other_in_the_queue(
    known: list[Candidate],
) -> None:
    more = [*known, case(900, "sv-a", "st-1")]
    if size(more) == size(known) and "sv-a" in {c.service for c in known}:
        assert len(set(refs(known)) - set(refs(more))) <= len(known) // 2


def test_over_the_years_every_case_has_its_turn() -> None:
    known = [case(n, owner=f"st-{n % 4}") for n in range(40)]
    months = [Month(f"{2020 + n // 12}-{n % 12 + 1:02}") for n in range(60)]
    times = Counter(ref for month in months for ref in refs(known, month))
    assert set(times) == {c.ref for c in known}
    assert max(times.values()) < 3 * min(times.values())


def test_a_limit_an_override_and_a_deviation_are_always_looked_at() -> None:
    limit = {"id": "R1", "started_on": "2026-09-01", "ended_on": "2026-10-02"}
    over: dict[str, object] = {"type": "external_contact", "date": "2026-10-31"}
    over |= {"external_contact": {"override": {"rationale": "life at risk"}}}
    not_kept: dict[str, object] = {"type": "visit", "date": "2026-10-01"}
    not_kept |= {"deviation": {"what": "late"}}
    folder = a_folder(plan={"restrictions": [limit]}, records=[over, not_kept], case={})
    (found,) = candidates([folder], OCTOBER)
    assert found.always == (LIMIT, OVERRIDE, DEVIATION)
    assert candidates([folder], Month("2026-12"))[0].always == ()
    others = [case(n) for n in range(200, 240)]
    why = {c.ref: c.why for c in draw([found, *others], OCTOBER)}
    assert len(why) in (size([found, *others]), size([found, *others]) + 1)
    assert set(why[found.ref]) - {AT_RANDOM} == {LIMIT, OVERRIDE, DEVIATION}


def test_a_case_counts_in_the_months_in_which_it_was_open() -> None:
    folder = a_folder(
        case={"opened_on": "2026-08-31", "closed_on": "2026-10-01", "status": "closed"}
    )
    months = ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]
    counted = [m for m in months if candidates([folder], Month(m))]
    assert counted == ["2026-08", "2026-09", "2026-10"]


def test_whoever_owned_the_case_in_the_month_or_since_may_not_look() -> None:
    history = [
        {"owner": "st-1", "from": "2026-08-03", "to": "2026-09-30"},
        {"owner": "st-2", "from": "2026-09-30", "to": "2026-11-02"},
    ]
    ownership = {"owner": "st-3", "history": history}
    (found,) = candidates([a_folder(case={"ownership": ownership})], OCTOBER)
    assert found.owners == {"st-2", "st-3"}
    assert found.owner == "st-2"


def test_a_month_knows_its_days_and_its_name() -> None:
    assert (OCTOBER.first, OCTOBER.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert Month("2028-02").last == date(2028, 2, 29)
    assert OCTOBER.words == "October 2026"
