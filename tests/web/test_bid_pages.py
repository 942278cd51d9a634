"""Answers of a bid written at the screen, by somebody who may see no case."""

import json
import os
import re
import shutil
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.web.conftest import GARETH, MOIRA, Enter, Person
from tests.web.test_tender_pages import (  # noqa: F401 - a fixture that is used
    RUTH,
    WRITER,
    _a_bid,
    address,
)
from tests.word import para, run, word_file
from workflow.adapters.safe_files import sha256
from workflow.web.room import Room
from workflow.wiring.front_desk import FrontDesk

HOME = Path("tenders") / "T-2026-07"
BOM = b"\xef\xbb\xbf"


def written(person: Person, raw: bytes) -> Path:
    file = person.root / HOME / "answers" / "Q4.md"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(raw)
    return file


def seen(person: Person, path: str) -> dict[str, str]:
    """What the form on a page carries by itself."""
    page = person.get(path).get_data(as_text=True)
    found = re.search(r'name="seen" value="(\w*)"', page)
    assert found, page
    return {"seen": found[1]}


def saved(person: Person, path: str, **form: str) -> str:
    """Send a page and save; where it went."""
    answer = person.post(path, {**seen(person, path), **form})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def words_on(person: Person, path: str) -> str:
    page = person.get(path).get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_answer_is_written_without_any_right_on_cases(enter: Enter) -> None:
    person = enter(WRITER)
    shutil.rmtree(person.root / "cases")
    to = f"{address(person)}/answer/1"
    done = saved(person, to, answer="We ask first: {{TM12}}.\r\n\r\nAnd again.")
    assert "Saved." in words_on(person, done)
    file = person.root / HOME / "answers" / "Q4.md"
    assert file.read_bytes() == b"We ask first: {{TM12}}.\n\nAnd again.\n"
    assert "Q4.md : 9 of 1500 words." in words_on(person, address(person))
    assert not (person.root / "cases").exists()


def test_only_the_lines_that_were_changed_are_changed(enter: Enter) -> None:
    person = enter(WRITER)
    file = written(person, BOM + b"First.  \r\n\r\nSecond.\r\nThird.\t\r\n")
    to = f"{address(person)}/answer/1"
    saved(person, to, answer="First.\r\n\r\nSecond, and more.\r\nThird.")
    after = BOM + b"First.  \r\n\r\nSecond, and more.\r\nThird.\t\r\n"
    assert file.read_bytes() == after
    kept = list((person.root / HOME / "_history").rglob("*Q4.md*"))
    assert len(kept) == 1


def test_what_was_not_changed_is_not_written(enter: Enter) -> None:
    person = enter(WRITER)
    file = written(person, b"\n\nFirst.  \r\nSecond.\n\n\n")
    stood = file.stat().st_mtime_ns
    saved(person, f"{address(person)}/answer/1", answer="First.\r\nSecond.")
    assert file.read_bytes() == b"\n\nFirst.  \r\nSecond.\n\n\n"
    assert file.stat().st_mtime_ns == stood


def test_two_people_at_one_answer_both_keep_their_words(enter: Enter) -> None:
    first, second = enter(WRITER), enter(RUTH)
    file = written(first, b"We ask.\n")
    to = f"{address(first)}/answer/1"
    before = seen(second, to)
    saved(first, to, answer="We ask first.")
    held = second.post(to, {**before, "answer": "We always ask."})
    assert held.status_code == 409
    page = held.get_data(as_text=True)
    assert "We ask first." in page
    assert "We always ask." in page
    assert file.read_bytes() == b"We ask first.\n"
    sha = re.search(r'name="seen" value="(\w+)"', page)
    assert sha
    choice = {"seen": sha[1], "choice.0": "both", "_do": "save"}
    assert second.post(f"{to}/both", choice).status_code == 302
    assert file.read_bytes() == b"We ask first.\n\nWe always ask.\n"


