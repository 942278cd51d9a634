"""The pattern review sheet: what it says, and what it never says (brief 5.7)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.organisation import Organisation
from workflow.domain.pattern_sheet import Look, Sheet, Span, pattern_sheet, span_of
from workflow.domain.vocabulary import RecordType, ReviewKind
from workflow.domain.working_days import Calendar

TODAY = date(2026, 11, 23)
PHRASE = "Did I leave the washing in?"


@pytest.fixture(scope="module")
def organisation(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


@pytest.fixture(scope="module")
def tam(starter: Path) -> CaseFolder:
    return CaseFolders(starter).load(CaseRef("SG-2026-014")).folder


@pytest.fixture(scope="module")
def des(starter: Path) -> CaseFolder:
    return CaseFolders(starter).load(CaseRef("SG-2026-019")).folder


def held(folder: CaseFolder, day: str) -> Look:
    due_on = date.fromisoformat(day)
    found = folder.held(ReviewKind.PATTERN)
    return Look("RS1", due_on, next(f for f in found if f.record.due_on == due_on))


def sheet(
    folder: CaseFolder, organisation: Organisation, look: Look, today: date = TODAY
) -> Sheet:
    return pattern_sheet(folder, organisation, Calendar(frozenset()), today, look)


def rows(sheet: Sheet, key: str) -> Sequence[Mapping[str, str]]:
    found = sheet.said[key]
    assert isinstance(found, list)
    return found


def test_a_visit_is_shown_with_its_rules_its_pressure_and_its_ratings(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, held(tam, "2026-10-05"))
    assert rows(made, "visits") == [
        {
            "date": "27 September 2026",
            "visitor": "Corin Oakhollow",
            "inside": "Yes, Garden room",
            "kept": "1 of 3",
            "not_kept": "The door stays open: broken. "
            "You ask about money once. If I say no that is it: broken.",
            "pressed": "3",
            "exit_phrase": "Yes",
            "ratings": "(1) 8, (2) 3",
        }
    ]


def test_a_journey_is_shown_with_its_check_ins_and_how_it_went(
    des: CaseFolder, organisation: Organisation
) -> None:
    look = Look("RS9", date(2026, 10, 19))
    journeys = rows(sheet(des, organisation, look), "journeys")
    missed = next(j for j in journeys if j["date"] == "15 October 2026")
    assert missed["check_ins"] == "1 made on time, 1 missed"
    stopped = next(j for j in journeys if j["date"] == "22 October 2026")
    assert stopped["outcome"] == "Stopped by staff"
    assert stopped["check_ins"] == "No check-in"
    assert {j["ratings"] for j in journeys} == {"4", "5", "6", "7"}


def test_only_what_changed_since_last_time_is_told(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, held(tam, "2026-10-12"))
    assert made.said["changes"] == [
        "How wound up I feel after a visit: 8 last time, 5 now, better.",
        "Times I felt pushed in a visit: 3 last time, 1 now, better.",
        "The door stays open: broken last time, kept now.",
        "You ask about money once. If I say no that is it: broken last time, kept now.",
        "Times pressed: 3 last time, 1 now.",
        "Exit phrase: used last time, not used now.",
    ]


def test_a_time_without_a_visit_tells_of_no_change(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, held(tam, "2026-10-19"))
    assert made.said["visits"] == []
    assert made.said["changes"] == []
    assert made.said["of_visits"] is True


def test_the_first_sheet_compares_with_the_start(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, held(tam, "2026-10-05"))
    assert made.said["changes"] == [
        "How wound up I feel after a visit: 7 at the start, 8 now, worse.",
        "Times I felt pushed in a visit: 4 at the start, 3 now, better.",
    ]


def test_a_coming_review_looks_at_everything_since_the_one_before(
    tam: CaseFolder, organisation: Organisation
) -> None:
    look = Look("RS1", date(2026, 11, 2))
    assert span_of(tam, look) == Span(date(2026, 10, 26), None)
    made = sheet(tam, organisation, look)
    assert [v["date"] for v in rows(made, "visits")] == ["8 November 2026"]
    assert made.said["is_held"] is False
    assert made.said["days"] == "since 26 October 2026"


def test_with_no_review_before_it_looks_back_to_the_first_plan() -> None:
    folder = a_folder(plan={"version": "1", "agreed_on": "2026-09-01"})
    assert span_of(folder, Look("RS1", None)).start == date(2026, 9, 1)
    bare = a_folder()
    assert span_of(bare, Look("RS1", None)).start == date(2026, 8, 3)


def test_the_exit_phrase_never_stands_on_it_wherever_it_was_written(
    organisation: Organisation,
) -> None:
    said = 'I said "did I leave the washing in" and it stopped.'
    folder = a_folder(
        case={"focus": ["safe_contact"]},
        plan={"safe_contact": {"exit_phrase": {"phrase": PHRASE}}},
        records=[
            {
                "record_id": "2026-11-09-visit-01",
                "type": "visit",
                "date": "2026-11-09",
                "person_said": said,
                "visit": {"exit_phrase_used": "true"},
            },
            {
                "type": "concern_note",
                "date": "2026-11-10",
                "concern_note": {"noticed": f"Used {PHRASE.upper()} twice"},
            },
        ],
    )
    made = sheet(folder, organisation, Look("RS1", date(2026, 11, 16)))
    assert rows(made, "spoken")[0]["words"] == 'I said "[exit phrase]" and it stopped.'
    assert rows(made, "visits")[0]["exit_phrase"] == "Yes"
    assert "washing" not in repr(made.said).lower()


def test_what_somebody_spoke_up_about_is_not_on_it(organisation: Organisation) -> None:
    record = {
        "type": "speak_up",
        "date": "2026-11-09",
        "person_said": "It is about the night worker.",
        "follow_up": [{"what": "Ask her on her own"}],
    }
    made = sheet(a_folder(records=[record]), organisation, Look("RS1", None))
    assert "night worker" not in repr(made.said)
    assert "on her own" not in repr(made.said)


def test_nought_is_an_answer_and_nothing_is_not(organisation: Organisation) -> None:
    visits: list[Mapping[str, object]] = [
        {"type": "visit", "date": "2026-11-08", "visit": {}},
        {
            "type": "visit",
            "date": "2026-11-09",
            "visit": {"pressured_interactions": "0", "exit_phrase_used": "false"},
        },
    ]
    folder = a_folder(records=visits)
    empty, nought = rows(sheet(folder, organisation, Look("RS1", None)), "visits")
    assert (empty["pressed"], empty["exit_phrase"]) == ("not written", "not written")
    assert (nought["pressed"], nought["exit_phrase"]) == ("0", "No")


def measured(count: int, *, rated: int) -> CaseFolder:
    measures = [
        {"id": f"M{n}", "name": f"Measure {n}", "better": "lower", "baseline": "5"}
        for n in range(1, count + 1)
    ]
    ratings = [{"measure": f"M{n}", "value": "3"} for n in range(1, rated + 1)]
    record = {"type": "visit", "date": "2026-11-09", "measurements": ratings}
    return a_folder(plan={"measures": measures}, records=[record])


@pytest.mark.parametrize(
    ("count", "rated", "charts"),
    [(1, 1, 1), (4, 4, 4), (6, 6, 4), (3, 1, 1), (2, 0, 0)],
)
def test_each_measure_is_told_and_only_a_rated_one_has_a_chart(
    organisation: Organisation, count: int, rated: int, charts: int
) -> None:
    made = sheet(measured(count, rated=rated), organisation, Look("RS1", None))
    assert len(made.charts) == charts
    assert len(rows(made, "measures")) == count
    places = [int(m["chart"]) for m in rows(made, "measures") if m["chart"]]
    assert places == list(range(1, charts + 1))


def test_a_chart_says_in_words_what_it_shows(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, held(tam, "2026-10-26"))
    alts = made.said["alts"]
    assert isinstance(alts, dict)
    assert alts["chart_3"] == ""
    assert alts["chart_1"] == (
        "Chart of How wound up I feel after a visit, 0 to 10, lower is better. "
        "The start was 7 on 18 September 2026. Ratings: 8 on 27 September 2026, "
        "5 on 11 October 2026, 5 on 25 October 2026. The goal is 3."
    )
    assert made.charts[0].values[-1] == (date(2026, 10, 25), 5.0)
    assert made.charts[0].since == date(2026, 10, 19)


def test_triggers_and_warning_points_say_yes_with_the_day_or_no(
    des: CaseFolder, organisation: Organisation
) -> None:
    look = Look("RS9", date(2026, 10, 26))
    fell = [
        replace(
            f, record=f.record.model_copy(update={"journey": _fallen(f.record.journey)})
        )
        if f.record.type is RecordType.JOURNEY
        else f
        for f in des.records
    ]
    made = sheet(replace(des, records=tuple(fell)), organisation, look)
    went_off = {t["what"]: t["went_off"] for t in rows(made, "triggers")}
    assert went_off["Someone keeps asking me for money or waits for me."] == "No"
    assert went_off["Any fall out there."].startswith("Yes, ")
    assert rows(made, "thresholds")[0]["in_records"].startswith("Yes, ")


def _fallen(journey: object) -> object:
    return journey.model_copy(update={"falls": 1})  # type: ignore[attr-defined]


def test_a_threshold_that_the_lead_answered_stands_beside_the_records(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, held(tam, "2026-10-05"))
    assert [(t["in_records"], t["lead"]) for t in rows(made, "thresholds")] == [
        ("No", "No"),
        ("No", "No"),
    ]


def test_a_planned_day_without_a_record_is_told(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, Look("RS1", date(2026, 11, 30)))
    assert made.said["also"] == [
        "22 November 2026 was planned, and there is no record of it."
    ]


def test_actions_still_open_or_done_since_stand_with_how_they_stand(
    tam: CaseFolder, organisation: Organisation
) -> None:
    now = rows(sheet(tam, organisation, Look("RS1", date(2026, 11, 30))), "actions")
    assert [(a["owner"], a["status"]) for a in now] == [("Moira Achebe", "In progress")]
    then = rows(sheet(tam, organisation, held(tam, "2026-10-05")), "actions")
    assert then[2]["owner"] == "Tam"
    assert then[2]["status"] == "Done, 27 September 2026"


def test_a_held_review_is_the_sheet_as_it_was_written(
    tam: CaseFolder, organisation: Organisation
) -> None:
    made = sheet(tam, organisation, held(tam, "2026-10-26"))
    filled = made.said["held"]
    assert isinstance(filled, dict)
    assert filled["held_on"] == "26 October 2026"
    assert filled["improved"] == "Door rule kept twice running."
    assert filled["decision"] == "Less support"
    assert filled["signed_by"] == "Priya Nandakumar"
    assert rows(made, "measures")[0]["comment"] == "The same"
