"""Brief 4.9 written down a second time, and compared over random agreements.

Decided where 4.9 is silent, and so part of the reference: an agreement with no end
lasts three months (2.8); one taken back later was agreed until then, with its limits
(rulings); information of no said kind is outside; names of organisations are the same
whatever their case and spacing.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import a_folder
from tests.rules.speaking import spoken
from workflow.domain.sharing import disclosures

START = date(2026, 10, 1)
MONTHS = 3
Fields = dict[str, Any]


def inside(b: Fields | None, n: list[Fields], t: date, who: Fields, i: Fields) -> bool:
    """4.9 in its order: `b` agreement, `n` wishes, `t` day, `who` told, `i` item."""
    for wish in n:
        whom = {wish["contact"], wish["agency"]} & {who["contact"], who["agency"]}
        if whom - {""} and {*wish["categories"]} & {*i["categories"]}:
            return False
    if b is None or b["id"] != i["boundary"]:
        return False
    taken_back = b["decision"] == "withdrawn" and b["withdrawn_on"]
    organisation = " ".join(b["organisation"].casefold().split())
    same = organisation in ("", who["organisation"].casefold())
    limited = b["decision"] == "agreed_with_limits" or (taken_back and b["limits"])
    return bool(
        (b["decision"] in ("agreed", "agreed_with_limits") or taken_back)
        and (b["decided_on"] and b["decided_on"] <= t <= (b["until"] or THREE_MONTHS))
        and not (b["withdrawn_on"] and b["withdrawn_on"] <= t)
        and (b["contact"] in ("", who["contact"]))
        and (b["contact"] or (b["agency"] and b["agency"] == who["agency"] and same))
        and (i["categories"] and {*i["categories"]} <= {*b["categories"]})
        and (not limited or i["limits_respected"] == "true")
    )


THREE_MONTHS = date(2027, 1, 1)  # from START, the only day anybody decided on here


def changed(whole: Fields, **choices: list[Any]) -> st.SearchStrategy[Fields]:
    """The whole of something with up to three of its fields different."""
    one = [st.tuples(st.just(k), st.sampled_from(v)) for k, v in choices.items()]
    few = st.lists(st.one_of(one), max_size=3)
    return few.map(lambda pairs: {**whole, **dict(pairs)})


EDGES = [START, START + timedelta(days=1), THREE_MONTHS]
BOTH = ["agreed_with_limits", "withdrawn"]
PARTS = [[], ["money"], ["health"], ["money", "health"]]
AGREED: Fields = {
    "id": "B1",
    "decision": "agreed",
    "decided_on": START,
    "until": "",
    "withdrawn_on": "",
    "limits": "",
    "contact": "",
    "agency": "bank",
    "organisation": "",
    "categories": ["money"],
}
WHO: Fields = {"contact": "c1", "agency": "bank", "organisation": "Weir Bank"}
ITEM: Fields = {"boundary": "B1", "categories": ["money"], "limits_respected": ""}
WISH: Fields = {"id": "N1", "contact": "", "agency": "", "categories": ["money"]}
days = st.sampled_from([d + timedelta(days=n) for d in EDGES for n in (-1, 0, 1)])
TAKEN_BACK: Fields = {
    **AGREED,
    "decision": "withdrawn",
    "withdrawn_on": THREE_MONTHS,
    "limits": "In writing",
}
WAYS: dict[str, list[Any]] = {
    "id": ["B2"],
    "decision": [*BOTH, *BOTH, "not_agreed", "undecided", ""],
    "decided_on": [""],
    "until": EDGES,
    "withdrawn_on": EDGES,
    "limits": ["In writing"],
    "contact": ["c1", "c2"],
    "agency": ["gp", ""],
    "organisation": ["weir  bank ", "Other Bank"],
    "categories": PARTS,
}
agreements = changed(AGREED, **WAYS) | changed(TAKEN_BACK, **WAYS)
recipients = changed(
    WHO, contact=["c2", ""], agency=["gp", ""], organisation=["", "Other Bank"]
)
items = changed(
    ITEM, boundary=[""], categories=PARTS, limits_respected=["true", "false"]
)
wishes = changed(WISH, contact=["c1", "c2"], agency=["bank", "gp"], categories=PARTS)


cases = st.tuples(
    st.none() | agreements | agreements | agreements,
    st.just([]) | st.just([]) | st.lists(wishes, min_size=1, max_size=1),
    days,
    recipients,
    items,
)


def folder_of(
    boundary: Fields | None, no: list[Fields], day: date, who: Fields, item: Fields
) -> Fields:
    record: Fields = {"record_id": "R1", "type": "external_contact", "date": day}
    listed = [boundary] if boundary else []
    return {
        "consent": {"boundaries": listed, "do_not_share": no},
        "records": [{**record, "external_contact": {**who, "shared": [item]}}],
    }


@settings(max_examples=2500, deadline=None)
@given(cases)
def test_a_disclosure_is_inside_exactly_when_the_brief_says(
    case: tuple[Any, Any, Any, Any, Any],
) -> None:
    (row,) = disclosures(a_folder(**folder_of(*case)), MONTHS)
    assert row.inside is inside(*case), row.reason
    assert row.reason.endswith(".")


@settings(max_examples=150, deadline=None)
@given(cases)
def test_what_is_outside_and_nobody_explained_is_asked_about(
    case: tuple[Any, Any, Any, Any, Any],
) -> None:
    assert bool(spoken("INF-03", **folder_of(*case))) is not inside(*case)


def test_the_reference_knows_both_answers() -> None:
    wish = {**WISH, "agency": "bank"}
    assert inside(AGREED, [], THREE_MONTHS, WHO, ITEM)
    assert not inside(AGREED, [], THREE_MONTHS + timedelta(days=1), WHO, ITEM)
    assert not inside(AGREED, [wish], START, WHO, ITEM)
