"""Drives of every kind that can be had here, for tests; a skip says what is missing."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

FAULTFS = Path(__file__).with_name("faultfs.py")
SIZE = 400 * 1024 * 1024  # bytes; XFS is made no smaller than 300 MB
DISKS = {  # what makes each kind of disk, and where that comes from
    "ext4": ("mkfs.ext4", "e2fsprogs"),
    "xfs": ("mkfs.xfs", "xfsprogs"),
    "vfat": ("mkfs.vfat", "dosfstools"),
    "exfat": ("mkfs.exfat", "exfatprogs"),
}
HELPERS = {  # who mounts it where the kernel cannot
    "vfat": ("fusefat", "fusefat"),
    "exfat": ("mount.exfat-fuse", "exfat-fuse"),
}


def needs_root() -> None:
    """Skip, and say why, where disks cannot be mounted."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a disk for the test needs root")


def needs(program: str, package: str) -> None:
    """Skip, and say what is missing."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is missing (apt-get install {package})")


def run(*words: str) -> str:
    """What a program complains of; "" when it did what it should."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return (done.stderr.strip() or "failed")[:100] if done.returncode else ""


def unmount(folder: Path, *, lazy: bool = False) -> None:
    """Take a drive away; what still looks at it gets a moment to let go."""
    for _ in range(50):
        if not run("umount", *(["-l"] if lazy else []), str(folder)):
            return
        time.sleep(0.1)
    run("umount", "-l", str(folder))


@contextmanager
def disk(kind: str, folder: Path) -> Iterator[Path]:
    """An empty disk of one kind, mounted by the kernel or by a helper of its own."""
    needs_root()
    needs(*DISKS[kind])
    image, root = folder / "disk.img", folder / "disk"
    root.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run([DISKS[kind][0], str(image)], check=True, capture_output=True)
    why = run("mount", "-o", "loop", str(image), str(root))
    if not why:
        try:
            yield root
        finally:
            unmount(root)
        return
    if kind not in HELPERS:
        pytest.skip(f"{kind} cannot be mounted: {why}")
    with _helped(kind, image, root) as helped:
        yield helped


@contextmanager
def _helped(kind: str, image: Path, root: Path) -> Iterator[Path]:
    """A disk that the kernel does not know, by way of FUSE."""
    helper, package = HELPERS[kind]
    needs(helper, package)
    needs_fuse()
    source, options = str(image), ["-o", "rw+"]
    if kind == "exfat":
        words = ["losetup", "--find", "--show", str(image)]
        made = subprocess.run(words, capture_output=True, text=True, check=False)
        if made.returncode:
            pytest.skip(f"{kind} cannot be mounted: {made.stderr.strip()[:100]}")
        source, options = made.stdout.strip(), []
    why = run(helper, *options, source, str(root))
    try:
        if why:
            pytest.skip(f"{kind} cannot be mounted: {why}")
        try:
            yield root
        finally:
            unmount(root)
    finally:
        if source != str(image):
            run("losetup", "--detach", source)


def needs_fuse() -> None:
    """Skip, and say why, where no program may be a drive."""
    if not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("there is no /dev/fuse that may be used here")
    needs("fusermount3", "fuse3")


def needs_drive() -> None:
    """Skip, and say why, where no drive can be made to misbehave."""
    if importlib.util.find_spec("mfusepy") is None:
        pytest.skip("mfusepy is missing (pip install mfusepy)")
    needs_fuse()


@dataclass(frozen=True)
class Faulty:
    """A drive that obeys: `root` is where it is mounted, `back` what lies below it."""

    root: Path
    back: Path
    program: "subprocess.Popen[str]"

    def order(self, fault: str, at: int = 0, error: str = "EIO") -> None:
        """From the `at`th changing call on, this goes wrong."""
        self._tell({"fault": fault, "at": at, "error": error})

    def slow(self, seconds: float) -> None:
        """Each call takes so long."""
        self._tell({"slow": seconds})

    def heal(self) -> int:
        """All is well again; how many changing calls there were since the order."""
        return self._tell(None)

    def _tell(self, order: dict[str, object] | None) -> int:
        into, out = self.program.stdin, self.program.stdout
        assert into is not None
        assert out is not None
        into.write(json.dumps(order) + "\n")
        into.flush()
        answer = out.readline()
        assert answer, "the drive of the test has died"
        return int(answer)


@contextmanager
def faulty(folder: Path, *manners: str) -> Iterator[Faulty]:
    """A drive that misbehaves on order; see `faultfs.py` for manners and faults."""
    needs_drive()
    root, back = folder / "drive", folder / "below"
    root.mkdir(parents=True)
    back.mkdir()
    told = folder / "faultfs.txt"
    with told.open("w") as errors:
        program = subprocess.Popen(
            [sys.executable, str(FAULTFS), str(back), str(root), *manners],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        while not os.path.ismount(root):
            if program.poll() is not None:
                pytest.skip(f"no FUSE here: {told.read_text()[-200:]}")
            time.sleep(0.02)
        yield Faulty(root, back, program)
    finally:
        run("fusermount3", "-u", "-z", str(root))
        program.kill()
        with program:  # closes its pipes, and waits
            pass
