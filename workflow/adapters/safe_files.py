"""The only code that writes: place a new file, swap by moving aside; nothing truncated.

The protocol of the reliability page, section 3.3: a name's content changes only by
moving the old file aside, looking at what was really moved, and placing the new one.
Every earlier content stays in the history folder.
"""

import errno
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import ParamSpec, TypeVar

from workflow.adapters.computer_name import owner_mark, owner_marks, this_computer
from workflow.adapters.deadlines import answered, bounded, step
from workflow.adapters.reserve import with_reserve
from workflow.adapters.whole_files import whole
from workflow.domain.errors import FileHeld
from workflow.services.ports import Written

T = TypeVar("T")
P = ParamSpec("P")
Pause = Callable[[float], None]

BUSY = frozenset({errno.EACCES, errno.EBUSY, errno.EPERM, errno.ETXTBSY})
BUSY_ON_WINDOWS = frozenset({5, 32, 33})
WAITS = (0.05, 0.1, 0.25, 0.5, 1.0, 1.1)  # seconds; three in all
NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS}
)
NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES})
CLOSING = frozenset({errno.EACCES, errno.EBUSY, errno.ETXTBSY})  # a scanner looks
TEMPORARY = ".alongside-"
MOST_NEW = 2  # folders that one write may make, one in the other
ASIDE = re.compile(r"(.+)\.\d{6}\.[0-9a-f]+\.[0-9a-f]+\.aside")
UNFOLLOWED = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
PIECE = 1024 * 1024  # bytes read at once of a file that may be large
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
TAKEN = "Something else stands under this name."
LASTING = 0.5  # seconds after which a missing name is no longer somebody's swap


class NameTaken(FileExistsError):  # noqa: N818 - read as a sentence
    """Other bytes already stand under the name; they were left alone."""


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@bounded
def place(path: Path, content: bytes) -> Written:
    """Put a new file under a free name, whole or not at all.

    `CREATED`, or `IDENTICAL` when the same bytes stand there. Raises `NameTaken` when
    others do.
    """
    return with_reserve(path, lambda: _place(path, content))


def _place(path: Path, content: bytes) -> Written:
    make_folder(path.parent)
    (temporary,) = _temporaries([path])
    _write_new(temporary, content)
    try:
        written = _named(temporary, path, content)
    finally:
        discard(temporary)
    if written is Written.CREATED:
        settle(path.parent)
    return written


Outcome = Written | OSError
"""What became of one file of several: why not, where it could not be."""


@bounded
def place_all(files: Sequence[tuple[Path, bytes]]) -> tuple[Outcome, ...]:
    """Put new files under free names, each as `place` does.

    All are on the disk before the first has its name; then their folder is kept once.
    Where one of them cannot be written each is placed by itself.
    """
    paths = [path for path, _ in files]
    new = _temporaries(paths)
    try:
        for folder in _folders(paths):
            make_folder(folder)
        _write_all(new, [content for _, content in files])
    except OSError:
        step()
        return tuple(_outcome(place, *at) for at in files)
    try:
        return name_all([(one, *at) for one, at in zip(new, files, strict=True)])
    finally:
        _discard_all(new)


@bounded
def name_all(files: Sequence[tuple[Path | str, Path, bytes]]) -> tuple[Outcome, ...]:
    """Give finished files free names in their folder, which is then kept once.

    Each is told of by the name it has, the name it gets and its content.
    """
    outcomes = tuple(_outcome(_named, *at) for at in files)
    try:
        for folder in _folders(path for _, path, _ in files):
            settle(folder)
    except OSError as error:
        return (error,) * len(files)
    return outcomes


def _temporaries(paths: Sequence[Path]) -> list[str]:
    """For each file a name beside it that nobody has had."""
    marks = owner_marks(this_computer(), os.getpid(), len(paths))
    names = (f"{TEMPORARY}{mark}.tmp" for mark in marks)
    return list(map(os.path.join, map(os.path.dirname, paths), names))


