"""Watching builds what changed and nothing else, and nothing that happens ends it."""

import errno
import json
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.services.counted import Counted
from workflow.domain.alarms import Alarm
from workflow.domain.errors import DriveFull, TakenOver
from workflow.domain.findings import Severity
from workflow.domain.making import Receipt
from workflow.services.building import BuildReport
from workflow.services.drafting import Workshop
from workflow.services.ports import Published, Written
from workflow.services.watching import Hands, Notice, Pdfs, watch
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
ONE, TWO, THREE = "SG-2026-014", "SG-2026-019", "SG-2026-021"


@dataclass
class QuickWord:
    """Says in bytes what a document would be made from; these tests are not of Word."""

    filled: list[str] = field(default_factory=list)

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """See `Word`; with a note of what was filled."""
        self.filled.append(name)
        return name.encode() + template[:4] + json.dumps(context, default=str).encode()

    def in_language(self, made: bytes, tag: str, turned: str = "") -> bytes:
        """See `Word`."""
        return made + tag.encode() + turned.encode()

    def resized(self, template: bytes, points: int) -> bytes:
        """See `Word`."""
        return template + bytes([points])

    def with_logo(self, made: bytes, logo: bytes, words: str) -> bytes:
        """See `Word`."""
        return made + logo + words.encode()


@dataclass
class Scripted:
    """Changes, a lease, a clock and a day that a test tells turn by turn."""

    root: Path
    turns: list[Callable[[], frozenset[str]]] = field(default_factory=list)
    meanwhile: list[Callable[[], frozenset[str]]] = field(default_factory=list)
    trouble: str = ""
    holder: str = "PC-2"
    ours: bool = True
    scans: int = 0
    now: float = 0.0
    day: date = TODAY
    opened: int = 0
    told: list[Notice] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    shelf: Callable[[Published], Published] = lambda shelf: shelf
    stirs: frozenset[str] = frozenset()
    before: dict[Path, bytes] = field(default_factory=dict)
    ahead: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)

    def stirring(self) -> frozenset[str]:
        """What the turn said that it stirs; told once."""
        told, self.stirs = self.stirs, frozenset()
        return told

    def settled(self, timeout: float) -> frozenset[str]:
        """The next turn, once there is time to look."""
        self.now += timeout
        if timeout:
            return self.turns.pop(0)()
        return self.meanwhile.pop(0)() if self.meanwhile else frozenset()

    def tend(self) -> bool:
        """See `Lease`."""
        return self.ours

    def workshop(self) -> Workshop:
        """A workshop whose Word is quick and whose reading is counted."""
        self.opened += 1
        made = Office(self.root, self.day).workshop
        return replace(
            made,
            cases=Counted(made.cases, self.read),
            word=QuickWord(self.filled),
            shelf=lambda key: self.shelf(made.shelf(key)),
        )

    def run(
        self, pdfs: Callable[[BuildReport], Pdfs] | None = None
    ) -> list[BuildReport]:
        """Everything that watching gives until the script has ended."""
        hands = Hands(
            self.workshop,
            self,
            self,
            lambda: self.day,
            lambda: not self.turns,
            lambda: self.now,
            pause=10.0,
            tell=self.told.append,
            pdfs=pdfs,
            stirring=self.stirring,
        )
        return list(watch(hands))


@pytest.fixture
def root(workspace: Path) -> Path:
    """The worked cases with one document each."""
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name not in {"full-plan", "own-copy"}:
            shutil.rmtree(kind)
    return workspace


def quiet() -> frozenset[str]:
    """A turn in which nothing happens."""
    return frozenset()


def renamed(root: Path, ref: str, name: str) -> Callable[[], frozenset[str]]:
    """A turn in which the person of a case is called something else."""

    def turn() -> frozenset[str]:
        file = root / "cases" / ref / "person.yaml"
        lines = file.read_text("utf-8").splitlines(keepends=True)
        with_name = [
            f"preferred_name: {name}\n" if line.startswith("preferred_name:") else line
            for line in lines
        ]
        file.write_text("".join(with_name), "utf-8")
        return frozenset({ref})

    return turn


