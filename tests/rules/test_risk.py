"""The rules about positive risk (brief 3.10)."""

from datetime import date
from pathlib import Path

import pytest

from tests.rules.spoken import change, of_worked, spoken

B = "SG-2026-019"
FOCUS = {"focus": ["positive_risk"]}


@pytest.mark.parametrize("missing", ["good_side", "harm_of_stopping"])
def test_a_chosen_risk_has_a_good_side_and_a_cost_of_stopping(missing: str) -> None:
    whole = {"id": "R1", "good_side": "Strength", "harm_of_stopping": "He gives up"}
    assert not spoken("PRT-01", case=FOCUS, plan={"risks": [whole]})
    del whole[missing]
    (finding,) = spoken("PRT-01", case=FOCUS, plan={"risks": [whole]})
    assert finding.place.field == f"risks[0].{missing}"
    assert not spoken("PRT-01", case={"focus": ["other"]}, plan={"risks": [whole]})


def test_one_step_is_not_enough_and_each_says_when_to_move_on() -> None:
    ready, unready = {"step": "1", "move_on_when": "Twice"}, {"step": "2"}
    (few,) = spoken("PRT-02", case=FOCUS, plan={"positive_risk": {"steps": [ready]}})
    assert few.place.field == "positive_risk.steps"
    steps = {"steps": [ready, unready]}
    (vague,) = spoken("PRT-02", case=FOCUS, plan={"positive_risk": steps})
    assert vague.place.field == "positive_risk.steps[1].move_on_when"


@pytest.mark.parametrize("chooser", ["staff", "family_or_friend", ""])
def test_a_check_in_is_the_persons_choice(chooser: str) -> None:
    check_ins = [
        {"id": "CI1", "chosen_by": "person"},
        {"id": "CI2", "chosen_by": chooser},
    ]
    (finding,) = spoken("PRT-03", plan={"positive_risk": {"check_ins": check_ins}})
    assert finding.place.field == "positive_risk.check_ins[1].chosen_by"
    assert finding.message == "Did Ines choose this check-in?"


@pytest.mark.parametrize("missing", ["if_missed", "grace_minutes"])
def test_a_check_in_says_what_happens_when_it_is_missed(missing: str) -> None:
    whole = {"id": "CI1", "if_missed": ["Ring"], "grace_minutes": "0"}
    assert not spoken("PRT-04", plan={"positive_risk": {"check_ins": [whole]}})
    del whole[missing]
    (finding,) = spoken("PRT-04", plan={"positive_risk": {"check_ins": [whole]}})
    assert finding.place.field == f"positive_risk.check_ins[0].{missing}"


USUAL = ("missed_check_in", "increased_falls", "signs_of_targeting")


@pytest.mark.parametrize("missing", USUAL)
def test_each_usual_trigger_is_listed_or_looked_at(missing: str) -> None:
    triggers = [{"id": kind, "kind": kind} for kind in USUAL if kind != missing]
    plan = {"review_triggers": triggers}
    (finding,) = spoken("PRT-05", case=FOCUS, plan=plan)
    assert finding.detail == f"Not there yet: {missing.replace('_', ' ')}."
    looked_at = {"positive_risk": {"triggers_not_relevant": [missing]}}
    assert not spoken("PRT-05", case=FOCUS, plan={**plan, **looked_at})


def test_a_trigger_whose_kind_nobody_can_read_may_be_one_of_them() -> None:
    plan = {"review_triggers": [{"id": "T1", "kind": "falls"}]}
    assert not spoken("PRT-05", case=FOCUS, plan=plan)
    assert not spoken("PRT-05", case={"focus": ["safe_contact"]})


@pytest.mark.parametrize("missing", ["lead", "within", "unit"])
def test_a_trigger_says_who_leads_and_how_fast(missing: str) -> None:
    whole = {"id": "T1", "lead": "st-01", "within": "0", "unit": "hours"}
    assert not spoken("PRT-06", plan={"review_triggers": [whole]})
    del whole[missing]
    (finding,) = spoken("PRT-06", plan={"review_triggers": [whole]})
    assert finding.place.field == f"review_triggers[0].{missing}"


@pytest.mark.parametrize("missing", ["my_words", "formats", "call_first"])
def test_asking_for_help_has_words_a_form_and_a_first_call(missing: str) -> None:
    whole = {"my_words": ["I am lost"], "formats": ["card"], "call_first": "st-09"}
    plan = {"positive_risk": {"help_seeking": whole}}
    assert not spoken("PRT-07", case=FOCUS, plan=plan)
    del whole[missing]
    (finding,) = spoken("PRT-07", case=FOCUS, plan=plan)
    assert finding.place.field == f"positive_risk.help_seeking.{missing}"