def _folders(paths: Iterable[Path]) -> list[Path]:
    """The folders in which some files lie."""
    return [Path(folder) for folder in set(map(os.path.dirname, paths))]


def _named(finished: Path | str, path: Path, content: bytes) -> Written:
    try:
        _take_name(finished, path)
    except FileExistsError:
        return _already(path, content)
    return Written.CREATED


def _discard_all(files: Iterable[Path | str]) -> None:
    for path in files:
        discard(path)


def _outcome(act: Callable[P, Written], *facts: P.args, **more: P.kwargs) -> Outcome:
    try:
        return act(*facts, **more)
    except OSError as error:
        return error


def make_folder(folder: Path) -> None:
    """Make a folder, and the one around it, so that a power cut forgets neither.

    Where more than that is missing the drive has gone, and nothing is made in its
    place: raises `FileNotFoundError`.
    """
    up = (folder, *folder.parents)
    missing = list(takewhile(lambda each: not each.is_dir(), up))
    if len(missing) > MOST_NEW:
        raise FileNotFoundError(errno.ENOENT, "The folder is not there.")
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        settle(each.parent)


def discard(path: Path | str) -> None:
    """Remove a file of our own that nobody needs; what will not go is litter."""
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108 - quick, and many


@bounded
def swap(
    path: Path, expected: str, content: bytes, history: Path, pause: Pause = time.sleep
) -> Written:
    """Change the content under a name from the bytes whose hash is `expected`.

    Anything else found under the name is somebody's work: it is given back untouched
    (`KEPT_HAND_EDITS`). `OPEN_ELSEWHERE` means that a program holds it, or that it is
    gone because another program is changing it: look again later.
    `pause` waits some seconds between tries.
    """
    with_reserve(path, lambda: make_folder(history))
    aside = _aside(path, expected, history)
    new = aside.with_suffix(".new")
    with_reserve(path, lambda: _write_new(new, content))
    try:
        patiently(lambda: path.rename(aside), pause)
        return _exchange(path, expected, content, aside)
    except OSError as error:
        if isinstance(error, FileNotFoundError) or is_busy(error):
            return Written.OPEN_ELSEWHERE
        raise
    finally:
        discard(new)