def test_only_the_case_that_changed_is_read_and_made_again(root: Path) -> None:
    script = Scripted(root)

    def after_the_first() -> frozenset[str]:
        script.read.clear()
        return renamed(root, TWO, "Zed")()

    script.turns = [after_the_first, quiet]
    first, second = script.run()
    assert {made.case for made in first.made} == {ONE, TWO, THREE, None}
    assert {made.case for made in second.made} <= {TWO, None}
    assert any(made.case == TWO for made in second.made)
    assert set(script.read) == {TWO}
    assert sorted(second.cases) == [ONE, TWO, THREE]
    assert script.opened == 1


def test_an_edit_comes_before_the_rest_of_the_papers_about_all_cases(
    root: Path,
) -> None:
    script = Scripted(root, [renamed(root, ONE, "Zed"), quiet])
    # while it first looks, while it first makes papers, while it makes them for ONE
    script.meanwhile = [quiet, quiet, renamed(root, TWO, "Yan")]
    _, edit, whole, again = script.run()
    assert {made.case for made in edit.made} == {TWO}
    assert {made.case for made in whole.documents} == {ONE, None}
    assert {made.case for made in again.documents} == {None}
    assert {made.case for made in again.made} <= {None}
    (all_of_it,) = Scripted(root, [quiet]).run()
    assert all_of_it.made == ()


def test_a_case_that_goes_while_papers_are_made_is_told_of(root: Path) -> None:
    def moved_away() -> frozenset[str]:
        (root / "cases" / TWO).rename(root.parent / f"{root.name}-{TWO}")
        return frozenset({TWO})

    script = Scripted(root, [renamed(root, TWO, "Zed"), quiet, quiet])
    script.meanwhile = [quiet, quiet, moved_away]
    *_, last = script.run()
    assert sorted(last.cases) == [ONE, THREE]
    (notice,) = [n for n in script.told if n.kind == "gone"]
    assert TWO in notice.text


def test_what_is_made_of_everything_is_as_if_all_had_been_read(root: Path) -> None:
    script = Scripted(root, [renamed(root, TWO, "Zed"), quiet])
    *_, last = script.run()
    overview = (root / "governance/reports/overview.html").read_bytes()
    whole = Scripted(root, [quiet])
    (again,) = whole.run()
    assert again.made == ()
    assert (root / "governance/reports/overview.html").read_bytes() == overview
    assert again.found == last.found
    assert again.shared == last.shared


@dataclass
class SlowOverview:
    """A shelf on which the page about all cases takes ten seconds."""

    shelf: Published
    script: Scripted

    def __getattr__(self, name: str) -> object:
        """All else is as it was."""
        return getattr(self.shelf, name)

    def publish_all(
        self, documents: Sequence[tuple[Receipt, bytes]]
    ) -> tuple[Written | OSError, ...]:
        """See `Published`."""
        overview = any(receipt.name == "overview.html" for receipt, _ in documents)
        self.script.now += 10 if overview else 0
        return self.shelf.publish_all(documents)


def slow_overview(script: Scripted) -> Callable[[Published], Published]:
    return lambda shelf: cast("Published", SlowOverview(shelf, script))


def test_papers_about_all_cases_keep_no_edit_waiting(root: Path) -> None:
    script = Scripted(root)
    script.shelf = slow_overview(script)

    def later() -> frozenset[str]:
        script.now += 300
        return frozenset()

    script.turns = [renamed(root, TWO, "Zed"), quiet, later, quiet]
    first, edit, whole = script.run()
    assert None in {one.case for one in first.documents}
    assert {one.case for one in edit.documents} == {TWO}
    assert {one.case for one in whole.documents} == {None}


def test_what_touches_all_cases_waits_for_no_share_of_the_time(root: Path) -> None:
    script = Scripted(root)
    script.shelf = slow_overview(script)

    def everything() -> frozenset[str]:
        renamed(root, TWO, "Zed")()
        return frozenset({""})

    script.turns = [everything, quiet]
    _, second = script.run()
    assert {one.case for one in second.documents} == {ONE, TWO, THREE, None}


def test_nothing_new_writes_nothing(root: Path) -> None:
    Scripted(root, [quiet]).run()
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    Scripted(root, [quiet, lambda: frozenset({ONE}), lambda: frozenset({""})]).run()
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*")} == before