# PRT-08


def journey(day: str, support: str = "alone", **more: str) -> dict[str, object]:
    inside = {"route": "RT1", "support": support, "outcome": "completed", **more}
    return {"type": "journey", "date": day, "journey": inside}


def route(*days: str) -> dict[str, object]:
    return {"positive_risk": {"routes": [{"id": "RT1", "practised_on": list(days)}]}}


@pytest.mark.parametrize("support", ["alone", "alone_with_check_ins"])
def test_going_alone_before_the_first_practice_is_asked_about(support: str) -> None:
    out = [journey("2026-11-12", support)]
    assert not spoken("PRT-08", plan=route("2026-11-12"), records=out)
    (finding,) = spoken("PRT-08", plan=route("2026-11-13"), records=out)
    assert finding.message.startswith("Ines went alone on a route not practised yet.")
    assert finding.place.field == "journey.route"
    assert spoken("PRT-08", plan=route(), records=out)


def test_a_journey_with_company_is_practice() -> None:
    together = journey("2026-11-05", "nearby")
    out = journey("2026-11-12")
    assert not spoken("PRT-08", plan=route(), records=[together, out])
    cut_short = journey("2026-11-05", "nearby", outcome="stopped_by_staff")
    assert spoken("PRT-08", plan=route(), records=[cut_short, out])


def test_a_journey_that_never_began_was_not_alone() -> None:
    stayed = journey("2026-11-12", outcome="not_started_own_choice")
    assert not spoken("PRT-08", plan=route(), records=[stayed])


def test_another_way_than_those_of_the_plan_is_the_persons_business() -> None:
    elsewhere = journey("2026-11-12", route="other")
    assert not spoken("PRT-08", plan=route(), records=[elsewhere])


def test_a_day_of_practice_that_nobody_can_read_counts() -> None:
    assert not spoken("PRT-08", plan=route("May"), records=[journey("2026-11-12")])


# PRT-09 and PRT-10


def test_a_stopped_journey_stays_in_sight_whatever_was_written() -> None:
    stopped = journey("2026-10-22", outcome="stopped_by_staff")
    limit = {"what": "Asked to wait", "why": "Wet", "resolved_on": "2026-10-23"}
    (finding,) = spoken("PRT-09", records=[{**stopped, "limits_applied": [limit]}])
    assert finding.place.field == "journey.outcome"


GOING = {"focus": ["positive_risk"], "status": "active"}


def test_three_weeks_without_going_out_are_a_question() -> None:
    out = [journey("2026-11-02")]
    assert not spoken("PRT-10", date(2026, 11, 23), case=GOING, records=out)
    (finding,) = spoken("PRT-10", date(2026, 11, 24), case=GOING, records=out)
    assert finding.message.startswith("Ines has not been out for three weeks.")


@pytest.mark.parametrize("outcome", ["not_started_other", "stopped_by_staff"])
def test_not_setting_off_is_not_going_out(outcome: str) -> None:
    tried = [journey("2026-11-20", outcome=outcome)]
    assert spoken("PRT-10", case=GOING, records=tried)


def test_a_new_plan_gets_its_three_weeks() -> None:
    plan = {"starts_on": "2026-11-02"}
    assert not spoken("PRT-10", date(2026, 11, 23), case=GOING, plan=plan)
    assert spoken("PRT-10", date(2026, 11, 24), case=GOING, plan=plan)


@pytest.mark.parametrize("status", ["planning", "stepping_down", "closed"])
def test_only_a_plan_in_use_is_asked_about(status: str) -> None:
    assert spoken("PRT-10", case=GOING)
    assert not spoken("PRT-10", case={**GOING, "status": status})
    assert not spoken("PRT-10", case={"focus": ["safe_contact"], "status": "active"})


def test_case_b_is_asked_about_going_out_three_weeks_after_12_november(
    starter: Path,
) -> None:
    def asked(day: date) -> bool:
        return "PRT-10" in {finding.rule for finding in of_worked(starter, B, day)}

    assert not asked(date(2026, 12, 3))
    assert asked(date(2026, 12, 4))


def test_an_outcome_nobody_can_read_is_named_once(workspace: Path) -> None:
    file = f"{B}/records/2026-10-22-journey-01.yaml"
    change(workspace, file, "outcome: stopped_by_staff", "outcome: stopped")
    found = [f for f in of_worked(workspace, B) if f.place.file in file]
    assert [finding.rule for finding in found] == ["FIL-04"]
