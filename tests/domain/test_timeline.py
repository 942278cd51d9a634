"""What happened, the newest first; what only managers see, only for them."""

from datetime import date

from tests.make import a_folder
from workflow.domain.case_folder import CaseFolder
from workflow.domain.timeline import KINDS, QUESTIONS, Wanted, shown, timeline


def case() -> CaseFolder:
    return a_folder(
        person={"contacts": [{"id": "c3", "name": "Ana"}]},
        case={
            "outcomes": [
                {"id": "O1", "in_their_words": "Peace.", "recorded_on": "2026-09-14"}
            ],
            "lead_decisions": [
                {"id": "LD1", "date": "2026-09-20", "decision": "Ask the council."}
            ],
        },
        plan={
            "version": "1",
            "agreed_on": "2026-10-01",
            "restrictions": [
                {"id": "X1", "what": "Door shut", "started_on": "2026-10-02"}
            ],
        },
        consent={
            "boundaries": [
                {
                    "id": "B1",
                    "what": "My money",
                    "contact": "c3",
                    "decision": "withdrawn",
                    "decided_on": "2026-09-21",
                    "withdrawn_on": "2026-10-03",
                }
            ]
        },
        records=[
            {
                "type": "visit",
                "date": "2026-10-04",
                "time": "09:00",
                "person_said": "Nice.",
            },
            {
                "type": "external_contact",
                "date": "2026-10-04",
                "time": "14:00",
                "external_contact": {"shared": [{"what": "That she is well"}]},
            },
            {"type": "keywork"},
        ],
        reviews=[{"kind": "initial", "due_on": "2026-10-08", "held_on": "2026-10-09"}],
        managerial_reviews=[{"opened_on": "2026-10-10"}],
    )


def titles(*, manager: bool = True, **wanted: object) -> list[str]:
    folder = case()
    entries = timeline(folder, folder.records, manager=manager)
    found = shown(entries, Wanted(**wanted))  # type: ignore[arg-type]
    return [entry.title for entry in found]


def test_everything_that_happened_stands_in_order_the_newest_first() -> None:
    assert titles() == [
        "Keywork",  # nobody wrote down its day: it comes before all
        "Managerial review",
        "Review: First review",
        "Outside contact",
        "Visit",
        "Who can know what: taken back",
        "Limit on freedom: began",
        "Plan agreed, version 1",
        "Who can know what: Agreed",
        "Decision",
        "What they want",
    ]


def test_a_managers_review_is_for_managers() -> None:
    assert "Managerial review" not in titles(manager=False)


def test_it_is_looked_through_by_kind_by_question_and_by_day() -> None:
    assert titles(kind="visit") == ["Visit"]
    assert titles(kind="wanted") == ["Keywork", "What they want"]
    on = date(2026, 10, 3)
    assert titles(since=on, until=on) == ["Who can know what: taken back"]
    assert titles(kind="visit", until=on) == []


def test_who_was_told_and_what_is_said() -> None:
    folder = case()
    by = {e.title: e for e in timeline(folder, folder.records, manager=True)}

    assert by["Outside contact"].what == "Told them: That she is well"
    assert by["Who can know what: taken back"].what == "Ana: My money"
    assert by["What they want"].said == "Peace."


def test_every_kind_speaks_to_one_of_the_four_questions() -> None:
    assert set(KINDS) == set().union(*QUESTIONS.values())
    assert sum(map(len, QUESTIONS.values())) == len(KINDS)
