"""Documents are published without ever going over a person's work."""

import errno
import io
import json
import os
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from workflow.adapters.guarded import is_signed
from workflow.adapters.journal import RunLog, verify
from workflow.adapters.published import Publications
from workflow.adapters.safe_files import place, sha256
from workflow.adapters.word.members import assembled, member
from workflow.adapters.word_parts import words_of
from workflow.domain.alarms import Kind
from workflow.domain.errors import TakenOver
from workflow.domain.making import Receipt
from workflow.services.drafting import SUPERVISION
from workflow.services.ports import Written
from workflow.wiring.office import Office

NAME = "full-plan.docx"


def shelf(folder: Path) -> Publications:
    """The publications of a case folder, opened anew."""
    made = folder / "generated"
    log = RunLog(folder / "_system", lambda: "2026-11-23T09:30:00+00:00")
    return Publications(folder, made, folder / "_receipts", folder / "_history", log)


def receipt(content: bytes, sequence: int = 1, context: str = "c") -> Receipt:
    """A receipt for some content."""
    return Receipt(
        name=NAME,
        sequence=sequence,
        document="D1",
        context=context,
        template="t",
        content=sha256(content),
        version="1",
        standing="final",
    )


def publish(folder: Path, content: bytes, sequence: int = 1) -> Written:
    """Publish some content as the next run of the program would."""
    return shelf(folder).publish(receipt(content, sequence), content)


def names(folder: Path) -> list[str]:
    """The names in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())


def test_a_new_document_is_created_with_its_receipt(tmp_path: Path) -> None:
    assert publish(tmp_path, b"one") is Written.CREATED
    assert shelf(tmp_path).receipts() == {NAME: receipt(b"one")}
    assert shelf(tmp_path).present(NAME) == sha256(b"one")
    (file,) = names(tmp_path / "_receipts")
    assert file == f"{NAME}.000001.{sha256(b'one')[:16]}.json"


def test_our_own_document_is_updated_and_its_old_content_kept(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    assert publish(tmp_path, b"two", 2) is Written.UPDATED
    assert names(tmp_path / "generated") == [NAME]
    assert [p.read_bytes() for p in (tmp_path / "_history").iterdir()] == [b"one"]
    assert shelf(tmp_path).receipts()[NAME].sequence == 2


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    assert publish(tmp_path, b"one", 2) is Written.IDENTICAL
    assert len(names(tmp_path / "_receipts")) == 1


def test_the_same_document_from_other_facts_gets_a_receipt(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    again = receipt(b"one", 2, context="other")
    assert shelf(tmp_path).publish(again, b"one") is Written.IDENTICAL
    assert shelf(tmp_path).receipts()[NAME] == again


def test_a_hand_edit_stays_and_each_update_stands_beside(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    (tmp_path / "generated" / NAME).write_bytes(b"by hand")
    assert publish(tmp_path, b"two", 2) is Written.KEPT_HAND_EDITS
    assert publish(tmp_path, b"three", 3) is Written.KEPT_HAND_EDITS
    assert (tmp_path / "generated" / NAME).read_bytes() == b"by hand"
    assert names(tmp_path / "generated") == [
        "full-plan (update 2).docx",
        "full-plan (update 3).docx",
        NAME,
    ]
    assert shelf(tmp_path).receipts()[NAME].beside


def test_an_update_that_stands_beside_already_is_not_made_twice(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    (tmp_path / "generated" / NAME).write_bytes(b"by hand")
    publish(tmp_path, b"two", 2)
    assert publish(tmp_path, b"two", 3) is Written.IDENTICAL
    assert len(names(tmp_path / "generated")) == 2
    assert len(names(tmp_path / "_receipts")) == 2


def test_an_update_beside_that_a_person_changed_stays_too(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    (tmp_path / "generated" / NAME).write_bytes(b"by hand")
    (tmp_path / "generated" / "full-plan (update 2).docx").write_bytes(b"also by hand")
    assert publish(tmp_path, b"two", 2) is Written.KEPT_HAND_EDITS
    beside = tmp_path / "generated" / "full-plan (update 3).docx"
    assert beside.read_bytes() == b"two"
    assert shelf(tmp_path).receipts()[NAME].sequence == 3


def test_a_file_we_never_made_is_a_persons_work(tmp_path: Path) -> None:
    place(tmp_path / "generated" / NAME, b"theirs")
    assert publish(tmp_path, b"one") is Written.KEPT_HAND_EDITS
    assert (tmp_path / "generated" / NAME).read_bytes() == b"theirs"


@pytest.mark.parametrize("note", ["~$ll-plan.docx", f".~lock.{NAME}#"])
def test_a_document_open_in_a_word_processor_is_not_touched(
    tmp_path: Path, note: str
) -> None:
    publish(tmp_path, b"one")
    (tmp_path / "generated" / note).write_bytes(b"somebody")
    assert publish(tmp_path, b"two", 2) is Written.OPEN_ELSEWHERE
    assert shelf(tmp_path).present(NAME) == sha256(b"one")
    (tmp_path / "generated" / note).unlink()
    assert publish(tmp_path, b"two", 2) is Written.UPDATED


def test_a_document_that_a_person_deleted_is_made_again(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    (tmp_path / "generated" / NAME).unlink()
    assert shelf(tmp_path).present(NAME) is None
    assert publish(tmp_path, b"two", 2) is Written.CREATED


def test_a_damaged_receipt_counts_as_not_there(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    place(tmp_path / "_receipts" / f"{NAME}.000002.{'0' * 16}.json", b'{"name": "fu')
    assert shelf(tmp_path).receipts() == {NAME: receipt(b"one")}
    assert publish(tmp_path, b"two", 2) is Written.UPDATED


def test_a_receipt_never_replaces_a_damaged_one(tmp_path: Path) -> None:
    damaged = tmp_path / "_receipts" / f"{NAME}.000001.{sha256(b'one')[:16]}.json"
    place(damaged, b"{")
    publish(tmp_path, b"one")
    assert damaged.read_bytes() == b"{"
    assert shelf(tmp_path).receipts()[NAME].sequence == 2


def test_what_we_placed_before_we_were_cut_short_is_still_ours(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    place(tmp_path / "_receipts" / f"{NAME}.{sha256(b'two')[:32]}.begun", b"")
    (tmp_path / "generated" / NAME).write_bytes(b"two")
    assert publish(tmp_path, b"three", 2) is Written.UPDATED
    assert names(tmp_path / "generated") == [NAME]


def test_a_name_missing_from_a_swap_cut_short_is_put_right(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    aside = tmp_path / "_history" / f"generated+{NAME}.000001.aa.bb.aside"
    aside.parent.mkdir()
    (tmp_path / "generated" / NAME).rename(aside)
    assert shelf(tmp_path).receipts()
    assert shelf(tmp_path).present(NAME) == sha256(b"one")


def test_another_computer_may_publish_meanwhile(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    ours = shelf(tmp_path)
    assert ours.receipts()
    publish(tmp_path, b"two", 2)
    assert ours.publish(receipt(b"three", 2), b"three") is Written.UPDATED
    newest = shelf(tmp_path).receipts()[NAME]
    assert replace(newest, sequence=0) == receipt(b"three", 0)


def word(text: str, properties: str = "ours") -> bytes:
    """A Word document, as far as telling its words from its properties goes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("word/document.xml", f"<w>{text}</w>")
        package.writestr("docProps/core.xml", f"<p>{properties}</p>")
    return made.getvalue()