def test_a_new_day_looks_at_everything(root: Path) -> None:
    script = Scripted(root)

    def next_day() -> frozenset[str]:
        script.read.clear()
        script.day += timedelta(days=1)
        return frozenset()

    script.turns = [next_day, quiet]
    _, second = script.run()
    assert set(script.read) == {ONE, TWO, THREE}
    assert len(second.cases) == 3


def test_changed_settings_open_the_workshop_anew(root: Path) -> None:
    script = Scripted(root, [lambda: frozenset({""}), quiet])
    assert len(script.run()) == 2
    assert script.opened == 2


def test_shared_files_of_no_case_read_no_case(root: Path) -> None:
    script = Scripted(root)

    def sampled() -> frozenset[str]:
        script.read.clear()
        return frozenset({"governance"})

    script.turns = [sampled, quiet]
    _, second = script.run()
    assert script.read == []
    assert {made.case for made in second.documents} == {None}


def test_what_a_sampler_saw_comes_onto_the_sheet_of_that_case(
    root: Path, starter: Path
) -> None:
    kind = "templates/auditors-sheet"
    shutil.copytree(starter / kind, root / kind)
    sample = root / "governance/sampling/2026-10.yaml"

    def looked_again() -> frozenset[str]:
        text = sample.read_text("utf-8")
        sample.write_text(text.replace("a day late", "two days late"), "utf-8")
        return frozenset({"governance"})

    script = Scripted(root, [looked_again, quiet])
    _, second = script.run()
    changed = {made.file for made in second.made if made.case}
    assert changed == {"Auditor's sheet.docx"}
    assert {made.case for made in second.made if made.case} == {ONE}
    sheet = root / "cases" / ONE / "generated" / "Auditor's sheet.docx"
    assert b"two days late" in sheet.read_bytes()


def test_a_case_folder_that_goes_is_told_of_and_left_alone(root: Path) -> None:
    def moved_away() -> frozenset[str]:
        (root / "cases" / TWO).rename(root.parent / f"{root.name}-{TWO}")
        return frozenset({TWO})

    script = Scripted(root, [moved_away, quiet])
    _, second = script.run()
    assert sorted(second.cases) == [ONE, THREE]
    (notice,) = [n for n in script.told if n.kind == "gone"]
    assert TWO in notice.text
    assert not (root / "cases" / TWO).exists()


def test_two_versions_of_a_file_block_that_case_alone(root: Path) -> None:
    def copied() -> frozenset[str]:
        file = root / "cases" / TWO / "person.yaml"
        shutil.copy(file, file.with_name("person-RECEPTION.yaml"))
        return renamed(root, TWO, "Zed")() | renamed(root, ONE, "Zed")()

    said = []

    def put_right() -> frozenset[str]:
        page = root / "cases" / TWO / "generated" / "case-status.html"
        said.append(page.read_text("utf-8"))
        (root / "cases" / TWO / "person-RECEPTION.yaml").unlink()
        return frozenset({TWO})

    script = Scripted(root, [copied, put_right, quiet])
    _, blocked, mended = script.run()
    words = {m.case for m in blocked.made if m.document.startswith("D")}
    assert words - {None} == {ONE}
    assert blocked.found[Severity.ERROR] > mended.found[Severity.ERROR]
    (page,) = said
    assert "person-RECEPTION.yaml" in page
    assert "person.yaml" in page.replace("person-RECEPTION.yaml", "")
    assert TWO in {m.case for m in mended.made if m.document.startswith("D")}


def test_a_document_that_is_open_is_made_when_it_is_closed(root: Path) -> None:
    note = root / "cases" / TWO / "generated" / "~$ll plan.docx"
    script = Scripted(root)

    def opened() -> frozenset[str]:
        documents = sorted((root / "cases" / TWO / "generated").glob("*.docx"))
        for document in documents:
            document.with_name(f".~lock.{document.name}#").write_text("somebody")
        return renamed(root, TWO, "Zed")()

    def closed() -> frozenset[str]:
        for lock in (root / "cases" / TWO / "generated").glob(".~lock*"):
            lock.unlink()
        return frozenset()

    script.turns = [opened, quiet, closed, quiet, quiet, quiet, quiet]
    reports = script.run()
    assert not note.exists()
    held = [m for m in reports[1].documents if m.written is Written.OPEN_ELSEWHERE]
    assert held
    last = [m for m in reports[-1].documents if m.case == TWO]
    assert not [m for m in last if m.written is Written.OPEN_ELSEWHERE]
    assert [m.file for m in last if m.written is Written.UPDATED]


