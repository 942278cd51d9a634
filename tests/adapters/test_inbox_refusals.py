"""Why a dropped file could not be used is told; what stands in it never is."""

from pathlib import Path

from workflow.adapters.inbox import Inbox, refusals


def refused(root: Path, name: str, content: bytes) -> None:
    (root / "inbox").mkdir(exist_ok=True)
    (root / "inbox" / name).write_bytes(content)
    inbox = Inbox(root)
    claim = inbox.claim(name)
    assert claim
    inbox.refuse(claim, "It is no form.")


def test_a_text_file_is_refused_without_its_words_being_told(tmp_path: Path) -> None:
    refused(tmp_path, "notes.txt", b"Her brother takes her money.")
    assert tuple(refusals(tmp_path)) == (("notes.txt", "It is no form."),)


def test_a_text_file_in_another_encoding_does_not_stop_the_inbox(
    tmp_path: Path,
) -> None:
    refused(tmp_path, "notes.txt", "Café".encode("cp1252"))
    assert tuple(refusals(tmp_path)) == (("notes.txt", "It is no form."),)