def held(path: Path, target: Path) -> Path:
    """A rename that another computer's program does not allow."""
    if path.name == NAME:
        raise PermissionError(errno.EACCES, "open elsewhere")
    return RENAME(path, target)


RENAME = Path.rename


def test_what_cannot_be_moved_gets_the_update_beside_until_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, b"one")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", held)
        assert publish(tmp_path, b"two", 2) is Written.OPEN_ELSEWHERE
    beside = tmp_path / "generated" / "full-plan (update 2).docx"
    assert beside.read_bytes() == b"two"
    assert (tmp_path / "generated" / NAME).read_bytes() == b"one"
    assert publish(tmp_path, b"two", 2) is Written.UPDATED
    assert names(tmp_path / "generated") == [NAME]
    kept = {p.read_bytes() for p in (tmp_path / "_history").iterdir()}
    assert kept == {b"one", b"two"}


def test_an_update_beside_that_somebody_wrote_in_is_never_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, b"one")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", held)
        publish(tmp_path, b"two", 2)
    beside = tmp_path / "generated" / "full-plan (update 2).docx"
    beside.write_bytes(b"two, and a person's words")
    assert publish(tmp_path, b"three", 3) is Written.UPDATED
    assert beside.read_bytes() == b"two, and a person's words"


def test_what_only_the_store_has_touched_is_still_ours(tmp_path: Path) -> None:
    publish(tmp_path, word("one"))
    (tmp_path / "generated" / NAME).write_bytes(word("one", "the store's own"))
    assert publish(tmp_path, word("two"), 2) is Written.UPDATED
    assert names(tmp_path / "generated") == [NAME]