def test_a_choice_made_against_an_older_version_is_asked_again(enter: Enter) -> None:
    first, second = enter(WRITER), enter(RUTH)
    file = written(first, b"We ask.\n")
    to = f"{address(first)}/answer/1"
    before = seen(second, to)
    saved(first, to, answer="We ask first.")
    second.post(to, {**before, "answer": "We always ask."})
    file.write_bytes(b"Changed in Notepad.\n")
    stale = {"seen": "0" * 64, "choice.0": "mine", "_do": "save"}
    assert second.post(f"{to}/both", stale).status_code == 422
    assert file.read_bytes() == b"Changed in Notepad.\n"


def test_a_save_is_taken_back(enter: Enter) -> None:
    person = enter(WRITER)
    file = written(person, b"As it was.\n")
    to = f"{address(person)}/answer/1"
    done = saved(person, to, answer="As it is.")
    of = {"of": done.rpartition("/")[2]}
    assert enter(RUTH).post(f"{address(person)}/undo", of).status_code == 404
    back = person.post(f"{address(person)}/undo", of)
    assert "Taken back." in back.get_data(as_text=True)
    assert file.read_bytes() == b"As it was.\n"
    again = person.post(f"{address(person)}/undo", of)
    assert "Taken back." in again.get_data(as_text=True)
    assert file.read_bytes() == b"As it was.\n"


