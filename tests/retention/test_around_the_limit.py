"""T40: of 100 cases around the limit exactly the due, unheld, approved ones go."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.make import a_folder
from tests.retention.old_cases import everything, office_with
from workflow.domain.errors import CaseChanged, NotForDestruction, WorkflowError
from workflow.domain.retention import (
    HoldKind,
    clocks_agree,
    kept_until,
)
from workflow.wiring.office import Office
from workflow.wiring.retention import Retention

DAY = date(2024, 1, 15)
LIMIT = date(2016, 1, 15)  # eight years before
WHY = "Nothing is open any more"


def tried(act: object, *words: object) -> bool:
    try:
        act(*words)  # type: ignore[operator]
    except WorkflowError:
        return False
    return True


def test_exactly_the_due_unheld_twice_approved_cases_go(tmp_path: Path) -> None:
    dice = Random(40)  # noqa: S311 - the same cases each time
    days = {f"SG-2012-{n:03}": LIMIT + timedelta(days=n - 50) for n in range(1, 101)}
    root = office_with(tmp_path / "office", {r: str(d) for r, d in days.items()})
    room = Retention(Office(root, DAY))
    held = {ref for ref in days if dice.random() < 0.3}
    first = {ref for ref in days if dice.random() < 0.8}
    second = {ref for ref in days if dice.random() < 0.8}
    for ref in sorted(days):
        if ref in first:
            tried(room.approve, ref, "st-01", WHY)
        if ref in held:
            room.hold(ref, HoldKind.CLAIM, "st-03", "A claim is expected")
        if ref in second:
            tried(room.approve, ref, "st-06", WHY)
    should = {r for r, d in days.items() if d <= LIMIT} & first & second - held
    before = everything(root / "cases")
    gone = {ref for ref in sorted(days) if tried(room.destroy, ref)}
    print(f"{len(gone)} of {len(days)} destroyed")  # noqa: T201
    assert gone == should
    assert 15 < len(gone) < 50
    stays = {n: c for n, c in before.items() if n.split("/")[0] not in gone}
    assert everything(root / "cases") == stays


@pytest.mark.parametrize(
    ("closed", "review", "years", "until"),
    [
        ("2016-01-15", None, 8, "2024-01-15"),
        ("2016-02-29", None, 8, "2024-02-29"),
        ("2016-02-29", None, 7, "2023-03-01"),
        ("2016-01-15", "2030-01-01", 8, "2030-01-01"),
        ("2016-01-15", "2019-01-01", 8, "2024-01-15"),
        ("2016-01-15", None, None, None),
        ("2016-01-15", None, 0, None),
        (None, "2016-01-15", 8, None),
    ],
)
def test_a_case_is_kept_its_years_and_longer_where_a_later_day_stands(
    closed: str | None, review: str | None, years: int | None, until: str | None
) -> None:
    closure = {"closed_on": closed, "records_review_on": review}
    folder = a_folder(closure={k: v for k, v in closure.items() if v})
    assert kept_until(folder, years) == (date.fromisoformat(until) if until else None)


@pytest.mark.parametrize(
    ("given", "share", "shown", "agree"),
    [
        (0, 0, 0, True),
        (-3000, 0, 0, True),
        (0, None, None, True),
        (0, 1, 1, True),
        (1, 0, 0, False),
        (0, 40, 0, False),
        (0, -40, 0, False),
        (0, 0, 40, False),
        (0, 0, -40, True),
    ],
)
def test_nothing_is_destroyed_while_clocks_disagree(
    given: int, share: int | None, shown: int | None, *, agree: bool
) -> None:
    def day(away: int | None) -> date | None:
        return None if away is None else DAY + timedelta(days=away)

    assert clocks_agree(day(given) or DAY, DAY, day(share), day(shown)) is agree


def approved(root: Path) -> Retention:
    room = Retention(Office(root, DAY))
    for by in ("st-01", "st-02"):
        room.approve("SG-2012-001", by, WHY)
    return room


@pytest.mark.parametrize("what", ["a word", "a hold"])
def test_what_comes_while_the_folder_is_moved_gives_the_case_back_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    root = office_with(tmp_path / "office", {"SG-2012-001": "2016-01-15"})
    room = approved(root)
    vault = type(room.archive.vault)
    real = vault.take_away
    before = everything(root / "cases")

    def late(self: object, ref: str) -> None:
        if what == "a hold":
            room.hold(ref, HoldKind.LEGAL, "st-03", "The coroner has asked")
        else:
            (root / "cases" / ref / "late.txt").write_text("I remember.", "utf-8")
            before[f"{ref}/late.txt"] = b"I remember."
        real(self, ref)  # type: ignore[arg-type]

    monkeypatch.setattr(vault, "take_away", late)
    with pytest.raises(CaseChanged):
        room.destroy("SG-2012-001")
    assert everything(root / "cases") == before


def test_a_word_that_comes_while_files_go_is_left_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = office_with(tmp_path / "office", {"SG-2012-001": "2016-01-15"})
    room = approved(root)
    vault = type(room.archive.vault)
    real = vault.destroy

    def late(self: object, ref: str, rows: object) -> int:
        (root / "cases/_destroying" / ref / "late.txt").write_text("I know.", "utf-8")
        return real(self, ref, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(vault, "destroy", late)
    with pytest.raises(WorkflowError, match="files came that nobody had approved"):
        room.destroy("SG-2012-001")
    left = everything(root / "cases")
    assert left == {"_destroying/SG-2012-001/late.txt": b"I know."}
    assert room.unfinished() == ("SG-2012-001",)
    monkeypatch.undo()
    (root / "cases/_destroying/SG-2012-001/late.txt").rename(root / "late.txt")
    assert room.destroy("SG-2012-001").pile.files > 10


def test_an_approval_of_somebody_who_left_before_is_none(tmp_path: Path) -> None:
    root = office_with(tmp_path / "office", {"SG-2012-001": "2016-01-15"})
    staff = root / "config/staff.yaml"
    text = staff.read_text("utf-8")
    left = "roles: [registered_manager], services: [sv-quillmere, sv-fernhaugh],"
    staff.write_text(text.replace(left, f"active_to: 2023-12-01, {left}"), "utf-8")
    with pytest.raises(NotForDestruction, match="st-02 may not"):
        Retention(Office(root, DAY)).approve("SG-2012-001", "st-02", WHY)
