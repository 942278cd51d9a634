"""A case goes only when its time has come, nothing holds it and two people said yes."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.retention.old_cases import DAY, PLANTED, add_case, everything, office_with
from workflow.cli import main

OLD, YOUNG = "SG-2012-001", "SG-2012-002"
WHY = ("--reason", "The period is over and nothing is open")


def alongside(root: Path, *words: str, day: str = DAY) -> tuple[int, str]:
    before = ["--workspace", str(root), "--today", day]
    done = CliRunner().invoke(main, [*before, *words])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return office_with(tmp_path / "office", {OLD: "2016-01-15", YOUNG: "2016-01-16"})


def approved(root: Path, ref: str = OLD) -> None:
    for by in ("st-01", "st-02"):
        code, said = alongside(root, "retention", "approve", ref, "--by", by, *WHY)
        assert code == 0, said


def test_the_list_changes_nothing_and_counts_everything(root: Path) -> None:
    before = everything(root)
    code, said = alongside(root, "retention")
    assert code == 0
    size = sum(len(c) for name, c in before.items() if OLD in name)
    count = sum(OLD in name for name in before)
    assert (
        f"{OLD}, closed 2016-01-15: may be destroyed. {count} files, {size:,}" in said
    )
    assert f"{YOUNG}, closed 2016-01-16: is kept." in said
    assert "It is kept until 2024-01-16." in said
    assert "2 closed cases; 1 may be destroyed once approved." in said
    assert "governance/subject-access: 2 files" in said
    assert everything(root) == before
    assert PLANTED not in said


def test_a_case_that_the_person_asked_to_see_is_kept_until_it_is_answered(
    root: Path,
) -> None:
    lists = root / "governance" / "subject-access"
    asked = lists / f"{OLD} SG-2013-009 2024-01-10.xlsx"
    asked.write_text("list", encoding="utf-8")
    _, said = alongside(root, "retention")
    assert f"{OLD}, closed 2016-01-15: is kept." in said
    assert "a list was made on 2024-01-10. It is kept until 2024-04-12" in said
    code, _ = alongside(root, "retention", "approve", OLD, "--by", "st-01", *WHY)
    assert code
    asked.unlink()
    approved(root)


def test_what_two_people_approved_goes_whole_and_leaves_a_certificate(
    root: Path,
) -> None:
    note = root / "governance" / "note.txt"
    note.write_text(f"See {OLD}.", encoding="utf-8")
    approved(root)
    count = sum(OLD in name for name in everything(root)) - 2  # the two approvals
    code, said = alongside(root, "retention", "destroy", OLD)
    assert code == 0, said
    assert f"{OLD} is destroyed: {count} files, " in said
    assert "Still speaks of it: governance, 1 files." in said
    left = everything(root)
    assert not [name for name in left if name.startswith("cases/") and OLD in name]
    assert not (root / "cases" / "_destroying").exists()
    looked_after = [name for name in left if name.startswith("_system/guarded/")]
    assert looked_after
    assert all(YOUNG in name for name in looked_after)
    named = [name for name, content in left.items() if PLANTED.encode() in content]
    assert named
    assert all(YOUNG in name for name in named)
    assert alongside(root, "check", OLD)[0] == 3


def test_the_certificate_names_no_person_and_lists_every_hash(root: Path) -> None:
    from hashlib import sha256  # noqa: PLC0415 - only here

    gone = {n: c for n, c in everything(root).items() if OLD in n}
    approved(root)
    alongside(root, "retention", "destroy", OLD)
    (made,) = (root / "governance/retention" / OLD).glob("*.docx")
    with zipfile.ZipFile(io.BytesIO(made.read_bytes())) as package:
        text = "".join(
            package.read(name).decode("utf-8", "replace") for name in package.namelist()
        )
    for content in gone.values():
        assert sha256(content).hexdigest() in text
    left = everything(root / "governance/retention")
    for name, content in (*left.items(), (made.name, text.encode())):
        for word in PLANTED.split():
            assert word not in name
            assert word.encode() not in content, name
    for word in ("Priya", "Gareth", "Nandakumar"):
        assert word not in text
    assert "notes of which documents were signed or given" in text
    assert "Registered manager (st-02)" in text
    assert "Backups and snapshots" in text


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("st-01", "st-01", "has approved"),
        ("st-03", "st-02", "st-03 may not"),
        ("nobody", "st-02", "nobody may not"),
        ("st-01", "st-05", "one of these"),
    ],
)
def test_one_person_or_the_wrong_ones_are_not_enough(
    root: Path, first: str, second: str, why: str
) -> None:
    said = ""
    for by in (first, second):
        said += alongside(root, "retention", "approve", OLD, "--by", by, *WHY)[1]
    assert why in said
    before = everything(root / "cases")
    assert alongside(root, "retention", "destroy", OLD)[0] == 5
    assert everything(root / "cases") == before


def test_a_hold_keeps_it_until_it_is_lifted(root: Path) -> None:
    approved(root)
    at = ("--kind", "complaint", "--by", "st-03", "--reason", "A complaint is open")
    assert alongside(root, "retention", "hold", OLD, *at)[0] == 0
    code, said = alongside(root, "retention", "destroy", OLD)
    assert code == 5
    assert "A complaint is open" in said
    assert (root / "cases" / OLD).is_dir()
    lift = ("retention", "lift", OLD, "1", "--by", "st-02", *WHY)
    assert alongside(root, *lift)[0] == 0
    assert alongside(root, *lift)[0] == 5
    assert alongside(root, "retention", "destroy", OLD)[0] == 0


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("closure.yaml", "records_review_on: 2030-01-01\n", "kept until 2030-01-01"),
        ("case.yaml", "\n\t: [\n", "cannot be read"),
        ("plan - copy.yaml", "version: 2\n", "no file of this case"),
        (f"_proposals/{'c' * 64}.json", "{}", "1 filled forms or drafts wait"),
    ],
)
def test_what_is_unclear_is_kept(root: Path, file: str, text: str, why: str) -> None:
    with (root / "cases" / OLD / file).open("a", encoding="utf-8") as stream:
        stream.write(text)
    code, said = alongside(root, "retention", "approve", OLD, "--by", "st-02", *WHY)
    assert code == 5
    assert why in said


def test_a_report_without_an_answer_and_a_draft_keep_it(root: Path) -> None:
    case = root / "cases" / OLD / "case.yaml"
    case.write_text(case.read_text("utf-8").replace("not_report", "report"), "utf-8")
    drafts = root / "cases/_drafts/st-03"
    drafts.mkdir(parents=True)
    draft = {"id": "a" * 32, "owner": "st-03", "case": OLD, "form": "plan"}
    (drafts / f"{'a' * 32}.000001.json").write_text(json.dumps(draft), "utf-8")
    said = alongside(root, "retention")[1]
    assert "the council's answer is not in the record" in said
    assert "1 filled forms or drafts wait" in said


def test_what_is_written_after_the_approval_ends_it(root: Path) -> None:
    approved(root)
    (root / "cases" / OLD / "note.txt").write_text("I remember now.", "utf-8")
    code, said = alongside(root, "retention", "destroy", OLD)
    assert code == 5
    assert "Needs a yes" in said
    assert (root / "cases" / OLD / "note.txt").is_file()


def test_papers_made_anew_do_not_end_an_approval(root: Path) -> None:
    approved(root)
    (root / "cases" / OLD / "_history" / "more.yaml").write_text("x", "utf-8")
    assert alongside(root, "retention", "destroy", OLD)[0] == 0


def test_before_the_provider_has_decided_nothing_may_go(tmp_path: Path) -> None:
    root = office_with(tmp_path / "office", {OLD: "2010-01-01"}, decided=False)
    code, said = alongside(root, "retention", "approve", OLD, "--by", "st-02", *WHY)
    assert code == 5
    assert "Nobody has decided on the period" in said


def test_an_open_case_is_never_listed_nor_approved(root: Path) -> None:
    folder = add_case(root, "SG-2012-003", "2013-01-01")
    (folder / "closure.yaml").unlink()
    case = folder / "case.yaml"
    case.write_text(case.read_text("utf-8").replace("closed", "active"), "utf-8")
    assert "SG-2012-003" not in alongside(root, "retention")[1]
    at = ("retention", "approve", "SG-2012-003", "--by", "st-02", *WHY)
    assert "The case is open." in alongside(root, *at)[1]


def test_a_day_ahead_of_the_clock_destroys_nothing(root: Path) -> None:
    ahead = "2093-01-01"
    code, said = alongside(root, "retention", day=ahead)
    assert code == 0
    assert "2 may be destroyed" in said
    at = ("retention", "approve", YOUNG, "--by", "st-02", *WHY)
    code, said = alongside(root, *at, day=ahead)
    assert code == 5
    assert "clocks show different days" in said


@pytest.mark.parametrize(
    "reason", ["ok", f"{PLANTED} moved away", "Gareth Pell said so, and it is old"]
)
def test_a_reason_says_something_and_names_nobody(root: Path, reason: str) -> None:
    at = ("retention", "approve", OLD, "--by", "st-02", "--reason", reason)
    code, said = alongside(root, *at)
    assert code == 5
    assert PLANTED not in said
    assert not (root / "governance/retention").exists()


def test_a_case_out_of_a_backup_is_told_of_and_goes_again(root: Path) -> None:
    approved(root)
    alongside(root, "retention", "destroy", OLD)
    add_case(root, OLD, "2016-01-15")
    assert f"{OLD} was destroyed and is here again" in alongside(root, "retention")[1]
    code, said = alongside(root, "retention", "destroy", OLD)
    assert code == 0, said
    assert len(list((root / "governance/retention" / OLD).glob("*.docx"))) == 2
    assert "here again" not in alongside(root, "retention")[1]


def test_the_journal_tells_of_it_in_codes(root: Path) -> None:
    approved(root)
    alongside(root, "retention", "destroy", OLD)
    lines = [
        json.loads(line)
        for log in sorted((root / "_system/log").rglob("*.jsonl"))
        for line in log.read_text("utf-8").splitlines()
    ]
    actions = [line.get("action") for line in lines if line.get("case") == OLD]
    assert sorted(actions) == ["approve", "approve", "destroy"]
    assert alongside(root, "verify")[0] == 0
    assert PLANTED not in json.dumps(lines)


def test_a_link_is_destroyed_and_what_it_leads_to_stays(
    root: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_text("not of this case", "utf-8")
    (root / "cases" / OLD / "forms" / "away").symlink_to(outside)
    approved(root)
    code, said = alongside(root, "retention", "destroy", OLD)
    assert code == 0, said
    assert (outside / "kept.txt").is_file()
