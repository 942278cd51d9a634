"""Packs and the release log, whatever other programs do with their files meanwhile."""

from datetime import date
from pathlib import Path

import pytest

from workflow.adapters import bid_packs, safe_files
from workflow.adapters.bid_packs import BidPacks
from workflow.adapters.safe_files import sha256, swap
from workflow.adapters.tenders import Tenders
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.errors import FileHeld, ReleaseRefused
from workflow.services.ports import Written

REF = "T-2026-07"
MINE = {"released_on": "2026-11-23", "measure": "TM15", "services": [], "shown": ""}
THEIRS = {"released_on": "2026-11-23", "measure": "TM03", "services": ["sv-1"]}
HELD = '  - {"measure": "TM03", "shown": "7 of 12"}\n'


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "tenders/release_log.yaml"
    path.parent.mkdir()
    path.write_text(f"# Ours.\nreleased:\n{HELD}")
    return path


def measures(log: Path) -> list[str]:
    root = read_tree(log.read_bytes(), "").root
    assert root is not None
    said = plain(root)
    assert isinstance(said, dict)
    return [row["measure"] for row in said["released"]]


def test_what_two_computers_add_at_once_both_stays(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(path: Path, *at: object) -> Written:
        monkeypatch.undo()
        BidPacks(path.parents[1]).append_log([THEIRS])
        return swap(path, *at)  # type: ignore[arg-type]

    monkeypatch.setattr(bid_packs, "swap", meanwhile)
    BidPacks(log.parents[1]).append_log([MINE])
    assert measures(log) == ["TM03", "TM03", "TM15"]


def test_what_cannot_be_logged_is_not_released(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = log.read_bytes()
    held = lambda *_: Written.OPEN_ELSEWHERE  # noqa: E731 - one answer
    monkeypatch.setattr(bid_packs, "swap", held)
    with pytest.raises(ReleaseRefused, match="is in use"):
        BidPacks(log.parents[1]).append_log([MINE])
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "released: []\n",
        "released:\n",
        "released:\n- measure: TM03\n  services:\n    - sv-1\n",
        "released:\r\n  - {measure: TM03}\r\n",
        "released:\n  - {measure: TM03}",
    ],
)
def test_the_log_is_added_to_however_it_is_laid_out(log: Path, text: str) -> None:
    log.write_bytes(text.encode())
    BidPacks(log.parents[1]).append_log([MINE, THEIRS])
    stood = ["TM03"] if "TM03" in text else []
    assert measures(log) == [*stood, "TM15", "TM03"]
    raw = log.read_bytes()
    assert raw.count(b"\r\n") in (0, raw.count(b"\n"))


@pytest.mark.parametrize("text", ["released: [", "released: none yet\n"])
def test_a_log_that_nobody_can_read_lets_nothing_go(log: Path, text: str) -> None:
    log.write_text(text)
    with pytest.raises(ReleaseRefused, match="mend it first"):
        BidPacks(log.parents[1]).append_log([MINE])
    assert log.read_text() == text


def test_a_release_that_is_done_again_is_logged_once(log: Path) -> None:
    packs = BidPacks(log.parents[1])
    packs.append_log([MINE, THEIRS])
    once = log.read_bytes()
    packs.append_log([MINE, THEIRS])
    assert log.read_bytes() == once


def test_the_first_release_begins_the_log(tmp_path: Path) -> None:
    BidPacks(tmp_path).append_log([MINE])
    assert measures(tmp_path / "tenders/release_log.yaml") == ["TM15"]


@pytest.fixture
def in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file that stands can be changed: a program has each of them."""
    monkeypatch.setattr(safe_files, "swap", lambda *_: Written.OPEN_ELSEWHERE)


@pytest.mark.usefixtures("in_use")
def test_figures_that_could_not_be_renewed_are_never_told_as_renewed(
    tmp_path: Path,
) -> None:
    tenders = Tenders(tmp_path)
    (tmp_path / "tenders" / REF).mkdir(parents=True)
    tenders.keep_figures(REF, [{"measure": "TM15", "shown": "8 of 10"}])
    with pytest.raises(FileHeld, match=r"figures\.yaml"):
        tenders.keep_figures(REF, [{"measure": "TM15", "shown": "9 of 12"}])
    assert tenders.figures(REF) == [{"measure": "TM15", "shown": "8 of 10"}]


@pytest.mark.usefixtures("in_use")
def test_a_file_of_a_pack_that_is_open_is_named_and_the_others_are_written(
    tmp_path: Path,
) -> None:
    packs, pack = BidPacks(tmp_path), tmp_path / "tenders" / REF / "pack"
    rows = [{"file": "A.docx", "sha256": sha256(b"one")}]
    listed = {"made_on": "2026-11-23", "files": rows}
    packs.keep_pack(REF, {"A.docx": b"one"}, listed)
    with pytest.raises(FileHeld, match=r"\(A\.docx\)"):
        packs.keep_pack(REF, {"A.docx": b"two", "B.docx": b"two"}, {"made_on": "now"})
    assert (pack / "A.docx").read_bytes() == b"one"
    assert (pack / "B.docx").read_bytes() == b"two"
    assert packs.finished(REF).made_on == date(2026, 11, 23)