def put(output: Path, made: bytes, history: Path | None = None) -> Written:
    """Write a file where somebody asked for it; an earlier one goes to `_history`.

    `OPEN_ELSEWHERE` and `KEPT_HAND_EDITS` mean that the earlier one still stands.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        return place(output, made)
    except NameTaken:
        standing = sha256(output.read_bytes())
        return swap(output, standing, made, history or output.parent / "_history")


def put_there(output: Path, made: bytes, history: Path | None = None) -> None:
    """The same where nothing else will do. Raises `FileHeld` when it cannot be."""
    if put(output, made, history) in (Written.OPEN_ELSEWHERE, Written.KEPT_HAND_EDITS):
        raise FileHeld(output.name)


@bounded
def retire(path: Path, expected: str, history: Path, pause: Pause = time.sleep) -> bool:
    """Move a file whose hash is `expected` into the history; whether it was moved.

    Anything else found under the name is somebody's work: it is given back untouched.
    """
    make_folder(history)
    aside = _aside(path, expected, history)
    try:
        patiently(lambda: path.rename(aside), pause)
    except OSError as error:
        if isinstance(error, FileNotFoundError) or is_busy(error):
            return False
        raise
    if not _is(aside, expected, path):
        _give_back(aside, path, _kept_beside(aside, path))
        return False
    _shelve(aside)
    settle(path.parent)
    settle(history)
    return True


@bounded
def recover(folder: Path, history: Path, pause: Pause = time.sleep) -> tuple[str, ...]:
    """Put back what an interrupted swap left aside; the names put right.

    Two programs doing this at once do no harm, nor does a swap that is under way.
    """
    there = _names_in(history)
    before = dict(_asides(there, folder, history))
    mended = _put_back(before, folder, history, pause) if before else ()
    _tidy(there, folder, history)
    return mended


def _put_back(
    before: Mapping[Path, str], folder: Path, history: Path, pause: Pause
) -> tuple[str, ...]:
    """Put back what was aside `before`, where its name is free for longer."""
    if any(not _stands(folder / name) for name in before.values()):
        pause(LASTING)
    left = dict(_left_aside(folder, history))
    live = {name for aside, name in left.items() if aside not in before}
    mended = []
    for aside in sorted(left, key=_age, reverse=True):
        step()
        name = left[aside]
        if name in live or not aside.exists():
            continue
        if _stands(folder / name):
            _shelve(aside)
        elif _taken_since(folder, history, name, left):
            continue
        elif _give_back(aside, folder / name):
            mended.append(name)
    return tuple(mended)


def _taken_since(
    folder: Path, history: Path, name: str, left: Mapping[Path, str]
) -> bool:
    """Whether a swap that began after we looked has this name in hand just now."""
    now = _left_aside(folder, history)
    return any(taken == name and aside not in left for aside, taken in now)


def patiently(act: Callable[[], T], pause: Pause, codes: frozenset[int] = BUSY) -> T:
    """What `act` answers; tried for three seconds while a program holds the file.

    `codes` are the errors that mean so where the system is not Windows.
    """
    for wait in WAITS:
        step()
        try:
            return act()
        except OSError as error:
            if not is_busy(error, codes):
                raise
        pause(wait)
    step()
    return act()


def is_busy(error: OSError, codes: frozenset[int] = BUSY) -> bool:
    """Whether an error means that another program holds the file."""
    code = getattr(error, "winerror", None)
    return error.errno in codes if code is None else code in BUSY_ON_WINDOWS


def _exchange(path: Path, expected: str, content: bytes, aside: Path) -> Written:
    """Place the new bytes if what was moved aside is what we expected."""
    if not _is(aside, expected, path):
        _give_back(aside, path, _kept_beside(aside, path))
        return Written.KEPT_HAND_EDITS
    try:
        written = _placed(path, expected, content)
    except OSError:
        _give_back(aside, path)
        raise
    _shelve(aside)
    settle(aside.parent)
    return Written.UPDATED if written is Written.CREATED else written


def _is(aside: Path, expected: str, path: Path) -> bool:
    """Whether what was moved aside is what we expected; back it goes if unreadable."""
    try:
        return sha256(aside.read_bytes()) == expected
    except OSError:
        _give_back(aside, path)
        raise


def _placed(path: Path, expected: str, content: bytes) -> Written:
    """Place under a name that is free just now; say who came first if it is not."""
    try:
        return place(path, content)
    except NameTaken:
        with suppress(FileNotFoundError):
            if sha256(path.read_bytes()) != expected:
                return Written.KEPT_HAND_EDITS
        return Written.OPEN_ELSEWHERE


def _give_back(aside: Path, *names: Path) -> bool:
    """Give the very file the first free name; whether there was one."""
    for name in names:
        try:
            _move_to_free(aside, name)
        except FileNotFoundError:
            return False
        except FileExistsError:
            continue
        settle(name.parent)
        return True
    _shelve(aside)
    return False


def _kept_beside(aside: Path, path: Path) -> Path:
    """A name for a person's file whose own name was taken while we looked at it."""
    unique = aside.suffixes[-2]
    return path.with_name(f"{path.stem} (kept {unique[-8:]}){path.suffix}")


def _move_to_free(source: Path, target: Path) -> None:
    """Move a file to a name nobody has; programs that hold it open keep holding it."""
    if os.name == "nt":
        source.rename(target)
        return
    try:
        target.hardlink_to(source)
    except OSError as error:
        if not _knows_no_links(error, source, target):
            raise
        _soon(lambda: _claim(source, target))
    else:
        source.unlink(missing_ok=True)


