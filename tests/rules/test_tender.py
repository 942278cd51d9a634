"""Tenders: only agreed stories, nobody named, small numbers hidden, limits kept."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.make import a_bid
from tests.rules.said import RULES, TODAY, of_workspace
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.governance_files import GovernanceFiles
from workflow.domain.findings import Finding
from workflow.domain.rules import check_workspace
from workflow.domain.rules.stories import fingerprint
from workflow.domain.rules.surroundings import Surroundings, glimpse

STORY = {
    "vignette_id": "V-001",
    "source_case": "SG-2026-001",
    "situation": "A woman wanted to see her brother.",
    "person_approved_on": "2026-11-18",
    "use_until": "2028-11-17",
    "checked_by": "st-09",
    "changed_to_protect": ["Town", "Job", "Family"],
}
AGREED = {
    "decision": "agreed",
    "asked_on": "2026-11-02",
    "asked_by": "st-02",
    "capacity_ref": "CD1",
    "approved_text_on": "2026-11-18",
    "expires_on": "2028-11-17",
}
OWNED = {"owner": "st-09"}
CRISIS = {"type": "incident", "date": "2026-10-30"}
CONTACT = {"safe_contact": {"with_whom": "c1", "wish": "continue"}}
TENDER = {"tender_ref": "T-2026-01", "vignettes": ["V-001"]}


OLD = (
    {**STORY, "person_approved_on": "2024-11-22", "use_until": ""},
    {**AGREED, "approved_text_on": "2024-11-22", "expires_on": ""},
)


def against(
    story: Mapping[str, object],
    agreed: Mapping[str, object],
    use: str = "if_agreed",
    **parts: object,
) -> list[Finding]:
    able = [{"id": "CD1", "position": parts.pop("position", "presumed")}]
    lead = parts.pop("lead_decisions", [])
    abuse = {"personally_connected": parts.pop("connected", "false")}
    case = {
        "case": {
            "ownership": OWNED,
            "sensitivity": {"tender_use": use},
            "capacity": able,
            "lead_decisions": lead,
            "domestic_abuse": abuse,
        },
        "consent": {"use_of_story": agreed},
        "reviews": [{"kind": "initial", "status": "held", "held_on": "2026-10-30"}],
        **parts,
    }
    bids = [{"tender": TENDER, "vignettes": [story]}]
    return of_workspace("TEN-01", cases=(case,), bids=bids)


@pytest.mark.parametrize("decision", ["agreed", "agreed_with_changes"])
def test_an_agreed_story_may_be_used(decision: str) -> None:
    assert against(STORY, {**AGREED, "decision": decision}) == []


@pytest.mark.parametrize(
    "other",
    [
        {"decision": ""},
        {"decision": "not_asked"},
        {"decision": "declined"},
        {"decision": "withdrawn"},
        {"withdrawn_on": "2026-11-20"},
        {"expires_on": "2026-11-22"},
        {"approved_text_on": "2026-11-02"},
        {"approved_text_on": ""},
    ],
)
def test_a_story_is_not_used_without_agreement_to_its_words(
    other: dict[str, object],
) -> None:
    (found,) = against(STORY, {**AGREED, **other})
    assert found.message.startswith("V-001 cannot be used.")
    assert found.holds == {"tender"}


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("who asked", against(STORY, {**AGREED, "asked_by": ""})),
        (
            "before the first review",
            against(STORY, {**AGREED, "asked_on": "2026-10-29"}),
        ),
        ("before the first review", against(STORY, AGREED, reviews=[])),
        ("in a crisis", against(STORY, AGREED, records=[CRISIS])),
        ("Capacity", against(STORY, {**AGREED, "capacity_ref": ""})),
        ("Capacity", against(STORY, AGREED, position="lacks_capacity")),
        ("three details", against({**STORY, "changed_to_protect": ["A", "B"]}, AGREED)),
        ("knows the case", against({**STORY, "checked_by": ""}, AGREED)),
        ("not know the case", against({**STORY, "checked_by": "st-02"}, AGREED)),
        ("24 months", against(STORY, {**AGREED, "expires_on": "2028-11-19"})),
        ("24 months ago", against(*OLD)),
        ("24 months", against({**STORY, "use_until": "2028-11-19"}, AGREED)),
        ("ask the lead", against(STORY, AGREED, connected="true", plan=CONTACT)),
    ],
)
def test_every_condition_of_a_story_is_asked_for(why: str, said: list[Finding]) -> None:
    (found,) = said
    assert why in found.detail


def test_the_lead_may_let_a_story_be_used_while_contact_goes_on() -> None:
    agreed = [{"id": "LD1", "question": "May the story be used?", "decision": "Yes"}]
    said = against(STORY, AGREED, lead_decisions=agreed, connected="true", plan=CONTACT)
    assert said == []
    stop = {"safe_contact": {"with_whom": "c1", "wish": "stop"}}
    assert against(STORY, AGREED, connected="true", plan=stop) == []


def a_source(number: int = 1, **parts: object) -> dict[str, object]:
    """A case whose person agreed to the story, with these parts besides."""
    case = {
        "case_ref": f"SG-2026-00{number}",
        "ownership": OWNED,
        "capacity": [{"id": "CD1", "position": "presumed"}],
        **_mapping(parts.pop("case", {})),
    }
    return {
        "case": case,
        "consent": {"use_of_story": {**AGREED, **_mapping(parts.pop("story", {}))}},
        "reviews": [{"kind": "initial", "status": "held", "held_on": "2026-10-30"}],
        "ref": f"SG-2026-00{number}",
        **parts,
    }


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


SECOND = {"case": "SG-2026-002", "approved_on": "2026-11-18", "checked_by": "st-09"}
TWO = {"tender_ref": "T-2026-01", "vignettes": ["V-001", "V-002"]}


def of_two(
    first: Mapping[str, object],
    second: Mapping[str, object],
    one: Mapping[str, object] | None = None,
    other: Mapping[str, object] | None = None,
) -> list[Finding]:
    """What is found of two stories of one tender, each from its own case."""
    stories = [
        {**STORY, **(one or {})},
        {
            **STORY,
            "vignette_id": "V-002",
            "source_case": "SG-2026-002",
            "situation": "A man wanted to cook.",
            **(other or {}),
        },
    ]
    bids = [{"tender": TWO, "vignettes": stories}]
    cases = (a_source(1, **first), a_source(2, **second))
    return of_workspace("TEN-01", cases=cases, bids=bids)


MUM = {"id": "c1", "name": "Ada Farrow", "relationship_code": "parent"}
RINGS = {"id": "c2", "name": "Mum", "phone": "01632 960 111"}
GP = {"id": "c3", "name": "Ida Senn", "relationship_code": "professional"}
HOME = {"address": "Flat 3, 4 Kiln Close, XA1 2BC"}


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({"person": {"person_id": "P-7"}}, {"person": {"person_id": "p 7"}}, "person"),
        (
            {"person": HOME},
            {"person": {"address": "flat 3\n4 kiln close XA12BC"}},
            "household",
        ),
        (
            {"person": {"contacts": [MUM]}},
            {"person": {"contacts": [{**MUM, "name": "ADA FARROW"}]}},
            "family",
        ),
        (
            {"person": {"contacts": [RINGS]}},
            {"person": {"contacts": [{"id": "c9", "phone": "01632960111"}]}},
            "family",
        ),
        ({"case": {"links": {"related_cases": ["SG-2026-002"]}}}, {}, "related"),
        (
            {"case": {"threshold": {"authority_ref": "AMS-26-3309"}}},
            {"case": {"threshold": {"authority_ref": "ams 26 3309"}}},
            "enquiry",
        ),
    ],
)
def test_one_household_or_event_gives_one_story_to_a_tender(
    first: dict[str, object], second: dict[str, object], why: str
) -> None:
    (found,) = of_two(first, second)
    assert found.message.startswith("V-002")
    assert found.detail.startswith("Another story comes from the same ")
    assert why in found.detail


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"person": HOME}, {"person": {"address": "Flat 2, 4 Kiln Close, XA1 2BC"}}),
        ({"person": {"contacts": [GP]}}, {"person": {"contacts": [GP]}}),
        (
            {"person": {"contacts": [{"id": "c1", "name": "Mum"}]}},
            {"person": {"contacts": [{"id": "c1", "name": "Mum"}]}},
        ),
    ],
)
def test_stories_of_different_households_stand_side_by_side(
    first: dict[str, object], second: dict[str, object]
) -> None:
    assert of_two(first, second) == []


def test_what_was_one_event_somebody_may_say() -> None:
    called = {"event": "The move of June"}
    (found,) = of_two({}, {}, called, {"event": "the move of june"})
    assert "household or event" in found.detail
    assert of_two({}, {}, called, {"event": "Another"}) == []
    assert of_two({}, {}, called) == []


def test_nor_beside_one_that_another_buyer_was_told() -> None:
    home = {"person": HOME}
    cases = (a_source(1, **home), a_source(2, **home))
    gone = {"tender_ref": "T-2026-00", "vignettes": ["V-009"]}
    earlier = {**STORY, "vignette_id": "V-009", "source_case": "SG-2026-002"}
    earlier["situation"] = "A man wanted to cook."

    def beside(**tender: str) -> list[Finding]:
        first = {"tender": {**gone, **tender}, "vignettes": [earlier], "home": "T-0"}
        bids = [first, {"tender": TENDER, "vignettes": [STORY]}]
        found = of_workspace("TEN-01", cases=cases, bids=bids)
        return [f for f in found if f.message.startswith("V-001")]

    assert beside() == []
    (found,) = beside(released_on="2026-10-01")
    assert "household" in found.detail
    earlier.update(STORY, vignette_id="V-009")
    assert beside(released_on="2026-10-01") == []  # the same words, told again


def test_the_bid_writer_does_not_ask() -> None:
    asking = [{"tender": {**TENDER, "prepared_by": "st-02"}, "vignettes": [STORY]}]
    (found,) = of_workspace("TEN-01", cases=(a_source(),), bids=asking)
    assert "bid writer" in found.detail


def of_composite(
    second: Mapping[str, object] | None = None, **of_story: object
) -> list[Finding]:
    """What is found of a story made from two cases."""
    story = {**STORY, "also_from": [SECOND], **of_story}
    cases = (a_source(1), a_source(2, **(second or {})))
    bids = [{"tender": TENDER, "vignettes": [story]}]
    return of_workspace("TEN-01", cases=cases, bids=bids)


def test_a_composite_may_be_used_when_each_person_agreed() -> None:
    assert of_composite() == []


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ({"story": {"decision": "declined"}}, "no agreement"),
        ({"story": {"withdrawn_on": "2026-11-20"}}, "took it back"),
        ({"story": {"expires_on": "2026-11-22"}}, "run out"),
        ({"story": {"approved_text_on": "2026-11-02"}}, "Other words"),
        ({"story": {"asked_by": ""}}, "who asked"),
        ({"story": {"capacity_ref": ""}}, "Capacity"),
        ({"reviews": []}, "before the first review"),
        ({"records": [CRISIS]}, "in a crisis"),
        ({"case": {"sensitivity": {"tender_use": "never"}}}, "Never"),
        ({"case": {"ownership": {"owner": "st-03"}}}, "not know the case"),
        (
            {
                "case": {"domestic_abuse": {"personally_connected": "true"}},
                "plan": CONTACT,
            },
            "ask the lead",
        ),
    ],
)
def test_a_composite_needs_every_condition_for_each_person(
    second: dict[str, object], why: str
) -> None:
    (found,) = of_composite(second)
    assert found.detail.startswith("SG-2026-002: ")
    assert why in found.detail


@pytest.mark.parametrize(
    ("also_from", "why", "field"),
    [
        ([{**SECOND, "approved_on": ""}], "Other words", "also_from[0].approved_on"),
        ([{**SECOND, "checked_by": ""}], "Nobody", "also_from[0].checked_by"),
        ([{**SECOND, "case": "SG-2026-999"}], "not there", "also_from[0].case"),
        ([{**SECOND, "case": "SG-2026-001"}], "each named once", "also_from"),
    ],
)
def test_a_composite_says_of_each_case_who_agreed_and_who_checked(
    also_from: list[object], why: str, field: str
) -> None:
    (found,) = of_composite(also_from=also_from)
    assert why in found.detail
    assert found.place.field == field


def test_a_composite_is_tied_to_the_households_of_all_its_cases() -> None:
    home = {"person": HOME}
    story = {**STORY, "also_from": [SECOND]}
    third = {**STORY, "vignette_id": "V-002", "source_case": "SG-2026-003"}
    third["situation"] = "A man wanted to cook."
    cases = (a_source(1), a_source(2, **home), a_source(3, **home))
    bids = [{"tender": TWO, "vignettes": [story, third]}]
    (found,) = of_workspace("TEN-01", cases=cases, bids=bids)
    assert found.message.startswith("V-002")
    assert "household" in found.detail


def test_nor_after_its_time_nor_from_a_case_that_is_never_used() -> None:
    assert against({**STORY, "use_until": "2026-11-22"}, AGREED)
    assert against({**STORY, "use_until": "2026-11-23"}, AGREED) == []
    assert against(STORY, AGREED, use="never")
    assert against({**STORY, "source_case": "SG-2026-999"}, AGREED)


def test_nor_when_the_words_have_changed_since() -> None:
    story = a_bid({"tender": TENDER, "vignettes": [STORY]}).vignettes[0].record
    kept = {**STORY, "approved_text_sha256": fingerprint(story)}
    assert against(kept, AGREED) == []
    changed = {**kept, "situation": "A woman wanted to see her sister."}
    (found,) = against(changed, AGREED)
    assert found.place.field == "approved_text_sha256"


def test_a_story_that_is_not_there_cannot_be_used() -> None:
    (found,) = of_workspace("TEN-01", bids=[{"tender": TENDER}])
    assert found.place.field == "vignettes[0]"


PERSON = {
    "person": {"full_name": "Ines Ravenscroft", "address": "4 Kiln Close, XA1 2BC"}
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We met I.\nThen Ms Ravenscroft\u2019s wish came true.", "Ravenscroft"),
        ("First.\nA letter to xa12bc went out.", "xa12bc"),
        ("First.\nGareth Pell leads this.", "Gareth Pell"),
        ("First.\nIn SG-2026-001 this went well.", "SG-2026-001"),
    ],
)
def test_an_answer_that_points_to_somebody_is_found(text: str, found: str) -> None:
    bids = [{"tender": TENDER, "answers": {"Q1": text}}]
    said = of_workspace("TEN-02", cases=(PERSON,), bids=bids)
    assert found in said[0].message
    assert said[0].message.endswith("in Q1.md, line 2.")
    assert said[0].place.file == "tenders/T-2026-01/answers/Q1.md"
    assert said[0].place.line == 2


def test_a_story_that_points_to_somebody_is_found() -> None:
    bids = [{"vignettes": [{**STORY, "situation": "Ines wanted to go home."}]}]
    (found,) = of_workspace("TEN-02", cases=(PERSON,), bids=bids)
    assert found.place.field == "situation"


def small(*rows: tuple[str, str]) -> set[str]:
    figures = [{"measure": name, "shown": shown} for name, shown in rows]
    found = of_workspace("TEN-03", bids=[{"tender": TENDER, "figures": figures}])
    return {finding.place.field for finding in found}


@pytest.mark.parametrize(
    "shown",
    [
        "3 of 30 (10%)",
        "about 5 of 15 (33%)",
        "about 25 of 25 (100%)",
        "12 of 30 (40%)",
        "40%",
    ],
)
def test_a_figure_of_people_that_is_too_small_is_found(shown: str) -> None:
    assert small(("TM02", shown)) == {"TM02"}


@pytest.mark.parametrize(
    ("measure", "shown"),
    [
        ("TM02", "about 20 of 30 (65%)"),
        ("TM02", "fewer than 5"),
        ("TM02", "all or nearly all"),
        ("TM02", "no cases in this period"),
        ("TM12", "4 of 5 (80%)"),
        ("TM12", "0 of 6 (0%)"),
    ],
)
def test_a_figure_in_its_permitted_form_may_stand(measure: str, shown: str) -> None:
    assert small((measure, shown)) == set()


def test_our_own_work_is_not_counted_in_threes() -> None:
    assert small(("TM12", "2 of 3 (67%)")) == {"TM12"}


def test_a_hidden_part_that_can_be_worked_out_is_found() -> None:
    shown = [("TM05a", "about 20 of 30 (65%)"), ("TM05b", "about 10 of 30 (35%)")]
    assert small(*shown, ("TM05c", "fewer than 5")) == set()
    lost = [("TM05a", "about 10 of 30 (35%)"), ("TM05b", "about 10 of 30 (35%)")]
    assert small(*lost, ("TM05c", "fewer than 5")) == {"TM05c"}


RELEASED = {
    "released_on": "2026-06-01",
    "tender": "T-2026-00",
    "measure": "TM12",
    "from": "2025-06-01",
    "to": "2026-05-31",
    "services": ["sv-home"],
    "shown": "8 of 10 (80%)",
}


def differing(row: Mapping[str, object], **released: object) -> list[Finding]:
    tender = {
        "tender_ref": "T-2026-01",
        "period": {"from": "2025-06-01", "to": "2026-05-31"},
        "services": ["sv-home"],
    }
    figures = [{"measure": "TM12", **row}]
    log = {"released": [{**RELEASED, **released}]}
    bids = [{"tender": tender, "figures": figures}]
    return of_workspace("TEN-04", bids=bids, releases=log)


def test_a_figure_that_differs_from_the_last_release_is_explained() -> None:
    assert differing({"shown": "8 of 10 (80%)"}) == []
    (found,) = differing({"shown": "9 of 10 (90%)"})
    assert found.message == "This figure differs from T-2026-00. Explain or correct."
    explained = {"shown": "9 of 10 (90%)", "note": "One was recorded late."}
    assert differing(explained) == []


@pytest.mark.parametrize(
    "other", [{"to": "2026-04-30"}, {"services": ["sv-fernhaugh"]}, {"measure": "TM13"}]
)
def test_only_the_same_thing_is_compared(other: dict[str, object]) -> None:
    assert differing({"shown": "9 of 10 (90%)"}, **other) == []


def test_two_releases_that_differ_are_explained_in_the_log() -> None:
    again = {**RELEASED, "tender": "T-2026-02", "shown": "7 of 10 (70%)"}
    log = {"released": [RELEASED, again]}
    (found,) = of_workspace("TEN-04", releases=log)
    assert found.place.field == "released[1]"
    noted = {"released": [RELEASED, {**again, "note": "Corrected."}]}
    assert of_workspace("TEN-04", releases=noted) == []


@pytest.mark.parametrize(
    ("limits", "over"),
    [
        ({"word_limit": "7"}, []),
        ({"word_limit": "5"}, ["This is 2 words over the limit."]),
        ({"page_limit": "0.01"}, ["This is 2 words over the limit."]),
        ({"page_limit": "1", "word_limit": "6"}, ["This is 1 words over the limit."]),
        ({}, []),
    ],
)
def test_an_answer_keeps_its_limit(limits: dict[str, str], over: list[str]) -> None:
    tender = {**TENDER, "questions": [{"id": "Q1", **limits}]}
    said = "# We ask\n\n- everyone, each week, twice.\n- Yes."
    bids = [{"tender": tender, "answers": {"Q1": said}}]
    assert [f.message for f in of_workspace("TEN-05", bids=bids)] == over


FIGURES = [{"measure": "TM12", "shown": "too few people to report"}]


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Reviews: {{TM12}}.", 6),
        ("**{{ TM12 }}** of them", 7),
        ("See {{appendix:measures}}, {{page:measures}}.", 5),
        ("{{ TM99 }}", 1),
        ("| Step | Who |\n|---|---|\n| Ask | {{TM12}} |", 8),
    ],
)
def test_words_are_counted_with_the_figures_in_their_place(
    said: str, count: int
) -> None:
    def over(limit: int) -> list[str]:
        tender = {**TENDER, "questions": [{"id": "Q1", "word_limit": str(limit)}]}
        bid = {"tender": tender, "answers": {"Q1": said}, "figures": FIGURES}
        return [f.message for f in of_workspace("TEN-05", bids=[bid])]

    assert over(count) == []
    assert over(count - 1) == ["This is 1 words over the limit."]


@pytest.mark.parametrize(
    ("text", "prompts"),
    [
        ("Our approach is robust.", 1),
        ("Our PERSON-CENTRED way is known. It works.", 1),
        ("We involve people.", 1),
        ("We involve people: the keyworker asks each of them.", 0),
        ("We involve people. That was 9 of 10 last year.", 0),
        ("Our approach is robust. The audit of March shows it.", 0),
        ("We ensure safety.", 1),
        ("We ensure safety. See TM12.", 0),
        ("We are committed to quality and our manager knows it.", 1),
        ("# Robust ways\n\nPeople told us so.", 0),
        ("Nobody was robustly built.", 0),
    ],
)
def test_a_claim_has_something_near_it_that_can_be_scored(
    text: str, prompts: int
) -> None:
    bids = [{"tender": TENDER, "answers": {"Q1": text}}]
    assert len(of_workspace("TEN-06", bids=bids)) == prompts


def test_nobody_approves_their_own_pack() -> None:
    own = {"approver": "st-06", "prepared_by": "st-06"}
    assert of_workspace("TEN-07", bids=[{"tender": own}])
    assert of_workspace("TEN-07", bids=[{"tender": {"approver": "st-06"}}]) == []


def whole(root: Path) -> list[Finding]:
    organisation, _ = load_organisation(root)
    cases = CaseFolders(root)
    folders = (cases.load(ref).folder for ref in cases.refs())
    seen = tuple(glimpse(f, organisation, naming=True) for f in folders)
    around = Surroundings(GovernanceFiles(root).read(), organisation, seen, TODAY)
    return list(check_workspace(around, RULES))


def test_the_starter_workspace_is_in_order(starter: Path) -> None:
    assert whole(starter) == []


def test_answers_are_read_from_text_and_from_word(workspace: Path) -> None:
    answers = workspace / "tenders/T-2026-07/answers"
    answers.mkdir()
    (answers / "Q4.md").write_text("Our approach is robust.\n", encoding="utf-8")
    body = "<w:document><w:p><w:t>We met Win</w:t></w:p></w:document>"
    with zipfile.ZipFile(answers / "Q5.docx", "w") as word:
        word.writestr("word/document.xml", body)
        word.writestr("docProps/core.xml", "<a>Gareth Pell</a>")
    (answers / "Q6.docx").write_bytes(b"PK cut off")
    found = {(f.rule, f.place.file.rpartition("/")[2]) for f in whole(workspace)}
    assert found == {
        ("FIL-01", "Q6.docx"),
        ("TEN-02", "Q5.docx"),
        ("TEN-06", "Q4.md"),
    }


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        ("governance/sampling/2026-10.yaml", "a: [", "FIL-01"),
        ("governance/sampling/2026-10 (1).yaml", "schema_version: 1\n", "FIL-09"),
        ("config/provider (1).yaml", "schema_version: 1\n", "FIL-09"),
        ("tenders/T-2026-07/vignettes/V-003-PC2.yaml", "schema_version: 1\n", "FIL-09"),
        ("tenders/T-2026-08/answers/Q1.md", "Yes.", "FIL-01"),
    ],
)
def test_files_beside_the_cases_are_checked_too(
    workspace: Path, file: str, text: str, rule: str
) -> None:
    path = workspace / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    assert {f.rule for f in whole(workspace)} == {rule}


@pytest.mark.parametrize(
    ("file", "old", "new", "rule"),
    [
        ("governance/sampling/2026-10.yaml", "sampled_by: st-06", "sampled_by: x", 5),
        ("governance/sampling/2026-10.yaml", "sampled_on: 2026-11-06", "", 3),
        ("governance/sampling/2026-10.yaml", '"2026-10"', '"2026-09"', 7),
        (
            "governance/supervision/2026-11-04-01.yaml",
            "date: 2026-11",
            "date: 2027-11",
            6,
        ),
        ("tenders/T-2026-07/tender.yaml", "buyer:", "byuer:", 2),
        ("config/staff.yaml", "line_manager: st-05", "line_manager: st-55", 5),
    ],
)
def test_what_is_wrong_in_them_is_named(
    workspace: Path, file: str, old: str, new: str, rule: int
) -> None:
    path = workspace / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = [f for f in whole(workspace) if f.rule == f"FIL-0{rule}"]
    assert [f.place.file for f in found] == [file]
    assert found[0].case is None
    assert found[0].place.line or rule == 3


def sliced(
    shown: str, before: str, services: list[str], until: str = "2026-11-30"
) -> bool:
    period = {"from": "2025-12-01", "to": "2026-11-30"}
    tender = {"tender_ref": "T-2026-02", "period": period, "services": services}
    given: dict[str, object] = {
        "tender": "T-2026-01",
        "measure": "TM02",
        "from": "2025-12-01",
    }
    given |= {"to": until, "services": ["sv-a", "sv-b"], "shown": before}
    return bool(
        of_workspace(
            "TEN-03",
            bids=[{"tender": tender, "figures": [{"measure": "TM02", "shown": shown}]}],
            releases={"released": [given]},
        )
    )


def test_a_figure_is_not_shown_beside_an_earlier_one_that_gives_a_slice_away() -> None:
    assert sliced("about 20 of 40 (50%)", "22 of 43 (51%)", ["sv-a"])
    assert sliced("about 20 of 40 (50%)", "18 of 38", ["sv-a", "sv-b"], "2026-10-31")
    assert not sliced("about 20 of 40 (50%)", "about 30 of 60 (50%)", ["sv-a"])
    assert not sliced("about 20 of 40 (50%)", "22 of 43 (51%)", ["sv-c"])
    assert not sliced("about 20 of 40 (50%)", "22 of 43 (51%)", ["sv-a", "sv-b"])


def given_away(**story: str) -> set[tuple[str, str]]:
    """What is found in a story of a case, by field."""
    told = {**STORY, "situation": "Somebody wanted to see a relative.", **story}
    contacts = [{"id": "c1", "name": "Corin", "relationship": "my big cousin"}]
    person = {
        "contacts": contacts,
        "demographics": {"ethnicity": "Welsh Italian"},
        "communication": {"language": "Lushootseed"},
    }
    bids = [{"tender": TENDER, "vignettes": [told]}]
    found = of_workspace("TEN-02", cases=({"person": person},), bids=bids)
    return {(f.place.field, f.wording) for f in found}


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("situation", "A woman wanted to see her brother.", "brother"),
        ("heading", "Out on Sunday", "Sunday"),
        ("what_changed", "At 67 years old he goes alone.", "67 years old"),
        ("what_we_learned", "Ask before 3 May.", "3 May"),
        ("situation", "Her big cousin visits.", "big cousin"),
        ("situation", "She speaks Lushootseed.", "Lushootseed"),
        ("situation", "Her family is Welsh-Italian.", "Welsh-Italian"),
        ("choices_offered", "The bus to Oldwick.", "Oldwick"),
    ],
)
def test_a_story_says_more_generally_what_points_to_somebody(
    field: str, text: str, found: str
) -> None:
    assert given_away() == set()
    assert (field, found) in given_away(**{field: text})


def test_a_story_does_not_tell_too_many_things_of_one_person() -> None:
    apart = {
        "situation": "A man in his sixties lives with dementia.",
        "what_they_wanted": "To go to the choir.",
    }
    assert given_away(**apart) == {("situation", "sixties; dementia; choir")}


def test_what_somebody_let_through_with_a_reason_is_no_finding() -> None:
    story = {**STORY, "situation": "He went to Oldwick."}
    bid = {"tender": TENDER, "vignettes": [story]}
    (found,) = of_workspace("TEN-02", bids=[bid])
    assert found.wording == "Oldwick"
    assert "no name" in found.detail
    allowed = [{"text": "Oldwick", "reason": "The town of the tender."}]
    assert (
        of_workspace("TEN-02", bids=[{**bid, "assembly": {"allowed": allowed}}]) == []
    )


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("A woman in her eighties with dementia, once a nurse, sang in a choir.", 1),
        ("We support people over 80 with dementia; nurses run a choir.", 0),
    ],
)
def test_an_answer_does_not_tell_too_much_of_one_person(text: str, times: int) -> None:
    bids = [{"tender": TENDER, "answers": {"Q1": text}}]
    assert len(of_workspace("TEN-02", bids=bids)) == times
