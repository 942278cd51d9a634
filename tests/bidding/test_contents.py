"""Appendices renumber, limits are told exactly, expired evidence names its answers."""

from dataclasses import replace
from datetime import date

import pytest

from tests.make import a_file
from workflow.domain.answers.blocks import every_paragraph
from workflow.domain.answers.names import filled_in, unknown
from workflow.domain.bid_names import appendices, names
from workflow.domain.bidding.anonymised import Anonymised, EvidencePack
from workflow.domain.bidding.answers import scored, unscored
from workflow.domain.bidding.contents import (
    expired,
    name_faults,
    not_there,
    page_faults,
    running_out,
    size_faults,
    used_by,
)
from workflow.domain.bidding.matrix import (
    NO_ANSWER,
    NO_EVIDENCE,
    WHOLE,
    as_sheet,
    matrix,
    requirements,
)
from workflow.domain.bidding.release import Finished, refusals
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import (
    Assembly,
    Evidence,
    PackLimits,
    ScoredAnswer,
)
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import OtherSource, Vignette
from workflow.domain.workspace import AnswerText

TODAY = date(2026, 11, 23)
LIBRARY = a_file(
    Evidence,
    "evidence.yaml",
    {
        "items": [
            {"id": "E1", "title": "Survey", "source": "people", "dated": "2026-03-02"},
            {
                "id": "E2",
                "title": "Audit",
                "dated": "2025-01-02",
                "expires_on": "2026-11-22",
            },
        ]
    },
).record


def assembly(**parts: object) -> Assembly:
    return a_file(Assembly, "assembly.yaml", parts).record


def tender(**parts: object) -> Tender:
    return a_file(Tender, "tender.yaml", parts).record


def test_an_appendix_put_in_the_middle_renumbers_everything_after_it() -> None:
    before = assembly(
        appendices=[
            {"id": "measures", "title": "Figures", "made": "measures"},
            {"id": "stories", "title": "Stories", "made": "stories"},
        ]
    )
    policy = {"id": "policy", "title": "Our policy", "file": "policy.pdf"}
    after = assembly(
        appendices=[
            {"id": "measures", "title": "Figures", "made": "measures"},
            policy,
            {"id": "stories", "title": "Stories", "made": "stories"},
        ]
    )
    text = "See {{appendix:stories}}."
    first = names([], appendices(before), Evidence(), {})
    second = names([], appendices(after), Evidence(), {"stories": 9})
    assert filled_in(text, first) == "See Appendix A2."
    assert filled_in(text, second) == "See Appendix A3."
    assert filled_in("{{page:stories}}", second) == "page 9"
    labels = [part.label for part in appendices(after)]
    assert labels == ["A1", "A2", "A3", "A4", "A5"]


def test_a_name_that_is_not_there_is_told_once() -> None:
    known = {"TM12": "8 of 9 (89%)"}
    texts = ["{{ TM12 }} and {{TM99}}", "{{TM99}}"]
    assert unknown(texts, known) == ("TM99",)
    assert filled_in(texts[0], known) == "8 of 9 (89%) and {{TM99}}"


def test_an_answer_keeps_its_headings_and_lists_and_loses_its_marks() -> None:
    answer = AnswerText(
        "Q1.md", "Q1", ("# How", "", "We **always** ask", "first.", "- One", "2. Two")
    )
    assert [(p.kind, p.text) for p in every_paragraph(answer.whole.blocks)] == [
        ("heading", "How"),
        ("text", "We always ask first."),
        ("bullet", "One"),
        ("numbered", "Two"),
    ]


def test_a_complete_answer_shows_its_seven_parts_and_an_empty_one_is_named() -> None:
    parts = (
        "method",
        "roles",
        "records",
        "frequency",
        "verification",
        "example",
        "result",
    )
    whole = ScoredAnswer(question="Q1", **dict.fromkeys(parts, "x"))
    assert len(scored(whole)) == 7
    assert unscored(whole) == ()
    empty = whole.model_copy(update={"verification": None})
    assert unscored(empty) == ("How we check",)