def _take_name(temporary: Path | str, path: Path) -> None:
    """Give the finished file its name; exactly one of several writers wins."""
    if os.name == "nt":
        _soon(lambda: Path(temporary).rename(path))
        return
    step()
    try:
        _soon(lambda: os.link(temporary, path))
    except OSError as error:
        if not _knows_no_links(error, Path(temporary), path):
            raise
        _soon(lambda: _claim(Path(temporary), path))


def _knows_no_links(error: OSError, source: Path, target: Path) -> bool:
    """Whether a link was refused because the drive has none.

    Where the name is taken a system says only that, also of a claim that was cut.
    """
    if error.errno != errno.EEXIST or _stands(target):
        return error.errno in NO_LINKS
    (probe,) = _temporaries([source])
    try:
        os.link(source, probe)
    except OSError as refused:
        return refused.errno in NO_LINKS
    discard(probe)
    return False


def _claim(source: Path, path: Path) -> None:
    """Take a name where files cannot be linked: first with an empty file, alone.

    Only that emptiness is ever replaced; one left by a cut is taken over.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        os.close(os.open(path, flags, 0o666))
    except FileExistsError:
        time.sleep(LASTING)
        if path.stat().st_size:
            raise
    source.replace(path)


def _soon(act: Callable[[], T]) -> T:
    """What `act` answers; tried again while a virus scanner looks at the new file."""
    return patiently(act, time.sleep, CLOSING)


def _already(path: Path, content: bytes) -> Written:
    with suppress(OSError):
        if path.read_bytes() == content:
            return Written.IDENTICAL
    raise NameTaken(errno.EEXIST, TAKEN)


def _write_new(path: Path | str, content: bytes) -> None:
    """Write a file that was not there, see it kept, read it back; or leave none."""
    _write_all([path], [content])


def _write_all(paths: Sequence[Path | str], contents: Sequence[bytes]) -> None:
    """Write files that were not there, see each kept, read each back; or leave none.

    The disk is asked for all before any is waited for.
    """
    ours: list[Path | str] = []
    handles: list[int] = []
    try:
        for path, content in zip(paths, contents, strict=True):
            step()
            handles.append(os.open(path, NEW_FILE, 0o666))
            ours.append(path)
            _pour(handles[-1], content)
        _ask_for(handles)
        while handles:
            step()
            os.fsync(handles[-1])
            step()
            os.close(handles.pop())  # a full disk may say so only now
        for path, content in zip(paths, contents, strict=True):
            step()
            _read_back(path, content)
        step()
    except OSError:
        _let_go(handles)
        _discard_all(ours)
        raise


def _let_go(handles: Iterable[int]) -> None:
    for handle in handles:
        with suppress(OSError):
            os.close(handle)


def _pour(handle: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        step()
        left = left[os.write(handle, left[:PIECE]) :]


def _ask_for(handles: Sequence[int]) -> None:
    """Have the disk begin to keep files, where the system can be asked; a hint."""
    if hasattr(os, "posix_fadvise") and len(handles) > 1:
        for handle in handles:
            with suppress(OSError):
                os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _read_back(path: Path | str, content: bytes) -> None:
    """See that the disk took it all; a full share says so late, or never."""
    if whole(path) != content:
        raise OSError(errno.EIO, "The file was not kept as it was written.")


def _aside(path: Path, expected: str, history: Path) -> Path:
    """A name in the history that nobody has had, counting up for each file."""
    stem = f"{path.parent.name}+{path.name}"
    left = _left_aside(path.parent, history)
    number = 1 + max((_number(a) for a, name in left if name == path.name), default=0)
    return history / f"{stem}.{number:06d}.{expected[:16]}.{_mark()}.aside"


def _mark() -> str:
    """What nobody has had in a name, and who is writing it."""
    return owner_mark(this_computer(), os.getpid())


def _left_aside(folder: Path, history: Path) -> Iterator[tuple[Path, str]]:
    """What unfinished swaps in a folder left, with the name each belongs to."""
    return _asides(_names_in(history), folder, history)


def _asides(
    names: Iterable[str], folder: Path, history: Path, end: str = ".aside"
) -> Iterator[tuple[Path, str]]:
    """The entries of a history that end so, with the name in the folder of each."""
    mark = f"{folder.name}+"
    for entry in names:
        if entry.startswith(mark) and entry.endswith(end):
            bare = entry.removeprefix(mark).removesuffix(end)
            match = ASIDE.fullmatch(f"{bare}.aside")
            if match:
                yield history / entry, match[1]


def _names_in(folder: Path) -> list[str]:
    """What lies in a folder; nothing when it is not there."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - names, and many
    except (FileNotFoundError, NotADirectoryError):
        return []


