"""Finished documents, their receipts; never over a person's work (reliability 3.2)."""

import errno
import json
import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from workflow.adapters.deadlines import answered, bounded, step
from workflow.adapters.guarded import GIVEN, SIGNED, Guard, is_signed
from workflow.adapters.placeholders import Listed, is_away, listed
from workflow.adapters.safe_files import (
    BUSY,
    NameTaken,
    Outcome,
    discard,
    name_all,
    place,
    place_all,
    recover,
    retire,
    sha256,
    swap,
)
from workflow.adapters.whole_files import whole
from workflow.adapters.word_parts import words_of
from workflow.domain.alarms import Alarm, changed, gone, open_long
from workflow.domain.making import Receipt
from workflow.services.ports import Intent, WideLog, Written

OPEN = Written.OPEN_ELSEWHERE
OWNER = "~$"  # Word's note that it holds a document open
SKIPPED = (0, 1, 2)  # characters of the name that Word's note may leave out
RECEIPT = re.compile(r"(.+)\.(\d{6})\.([0-9a-f]{16})\.json")
ELSEWHERE = "elsewhere"  # in the place of the hash of a file that is not here
NOTED = 32  # characters of a hash that the note of something begun carries


def no_lease() -> int:
    """The generation of a program that works without a lease."""
    return 0