def test_what_is_typed_is_kept_beside_the_bid_with_its_words_counted(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    to = f"{address(person)}/answer/1"
    sent = {**seen(person, to), "answer": "On time: {{TM12}}"}
    told = person.post(f"{to}/keep", sent).get_data(as_text=True)
    assert told.startswith("6 of 1500 words. Draft kept at ")
    assert told.endswith("Not in the answer yet.")
    assert list((person.root / HOME / "_drafts" / WRITER).glob("*.json"))
    assert "On time: {{TM12}}" in person.get(to).get_data(as_text=True)
    assert "Q4" in words_on(person, "/"), "it waits on Today"
    assert "On time" not in enter(RUTH).get(to).get_data(as_text=True)
    person.post(to, {"_do": "drop"})
    assert "On time" not in person.get(to).get_data(as_text=True)


def test_too_many_words_are_told_and_never_stop_a_save(enter: Enter) -> None:
    person = enter(WRITER)
    to = f"{address(person)}/answer/1"
    saved(person, to, answer="word " * 1502)
    assert "1502 of 1500 words. 2 too many." in words_on(person, to)


def test_a_figure_is_put_in_by_its_name_without_a_script(enter: Enter) -> None:
    person = enter(WRITER)
    to = f"{address(person)}/answer/1"
    page = person.get(to).get_data(as_text=True)
    assert "Reviews held on time: 8 of 9 (89%)</option>" in page
    assert 'value="evidence:E2"' in page
    assert 'value="evidence:E1"' not in page, "what ran out is not offered"
    sent = {**seen(person, to), "answer": "On time:", "_do": "insert", "name": "TM12"}
    assert person.post(to, sent).headers["Location"].endswith("/answer/1#answer")
    assert "On time: {{TM12}}</textarea>" in person.get(to).get_data(as_text=True)
    assert "On time: 8 of 9 (89%)" in words_on(person, to), "how it reads"
    person.post(to, {**sent, "name": "cases/SG-2026-014"})
    assert "SG-2026" not in person.get(to).get_data(as_text=True)


def test_a_figure_put_in_on_a_page_that_was_saved_makes_no_draft_again(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    to = f"{address(person)}/answer/1"
    page = person.get(to).get_data(as_text=True)
    once = re.search(r'name="once" value="(\w+)"', page)
    assert once
    sent = {**seen(person, to), "once": once[1], "answer": "On time:"}
    done = person.post(to, sent).headers["Location"]
    late = person.post(to, {**sent, "_do": "insert", "name": "TM12"})
    assert late.headers["Location"] == done
    assert not list((person.root / HOME / "_drafts" / WRITER).glob("*.json"))


def test_a_figure_is_put_in_after_what_is_under_way_with_the_answer(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, turns, real = enter(WRITER), list[str](), Room.turn

    def turn(room: Room, about: str) -> AbstractContextManager[None]:
        turns.append(about)
        return real(room, about)

    monkeypatch.setattr(Room, "turn", turn)
    to = f"{address(person)}/answer/1"
    sent = {**seen(person, to), "answer": "On time:", "name": "TM12"}
    person.post(to, {**sent, "_do": "later"})
    person.post(to, {**sent, "_do": "insert"})
    assert len(turns) == 2
    assert len(set(turns)) == 1


def test_a_long_sentence_is_pointed_to(enter: Enter) -> None:
    person = enter(WRITER)
    written(person, b"Short one. " + b"very " * 26 + b"long.\n")
    page = words_on(person, f"{address(person)}/answer/1")
    assert "Long sentences" in page
    assert "Over 25 words" in page


@pytest.mark.parametrize("raw", [b"caf\xe9 \x93quoted\x94\n"])
def test_a_file_that_is_no_text_is_left_alone(enter: Enter, raw: bytes) -> None:
    person = enter(WRITER)
    file = written(person, raw)
    to = f"{address(person)}/answer/1"
    assert "cannot be read as text" in words_on(person, to)
    assert person.post(to, {"answer": "Over it."}).status_code == 409
    assert file.read_bytes() == raw


def test_an_answer_in_word_is_written_in_word(enter: Enter) -> None:
    person = enter(WRITER)
    folder = person.root / HOME / "answers"
    folder.mkdir(exist_ok=True)
    sample = person.root / "templates" / "tender_evidence" / "template.docx"
    docx = sample if sample.exists() else next(person.root.rglob("template.docx"))
    shutil.copy(docx, folder / "Q4.docx")
    page = words_on(person, f"{address(person)}/answer/1")
    assert "This answer is a Word file" in page


def test_what_a_panel_can_score_changes_only_its_own_lines(enter: Enter) -> None:
    person = enter(WRITER)
    file = person.root / HOME / "assembly.yaml"
    before = "# Ours.\nschema_version: 1\nanswers:\n  - question: Q4 # the one\n"
    file.write_text(f"{before}    method: We ask first.\n", encoding="utf-8")
    to = f"{address(person)}/scoring/1"
    page = person.get(to).get_data(as_text=True)
    assert "We ask first.</textarea>" in page
    assert "E1 Audit of records (ran out on 31 October 2026)" in page
    assert "E2 Survey (until 31 May 2027)" in page
    saved(
        person,
        to,
        **{
            "answers.0.question": "Q4",
            "answers.0.method": "We ask first.",
            "answers.0.records": "Their own words.",
            "answers.0.topics._asked": "yes",
            "answers.0.topics.advocacy": "yes",
            "answers.0.evidence._asked": "yes",
            "answers.0.evidence.E2": "yes",
        },
    )
    after = file.read_text(encoding="utf-8")
    assert after.startswith(f"{before}    method: We ask first.\n")
    written(person, b"We ask: {{TM12}}.\n")
    page = words_on(person, address(person))
    assert "How we record it Their own words." in page
    assert "May be used until 31 May 2027. Used by Q4." in page
    assert "Has to cover: How advocacy is used." in page
    assert "No figure yet for: How advocacy is used." in page


def test_scoring_begins_where_nothing_stands_yet(enter: Enter) -> None:
    person = enter(WRITER)
    file = person.root / HOME / "assembly.yaml"
    file.unlink()
    row = {"answers.0.question": "Q4", "answers.0.method": "We ask."}
    saved(person, f"{address(person)}/scoring/1", **row)
    assert "schema_version: 1" in file.read_text(encoding="utf-8")
    assert "How we do it We ask." in words_on(person, address(person))


def test_two_people_at_one_answer_s_scoring_both_stand(enter: Enter) -> None:
    first, second = enter(WRITER), enter(RUTH)
    to = f"{address(first)}/scoring/1"
    before, row = seen(second, to), {"answers.0.question": "Q4"}
    stood = {"answers.0.verification": "A sample each month."}
    saved(first, to, **row, **stood, **{"answers.0.method": "We ask twice."})
    mine = {"answers.0.method": "We ask first.", "answers.0.records": "Word for word."}
    held = second.post(to, {**before, **row, **stood, **mine})
    assert held.status_code == 409
    assert "so both can stand" in held.get_data(as_text=True)
    sha = re.search(r'name="seen" value="(\w+)"', held.get_data(as_text=True))
    assert sha
    assert second.post(f"{to}/both", {"seen": sha[1]}).status_code == 302
    page = words_on(first, address(first))
    assert "How we do it We ask twice. How we record it Word for word." in page


@pytest.mark.parametrize("page", ["answer/1", "scoring/1", "file/1", "done/x"])
def test_nobody_else_opens_what_belongs_to_a_bid(enter: Enter, page: str) -> None:
    to = address(enter(WRITER))
    assert enter(MOIRA).get(f"{to}/{page}").status_code == 403


@pytest.mark.parametrize("post", ["answer/1", "answer/1/keep", "release", "undo"])
def test_nobody_else_writes_in_a_bid(enter: Enter, post: str) -> None:
    to = address(enter(WRITER))
    person = enter(MOIRA)
    assert person.post(f"{to}/{post}", {"answer": "Mine."}).status_code == 403
    assert not (person.root / HOME / "answers").exists()


def test_there_is_no_page_for_what_is_not_there(enter: Enter) -> None:
    person = enter(WRITER)
    to = address(person)
    for page in ("answer/0", "answer/2", "file/1", "file/0", "other/1", "done/x"):
        assert person.get(f"{to}/{page}").status_code == 404, page


def test_the_sheet_of_a_bid_begins_in_no_case(enter: Enter) -> None:
    person = enter(GARETH)
    person.post(f"{person.case('Tam')}/why", {"reason": "review"})
    begun = person.post(f"{person.case('Tam')}/begin", {"form": "bid-answer"})
    assert begun.status_code == 404


def test_a_question_whose_id_is_no_file_name_writes_nowhere(enter: Enter) -> None:
    person = enter(WRITER)
    tender = person.root / HOME / "tender.yaml"
    text = tender.read_text(encoding="utf-8").replace("id: Q4", 'id: "../../Q4"')
    tender.write_text(text, encoding="utf-8")
    to = f"{address(person)}/answer/1"
    assert person.get(to).status_code == 409
    assert person.post(to, {"answer": "Out."}).status_code == 409
    assert not list(person.root.rglob("Q4.md"))


LEAKS = [
    {"file": "tenders/T-2026-07/pack/A.docx", "place": "x", "text": "Oakhollow"},
    {"file": "tenders/T-2026-07/answers/Q4.md", "place": "line 1", "text": "Tamsin"},
]


@pytest.fixture
def leaking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack that has just been built and points to somebody."""
    parts = ("files", "limits", "prompts")
    pack = {name: [] for name in parts} | {"leaks": LEAKS, "checked": True}
    pack |= {"stories": ["V-003: they took it back."]}
    monkeypatch.setattr(FrontDesk, "build_pack", lambda _desk, _ref: pack)


@pytest.mark.usefixtures("leaking")
def test_who_may_see_no_case_sees_how_many_words_and_where_but_not_which(
    enter: Enter,
) -> None:
    writer = enter(WRITER)
    page = writer.post(address(writer)).get_data(as_text=True)
    assert "2 places." in page
    assert "of tenders/T-2026-07/answers/Q4.md" in page
    assert not re.search("Oakhollow|Tamsin|took it back", page)
    manager = enter(GARETH)
    assert "“Oakhollow”" in manager.post(address(manager)).get_data(as_text=True)


@pytest.mark.usefixtures("leaking")
def test_who_a_case_is_closed_to_does_not_see_its_words_in_a_pack(
    enter: Enter, desk: FrontDesk
) -> None:
    person = enter(GARETH)
    file = person.root / "cases" / "SG-2026-014" / "closed_to.yaml"
    file.write_text("closed_to:\n  - {who: st-02}\n", encoding="utf-8")
    for ref in desk.refs():
        desk.glance(ref)
    page = person.post(address(person)).get_data(as_text=True)
    assert "2 places." in page
    assert not re.search("Oakhollow|Tamsin|took it back", page)


def packed(person: Person, words: str) -> bytes:
    """A pack of one file, as a build leaves it."""
    content = word_file(para(run(words)))
    folder = person.root / HOME / "pack"
    folder.mkdir(exist_ok=True)
    (folder / "Tender evidence.docx").write_bytes(content)
    row = {"file": "Tender evidence.docx", "sha256": sha256(content)}
    manifest = {"made_on": "2026-11-23", "files": [row]}
    (folder / "manifest.yaml").write_text(json.dumps(manifest), encoding="utf-8")
    return content


def test_the_files_of_a_pack_are_downloaded_as_they_stand(enter: Enter) -> None:
    person = enter(WRITER)
    content = packed(person, "We ask first.")
    assert "Tender evidence.docx</a>" in person.get(address(person)).get_data(
        as_text=True
    )
    got = person.get(f"{address(person)}/file/1")
    assert got.data == content
    named = 'attachment; filename="Tender evidence.docx"'
    assert got.headers["Content-Disposition"] == named
    assert got.headers["Cache-Control"] == "no-store"
    assert person.get(f"{address(person)}/file/2").status_code == 404


INTRUDER = "intruder_test: {done_on: 2026-11-23, by: st-05, result: Nobody found.}\n"


def test_only_the_approver_lets_a_pack_go_and_is_refused_as_at_a_prompt(
    enter: Enter,
) -> None:
    writer, approver = enter(WRITER), enter(GARETH)
    to, tender = address(writer), writer.root / HOME / "tender.yaml"
    text = tender.read_text(encoding="utf-8").replace("vignettes: [V-003]", "")
    tender.write_text(f"{text}prepared_by: st-11\n", encoding="utf-8")
    packed(writer, "Tamsin Oakhollow said yes.")
    held = approver.post(f"{to}/release").get_data(as_text=True)
    assert "Something in this points to a person" in held
    assert "Oakhollow" not in held
    packed(writer, "We ask first, and write it down.")
    assert "is the approver, and signs here" in words_on(writer, to)
    own = writer.post(f"{to}/release")
    assert own.status_code == 409
    assert "not the approver of this tender" in own.get_data(as_text=True)
    early = approver.post(f"{to}/release").get_data(as_text=True)
    assert "The intruder test is not written down" in early
    assert not (writer.root / HOME / "releases").exists()
    with tender.open("a", encoding="utf-8") as more:
        more.write(INTRUDER)
    gone = approver.post(f"{to}/release")
    assert gone.status_code == 200, gone.get_data(as_text=True)
    kept = writer.root / HOME / "releases" / "2026-11-23" / "release.yaml"
    assert '"signed_by": "st-02"' in kept.read_text(encoding="utf-8")


def test_a_signature_asks_for_the_pin_again(enter: Enter) -> None:
    person = enter(GARETH)
    person.post("/pin", {"new": "4711", "again": "4711"})
    packed(person, "We ask first.")
    to = address(person)
    assert 'name="pin"' in person.get(to).get_data(as_text=True)
    for form in ({}, {"pin": "4712"}):
        held = person.post(f"{to}/release", form).get_data(as_text=True)
        assert "This is not your PIN." in held
    right = person.post(f"{to}/release", {"pin": "4711"}).get_data(as_text=True)
    assert "This is not your PIN." not in right


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="rights do not bind root"
)
def test_a_release_needs_somebody_who_may_read_the_cases(
    enter: Enter,
) -> None:
    person = enter(GARETH)
    packed(person, "We ask first.")
    (person.root / "cases").chmod(0)
    try:
        held = person.post(f"{address(person)}/release")
    finally:
        (person.root / "cases").chmod(0o755)
    assert held.status_code == 409
    assert "may read the cases" in held.get_data(as_text=True)