def test_expired_evidence_names_every_answer_that_uses_it() -> None:
    bid = assembly(
        answers=[
            {"question": "Q3", "evidence": ["E2"]},
            {"question": "Q4", "verification": "See {{evidence:E2}}."},
        ],
        requirements=[{"id": "R1", "question": "Q1", "evidence": ["E1", "E2"]}],
    )
    answers = [AnswerText("Q2.md", "Q2", ("As {{evidence:E2}} shows.",))]
    asked = tender(questions=[{"id": f"Q{n}"} for n in (1, 2, 3, 4)])
    used = used_by(bid, answers, asked, LIBRARY)
    assert used == {"E2": ("Q1", "Q2", "Q3", "Q4"), "E1": ("Q1",)}
    assert expired(LIBRARY, used, TODAY) == (
        "E2 ran out on 22 November 2026; it is used by Q1, Q2, Q3, Q4",
    )
    assert expired(LIBRARY, used, date(2026, 11, 22)) == ()
    assert expired(LIBRARY, {}, TODAY) == ()


def test_expired_evidence_that_is_an_appendix_is_used_too() -> None:
    library = a_file(
        Evidence,
        "evidence.yaml",
        {"items": [{"id": "E2", "expires_on": "2026-11-22", "file": "audit.pdf"}]},
    )
    bid = assembly(
        appendices=[{"id": "audit", "title": "Our audit", "file": "audit.pdf"}]
    )
    used = used_by(bid, [], tender(), library.record)
    assert expired(library.record, used, TODAY) == (
        "E2 ran out on 22 November 2026; it is used by the appendix Our audit",
    )


def test_evidence_that_will_have_run_out_when_the_bid_is_due_is_told() -> None:
    library = a_file(
        Evidence,
        "evidence.yaml",
        {"items": [{"id": "E1", "title": "Survey", "expires_on": "2026-11-30"}]},
    ).record
    used = {"E1": ("Q1",)}
    due = date(2026, 12, 18)
    assert running_out(library, used, TODAY, due) == (
        "E1 runs out on 30 November 2026, before the bid is due; it is used by Q1",
    )
    assert running_out(library, used, TODAY, date(2026, 11, 30)) == ()
    assert running_out(library, used, TODAY, None) == ()
    assert running_out(library, {}, TODAY, due) == ()


def test_proof_that_is_nowhere_is_no_proof_and_is_told() -> None:
    bid = assembly(
        answers=[{"question": "Q1", "evidence": ["E1", "E9"], "result": "{{TM98}}"}],
        requirements=[{"id": "R1", "question": "Q1", "evidence": ["E8"]}],
    )
    asked = tender(questions=[{"id": "Q1"}], vignettes=["V-003"])
    known = names([], appendices(bid), LIBRARY, {})
    assert list(not_there(bid, asked, known)) == ["Q1: E9", "Q1: TM98", "R1: E8"]
    wanted = requirements(asked, bid)
    (row,) = matrix(wanted, ["Q1"], appendices(bid), LIBRARY, {})
    assert (row.evidence, row.stands) == ("", NO_EVIDENCE)


def test_one_byte_one_page_and_one_letter_over_are_each_told_exactly() -> None:
    limits = PackLimits(
        largest_bytes=10,
        formats=("pdf",),
        file_name_characters="-",
        file_name_longest=8,
    )
    assert list(size_faults(11, limits)) == ["The file is 1 byte too large."]
    assert list(size_faults(10, limits)) == []
    assert list(page_faults(3, 2)) == ["This is 1 page over the limit."]
    assert list(page_faults(2, 2)) == []
    assert list(name_faults("a-b.pdf", limits)) == []
    assert list(name_faults("a_b.pdf", limits)) == [
        "The name has _, which the buyer does not allow."
    ]
    assert list(name_faults("abcdef.pdf", limits)) == [
        "The name is 2 characters too long."
    ]
    assert list(name_faults("a.docx", limits)) == [
        "The buyer does not take .docx files."
    ]
    assert list(name_faults("what (ever).docx", PackLimits())) == []