@dataclass(frozen=True)
class Publications:
    """The documents of one folder: where they stand, their receipts, their history.

    `fence` gives the generation to publish under, or raises `Superseded` when another
    computer has taken over. `root` is the workspace, for a folder that lies deeper in
    it and may be made anew.
    """

    folder: Path
    made: Path
    shelf: Path
    history: Path
    log: WideLog
    fence: Callable[[], int] = no_lease
    root: Path | None = None

    def receipts(self) -> Mapping[str, Receipt]:
        """The newest receipt of every name; a damaged one counts as not there."""
        return self._newest

    @cached_property
    def _newest(self) -> dict[str, Receipt]:
        recover(self.made, self.history)
        return self._read()

    def present(self, name: str) -> str | None:
        """The hash of what stands under a name now; None when nothing does.

        One that is still in the cloud is not fetched: it is believed to be the newest.
        """
        if self._away(name):
            last = self._newest.get(name)
            return last.content if last else ELSEWHERE
        content = self.read(name)
        self._seen[name] = "" if content is None else sha256(content)
        return self._seen[name] or None

    def _away(self, name: str) -> bool:
        """Whether a document is in the cloud alone, as the folder was last seen."""
        path = os.path.join(self.made, name)  # noqa: PTH118 - quick, and many
        return is_away(path, folder=self._listed)

    @cached_property
    def _listed(self) -> Listed:
        return listed(self.made)

    def _look_again(self) -> None:
        """Forget what the folder was like: from now on it may be otherwise."""
        self.__dict__.pop("_listed", None)

    @cached_property
    def _seen(self) -> dict[str, str]:
        """The hash of each document when it was last looked at."""
        return {}

    def alarms(self, given: Collection[str], today: date) -> tuple[Alarm, ...]:
        """What was signed or given and is otherwise now, what is open for too long.

        `given` names the documents that were given to the person as they are.
        """
        self._look_again()
        found = dict(self._given_and_changed(given))
        self._guard_signed()
        for (name, why), shas in self._guard.kept().items():
            wrong = self._disturbed(name, why, shas)
            if wrong and name not in found:
                found[name] = wrong
        return (*found.values(), *self._open_long(today))

    @cached_property
    def _guard(self) -> Guard:
        root = self.root or self.folder.parent.parent
        return Guard(root, self.folder, self.made, self.shelf, self.history)

    def _given_and_changed(self, given: Collection[str]) -> Iterator[tuple[str, Alarm]]:
        """Guard what was given as we made it; tell of what is no longer that."""
        for name in given:
            receipt = self._newest.get(name)
            _, content = self._sight(name)
            if receipt is None or content is None:
                continue
            sha = sha256(content)
            if sha == receipt.content:
                self._guard.keep(name, content, GIVEN)
            elif not self._is_ours(name, sha):
                at = (self.folder.name, self.made.name, name, receipt.content)
                yield name, changed(*at, signed=False)

    def _guard_signed(self) -> None:
        """Guard each document that carries a signature; ours as we made them do not."""
        for name in self._listed.names:
            ours = self._newest.get(name)
            pristine = ours and self._seen.get(name) == ours.content
            kind = name.lower().endswith((".docx", ".pdf"))
            if pristine or not kind or name.startswith((".", "~$")):
                continue
            _, content = self._sight(name)
            if content and is_signed(content):
                self._guard.keep(name, content, SIGNED)

    def _disturbed(self, name: str, why: str, shas: list[str]) -> Alarm | None:
        """What is wrong with a guarded document, if anything."""
        at = (self.folder.name, self.made.name, name, shas[-1])
        signed = why == SIGNED
        seen, content = self._sight(name)
        if not seen:
            return None
        if content is not None and sha256(content) in shas:
            return None
        if self._guard.elsewhere(shas):
            return None
        if content is None or self._made_anew(name, sha256(content)):
            return gone(*at, signed=signed)
        words = words_of(content)
        kept = (words_of(self._guard.content(name, sha) or b"") for sha in shas)
        if words and words in kept and signed == is_signed(content):
            return None
        return changed(*at, signed=signed)

    def _sight(self, name: str) -> tuple[bool, bytes | None]:
        """Whether a document can be looked at now, and what stands there.

        Not one that is still in the cloud, or that another program has for itself.
        """
        if self._away(name):
            return False, None
        try:
            return True, self.read(name)
        except OSError as error:
            if error.errno not in BUSY:
                raise
            return False, None

    def _made_anew(self, name: str, sha: str) -> bool:
        """Whether what stands is what we made last, in the place of what is gone."""
        last = self._newest.get(name)
        return last is not None and last.content == sha

    def _open_long(self, today: date) -> Iterator[Alarm]:
        """Documents whose word processor's note is of an earlier day."""
        for name in sorted(self._listed.names):
            path = self.made / name
            litter = name.startswith((".", "~"))
            for note in () if litter else _notes_among(self._listed, path):
                with suppress(OSError):
                    since = date.fromtimestamp(note.stat().st_mtime)  # noqa: DTZ012 - local
                    if since < today:
                        yield open_long(path.name, note.name, since, today)

    def publish(self, receipt: Receipt, content: bytes) -> Written:
        """Put a document in place, or beside a person's own version of it.

        What a word processor has open waits untouched; what cannot be moved for
        another reason gets the update beside it, until it can.
        """
        (outcome,) = self.publish_all([(receipt, content)])
        if isinstance(outcome, OSError):
            raise outcome
        return outcome

    def publish_all(
        self, documents: Sequence[tuple[Receipt, bytes]]
    ) -> tuple[Outcome, ...]:
        """Publish several documents together, each as `publish` does.

        All are noted as begun, then the log says so, and only then has the first its
        name (docs/decisions/0111). Raises `OSError` when there is no publishing here.
        """
        self._must_be_there()
        generation = self.fence()
        copies = [
            _Copy(replace(r, generation=generation, words=words_of(content)), content)
            for r, content in documents
        ]
        self._look_again()
        self._each(copies, self._look)
        begun = self._begin([copy for copy in copies if copy.outcome is None])
        if begun:
            intents = self.log.intend_all([self._intent(c.receipt) for c in begun])
            self.fence()
            self._bring(begun)
            ends = zip(intents, (c.outcome for c in begun), strict=True)
            self.log.done_all(
                [(n, end.name.lower()) for n, end in ends if isinstance(end, Written)]
            )
        return tuple(c.outcome or Written.OPEN_ELSEWHERE for c in copies)

    def _look(self, copy: "_Copy") -> None:
        """See whether a document has to wait."""
        if self._waits(copy.receipt):
            copy.outcome = Written.OPEN_ELSEWHERE

    def _each(self, copies: Iterable["_Copy"], act: Callable[["_Copy"], None]) -> None:
        """Do this to each; what goes wrong with one concerns no other."""
        for copy in copies:
            try:
                step()
                act(copy)
            except OSError as error:
                copy.outcome = error

    @bounded
    def _begin(self, copies: Sequence["_Copy"]) -> list["_Copy"]:
        """Note what is about to be put there, so that a cut never disowns it.

        The note is the receipt as it will be.
        """
        earlier, last = self._noted(), self._read({c.receipt.name for c in copies})
        for copy in copies:
            name = copy.receipt.name
            copy.resumed = name in earlier
            copy.note = _text(_numbered(copy.receipt, last.get(name)))
        placed = place_all([(self._note(c.receipt), c.note) for c in copies])
        for copy, outcome in zip(copies, placed, strict=True):
            if isinstance(outcome, NameTaken):
                copy.note = b""  # noted before, of another day
            elif isinstance(outcome, OSError):
                copy.outcome = outcome
        return [copy for copy in copies if copy.outcome is None]

    def _intent(self, receipt: Receipt) -> Intent:
        last, case = self._newest.get(receipt.name), self.folder.name
        before = last.content if last else ""
        return Intent("publish", case, receipt.document, before, receipt.content)

    @bounded
    def _bring(self, copies: Sequence["_Copy"]) -> None:
        """Put documents where they belong, and keep the receipts of those that are."""
        self._look_again()
        self._each(copies, self._find)
        if any(c.missing for c in copies) and recover(self.made, self.history):
            self._look_again()
            self._each(copies, self._find)
        self._place([copy for copy in copies if copy.missing])
        self._each((c for c in copies if c.outcome is None), self._put)
        self._look_again()
        self._each((c for c in copies if c.outcome is OPEN), self._lend)
        self._keep([c for c in copies if c.settled])
        self._look_again()
        self._each((c for c in copies if c.settled), self._take_back)
        for copy in copies:
            if copy.settled:
                discard(self._note(copy.receipt))
            if copy.outcome is Written.CREATED:
                self._seen[copy.receipt.name] = copy.receipt.content  # read back

    def _find(self, copy: "_Copy") -> None:
        copy.standing = self.present(copy.receipt.name)

    def _place(self, copies: Sequence["_Copy"]) -> None:
        """Put new documents in place."""
        files = [(self.made / c.receipt.name, c.content) for c in copies]
        for copy, outcome in zip(copies, place_all(files), strict=True):
            copy.outcome = OPEN if isinstance(outcome, NameTaken) else outcome

    def read(self, name: str) -> bytes | None:
        """What stands under a name now; None when nothing does."""
        try:
            return whole(self.made / name)
        except FileNotFoundError:
            return None

    def put_away(self, name: str) -> bool:
        """Move a document of ours that is no longer right into the history.

        One that a person has changed, or has open, stays.
        """
        self._look_again()
        if not self._sight(name)[0]:
            return False
        standing = self.present(name)
        if standing is None or not self._is_ours(name, standing):
            return False
        return not _held_open(self.made / name) and retire(
            self.made / name, standing, self.history
        )

    def _must_be_there(self) -> None:
        """Raise `OSError` when the case folder or the drive has gone, or leads away.

        A link in the place of one of our folders is never followed.
        """
        for folder in (self.folder, self.made, self.shelf, self.history):
            if folder.is_symlink():
                raise OSError(errno.ELOOP, "A link stands in the place of a folder.")
        whole = (self.root or self.folder.parent) / "config"
        if not (self.folder.is_dir() or whole.is_dir()):
            raise FileNotFoundError(errno.ENOENT, "The folder is not there.")

    def _waits(self, receipt: Receipt) -> bool:
        """Whether somebody has open what would have to change.

        Their word processor may be saving: for a moment the name is not there.
        """
        path = self.made / receipt.name
        open_now = any(_notes_among(self._listed, path))
        held = open_now or self._away(path.name)
        return held and self.present(receipt.name) != receipt.content

    def _put(self, copy: "_Copy") -> None:
        """Put a document in the place of what stands, or beside what is a person's."""
        receipt, standing = copy.receipt, copy.standing or ""
        if standing == receipt.content:
            copy.outcome = Written.IDENTICAL
        elif self._is_ours(receipt.name, standing) or (
            copy.resumed and self._is_cut_short(receipt.name, copy.content)
        ):
            path = self.made / receipt.name
            copy.outcome = swap(path, standing, copy.content, self.history)
        else:
            copy.outcome = Written.KEPT_HAND_EDITS
        if copy.outcome is Written.KEPT_HAND_EDITS:
            copy.receipt = replace(receipt, beside=True)
            if self._stands_beside(copy.receipt):
                copy.outcome = Written.IDENTICAL
            else:
                copy.receipt = self._put_beside(copy.receipt, copy.content)

    def _is_ours(self, name: str, standing: str) -> bool:
        """Whether we put there what stands, be it that we were cut short in it.

        What the store itself has touched, without a word of it changed, is ours too.
        """
        receipts = tuple(self._receipts_of(name))
        if any(receipt.content == standing for receipt in receipts):
            return True
        if self._begun(name, standing).is_file():
            return True
        words = words_of(self.read(name) or b"")
        return bool(words) and any(receipt.words == words for receipt in receipts)

    def _is_cut_short(self, name: str, content: bytes) -> bool:
        """Whether what stands is the beginning of this content, left by a cut of ours.

        Only where files cannot be linked does a name come to stand before its file is
        whole.
        """
        standing = self.read(name)
        return standing is not None and content.startswith(standing)

    def _receipts_of(self, name: str) -> Iterator[Receipt]:
        """Every sound receipt of one name."""
        for match in filter(None, map(RECEIPT.fullmatch, self._shelved())):
            if match[1] == name:
                receipt = _receipt(self.shelf / match[0])
                if receipt and receipt.name == name:
                    yield receipt

    def _note(self, receipt: Receipt) -> Path:
        return self._begun(receipt.name, receipt.content)

    def _begun(self, name: str, content: str) -> Path:
        return self.shelf / f"{name}.{content[:NOTED]}.begun"

    def _noted(self) -> frozenset[str]:
        """The names under which we have begun to put something and not finished."""
        names = self._shelved()
        stems = (n.removesuffix(".begun") for n in names if n.endswith(".begun"))
        return frozenset(stem[: -NOTED - 1] for stem in stems)

    def _shelved(self) -> list[str]:
        """What lies on the shelf."""
        try:
            with os.scandir(self.shelf) as entries:
                return [entry.name for entry in entries]
        except (FileNotFoundError, NotADirectoryError):
            return []

    def _stands_beside(self, receipt: Receipt) -> bool:
        return any(
            sha256(other.read_bytes()) == receipt.content
            for other in self._beside(receipt.name)
        )

    def _beside(self, name: str) -> tuple[Path, ...]:
        """The updates that stand beside a document."""
        path = self.made / name
        beginning = f"{path.stem} (update "
        return tuple(
            self.made / other
            for other in self._listed.names
            if other.startswith(beginning) and Path(other).suffix == path.suffix
        )

    def _lend(self, copy: "_Copy") -> None:
        """Put beside what cannot be put in place; the note of it stays, to know it."""
        receipt, path = copy.receipt, self.made / copy.receipt.name
        held = _held_open(path) or self.present(receipt.name) is None
        if not (held or self._stands_beside(receipt)):
            self._put_beside(receipt, copy.content)

    def _take_back(self, copy: "_Copy") -> None:
        """Put away the updates lent beside a document that is in place at last."""
        receipt = copy.receipt
        if receipt.beside:
            return
        for other in self._beside(receipt.name):
            content = sha256(other.read_bytes())
            note = self._begun(receipt.name, content)
            if note.is_file() and retire(other, content, self.history):
                discard(note)

    def _put_beside(self, receipt: Receipt, content: bytes) -> Receipt:
        """Place under the first free `(update N)`; the receipt with that number."""
        path = self.made / receipt.name
        beside = f"{path.stem} (update {receipt.sequence}){path.suffix}"
        try:
            place(path.with_name(beside), content)
        except NameTaken:
            later = replace(receipt, sequence=receipt.sequence + 1)
            return self._put_beside(later, content)
        return receipt

    def _keep(self, copies: Sequence["_Copy"]) -> None:
        """Keep each receipt as the newest, unless the newest says the same already.

        Most have become of their notes what these were to be.
        """
        last = self._read({copy.receipt.name for copy in copies})
        noted: list[tuple[_Copy, Receipt]] = []
        for copy in copies:
            newest = last.get(copy.receipt.name)
            receipt = _numbered(copy.receipt, newest)
            if newest and _same(newest, receipt):
                self._newest[newest.name] = newest
            elif copy.note == _text(receipt):
                noted.append((copy, receipt))
            else:
                self._each([copy], self._keep_anew)
        files = [(self._note(r), self._place_of(r), c.note) for c, r in noted]
        for (copy, receipt), outcome in zip(noted, name_all(files), strict=True):
            if isinstance(outcome, FileExistsError | FileNotFoundError):
                self._each([copy], self._keep_anew)
            elif isinstance(outcome, OSError):
                copy.outcome = outcome
            else:
                self._newest[receipt.name] = receipt

    def _keep_anew(self, copy: "_Copy") -> None:
        """Write a receipt that no note can become."""
        last = self._read({copy.receipt.name}).get(copy.receipt.name)
        receipt = _numbered(copy.receipt, last)
        try:
            place(self._place_of(receipt), _text(receipt))
        except NameTaken:
            copy.receipt = replace(receipt, sequence=receipt.sequence + 1)
            self._keep_anew(copy)
        else:
            self._newest[receipt.name] = receipt

    def _place_of(self, receipt: Receipt) -> Path:
        number, sha = receipt.sequence, receipt.content[:16]
        return self.shelf / f"{receipt.name}.{number:06d}.{sha}.json"

    def _read(self, only: Collection[str] | None = None) -> dict[str, Receipt]:
        """The newest sound receipt of each name, by number, never by time."""
        newest: dict[str, Receipt] = {}
        matches = filter(None, map(RECEIPT.fullmatch, self._shelved()))
        found = [match for match in matches if only is None or match[1] in only]
        for match in sorted(found, key=lambda m: (int(m[2]), m[0]), reverse=True):
            if match[1] not in newest:
                receipt = _receipt(self.shelf / match[0])
                if receipt and receipt.name == match[1]:
                    newest[receipt.name] = receipt
        return newest