def test_one_word_changed_makes_it_a_persons(tmp_path: Path) -> None:
    publish(tmp_path, word("one"))
    (tmp_path / "generated" / NAME).write_bytes(word("One", "the store's own"))
    assert publish(tmp_path, word("two"), 2) is Written.KEPT_HAND_EDITS


def test_a_late_watcher_leaves_nothing_that_looks_like_a_persons_work(
    tmp_path: Path,
) -> None:
    publish(tmp_path, b"one")
    late = shelf(tmp_path)
    assert late.receipts()
    publish(tmp_path, b"two", 2)
    publish(tmp_path, b"three", 3)
    assert late.publish(receipt(b"old facts", 2, "old"), b"old facts") is (
        Written.UPDATED
    )
    newest = shelf(tmp_path).receipts()[NAME]
    assert newest.content == shelf(tmp_path).present(NAME)
    assert newest.context == "old"
    assert publish(tmp_path, b"three", 4) is Written.UPDATED


def test_each_receipt_carries_the_generation_and_a_lost_lease_writes_nothing(
    tmp_path: Path,
) -> None:
    ours = replace(shelf(tmp_path), fence=lambda: 17)
    ours.publish(receipt(b"one"), b"one")
    assert shelf(tmp_path).receipts()[NAME].generation == 17
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}

    def gone() -> int:
        raise TakenOver

    with pytest.raises(TakenOver):
        replace(shelf(tmp_path), fence=gone).publish(receipt(b"two", 2), b"two")
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_while_a_word_processor_saves_nothing_takes_the_name(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    document = tmp_path / "generated" / NAME
    document.with_name("~$ll-plan.docx").write_bytes(b"somebody")
    document.rename(document.with_name("~WRL0001.tmp"))
    assert publish(tmp_path, b"two", 2) is Written.OPEN_ELSEWHERE
    assert not document.exists()


def test_waiting_for_somebody_writes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, b"one")
    (tmp_path / "generated" / f".~lock.{NAME}#").write_bytes(b"somebody")
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    for _ in range(5):
        assert publish(tmp_path, b"two", 2) is Written.OPEN_ELSEWHERE
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_the_first_sheet_for_supervision_makes_its_folder(workspace: Path) -> None:
    """A new workspace has no supervision notes yet, and everybody's talk falls due."""
    rmtree(workspace / "governance" / "supervision")
    office = Office(workspace, date(2026, 11, 23))
    first = office.shelf(SUPERVISION).publish(receipt(b"x"), b"x")
    assert first is Written.CREATED


def test_a_case_that_is_gone_is_not_made_anew(workspace: Path) -> None:
    rmtree(workspace / "cases" / "SG-2026-014")
    office = Office(workspace, date(2026, 11, 23))
    with pytest.raises(FileNotFoundError):
        office.shelf("SG-2026-014").publish(receipt(b"x"), b"x")


def given(folder: Path) -> list[tuple[str, Kind]]:
    """The alarms about a document that was given to the person."""
    found = shelf(folder)
    return [(a.file, a.kind) for a in found.alarms({NAME}, date(2026, 11, 23))]


def test_a_document_that_was_given_and_is_edited_raises_an_alarm(
    tmp_path: Path,
) -> None:
    case = tmp_path / "cases" / "SG-2026-014"
    case.mkdir(parents=True)
    (tmp_path / "config").mkdir()
    publish(case, b"as it was given")
    assert given(case) == []
    (case / "generated" / NAME).write_bytes(b"somebody's edits")
    assert given(case) == [(NAME, Kind.GIVEN_CHANGED)]
    (case / "generated" / NAME).unlink()
    assert given(case) == [(NAME, Kind.GIVEN_GONE)]
    kept = [p.read_bytes() for p in (case / "_history").iterdir()]
    assert b"as it was given" in kept


def test_a_document_that_was_edited_before_it_was_given_is_told_of_too(
    tmp_path: Path,
) -> None:
    case = tmp_path / "cases" / "SG-2026-014"
    case.mkdir(parents=True)
    (tmp_path / "config").mkdir()
    publish(case, b"as we made it")
    (case / "generated" / NAME).write_bytes(b"somebody's edits")
    assert given(case) == [(NAME, Kind.GIVEN_CHANGED)]


def several(*contents: bytes) -> list[tuple[Receipt, bytes]]:
    """Documents of different names."""
    numbered = enumerate(contents)
    return [(replace(receipt(c), name=f"paper {n}.docx"), c) for n, c in numbered]


def steps(folder: Path) -> list[tuple[str, str]]:
    """What the journals say of each step: the step and the content or the end."""
    logs = sorted((folder / "_system").rglob("*.jsonl"))
    lines = [json.loads(line) for log in logs for line in log.read_bytes().splitlines()]
    ends = [(x["step"], x.get("after") or x["result"]) for x in lines if "step" in x]
    return [(step, end[:8]) for step, end in ends]