def test_two_cases_that_compare_themselves_are_both_made(root: Path) -> None:
    script = Scripted(root, [renamed(root, ONE, "Zed"), quiet])
    reports = script.run()
    assert all(len(report.cases) == 3 for report in reports)


@dataclass
class Refusing:
    """A shelf on a drive that refuses, or that another computer has taken over."""

    shelf: Published
    refuse: Callable[[], None]

    def receipts(self) -> Mapping[str, Receipt]:
        """See `Published`."""
        return self.shelf.receipts()

    def present(self, name: str) -> str | None:
        """See `Published`."""
        return self.shelf.present(name)

    def publish_all(
        self, documents: Sequence[tuple[Receipt, bytes]]
    ) -> tuple[Written | OSError, ...]:
        """See `Published`."""
        outcomes: list[Written | OSError] = []
        for document in documents:
            try:
                self.refuse()
                outcomes.extend(self.shelf.publish_all([document]))
            except OSError as error:
                outcomes.append(error)
        return tuple(outcomes)

    def read(self, name: str) -> bytes | None:
        """See `Published`."""
        return self.shelf.read(name)

    def put_away(self, name: str) -> bool:
        """See `Published`."""
        return self.shelf.put_away(name)

    def alarms(self, given: Collection[str], today: date) -> tuple[Alarm, ...]:
        """See `Published`."""
        return self.shelf.alarms(given, today)


def refusing(error: Exception, times: int) -> Callable[[Published], Published]:
    """Makes shelves that refuse the first so many documents."""
    left = [times]

    def refuse() -> None:
        if left[0]:
            left[0] -= 1
            raise error

    return lambda shelf: Refusing(shelf, refuse)


def test_a_full_drive_is_told_once_and_tried_again(root: Path) -> None:
    full = OSError(errno.ENOSPC, "no space")
    script = Scripted(root, [quiet] * 12, shelf=refusing(full, 3))
    reports = script.run()
    assert len(reports) == 1
    assert {m.case for m in reports[0].made} == {ONE, TWO, THREE, None}
    kinds = [notice.kind for notice in script.told if notice.kind != "alive"]
    assert kinds == ["trouble", "well"]
    assert str(DriveFull()).split(".")[0] in script.told[0].text


def test_a_change_that_may_mend_the_trouble_is_tried_at_once(root: Path) -> None:
    script = Scripted(root, [lambda: frozenset({""}), quiet])
    script.shelf = refusing(OSError(errno.ENOSPC, "no space"), 1)
    (report,) = script.run()
    assert len(report.cases) == 3
    assert script.now <= 20.0


def test_one_file_denied_costs_only_that_document(root: Path) -> None:
    denied = PermissionError(errno.EACCES, "denied")
    script = Scripted(root, [quiet], shelf=refusing(denied, 1))
    (report,) = script.run()
    (waiting,) = report.waiting
    assert "may not write here" in waiting.problem
    assert {m.case for m in report.made} == {ONE, TWO, THREE, None}


def test_while_another_computer_watches_nothing_is_made(root: Path) -> None:
    script = Scripted(root, ours=False)

    def ends() -> frozenset[str]:
        script.ours = True
        return frozenset()

    script.turns = [quiet, quiet, ends, quiet]
    (report,) = script.run()
    assert len(report.cases) == 3
    (notice,) = [n for n in script.told if n.kind == "standby"]
    assert "PC-2" in notice.text


def test_once_taken_over_it_steps_back(root: Path) -> None:
    script = Scripted(root, shelf=refusing(TakenOver(), 1))

    def stays() -> frozenset[str]:
        script.ours = False
        return frozenset()

    script.turns = [stays, quiet, quiet]
    script.ours = True
    assert script.run() == []
    assert [n.kind for n in script.told if n.kind != "alive"] == ["standby"]


def test_trouble_with_the_share_makes_nothing_until_it_is_over(root: Path) -> None:
    script = Scripted(root, trouble="The shared folder cannot be reached.")

    def back() -> frozenset[str]:
        script.trouble = ""
        return frozenset()

    script.turns = [quiet, quiet, back, quiet]
    (report,) = script.run()
    assert len(report.cases) == 3
    assert [n.kind for n in script.told if n.kind != "alive"] == ["held", "well"]


