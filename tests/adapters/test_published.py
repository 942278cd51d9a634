"""Documents are put in place whole, and never over a person's work."""

import hashlib
from pathlib import Path

from workflow.adapters.published import Publications
from workflow.adapters.safe_files import place, recover, sha256, swap
from workflow.domain.making import Receipt
from workflow.services.ports import Written


def shelf(folder: Path) -> Publications:
    made = folder / "generated"
    return Publications(folder, made, folder / "_receipts", folder / "_history")


def receipt(content: bytes, sequence: int) -> Receipt:
    digest = hashlib.sha256(content).hexdigest()
    return Receipt("plan.docx", sequence, "D1", "c", "t", digest, "1", "final")


def test_a_new_document_is_placed_with_its_receipt(tmp_path: Path) -> None:
    assert shelf(tmp_path).publish(receipt(b"one", 1), b"one") is Written.CREATED
    assert (tmp_path / "generated/plan.docx").read_bytes() == b"one"
    assert shelf(tmp_path).receipts()["plan.docx"].content == sha256(b"one")


def test_an_untouched_document_is_swapped_and_the_old_one_kept(tmp_path: Path) -> None:
    shelf(tmp_path).publish(receipt(b"one", 1), b"one")
    assert shelf(tmp_path).publish(receipt(b"two", 2), b"two") is Written.UPDATED
    assert (tmp_path / "generated/plan.docx").read_bytes() == b"two"
    kept = [p.read_bytes() for p in (tmp_path / "_history").glob("*.old")]
    assert kept == [b"one"]


def test_a_persons_edit_stays_and_the_update_stands_beside_it(tmp_path: Path) -> None:
    shelf(tmp_path).publish(receipt(b"one", 1), b"one")
    document = tmp_path / "generated/plan.docx"
    document.write_bytes(b"one, and my own note")
    written = shelf(tmp_path).publish(receipt(b"two", 2), b"two")
    assert written is Written.KEPT_HAND_EDITS
    assert document.read_bytes() == b"one, and my own note"
    assert (tmp_path / "generated/plan (update 2).docx").read_bytes() == b"two"


def test_a_document_open_in_word_waits(tmp_path: Path) -> None:
    shelf(tmp_path).publish(receipt(b"one", 1), b"one")
    (tmp_path / "generated/~$an.docx").write_bytes(b"owner")
    written = shelf(tmp_path).publish(receipt(b"two", 2), b"two")
    assert written is Written.OPEN_ELSEWHERE
    assert (tmp_path / "generated/plan.docx").read_bytes() == b"one"
    assert shelf(tmp_path).receipts()["plan.docx"].sequence == 1


def test_a_damaged_receipt_counts_as_not_there(tmp_path: Path) -> None:
    shelf(tmp_path).publish(receipt(b"one", 1), b"one")
    for path in (tmp_path / "_receipts").iterdir():
        path.write_bytes(b"{")
    assert shelf(tmp_path).receipts() == {}


def test_placing_never_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    assert place(path, b"one") is Written.CREATED
    assert place(path, b"one") is Written.IDENTICAL
    assert place(path, b"two") is Written.KEPT_HAND_EDITS
    assert path.read_bytes() == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_swap_of_something_else_gives_it_back(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a person's words")
    assert (
        swap(path, sha256(b"ours"), b"new", tmp_path / "h") is Written.KEPT_HAND_EDITS
    )
    assert path.read_bytes() == b"a person's words"


def test_what_an_interrupted_swap_left_aside_is_put_back(tmp_path: Path) -> None:
    history = tmp_path / "h"
    history.mkdir()
    (history / "a.docx.0123456789abcdef.12345678.aside").write_bytes(b"one")
    assert recover(tmp_path, history) == ("a.docx",)
    assert (tmp_path / "a.docx").read_bytes() == b"one"