def test_what_is_published_together_is_told_of_together(tmp_path: Path) -> None:
    papers = several(b"one", b"two", b"three")
    assert shelf(tmp_path).publish_all(papers) == (Written.CREATED,) * 3
    begun = [("intent", sha256(content)[:8]) for _, content in papers]
    assert steps(tmp_path) == [*begun, *[("done", "created")] * 3]
    assert verify(tmp_path / "_system") == ()
    assert shelf(tmp_path).receipts() == {r.name: r for r, _ in papers}
    assert len(names(tmp_path / "_receipts")) == 3
    for made, content in papers:
        assert (tmp_path / "generated" / made.name).read_bytes() == content


def test_the_log_and_the_notes_are_on_the_disk_before_any_document_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers, found = several(b"one", b"two"), []
    real = os.link

    def link(source: Path, target: Path) -> None:
        if Path(target).parent.name == "generated":
            notes = [n for n in names(tmp_path / "_receipts") if n.endswith(".begun")]
            found.append((len(notes), steps(tmp_path)))
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    shelf(tmp_path).publish_all(papers)
    begun = [("intent", sha256(content)[:8]) for _, content in papers]
    assert found == [(2, begun), (2, begun)]
    assert all(n.endswith(".json") for n in names(tmp_path / "_receipts"))


def test_among_several_each_has_its_own_fate(tmp_path: Path) -> None:
    first = several(b"one", b"two", b"three")
    shelf(tmp_path).publish_all(first)
    generated = tmp_path / "generated"
    (generated / "paper 1.docx").write_bytes(b"a person's words")
    (generated / ".~lock.paper 2.docx#").write_bytes(b"open")
    papers = several(b"one again", b"two again", b"three again", b"four")
    papers.append((replace(receipt(b"x"), name=f"{'x' * 300}.docx"), b"x"))
    papers = [(replace(r, sequence=2), c) for r, c in papers]
    *told, last = shelf(tmp_path).publish_all(papers)
    assert told == [
        Written.UPDATED,
        Written.KEPT_HAND_EDITS,
        Written.OPEN_ELSEWHERE,
        Written.CREATED,
    ]
    assert isinstance(last, OSError)
    assert (generated / "paper 0.docx").read_bytes() == b"one again"
    assert (generated / "paper 1.docx").read_bytes() == b"a person's words"
    assert (generated / "paper 1 (update 2).docx").read_bytes() == b"two again"
    assert (generated / "paper 2.docx").read_bytes() == b"three"
    assert (generated / "paper 3.docx").read_bytes() == b"four"
    kept = shelf(tmp_path).receipts()
    assert [kept[f"paper {n}.docx"].sequence for n in range(3)] == [2, 2, 1]
    assert verify(tmp_path / "_system") == ()


def word_like(parts: dict[str, bytes]) -> bytes:
    """A zip as we write Word files."""
    return assembled(member(name, content) for name, content in parts.items())


PARTS = {"[Content_Types].xml": b"<a/>", "word/document.xml": b"<w>One</w>" * 90}


def test_the_parts_of_our_own_files_are_told_at_a_glance_and_of_others_too() -> None:
    ours = word_like(PARTS)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            package.writestr(name, content)
    assert words_of(ours)
    assert words_of(ours) == words_of(written.getvalue())


@whatever(st.integers(0), st.integers(1, 255), st.integers(0, 40))
def test_a_damaged_document_has_the_words_that_a_careful_look_finds_or_none(
    at: int, by: int, cut: int
) -> None:
    content = bytearray(word_like(PARTS))
    content[at % len(content)] ^= by
    damaged = bytes(content[: len(content) - cut])
    whole = b"PK" + damaged[2:]
    with_comment = whole + b"..."  # never told at a glance
    assert words_of(whole) in (words_of(with_comment), "")


def test_a_zip_of_a_later_kind_stops_nothing(tmp_path: Path) -> None:
    content = bytearray(word_like(PARTS))
    content[content.rindex(b"PK\1\2") + 6] = 191  # needs version 19.1
    assert words_of(bytes(content)) == ""
    assert not is_signed(bytes(content))
    assert publish(tmp_path, b"one") is Written.CREATED
    (tmp_path / "generated" / NAME).write_bytes(bytes(content))
    assert publish(tmp_path, b"two", 2) is Written.KEPT_HAND_EDITS
    assert (tmp_path / "generated" / NAME).read_bytes() == bytes(content)