def test_pdfs_follow_each_build_where_they_are_wanted(root: Path) -> None:
    wanted: list[int] = []

    def pdfs(report: BuildReport) -> Pdfs:
        wanted.append(len(report.documents))
        return Pdfs(())

    reports = Scripted(root, [renamed(root, ONE, "Zed"), quiet]).run(pdfs)
    assert wanted == [len(report.documents) for report in reports]


def test_two_watchers_leave_what_one_would_have_left(
    root: Path, tmp_path: Path
) -> None:
    alone = tmp_path.parent / f"{tmp_path.name}-alone"
    shutil.copytree(root, alone)
    for place in (alone, root, root):
        Scripted(place, [renamed(place, TWO, "Zed"), quiet]).run()

    def documents(place: Path) -> dict[str, bytes]:
        return {
            p.relative_to(place).as_posix(): p.read_bytes()
            for p in place.glob("*/*/generated/*")
        }

    assert documents(root) == documents(alone)


def stirred(script: Scripted, turn: Callable[[], frozenset[str]]) -> None:
    """Two turns: a case has changed and must hold still; it has held still."""

    def first() -> frozenset[str]:
        script.filled.clear()
        script.stirs = turn()
        return frozenset()

    def then() -> frozenset[str]:
        script.before = everything_in(script.root)
        script.ahead = list(script.filled)
        return frozenset({TWO})

    script.turns += [first, then]


def everything_in(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def names_in(root: Path) -> set[str]:
    """Which of two names stand in the documents of a case."""
    made = [f.read_bytes() for f in (root / "cases" / TWO / "generated").glob("*.docx")]
    return {name for name in ("Zed", "Yas") if any(name.encode() in m for m in made)}


def test_documents_are_made_ready_while_a_case_holds_still(root: Path) -> None:
    script = Scripted(root)
    stirred(script, renamed(root, TWO, "Zed"))
    script.turns.append(quiet)
    _, report = script.run()
    assert script.ahead
    assert script.filled == script.ahead
    assert names_in(root) == {"Zed"}
    assert {made.case for made in report.made} == {TWO}


def test_making_ready_writes_nothing(root: Path) -> None:
    script = Scripted(root)
    edit = renamed(root, TWO, "Zed")
    found: list[dict[Path, bytes]] = []

    def turn() -> frozenset[str]:
        told = edit()
        found.append(everything_in(root))
        return told

    stirred(script, turn)
    script.turns.append(quiet)
    script.run()
    assert script.ahead
    assert script.before == found[0]


def test_what_was_made_ready_is_what_would_be_made_anyway(
    root: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(root, tmp_path / "other")
    script, plain = Scripted(root), Scripted(other)
    stirred(script, renamed(root, TWO, "Zed"))
    plain.turns = [renamed(other, TWO, "Zed"), quiet]
    script.turns.append(quiet)
    one, two = script.run()[-1], plain.run()[-1]
    assert one == two
    for made in one.documents:
        if made.case:
            file = Path("cases", made.case, "generated", made.file)
            assert (root / file).read_bytes() == (other / file).read_bytes()


@pytest.mark.parametrize("late", ["the case", "a receipt", "a picture", "a proposal"])
def test_what_changes_after_it_was_made_ready_is_not_believed(
    root: Path, late: str
) -> None:
    script = Scripted(root)
    stirred(script, renamed(root, TWO, "Zed"))
    held = script.turns.pop()
    folder = root / "cases" / TWO

    def later() -> frozenset[str]:
        told = held()
        if late == "the case":
            renamed(root, TWO, "Yas")()
        if late == "a receipt":
            newest = max((folder / "_receipts").glob("*.docx.*.json"))
            newest.unlink()
        if late == "a picture":
            (folder / "pictures").mkdir()
            (folder / "pictures" / "tea.png").write_bytes(b"tea")
        if late == "a proposal":
            (folder / "_receipts" / f"proposed-{'0' * 32}.json").write_text("{}")
        return told

    script.turns += [later, quiet]
    script.run()
    again = script.filled[len(script.ahead) :]
    assert script.ahead
    assert again
    assert names_in(root) == ({"Yas"} if late == "the case" else {"Zed"})
