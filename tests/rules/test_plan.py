"""The rules of the plan, its actions and owners, PLN-01 to PLN-16 (brief 3.4)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.make import a_folder
from tests.rules.asking import ORGANISATION, ROOT, ask, ask_of, fields, provider_with
from workflow.adapters.case_folders import CaseFolders
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.findings import Severity
from workflow.domain.organisation import Organisation
from workflow.domain.records.consent import Consent
from workflow.domain.records.staff import StaffRegister

CLOSED = {"status": "closed", "closed_on": "2026-11-20"}


def actions(*several: dict[str, object], **case: object) -> dict[str, object]:
    return {"plan": {"actions": list(several)}, "case": case}


def worked(ref: str) -> CaseFolder:
    return CaseFolders(ROOT).load(CaseRef(ref)).folder


def without(folder: CaseFolder, name: str, **empty: object) -> CaseFolder:
    """A case folder with some fields of one file emptied."""
    filed = getattr(folder, name)
    record = filed.record.model_copy(update=empty)
    changed: CaseFolder = replace(folder, **{name: replace(filed, record=record)})
    return changed


@pytest.mark.parametrize("ref", ["SG-2026-014", "SG-2026-019", "SG-2026-021"])
def test_a_whole_agreed_plan_has_nothing_empty(ref: str) -> None:
    assert ask_of("PLN-01", worked(ref)) == []


@pytest.mark.parametrize(
    ("name", "field", "empty"),
    [
        ("plan", "title_for_person", None),
        ("plan", "outcome_refs", ()),
        ("plan", "risks", ()),
        ("plan", "signatures", ()),
        ("consent", "wishes", None),
        ("consent", "options_explained", ()),
    ],
)
def test_what_is_empty_in_an_agreed_plan_is_named(
    name: str, field: str, empty: object
) -> None:
    (finding,) = ask_of(
        "PLN-01", without(worked("SG-2026-014"), name, **{field: empty})
    )
    assert (finding.place.file, finding.place.field) == (f"{name}.yaml", field)
    assert finding.message.startswith("The plan is marked agreed but ")


def test_a_draft_may_have_gaps() -> None:
    folder = without(worked("SG-2026-014"), "plan", status=None, title_for_person=None)
    assert ask_of("PLN-01", folder) == []


def test_a_consent_file_that_is_not_there_is_all_gaps() -> None:
    folder = replace(worked("SG-2026-014"), consent=Filed("consent.yaml", Consent()))
    found = fields(ask_of("PLN-01", folder))
    assert "wishes" in found
    assert "options_explained" in found


def test_of_a_file_nobody_could_read_nothing_is_said_and_of_the_others_all() -> None:
    folder = without(worked("SG-2026-014"), "plan", title_for_person=None)
    lost = Filed("consent.yaml", Consent())
    folder = replace(folder, consent=lost, unreadable=frozenset({"consent.yaml"}))
    assert fields(ask_of("PLN-01", folder)) == ["title_for_person"]


def test_a_person_who_expressed_nothing_need_have_no_outcome_of_their_own() -> None:
    folder = without(worked("SG-2026-014"), "case", outcomes=())
    assert "outcomes" not in fields(ask_of("PLN-01", folder))


def test_a_value_nobody_can_read_is_not_called_empty() -> None:
    agreed = {"plan": {"status": "agreed"}}
    everything = fields(ask("PLN-01", agreed))
    assert {"risks", "my_words.what_helps"} - {*everything} == {"my_words.what_helps"}
    misread = (("plan.yaml", "risks[0]"), ("plan.yaml", "my_words"))
    left = fields(ask("PLN-01", agreed, misread=misread))
    gone = {*everything} - {*left}
    assert "risks" in gone
    assert "my_words.what_matters_to_me" in gone
    assert "signatures" in left


@pytest.mark.parametrize(
    ("helps", "handles", "missing"),
    [
        ([{"what": "Singing"}], [{"i_can": "Say no"}], []),
        ([], [{"i_can": "Say no"}], ["protective_factors"]),
        ([{"what": "Singing"}], [], ["self_management"]),
        ([], [], ["protective_factors"]),
    ],
)
def test_a_plan_says_what_helps_and_what_the_person_handles(
    helps: object, handles: object, missing: list[str]
) -> None:
    plan = {"protective_factors": helps, "self_management": handles}
    assert fields(ask("PLN-02", {"plan": plan})) == missing


def test_each_risk_has_the_persons_view() -> None:
    risks = [{"id": "R1", "person_view": "It is mine"}, {"id": "R2"}, {"id": "R3"}]
    found = ask("PLN-03", {"plan": {"risks": risks}})
    assert fields(found) == ["risks[1].person_view", "risks[2].person_view"]


@pytest.mark.parametrize(
    ("focus", "field", "words"),
    [
        ("safe_contact", "safe_contact.with_whom", "making contact with someone safer"),
        ("positive_risk", "positive_risk.activity", "taking a risk the person chooses"),
        ("information_sharing", "boundaries", "who is told what"),
    ],
)
def test_the_part_of_the_plan_for_the_focus_is_there(
    focus: str, field: str, words: str
) -> None:
    found = ask("PLN-04", {"case": {"focus": [focus]}})
    assert field in fields(found)
    assert found[0].message.startswith(f"This case is about {words}.")
    assert found[0].holds == {"plan"}


def test_a_case_about_something_else_needs_no_part() -> None:
    assert ask("PLN-04", {"case": {"focus": ["other"]}}) == []


@pytest.mark.parametrize(
    ("ref", "block", "field"),
    [
        ("SG-2026-014", "safe_contact", "pressure_signs"),
        ("SG-2026-014", "safe_contact", "after_visit"),
        ("SG-2026-019", "positive_risk", "routes"),
        ("SG-2026-019", "positive_risk", "why_it_matters"),
    ],
)
def test_a_part_that_is_not_complete_says_what_is_missing(
    ref: str, block: str, field: str
) -> None:
    folder = worked(ref)
    assert ask_of("PLN-04", folder) == []
    inside = getattr(folder.plan.record, block)
    empty = type(inside).model_fields[field].default
    gap = inside.model_copy(update={field: empty})
    (finding,) = ask_of("PLN-04", without(folder, "plan", **{block: gap}))
    assert finding.place.field == f"{block}.{field}"
    assert finding.detail.startswith("Still empty: ")


def test_where_a_particular_rule_speaks_the_general_one_is_silent() -> None:
    folder = worked("SG-2026-014")
    contact = folder.plan.record.safe_contact.model_copy(update={"response_steps": ()})
    folder = without(folder, "plan", safe_contact=contact)
    assert fields(ask_of("DOM-04", folder)) == ["safe_contact.response_steps"]
    assert ask_of("PLN-04", folder) == []


def test_a_person_who_wants_no_contact_has_no_visits_to_plan() -> None:
    contact = {"with_whom": "c1", "wish": "stop", "what_safe_contact_means": "None"}
    parts = {"case": {"focus": ["safe_contact"]}, "plan": {"safe_contact": contact}}
    assert ask("PLN-04", parts) == []
    contact["wish"] = "less"
    assert fields(ask("PLN-04", parts)) == ["safe_contact.boundaries"]


def test_a_focus_nobody_can_read_asks_for_no_part() -> None:
    case = {"case": {"focus": ["safe_contact"]}}
    assert ask("PLN-04", case, misread=(("case.yaml", "focus[1]"),)) == []


JOB: dict[str, object] = {
    "id": "A1",
    "what": "Ring the bank",
    "owner": "st-01",
    "due_on": "2026-11-23",
    "how_we_will_know": "A letter comes",
    "status": "in_progress",
}


@pytest.mark.parametrize("missing", ["owner", "due_on", "how_we_will_know"])
@pytest.mark.parametrize("status", ["not_started", "done", "no_longer_needed"])
def test_an_action_has_one_person_one_date_and_a_sign(
    missing: str, status: str
) -> None:
    assert ask("PLN-05", actions({**JOB, "status": status})) == []
    found = ask("PLN-05", actions({**JOB, "status": status, missing: ""}))
    assert fields(found) == [f"actions[0].{missing}"]


def test_an_action_is_late_the_day_after_its_date() -> None:
    assert ask("PLN-06", actions(JOB)) == []
    (finding,) = ask("PLN-06", actions(JOB), date(2026, 11, 24))
    assert finding.message.startswith('"Ring the bank" was due on 23 November 2026.')
    assert finding.place.field == "actions[0].due_on"


@pytest.mark.parametrize("status", ["done", "not_possible", "no_longer_needed"])
def test_an_action_that_is_over_is_not_late(status: str) -> None:
    over = actions({**JOB, "due_on": "2026-11-02", "status": status})
    assert ask("PLN-06", over) == []


def test_nobody_is_reminded_of_actions_when_the_case_is_closed() -> None:
    late = {**JOB, "due_on": "2026-11-02"}
    assert ask("PLN-06", actions(late, **CLOSED)) == []
    assert len(ask("PLN-06", actions(late))) == 1


def test_an_action_that_may_be_done_is_not_late() -> None:
    late = actions({**JOB, "due_on": "2026-11-02", "status": ""})
    assert len(ask("PLN-06", late)) == 1
    assert ask("PLN-06", late, misread=(("plan.yaml", "actions[0].status"),)) == []


def test_an_action_that_was_done_says_what_came_of_it() -> None:
    (finding,) = ask("PLN-07", actions({**JOB, "status": "done"}))
    assert finding.severity is Severity.PROMPT
    assert finding.place.field == "actions[0].result"
    done = {**JOB, "status": "done", "result": "A limit on the card"}
    for action in (done, JOB, {**JOB, "status": "not_possible"}):
        assert ask("PLN-07", actions(action)) == []


@pytest.mark.parametrize(
    ("owners", "rule"),
    [
        (["person", "person"], "PLN-08"),
        (["st-01", "st-03"], "PLN-09"),
        (["person"], "PLN-08"),
        (["person", "st-01"], ""),
        (["st-01", "c1"], ""),
        (["person", ""], ""),
        (["st-01", ""], ""),
        ([], ""),
    ],
)
def test_jobs_are_shared_between_the_person_and_the_team(
    owners: list[str], rule: str
) -> None:
    jobs = actions(*({**JOB, "owner": owner} for owner in owners))
    for asked in ("PLN-08", "PLN-09"):
        found = ask(asked, jobs)
        assert fields(found) == (["actions"] if asked == rule else [])
        misread = (("plan.yaml", "actions[1].owner"),)
        assert ask(asked, jobs, misread=misread) == []


def test_nobody_shares_out_the_jobs_of_a_closed_case() -> None:
    for owner in ("person", "st-01"):
        jobs = actions({**JOB, "owner": owner}, **CLOSED)
        assert ask("PLN-08", jobs) == []
        assert ask("PLN-09", jobs) == []


TEAM = {"owner": "st-03", "cover": "st-05", "safeguarding_lead": "st-01"}


@pytest.mark.parametrize("role", ["owner", "cover", "safeguarding_lead"])
def test_who_looks_after_a_case_works_here(role: str) -> None:
    assert ask("PLN-10", {"case": {"ownership": TEAM}}) == []
    left = {"case": {"ownership": {**TEAM, role: "st-10"}}}
    assert ask("PLN-10", left) == []
    (finding,) = ask("PLN-10", left, organisation=leaving("2026-11-22"))
    assert finding.message.startswith("Lorna Quaich is not available.")
    assert finding.place.field == f"ownership.{role}"
    assert finding.holds == {"register", "plan"}
    assert ask("PLN-10", left, organisation=leaving("2026-11-23")) == []


def leaving(day: str) -> Organisation:
    register = ORGANISATION.staff.record
    staff = tuple(
        member.model_copy(update={"active_to": date.fromisoformat(day)})
        if member.id == "st-10"
        else member
        for member in register.staff
    )
    filed = Filed(ORGANISATION.staff.file, StaffRegister(staff=staff))
    return replace(ORGANISATION, staff=filed)


def test_the_owner_is_not_their_own_cover() -> None:
    same = {"case": {"ownership": {**TEAM, "cover": "st-03"}}}
    (finding,) = ask("PLN-10", same)
    assert finding.place.field == "ownership.cover"
    assert finding.message.startswith("Moira Achebe")


def test_a_closed_case_needs_nobody_and_a_lost_register_blames_nobody() -> None:
    gone = {"ownership": {**TEAM, "owner": "st-99"}}
    assert len(ask("PLN-10", {"case": gone})) == 1
    assert ask("PLN-10", {"case": {**gone, **CLOSED}}) == []
    lost = replace(ORGANISATION, staff=Filed("config/staff.yaml", StaffRegister()))
    assert ask("PLN-10", {"case": gone}, organisation=lost) == []


def raised(day: str, **plan: object) -> dict[str, object]:
    return {"case": {"concern": {"raised_on": day}}, "plan": plan}


def test_a_plan_is_agreed_within_five_working_days() -> None:
    assert ask("PLN-11", raised("2026-11-16", status="draft")) == []
    (finding,) = ask("PLN-11", raised("2026-11-13", status="draft"))
    assert finding.message == "Ines has waited 6 working days for a plan."
    assert (finding.place.file, finding.place.field) == ("plan.yaml", "status")


@pytest.mark.parametrize(
    "plan",
    [
        {"status": "agreed", "agreed_on": "2026-11-20"},
        {"status": "draft", "version": "2", "first_agreed_on": "2026-11-20"},
    ],
)
def test_the_wait_is_over_once_a_plan_was_agreed_however_late(
    plan: dict[str, str],
) -> None:
    assert ask("PLN-11", raised("2026-08-03", **plan)) == []


def test_a_plan_in_the_history_was_agreed() -> None:
    assert (
        ask("PLN-11", {**raised("2026-08-03"), "old_plans": [{"version": "1"}]}) == []
    )


def test_nobody_waits_in_a_closed_case_or_for_a_plan_nobody_can_read() -> None:
    parts = raised("2026-08-03", status="")
    assert len(ask("PLN-11", parts)) == 1
    assert ask("PLN-11", parts, misread=(("plan.yaml", "status"),)) == []
    closed = {"case": {"concern": {"raised_on": "2026-08-03"}, **CLOSED}}
    assert ask("PLN-11", closed) == []


def test_a_provider_can_promise_a_plan_sooner() -> None:
    sooner = provider_with(plan_working_days="2")
    found = ask("PLN-11", raised("2026-11-18"), organisation=sooner)
    assert "waited 3 working days" in found[0].message


def test_a_new_version_says_what_changed() -> None:
    assert fields(ask("PLN-12", {"plan": {"version": "2"}})) == ["changed_because"]
    assert ask("PLN-12", {"plan": {"version": "1"}}) == []
    plan = {"version": "3", "changed_because": "She asked"}
    assert ask("PLN-12", {"plan": plan}) == []


def test_a_plan_says_what_then_and_who_to_call() -> None:
    call = {"emergency": {"call": ["999"]}}
    assert fields(ask("PLN-13", {"plan": call})) == ["contingency"]
    assert fields(ask("PLN-13", {"plan": {"contingency": "Ring"}})) == [
        "emergency.call"
    ]
    assert ask("PLN-13", {"plan": {**call, "contingency": "Ring"}}) == []


def test_each_disagreement_has_a_way_forward() -> None:
    several = [{"about": "Staff", "way_forward": "In the kitchen"}, {"about": "Money"}]
    found = ask("PLN-14", {"plan": {"co_production": {"disagreements": several}}})
    assert fields(found) == ["co_production.disagreements[1].way_forward"]
    assert found[0].message.startswith("You and Ines see this differently.")


SLEEP: dict[str, object] = {"id": "M1", "name": "How I sleep", "baseline": "3"}


def measured(*values: str, agreed_on: str = "2026-10-25") -> dict[str, object]:
    records = [
        {"type": "visit", "measurements": [{"measure": "M1", "value": value}]}
        for value in values
    ]
    return {"plan": {"agreed_on": agreed_on, "measures": [SLEEP]}, "records": records}


@pytest.mark.parametrize(
    ("values", "count"),
    [((), 1), (("4",), 1), (("4", "5"), 0), (("0", "0"), 0), (("4", ""), 1)],
)
def test_two_values_can_be_compared(values: tuple[str, ...], count: int) -> None:
    found = ask("PLN-15", measured(*values))
    assert fields(found) == ["measures[0]"] * count


def test_values_of_no_measure_are_not_those_of_a_measure_without_an_id() -> None:
    parts = measured("4", "5")
    parts["plan"] = {"agreed_on": "2026-10-25", "measures": [{**SLEEP, "id": ""}]}
    lines = [{"measure": "", "value": value} for value in ("4", "5")]
    parts["records"] = [{"type": "visit", "measurements": lines}]
    assert fields(ask("PLN-15", parts)) == ["measures[0]"]


def test_the_values_have_28_days_from_the_day_the_plan_was_agreed() -> None:
    assert ask("PLN-15", measured(agreed_on="2026-10-26")) == []
    (finding,) = ask("PLN-15", measured(agreed_on="2026-10-25"))
    assert finding.message.startswith("We said we would watch How I sleep.")
    assert ask("PLN-15", measured(agreed_on="")) == []


def test_a_measure_without_a_start_has_nothing_to_compare_with() -> None:
    plan = {"measures": [{**SLEEP, "baseline": ""}, {**SLEEP, "baseline": "0"}]}
    assert fields(ask("PLN-15", {"plan": plan})) == ["measures[0].baseline"]
    assert ask("PLN-15", {"plan": plan, "case": CLOSED}) == []


def test_values_nobody_can_read_may_be_the_ones_that_are_missing() -> None:
    misread = (("records/0.yaml", "measurements[0].value"),)
    assert ask("PLN-15", measured("4", ""), misread=misread) == []


def copies(*several: dict[str, str], place: str = "person_keeps") -> dict[str, object]:
    plan = {"status": "agreed", "agreed_on": "2026-11-13", "copies": list(several)}
    needs = {"safe_contact": {"own_copy_kept": place}, "trusted_supporter": "c2"}
    person = {"preferred_name": "Ines", "communication": needs}
    return {"plan": plan, "person": person}


def test_the_person_has_their_copy_within_five_working_days() -> None:
    assert ask("PLN-16", copies(), date(2026, 11, 20)) == []
    (finding,) = ask("PLN-16", copies(), date(2026, 11, 21))
    assert finding.message.startswith("Has Ines got their plan")
    assert finding.place.field == "copies"


@pytest.mark.parametrize(
    ("to", "day", "place", "count"),
    [
        ("person", "2026-11-23", "person_keeps", 0),
        ("person", "2026-11-13", "staff_keep", 0),
        ("person", "2026-11-12", "person_keeps", 1),
        ("person", "", "person_keeps", 1),
        ("c2", "2026-11-16", "person_keeps", 1),
        ("c2", "2026-11-16", "supporter_keeps", 0),
        ("c3", "2026-11-16", "supporter_keeps", 1),
    ],
)
def test_a_copy_of_this_plan_reached_the_person(
    to: str, day: str, place: str, count: int
) -> None:
    given = copies({"to": to, "given_on": day}, place=place)
    assert len(ask("PLN-16", given)) == count


def test_no_copy_is_asked_for_where_paper_is_not_safe_or_the_plan_not_agreed() -> None:
    assert ask("PLN-16", copies(place="no_paper")) == []
    draft = {"plan": {"status": "draft", "agreed_on": "2026-11-02"}}
    assert ask("PLN-16", draft) == []
    assert ask("PLN-16", {**copies(), "case": CLOSED}) == []


def test_where_the_place_of_the_copy_cannot_be_read_nobody_asks_for_paper() -> None:
    kept = (("person.yaml", "communication.safe_contact.own_copy_kept"),)
    assert ask("PLN-16", copies(place=""), misread=kept) == []
    given = (("plan.yaml", "copies[0].given_on"),)
    assert ask("PLN-16", copies(), misread=given) == []


def test_an_empty_case_asks_for_each_thing_once() -> None:
    found = [ask_of(f"PLN-{n:02}", a_folder()) for n in range(1, 17)]
    assert all(len(several) <= 1 for several in found)
