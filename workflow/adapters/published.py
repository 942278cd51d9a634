"""Finished documents, their receipts; never over a person's work (reliability 3.2)."""

import errno
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from workflow.adapters.guarded import GIVEN, SIGNED, Guard, is_signed
from workflow.adapters.placeholders import is_away
from workflow.adapters.safe_files import (
    NameTaken,
    discard,
    place,
    recover,
    retire,
    sha256,
    swap,
)
from workflow.domain.alarms import Alarm, changed, gone, open_long
from workflow.domain.making import Receipt
from workflow.services.ports import Log, Written

OWNER = "~$"  # Word's note that it holds a document open
SKIPPED = (0, 1, 2)  # characters of the name that Word's note may leave out
RECEIPT = re.compile(r"(.+)\.(\d{6})\.([0-9a-f]{16})\.json")
ELSEWHERE = "elsewhere"  # in the place of the hash of a file that is not here
NOTED = 32  # characters of a hash that the note of something begun carries
LOCAL_HEADER = 30  # bytes of what stands before the name of a part in a zip
ENCRYPTED, UNPACKED = 1, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of a Word document's own parts


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
    log: Log
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
        if is_away(self.made / name):
            last = self._newest.get(name)
            return last.content if last else ELSEWHERE
        content = self.read(name)
        self._seen[name] = "" if content is None else sha256(content)
        return self._seen[name] or None

    @cached_property
    def _seen(self) -> dict[str, str]:
        """The hash of each document when it was last looked at."""
        return {}

    def alarms(self, given: Collection[str], today: date) -> tuple[Alarm, ...]:
        """What was signed or given and is otherwise now, what is open for too long.

        `given` names the documents that were given to the person as they are.
        """
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
            content = None if is_away(self.made / name) else self.read(name)
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
        for path in self.made.iterdir() if self.made.is_dir() else ():
            ours = self._newest.get(path.name)
            pristine = ours and self._seen.get(path.name) == ours.content
            kind = path.suffix.lower() in {".docx", ".pdf"}
            if pristine or not kind or path.name.startswith((".", "~$")):
                continue
            content = None if is_away(path) else self.read(path.name)
            if content and is_signed(content):
                self._guard.keep(path.name, content, SIGNED)

    def _disturbed(self, name: str, why: str, shas: list[str]) -> Alarm | None:
        """What is wrong with a guarded document, if anything."""
        at = (self.folder.name, self.made.name, name, shas[-1])
        signed = why == SIGNED
        if is_away(self.made / name):
            return None
        content = self.read(name)
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

    def _made_anew(self, name: str, sha: str) -> bool:
        """Whether what stands is what we made last, in the place of what is gone."""
        last = self._newest.get(name)
        return last is not None and last.content == sha

    def _open_long(self, today: date) -> Iterator[Alarm]:
        """Documents whose word processor's note is of an earlier day."""
        names = sorted(self.made.glob("[!.~]*")) if self.made.is_dir() else ()
        for path in names:
            for note in filter(Path.exists, _owner_notes(path)):
                with suppress(OSError):
                    since = date.fromtimestamp(note.stat().st_mtime)  # noqa: DTZ012 - local
                    if since < today:
                        yield open_long(path.name, note.name, since, today)

    def publish(self, receipt: Receipt, content: bytes) -> Written:
        """Put a document in place, or beside a person's own version of it.

        What a word processor has open waits untouched; what cannot be moved for
        another reason gets the update beside it, until it can.
        """
        self._must_be_there()
        receipt = replace(receipt, generation=self.fence(), words=words_of(content))
        if self._waits(receipt):
            return Written.OPEN_ELSEWHERE
        resumed = any(self._notes(receipt.name))
        begun = self._begin(receipt)
        last = self._newest.get(receipt.name)
        before = last.content if last else ""
        case, after = self.folder.name, receipt.content
        intent = self.log.intend("publish", case, receipt.document, before, after)
        written = self._put(receipt, content, resumed=resumed)
        if written is Written.KEPT_HAND_EDITS:
            receipt = replace(receipt, beside=True)
            if self._stands_beside(receipt):
                written = Written.IDENTICAL
            else:
                receipt = self._put_beside(receipt, content)
        if written is Written.OPEN_ELSEWHERE:
            self._lend(receipt, content)
        else:
            self._keep(receipt)
            self._take_back(receipt)
            discard(begun)
        self.log.done(intent, written.name.lower())
        return written

    def read(self, name: str) -> bytes | None:
        """What stands under a name now; None when nothing does."""
        try:
            return (self.made / name).read_bytes()
        except FileNotFoundError:
            return None

    def put_away(self, name: str) -> bool:
        """Move a document of ours that is no longer right into the history.

        One that a person has changed, or has open, stays.
        """
        if is_away(self.made / name):
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
        held = _held_open(path) or is_away(path)
        return held and self.present(receipt.name) != receipt.content

    def _put(self, receipt: Receipt, content: bytes, *, resumed: bool) -> Written:
        path = self.made / receipt.name
        standing = self._standing(receipt.name)
        if standing == receipt.content:
            return Written.IDENTICAL
        if standing is not None and not (
            self._is_ours(receipt.name, standing)
            or (resumed and self._is_cut_short(receipt.name, content))
        ):
            return Written.KEPT_HAND_EDITS
        if standing is not None:
            return swap(path, standing, content, self.history)
        try:
            return place(path, content)
        except NameTaken:
            return Written.OPEN_ELSEWHERE

    def _standing(self, name: str) -> str | None:
        """What stands now; a name missing from a swap cut short is put right first."""
        standing = self.present(name)
        if standing is None and recover(self.made, self.history):
            return self.present(name)
        return standing

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
        for path in self.shelf.iterdir() if self.shelf.is_dir() else ():
            match = RECEIPT.fullmatch(path.name)
            if match and match[1] == name:
                receipt = _receipt(path)
                if receipt and receipt.name == name:
                    yield receipt

    def _begin(self, receipt: Receipt) -> Path:
        """Note what is about to be put there, so that a cut never disowns it."""
        note = self._begun(receipt.name, receipt.content)
        place(note, b"")
        return note

    def _begun(self, name: str, content: str) -> Path:
        return self.shelf / f"{name}.{content[:NOTED]}.begun"

    def _notes(self, name: str) -> Iterator[Path]:
        """Our notes of what we have begun to put under a name and not finished."""
        for path in self.shelf.iterdir() if self.shelf.is_dir() else ():
            stem = path.name.removesuffix(".begun")
            if stem != path.name and stem[: -NOTED - 1] == name:
                yield path

    def _stands_beside(self, receipt: Receipt) -> bool:
        return any(
            sha256(other.read_bytes()) == receipt.content
            for other in self._beside(receipt.name)
        )

    def _beside(self, name: str) -> tuple[Path, ...]:
        """The updates that stand beside a document."""
        path = self.made / name
        return tuple(
            other
            for other in self.made.iterdir()
            if other.name.startswith(f"{path.stem} (update ")
            and other.suffix == path.suffix
        )

    def _lend(self, receipt: Receipt, content: bytes) -> None:
        """Put beside what cannot be put in place; the note of it stays, to know it."""
        path = self.made / receipt.name
        held = _held_open(path) or self.present(receipt.name) is None
        if not (held or self._stands_beside(receipt)):
            self._put_beside(receipt, content)

    def _take_back(self, receipt: Receipt) -> None:
        """Put away the updates lent beside a document that is in place at last."""
        if receipt.beside or not any(self._notes(receipt.name)):
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

    def _keep(self, receipt: Receipt) -> None:
        """Keep the receipt as the newest, unless the newest says the same already."""
        last = self._read(receipt.name).get(receipt.name)
        if last and _same(last, receipt):
            self._newest[receipt.name] = last
            return
        number = max(receipt.sequence, last.sequence + 1 if last else 1)
        receipt = replace(receipt, sequence=number)
        text = json.dumps(asdict(receipt), sort_keys=True, separators=(",", ":"))
        name = f"{receipt.name}.{receipt.sequence:06d}.{receipt.content[:16]}.json"
        try:
            place(self.shelf / name, text.encode())
        except NameTaken:
            self._keep(replace(receipt, sequence=receipt.sequence + 1))
        else:
            self._newest[receipt.name] = receipt

    def _read(self, only: str | None = None) -> dict[str, Receipt]:
        """The newest sound receipt of each name, by number, never by time."""
        newest: dict[str, Receipt] = {}
        names = [p.name for p in self.shelf.iterdir()] if self.shelf.is_dir() else []
        matches = map(RECEIPT.fullmatch, names)
        found = [match for match in matches if match and only in {None, match[1]}]
        for match in sorted(found, key=lambda m: (int(m[2]), m[0]), reverse=True):
            if match[1] not in newest:
                receipt = _receipt(self.shelf / match[0])
                if receipt and receipt.name == match[1]:
                    newest[receipt.name] = receipt
        return newest