def _tidy(there: Iterable[str], folder: Path, history: Path) -> None:
    """Remove the new bytes of swaps that were cut short after they were done.

    Bytes that stand nowhere else are somebody's words: they stay.
    """
    for entry, name in _asides(there, folder, history, ".new"):
        if entry.with_suffix(".old").exists() and _same(entry, folder / name):
            discard(entry)


def _same(one: Path, other: Path) -> bool:
    """Whether two files hold the same bytes, however many; not when one is gone."""
    with suppress(FileNotFoundError), one.open("rb") as a, other.open("rb") as b:
        if os.fstat(a.fileno()).st_size != os.fstat(b.fileno()).st_size:
            return False
        while piece := a.read(PIECE):
            answered()
            if piece != b.read(PIECE):
                return False
        return not b.read(1)
    return False


def _age(aside: Path) -> tuple[bool, int]:
    """What came later sorts later: other bytes than those that a swap looked for.

    Of two programs that took a file at once, one got what the other had just placed,
    and both may have the same number.
    """
    number, expected = aside.name.rsplit(".", 4)[1:3]
    with suppress(OSError):
        return not sha256(aside.read_bytes()).startswith(expected), int(number)
    return True, int(number)


def _number(aside: Path) -> int:
    return int(aside.name.rsplit(".", 4)[1])


def _shelve(aside: Path) -> None:
    """Keep what was moved aside for good; another program may have done so already."""
    with suppress(FileNotFoundError):
        aside.rename(aside.with_suffix(".old"))


def _stands(path: Path) -> bool:
    """Whether a file stands under a name; an empty one is a claim that was cut.

    It is asked by opening: what a computer remembers of a name on a share may be some
    seconds old, and then tells of a file that another one has taken away since.
    """
    try:
        handle = os.open(path, os.O_RDONLY | UNFOLLOWED)
        try:
            return os.fstat(handle).st_size > 0
        finally:
            os.close(handle)
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EISDIR} or is_busy(error):
            return True
        raise


def settle(folder: Path) -> None:
    """Ask the disk to remember the new name too, where a folder can be asked."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    answered()
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        answered()
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in NO_FOLDER_SYNC:
            raise


@bounded
def take(source: Path, target: Path, pause: Pause = time.sleep) -> bool:
    """Take a file away under a name that nobody else will ever use; whether we got it.

    Exactly one of several programs gets it.
    """
    make_folder(target.parent)
    try:
        patiently(lambda: source.rename(target), pause)
    except OSError as error:
        if isinstance(error, FileNotFoundError) or is_busy(error):
            return False
        raise
    settle(source.parent)
    settle(target.parent)
    return True


@bounded
def move(source: Path, target: Path) -> None:
    """Move a file to a free name; the same bytes there already are the same file.

    Raises `NameTaken` when other bytes stand there. A file that is gone already has
    been moved by another program.
    """
    make_folder(target.parent)
    with suppress(FileNotFoundError):
        try:
            _move_to_free(source, target)
        except FileExistsError:
            if not _same(target, source):
                raise NameTaken(errno.EEXIST, TAKEN) from None
            discard(source)
        settle(source.parent)
        settle(target.parent)


@bounded
def remove_copy(path: Path, copies: tuple[Path, ...]) -> None:
    """Take away a file whose very bytes stand under each of the other names."""
    with suppress(FileNotFoundError):
        content = path.read_bytes()
        for copy in copies:
            _read_back(copy, content)
        discard(path)
