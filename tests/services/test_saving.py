"""What a form wrote gets into the record, and nobody's work is written over."""

from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.case_editing import CaseEditing
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.drafts import Drafts
from workflow.adapters.form_files import load_sheets
from workflow.adapters.journal import RunLog, broken_at
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import CaseNotFound, EditRefused
from workflow.domain.filing import Hand
from workflow.domain.intake import NOTHING, at, filled_in, put, said
from workflow.domain.records.case import Case
from workflow.domain.records.plan import Plan
from workflow.domain.tree import Fields, Scalar, meaning
from workflow.services.ports import Draft, Standing
from workflow.services.saving import Differs, Saved, save, save_new, undo

TODAY = date(2026, 11, 23)
REF = CaseRef("SG-2026-014")
HAND = Hand("st-04", "2026-11-23T15:40:00")
ANSWERS = {
    "date": "22 11 2026",
    "what_happened": "Tea in the garden room.",
    "person_said": "That was nice.",
    "visit.visitor": "c1",
}


@pytest.fixture
def files(workspace: Path) -> CaseEditing:
    log = RunLog(workspace / "_system" / "log", lambda: "2026-11-23T15:40:00+00:00")
    return CaseEditing(workspace, log)


def a_visit() -> Fields:
    sheet = load_sheets(Path())["visit"]
    return filled_in(sheet, NOTHING, ANSWERS, {}, TODAY).root


def standing(files: CaseEditing, file: str) -> tuple[Standing, Fields]:
    found = files.read(REF, file)
    assert found is not None
    assert found.root is not None
    return found, found.root


def text(root: Fields, path: str) -> str:
    node = at(root, path)
    assert isinstance(node, Scalar)
    return node.text


def test_a_new_record_is_filed_under_its_day_and_kind(
    files: CaseEditing, workspace: Path
) -> None:
    sheet = load_sheets(workspace)["visit"]
    first = save_new(files, REF, sheet, a_visit(), HAND)
    second = save_new(files, REF, sheet, a_visit(), HAND)

    assert first.file == "records/2026-11-22-visit-01.yaml"
    assert second.file == "records/2026-11-22-visit-02.yaml"
    _, root = standing(files, first.file)
    assert text(root, "record_id") == "2026-11-22-visit-01"
    assert text(root, "case_ref") == REF
    assert text(root, "recorded_by") == "st-04"
    assert text(root, "recorded_at") == "2026-11-23T15:40:00"


def test_a_change_is_one_line_and_what_stood_before_is_kept(
    files: CaseEditing, workspace: Path
) -> None:
    path = workspace / "cases" / REF / "case.yaml"
    before = path.read_bytes()
    base, root = standing(files, "case.yaml")
    mine = put(root, "advocacy.how_it_helped", said("She felt heard.", "para"), Case)
    saved = save(files, REF, "case.yaml", base, mine)

    assert isinstance(saved, Saved)
    old, new = before.splitlines(), path.read_bytes().splitlines()
    assert len(old) == len(new)
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    kept = [p.read_bytes() for p in (path.parent / "_history").glob("*.old")]
    assert before in kept


def test_two_people_changing_different_fields_are_shown_both_before_saving(
    files: CaseEditing,
) -> None:
    base, root = standing(files, "case.yaml")
    one = put(root, "advocacy.how_it_helped", said("Mine.", "para"), Case)
    other = put(root, "links.care_plan_ref", said("CP-99", "text"), Case)
    assert isinstance(save(files, REF, "case.yaml", base, one), Saved)
    second = save(files, REF, "case.yaml", base, other)

    assert isinstance(second, Differs)
    assert second.clashes == ()
    seen = Standing(second.seen, second.theirs)
    assert isinstance(save(files, REF, "case.yaml", seen, second.merged), Saved)
    _, after = standing(files, "case.yaml")
    assert text(after, "advocacy.how_it_helped") == "Mine."
    assert text(after, "links.care_plan_ref") == "CP-99"


def test_two_people_changing_one_field_keep_both_texts(
    files: CaseEditing, workspace: Path
) -> None:
    base, root = standing(files, "case.yaml")
    first, second = (
        put(root, "advocacy.how_it_helped", said(words, "para"), Case)
        for words in ("First.", "Second.")
    )
    save(files, REF, "case.yaml", base, first)
    result = save(files, REF, "case.yaml", base, second)

    assert isinstance(result, Differs)
    (clash,) = result.clashes
    assert clash.path == "advocacy.how_it_helped"
    _, after = standing(files, "case.yaml")
    assert text(after, "advocacy.how_it_helped") == "First."
    history = workspace / "cases" / REF / "_history"
    assert any(b"Second." in p.read_bytes() for p in history.glob("case~unsaved~*"))


def test_undo_puts_back_what_stood_before(files: CaseEditing, workspace: Path) -> None:
    path = workspace / "cases" / REF / "case.yaml"
    before = path.read_bytes()
    base, root = standing(files, "case.yaml")
    mine = put(root, "advocacy.how_it_helped", said("Oh no.", "para"), Case)
    saved = save(files, REF, "case.yaml", base, mine)
    assert isinstance(saved, Saved)

    assert undo(files, saved)
    assert path.read_bytes() == before
    assert not undo(files, saved)