def words_of(content: bytes) -> str:
    """The hash of the parts of a Word document that people see; "" for other files.

    Stores rewrite the other parts (properties, labels) without a word changing (F26).
    """
    if not content.startswith(b"PK"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = sorted(
                (part for part in package.infolist() if part.filename[:5] == "word/"),
                key=lambda part: part.filename,
            )
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                return ""
            read = [(part.filename, _part_hash(content, part)) for part in parts]
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError):
        return ""
    return sha256(json.dumps(read).encode()) if read else ""


def _part_hash(content: bytes, part: zipfile.ZipInfo) -> str:
    """The hash of one part. Raises `BadZipFile` or `zlib.error` when it is not whole.

    Most parts lie in many documents just as they came from the template.
    """
    at = part.header_offset
    name, extra = struct.unpack_from("<HH", content, at + LOCAL_HEADER - 4)
    begin = at + LOCAL_HEADER + name + extra
    packed = content[begin : begin + part.compress_size]
    if part.compress_type not in UNPACKED or part.flag_bits & ENCRYPTED:
        raise zipfile.BadZipFile
    return _unpacked_hash(packed, part.compress_type, part.file_size, part.CRC)


@lru_cache(maxsize=1024)
def _unpacked_hash(packed: bytes, method: int, size: int, crc: int) -> str:
    unpacked = packed
    if method == zipfile.ZIP_DEFLATED:
        unpacked = zlib.decompressobj(-15).decompress(packed, size + 1)
    if len(unpacked) != size or zlib.crc32(unpacked) != crc:
        raise zipfile.BadZipFile
    return sha256(unpacked)


def _same(last: Receipt, receipt: Receipt) -> bool:
    """Whether two receipts say the same, whoever wrote them and when."""
    return (
        replace(last, sequence=receipt.sequence, generation=receipt.generation)
        == receipt
    )


def _held_open(path: Path) -> bool:
    """Whether a word processor's own note says that it has the document open."""
    return any(note.exists() for note in _owner_notes(path))


def _owner_notes(path: Path) -> tuple[Path, ...]:
    """The files by which a word processor says that it has a document open."""
    words = dict.fromkeys(path.with_name(OWNER + path.name[n:]) for n in SKIPPED)
    return (*words, path.with_name(f".~lock.{path.name}#"))


def _receipt(path: Path) -> Receipt | None:
    with suppress(OSError, ValueError, TypeError):
        return Receipt(**json.loads(path.read_bytes()))
    return None