def test_the_matrix_has_a_row_for_each_thing_asked_and_says_what_is_missing() -> None:
    bid = assembly(
        requirements=[
            {
                "id": "Q1a",
                "question": "Q1",
                "wording": "How?",
                "evidence": ["TM12", "V-003", "E1"],
            },
            {"id": "Q1b", "question": "Q1", "wording": "Who?"},
        ]
    )
    asked = tender(
        questions=[{"id": "Q1"}, {"id": "Q2", "wording": "Why?", "measures": ["TM01"]}]
    )
    wanted = requirements(asked, bid)
    rows = matrix(wanted, ["Q1"], appendices(bid), LIBRARY, {"Q1": 4})
    assert [(r.id, r.stands, r.page) for r in rows] == [
        ("Q1a", WHOLE, "4"),
        ("Q1b", NO_EVIDENCE, "4"),
        ("Q2", NO_ANSWER, ""),
    ]
    assert rows[0].evidence == "Appendix A1: TM12; Appendix A2: V-003; Survey"
    assert len(as_sheet(rows).rows) == len(wanted)


def test_only_anonymised_words_enter_a_pack() -> None:
    told = EvidencePack({"a": (Anonymised.public("x"), {"b": Anonymised.written("y")})})
    assert told.plain() == {"a": ["x", {"b": "y"}]}
    with pytest.raises(TypeError):
        EvidencePack({"a": ({"b": "Tess"},)})  # type: ignore[dict-item]


def test_of_a_story_only_what_the_person_saw_enters_a_pack() -> None:
    story = Vignette(
        vignette_id="V-1",
        source_case="SG-2026-019",
        heading="Out",
        changed_to_protect=("Town",),
    )
    told = Anonymised.story(story)
    assert told["heading"] == Anonymised("Out")
    assert not {"source_case", "changed_to_protect", "checked_by"} & set(told)
    assert not {"also_from", "event"} & set(told)


def test_a_story_made_from_several_says_that_it_is_a_composite() -> None:
    story = Vignette(heading="Out", also_from=(OtherSource(case="SG-2026-014"),))
    told = Anonymised.story(story)
    assert told["heading"].text == "Composite of several people's stories: Out"
    assert "SG-2026-014" not in str(told)


ORGANISATION = Organisation(
    a_file(Provider, "provider.yaml", {}),
    a_file(
        StaffRegister,
        "staff.yaml",
        {
            "staff": [
                {"id": "st-1", "roles": ["registered_manager"]},
                {"id": "st-2", "roles": ["support_worker"]},
            ]
        },
    ),
)
TESTED = {"done_on": "2026-11-23", "by": "st-3", "result": "Nobody was found."}
OLD = {**TESTED, "done_on": "2026-11-22"}
MORE = {"a": "1", "b": "2"}
READY = Finished(TODAY, {"a.pdf": "1"}, {"a.pdf": "1"})


def refused(signed: str = "st-1", finished: Finished = READY, **parts: object) -> str:
    said = {"approver": "st-1", "prepared_by": "st-4", "intruder_test": TESTED, **parts}
    return " ".join(refusals(tender(**said), finished, ORGANISATION, signed))


def test_a_tested_and_signed_pack_may_leave() -> None:
    assert refused() == ""


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("has not signed", refused(signed="")),
        ("not the approver", refused(signed="st-2")),
        ("registered manager", refused(signed="st-2", approver="st-2")),
        ("Someone else must approve", refused(prepared_by="st-1")),
        ("intruder test is not written", refused(intruder_test={})),
        (
            "older than the pack",
            refused(intruder_test={**TESTED, "done_on": "2026-11-22"}),
        ),
        ("does not know the cases", refused(intruder_test={**TESTED, "by": "st-4"})),
        ("not been made yet", refused(finished=Finished(None, {}, {}))),
        ("Changed since", refused(finished=Finished(TODAY, {"a": "1"}, {"a": "2"}))),
        (
            "Not as it must be: Q1.md: This is 1 word over the limit.",
            refused(
                finished=replace(READY, over=("Q1.md: This is 1 word over the limit.",))
            ),
        ),
        (
            "Changed since",
            refused(finished=Finished(TODAY, {"a": "1"}, {"a": "1", "b": "2"})),
        ),
    ],
)
def test_a_pack_is_kept_back_and_says_why(why: str, said: str) -> None:
    assert why in said