@dataclass
class _Copy:
    """A document on its way, what stands under its name, and what became of it.

    `resumed` says that it was begun before, `note` is what is noted of it now; it is
    `missing` where nothing stands, once that was looked at.
    """

    receipt: Receipt
    content: bytes
    outcome: Outcome | None = None
    resumed: bool = False
    note: bytes = b""
    standing: str | None = ""

    @property
    def missing(self) -> bool:
        return self.outcome is None and self.standing is None

    @property
    def settled(self) -> bool:
        """Whether it is where it belongs."""
        return isinstance(self.outcome, Written) and self.outcome is not OPEN


def _numbered(receipt: Receipt, last: Receipt | None) -> Receipt:
    """A receipt with a number that comes after the last."""
    number = max(receipt.sequence, last.sequence + 1 if last else 1)
    return receipt if number == receipt.sequence else replace(receipt, sequence=number)


def _text(receipt: Receipt) -> bytes:
    """A receipt as it is kept."""
    return json.dumps(vars(receipt), sort_keys=True, separators=(",", ":")).encode()


def _same(last: Receipt, receipt: Receipt) -> bool:
    """Whether two receipts say the same, whoever wrote them and when."""
    return (
        replace(last, sequence=receipt.sequence, generation=receipt.generation)
        == receipt
    )


def _held_open(path: Path) -> bool:
    """Whether a word processor's own note says that it has the document open."""
    return any(path.with_name(note).exists() for note in _owner_notes(path.name))


def _notes_among(folder: Listed, path: Path) -> Iterator[Path]:
    """Those such notes that lie in the folder of the document."""
    notes = _owner_notes(path.name)
    return (path.with_name(note) for note in notes if note in folder)


def _owner_notes(name: str) -> tuple[str, ...]:
    """The files by which a word processor says that it has a document open."""
    words = dict.fromkeys(OWNER + name[n:] for n in SKIPPED)
    return (*words, f".~lock.{name}#")


def _receipt(path: Path) -> Receipt | None:
    with suppress(OSError, ValueError, TypeError):
        content = whole(path)
        answered()
        return Receipt(**json.loads(content))
    return None
