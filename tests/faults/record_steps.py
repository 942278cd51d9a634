"""Each step of importing, recovering, restoring and upgrading made to go wrong.

usage: record_steps.py SCENARIO FAULT FOLDER [EVERY]
"""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.faults import each_step
from workflow.adapters import filled_files
from workflow.adapters.case_editing import CaseEditing
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.drafts import Drafts
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.form_files import load_sheets
from workflow.adapters.history import History
from workflow.adapters.inbox import Inbox
from workflow.adapters.journal import RunLog, verify
from workflow.adapters.mending import Mending
from workflow.adapters.safe_files import sha256
from workflow.adapters.upgrades import upgrade
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.case_folder import CaseRef
from workflow.domain.filing import Hand
from workflow.domain.filled_forms import Filled
from workflow.domain.intake import NOTHING, filled_in, put, said
from workflow.domain.records.plan import Plan
from workflow.services.importing import Desk, import_forms
from workflow.services.ports import Draft, Standing
from workflow.services.recovering import recover
from workflow.services.saving import Saved, save
from workflow.services.saving_once import Writing, save_once

CASE = "SG-2026-014"
PLAN = b"schema_version: 1\nmy_words: {what_helps: Tea.}\n"
OLDER = PLAN.replace(b"Tea", b"Coffee")
SHORTER = f"schema_version: 1\ncase_ref: {CASE}\nversion: 2\n".encode()
LONGER = SHORTER + b"language: English\n"
UNFINISHED = b"half a document"
WALK = "A walk by the water."
MORE = "We sat by the sea, and had tea."
DAY = date(2026, 11, 23)
VISIT = load_sheets(Path(__file__).parents[2])["visit"]
BEGUN = Draft("b" * 32, "st-03", CASE, "visit", answers={"what_happened": WALK})


def form(words: str) -> bytes:
    """A form that somebody filled in and saved from the browser."""
    whole = {"alongside_form": 1, "form": "plan", "version": 1, "case": CASE}
    answers = {"my_words.what_helps": words}
    return json.dumps(
        whole | {"file": "plan.yaml", "base": "", "answers": answers}
    ).encode()


GOOD, OTHER, BAD = form("A walk."), form("A song."), b'{"no": "form"}'


class Here:
    """Reads saved forms here: the child process has its own tests."""

    def read(self, content: bytes) -> Filled:
        """The answers, or why not."""
        return filled_files.read(content)