def test_undo_of_a_new_record_moves_it_to_the_history(
    files: CaseEditing, workspace: Path
) -> None:
    saved = save_new(files, REF, load_sheets(workspace)["visit"], a_visit(), HAND)

    assert undo(files, saved)
    assert files.read(REF, saved.file) is None
    kept = (workspace / "cases" / REF / "_history").glob("*.old")
    assert any(b"That was nice." in p.read_bytes() for p in kept)


def test_undo_leaves_what_somebody_has_changed_since(
    files: CaseEditing, workspace: Path
) -> None:
    saved = save_new(files, REF, load_sheets(workspace)["visit"], a_visit(), HAND)
    path = workspace / "cases" / REF / saved.file
    theirs = path.read_bytes() + b"# looked at by Moira\n"
    path.write_bytes(theirs)

    assert not undo(files, saved)
    assert path.read_bytes() == theirs


def test_the_agreed_plan_is_kept_when_a_new_version_takes_its_place(
    files: CaseEditing, workspace: Path
) -> None:
    path = workspace / "cases" / REF / "plan.yaml"
    before = path.read_bytes()
    base, root = standing(files, "plan.yaml")
    mine = put(root, "version", said("3", "int"), Plan)
    assert isinstance(save(files, REF, "plan.yaml", base, mine), Saved)

    assert (path.parent / "plan_history" / "plan-v2.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "file",
    ["../person.yaml", "records/../../x.yaml", "/etc/passwd", "notes.txt", "a\0.yaml"],
)
def test_no_name_leads_out_of_the_layout(files: CaseEditing, file: str) -> None:
    with pytest.raises(EditRefused):
        files.read(REF, file)


@pytest.mark.parametrize("ref", ["..", "SG-2026-999", "", "SG-2026-014/.."])
def test_no_reference_leads_out_of_the_cases(files: CaseEditing, ref: str) -> None:
    with pytest.raises(CaseNotFound):
        files.read(CaseRef(ref), "case.yaml")


def test_the_log_holds_no_word_of_what_was_written(
    files: CaseEditing, workspace: Path
) -> None:
    save_new(files, REF, load_sheets(workspace)["visit"], a_visit(), HAND)
    (log,) = (workspace / "_system" / "log").rglob("*.jsonl")

    assert b"nice" not in log.read_bytes()
    assert broken_at(log.read_bytes()) is None


def test_a_draft_is_found_again_and_only_its_newest_save_is_kept(
    workspace: Path,
) -> None:
    drafts = Drafts(workspace)
    draft = Draft("a" * 32, "st-04", REF, "visit", answers={"person_said": "N"})
    draft = drafts.keep(draft)
    draft = drafts.keep(Draft(**{**draft.__dict__, "answers": {"person_said": "Nice"}}))

    assert drafts.of("st-04") == (draft,)
    assert drafts.of("st-03") == ()
    assert len(list((workspace / "cases" / "_drafts" / "st-04").iterdir())) == 1
    drafts.discard(draft)
    assert drafts.of("st-04") == ()


def test_a_draft_kept_on_two_computers_loses_no_words_of_either(
    workspace: Path,
) -> None:
    def typed(draft: Draft, words: str) -> Draft:
        return Draft(**{**draft.__dict__, "answers": {"person_said": words}})

    drafts = Drafts(workspace)
    both = drafts.keep(Draft("d" * 32, "st-04", REF, "visit"))
    one = drafts.keep(typed(both, "Nice"))
    drafts.keep(typed(one, "Nice walk"))
    late = drafts.keep(typed(both, "It rained"))

    folder = workspace / "cases" / "_drafts" / "st-04"
    stands = " ".join(path.read_text() for path in folder.iterdir())
    assert "It rained" in stands
    assert "Nice walk" in stands
    assert drafts.of("st-04") == (late,)


def test_a_draft_is_no_case(workspace: Path) -> None:
    Drafts(workspace).keep(Draft("b" * 32, "st-04", REF, "visit"))

    assert len(CaseFolders(workspace).refs()) == 3


def test_a_drafts_owner_is_never_a_path(workspace: Path) -> None:
    drafts = Drafts(workspace)
    drafts.keep(Draft("c" * 32, "../..", REF, "visit"))

    assert drafts.of("../..") == ()
    assert not list(workspace.rglob(f"{'c' * 32}*"))


def test_meaning_is_what_was_answered(files: CaseEditing, workspace: Path) -> None:
    saved = save_new(files, REF, load_sheets(workspace)["visit"], a_visit(), HAND)
    _, root = standing(files, saved.file)

    stands, wrote = meaning(root), meaning(a_visit())
    assert isinstance(stands, dict)
    assert isinstance(wrote, dict)
    assert wrote.items() <= stands.items()