class Folder:
    """A case in a workspace; what every scenario has in common."""

    precious: tuple[bytes, ...] = (PLAN,)

    def prepare(self, folder: Path) -> None:
        """The folder as it stands before the run that goes wrong."""
        for name in (f"cases/{CASE}/_history", "config", "inbox", "_system"):
            (folder / name).mkdir(parents=True)
        (folder / "cases" / CASE / "plan.yaml").write_bytes(PLAN)

    def act(self, folder: Path) -> None:
        """The run that goes wrong."""

    def log(self, folder: Path) -> RunLog:
        """The log of one run."""
        return RunLog(folder / "_system" / "log", lambda: each_step.NOW)

    def desk(self, folder: Path, log: RunLog) -> Desk:
        """What importing needs."""
        inbox = Inbox(folder, lambda _: None)
        return Desk(inbox, Here(), FormProposals(folder), log)

    def lost(self, folder: Path) -> str:
        """Everything that somebody wrote is somewhere, and the journal holds."""
        kept = {p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        for content in self.precious:
            if content not in kept:
                return f"gone: {content[:40]!r}"
        broken = verify(folder / "_system" / "log")
        return f"the journal: {broken}" if broken else ""

    def ends(self, folder: Path) -> dict[str, str]:
        """What people find in the end, name by name."""
        self.act(folder)
        self.act(folder)
        lost = self.lost(folder)
        if lost:
            return {"lost": lost}
        return {
            path.relative_to(folder).as_posix(): sha256(path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and self.counts(path)
        }

    def counts(self, path: Path) -> bool:
        """Whether people look at this file."""
        litter = path.name.startswith(".alongside-") or path.suffix in {".old", ".new"}
        unfinished = path.name.startswith("unfinished-")
        return not (litter or unfinished or "_system" in path.parts)


class Importing(Folder):
    """A form, the same again under another name, another one, and one that is none."""

    precious = (PLAN, GOOD, OTHER, BAD)

    def prepare(self, folder: Path) -> None:
        """Four files in the inbox."""
        super().prepare(folder)
        for name, content in (
            ("a.json", GOOD),
            ("b.json", GOOD),
            ("c.json", OTHER),
            ("d.json", BAD),
        ):
            (folder / "inbox" / name).write_bytes(content)

    def act(self, folder: Path) -> None:
        """Import."""
        log = self.log(folder)
        list(import_forms(self.desk(folder, log)))

    def lost(self, folder: Path) -> str:
        """Nothing is lost, the record is as it was, and nothing waits half written."""
        plan = (folder / "cases" / CASE / "plan.yaml").read_bytes()
        if plan != PLAN:
            return "an import changed the record"
        proposals = folder / "cases" / CASE / "_proposals"
        for path in proposals.glob("[!.]*.json"):
            if path.stat().st_size:
                filled_files.read(path.read_bytes())
        return super().lost(folder)


class Recovering(Folder):
    """A swap cut in the middle, an unfinished file, a claimed form, an open intent."""

    precious = (PLAN, OLDER, GOOD, UNFINISHED)

    def prepare(self, folder: Path) -> None:
        """What several crashes left."""
        super().prepare(folder)
        case, short = folder / "cases" / CASE, sha256(PLAN)[:16]
        aside = f"{CASE}+plan.yaml.000001.{short}.0a1b2c3d.aside"
        (case / "plan.yaml").rename(case / "_history" / aside)
        (case / "_history" / aside).with_suffix(".new").write_bytes(OLDER)
        (case / f".alongside-{'0' * 16}.tmp").write_bytes(UNFINISHED)
        (case / "generated").mkdir()
        (case / "generated" / "Full plan.docx").write_bytes(b"not in the journal")
        claimed = folder / "inbox" / "_claimed"
        claimed.mkdir()
        (claimed / f"{'a' * 16}~other-pc~77~form.json").write_bytes(GOOD)
        log = self.log(folder)
        log.intend("save", CASE, "plan", sha256(PLAN), sha256(OLDER))

    def act(self, folder: Path) -> None:
        """Recover."""
        log, mending = self.log(folder), Mending(folder, lambda _: None)
        broken = verify(folder / "_system" / "log")
        recover(mending, self.desk(folder, log), log, broken)


class Restoring(Folder):
    """An earlier version put back over a plan that somebody has just changed."""

    precious: tuple[bytes, ...] = (PLAN, OLDER)
    older = OLDER

    def prepare(self, folder: Path) -> None:
        """A plan with a version before it."""
        super().prepare(folder)
        short = sha256(self.older)[:16]
        old = f"{CASE}+plan.yaml.000001.{short}.0a1b2c3d.old"
        (folder / "cases" / CASE / "_history" / old).write_bytes(self.older)

    def act(self, folder: Path) -> None:
        """Mend what is missing, as each start does, and put the older one back."""
        Mending(folder, lambda _: None).swaps(CASE)
        history = History(folder, CASE, self.log(folder))
        history.restore("plan.yaml", sha256(self.older))


class Saving(Folder):
    """What somebody wrote into a form, put in the plan."""

    def act(self, folder: Path) -> None:
        """Mend what is missing, as each start does, and save."""
        Mending(folder, lambda _: None).swaps(CASE)
        files, ref = CaseEditing(folder, self.log(folder)), CaseRef(CASE)
        base = files.read(ref, "plan.yaml")
        assert base is not None
        assert base.root is not None
        mine = put(base.root, "my_words.what_helps", said(WALK, "para"), Plan)
        save(files, ref, "plan.yaml", base, mine)

    def counts(self, path: Path) -> bool:
        """Each look at a case keeps the newest version of a file too."""
        return super().counts(path) and not path.name.startswith("plan~")

    def kept(self, folder: Path) -> str:
        """What was said to be saved stands there."""
        plan = (folder / "cases" / CASE / "plan.yaml").read_text("utf-8")
        return "" if WALK in plan else "it was said to be saved, and is not"


class Shortening(Folder):
    """A form makes a plan shorter: what is then left begins as the plan before it."""

    precious: tuple[bytes, ...] = (LONGER,)

    def prepare(self, folder: Path) -> None:
        """A plan that was read whole."""
        super().prepare(folder)
        (folder / "cases" / CASE / "plan.yaml").write_bytes(LONGER)
        folders, ref = CaseFolders(folder), CaseRef(CASE)
        folders.remember(folders.load(ref))

    def act(self, folder: Path) -> None:
        """Mend what is missing, as each start does, and take the last line out."""
        Mending(folder, lambda _: None).swaps(CASE)
        wanted = read_tree(SHORTER, "plan.yaml").root
        assert wanted is not None
        files = CaseEditing(folder, self.log(folder))
        now = files.read(CaseRef(CASE), "plan.yaml")
        assert now is not None
        files.swap(CaseRef(CASE), "plan.yaml", now.sha, wanted)

    def lost(self, folder: Path) -> str:
        """What stands is never taken for what a broken save left.

        A claim that was cut is empty, until the next start has mended it.
        """
        whole = CaseFolders(folder).load(CaseRef(CASE)).folder
        plan = folder / "cases" / CASE / "plan.yaml"
        claimed = plan.exists() and not plan.stat().st_size
        if "plan.yaml" in whole.unreadable and not claimed:
            return "what a form saved looks cut off"
        return super().lost(folder)

    def counts(self, path: Path) -> bool:
        """Each look at a case keeps the newest version of a file too."""
        return super().counts(path) and not path.name.startswith("plan~")


class ShorterBack(Restoring, Shortening):
    """An earlier, shorter version put back."""

    precious = (LONGER, SHORTER)
    older = SHORTER


class Filing(Folder):
    """A draft is put in the record; whoever finds it still there presses Save again."""

    def prepare(self, folder: Path) -> None:
        """A draft that is ready to be saved."""
        super().prepare(folder)
        (folder / "cases" / CASE / "records").mkdir()
        Drafts(folder).keep(BEGUN)

    def act(self, folder: Path) -> None:
        """Mend what is missing, as each start does; save the draft that is there."""
        Mending(folder, lambda _: None).swaps(CASE)
        shelf, files = Drafts(folder), CaseEditing(folder, self.log(folder))
        for draft in shelf.of(BEGUN.owner):
            saved = save_once(
                Writing(
                    files,
                    draft,
                    VISIT,
                    Standing("", NOTHING),
                    lambda a: filled_in(VISIT, NOTHING, a, {}, DAY).root,
                    shelf.keep,
                    Hand(BEGUN.owner, each_step.NOW),
                )
            )
            assert isinstance(saved, Saved)
            shelf.discard(draft)

    def lost(self, folder: Path) -> str:
        """The words are in the record or in the draft, and never in two records."""
        texts = [p.read_text("utf-8") for p in self.records(folder)]
        drafts = [d.answers["what_happened"] for d in Drafts(folder).of(BEGUN.owner)]
        if len(texts) > 1:
            return "it is in the record twice"
        if not any(WALK in text for text in (*texts, *drafts)):
            return "the words are gone"
        return super().lost(folder)

    def records(self, folder: Path) -> list[Path]:
        """The records that say something; a claim that was cut is empty."""
        found = (folder / "cases" / CASE / "records").glob("*.yaml")
        return [path for path in found if path.stat().st_size]

    def kept(self, folder: Path) -> str:
        """What was said to be saved stands there."""
        stands = any(WALK in p.read_text("utf-8") for p in self.records(folder))
        return "" if stands else "it was said to be saved, and is not"


class FilingThenMore(Filing):
    """The same; the draft, where it is still there, has more words when it is saved."""

    def ends(self, folder: Path) -> dict[str, str]:
        """One record, with the words written last, and the earlier ones kept."""
        shelf, wanted = Drafts(folder), WALK
        for draft in shelf.of(BEGUN.owner):
            shelf.keep(replace(draft, answers={"what_happened": MORE}))
            wanted = MORE
        self.act(folder)
        self.act(folder)
        texts = [path.read_text("utf-8") for path in self.records(folder)]
        told = self.lost(folder) if wanted == WALK else ""
        stands = len(texts) == 1 and wanted in texts[0] and not shelf.of(BEGUN.owner)
        return {"lost": told or ("" if stands else f"{len(texts)} records: {texts}")}


class Upgrading(Folder):
    """A newer program brings a workspace up."""

    def act(self, folder: Path) -> None:
        """Bring it to the next format."""
        if upgrade(folder, 2, {2: lambda root: iter([(root / "new.json", b"{}")])}):
            return


SCENARIOS = {
    "file": Filing,
    "file-more": FilingThenMore,
    "import": Importing,
    "recover": Recovering,
    "restore": Restoring,
    "save": Saving,
    "shorten": Shortening,
    "shorter-back": ShorterBack,
    "upgrade": Upgrading,
}

each_step.SCENARIOS |= SCENARIOS

if __name__ == "__main__":
    scenario, fault, where = sys.argv[1:4]
    stride = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    told = each_step.main(scenario, fault, Path(where), stride)
    print(json.dumps(told))  # noqa: T201 - the result
