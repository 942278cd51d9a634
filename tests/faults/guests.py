"""Real SMB: Samba on the loopback, and guests whose kernels mount it, each a computer.

A guest sees this machine's files read only, runs one script with the share at
`/mnt/s`, and says on its console what it did. It can be frozen, and switched off
without warning. `tools/get_smb_guest.sh` gets what is needed; a skip says so.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.faults.drives import needs_root

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
KERNEL = CACHE / "alongside" / "smb-guest"
VIRTIOFSD = Path("/usr/lib/qemu/virtiofsd")
FILES = f"""
{VIRTIOFSD} --socket-path={{socket}} -o source=/ -o cache=auto -o sandbox=chroot
-o no_xattr
"""
MACHINE = """
qemu-system-x86_64 -accel tcg -cpu max -m 768M -nographic -no-reboot
-object memory-backend-memfd,id=m,size=768M,share=on -numa node,memdev=m
-kernel {kernel}/vmlinuz -initrd {kernel}/initrd.gz
-chardev socket,id=c0,path={socket} -device vhost-user-fs-pci,chardev=c0,tag=hostroot
-netdev user,id=n0 -device virtio-net-pci,netdev=n0
-rtc base={clock} -serial stdio -monitor none
"""
SECRET = "not-a-secret"  # noqa: S105 - as it says
BOOT = 600.0  # seconds in which even a busy machine starts a guest
SERVER = """
[global]
  server role = standalone server
  interfaces = lo
  bind interfaces only = yes
  smb ports = {port}
  disable netbios = yes
  server min protocol = SMB2_10
  load printers = no
  private dir = {home}
  lock directory = {home}
  state directory = {home}
  cache directory = {home}
  pid directory = {home}
  ncalrpc dir = {home}/rpc
  log file = {home}/log.%m
  passdb backend = tdbsam:{home}/passdb.tdb
[share]
  path = {share}
  read only = no
"""


def needs_guests() -> None:
    """Skip, and say how to get them, where there are no SMB guests."""
    needs_root()
    programs = ("smbd", "mount.cifs", "qemu-system-x86_64")
    missing = [p for p in programs if shutil.which(p) is None]
    missing += [p.name for p in (KERNEL / "initrd.gz", VIRTIOFSD) if not p.exists()]
    if missing:
        pytest.skip(f"no SMB guest: {missing[0]} (sh tools/get_smb_guest.sh)")


def until(true: Callable[[], object], seconds: float = BOOT) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.05)


class Server:
    """A file server whose share lies at `share` on this side."""

    def __init__(self, folder: Path, share: Path) -> None:
        self.folder, self.share = folder, share
        (folder / "smb" / "rpc").mkdir(parents=True)
        (folder / "smb").chmod(0o700)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.settings = folder / "smb.conf"
        text = SERVER.format(port=self.port, home=folder / "smb", share=share)
        self.settings.write_text(text)
        words = ["smbpasswd", "-c", str(self.settings), "-s", "-a", "root"]
        said = f"{SECRET}\n{SECRET}\n"
        subprocess.run(words, input=said, text=True, check=True, capture_output=True)
        self.program: subprocess.Popen[bytes] | None = None

    def up(self) -> None:
        """Serve; once somebody can be answered."""
        self.program = subprocess.Popen(
            ["smbd", "-F", "--no-process-group", "-s", str(self.settings)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(self._answers, 30)

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def down(self) -> None:
        """Gone, with all its connections, as when its power goes."""
        if self.program is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait()
            self.program = None


class Guest:
    """One computer, running one script in the repository with the share at /mnt/s."""

    def __init__(self, server: Server, name: str, clock: str, script: str) -> None:
        folder = server.folder / name
        folder.mkdir()
        self.console = folder / "console.txt"
        text = f"cd /host{ROOT}\nexport PYTHONPATH=.\n{script}\n"
        (folder / "script").write_text(text)
        files, self.out = folder / "files.sock", self.console.open("wb")
        options = f"user=root,pass={SECRET},port={server.port},vers=3.1.1"
        self.files = self._start(FILES.format(socket=files), quiet=True)
        until(files.exists, 30)
        told = f"options={options},echo_interval=5 script={folder / 'script'}"
        self.machine = self._start(
            MACHINE.format(kernel=KERNEL, socket=files, clock=clock),
            *("-append", f"console=ttyS0 quiet panic=1 {told}"),
        )

    def _start(
        self, words: str, *more: str, quiet: bool = False
    ) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*words.split(), *more],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else self.out,
            stderr=subprocess.STDOUT,
        )

    def said(self) -> list[str]:
        """The lines that its script has said so far, the last one only when whole."""
        text = self.console.read_text("utf-8", "replace").replace("\r", "")
        _, begun, rest = text.partition("GUEST-BEGIN\n")
        return rest.partition("GUEST-END")[0].split("\n")[:-1] if begun else []

    def ended(self) -> bool:
        """Whether its script has come to an end."""
        return self.machine.poll() is not None

    def freeze(self) -> None:
        """As when the lid is shut."""
        self.machine.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """As when it is opened again."""
        self.machine.send_signal(signal.SIGCONT)

    def power_off(self) -> None:
        """Switched off; what it had not sent is gone."""
        for program in (self.machine, self.files):
            program.kill()
            program.wait()
        self.out.close()


@contextmanager
def serving(folder: Path, share: Path) -> Iterator[Server]:
    """A server for a test."""
    needs_guests()
    server = Server(folder, share)
    server.up()
    try:
        yield server
    finally:
        server.down()


@contextmanager
def guest(
    server: Server, name: str, script: str, clock: str = "utc"
) -> Iterator[Guest]:
    """A guest for a test, switched off in the end."""
    made = Guest(server, name, clock, script)
    try:
        yield made
    finally:
        made.power_off()


@contextmanager
def held(server: Server, file: str, sharing: str) -> Iterator[None]:
    """A document that yet another SMB client has open, to be changed.

    `sharing` is what it lets others do meanwhile: "r" to read, as Word does, or "".
    """
    sys.path.append(str(KERNEL / "python"))
    client = pytest.importorskip(
        "smbclient", reason="no SMB client that holds (sh tools/get_smb_guest.sh)"
    )
    word = {"username": "root", "password": SECRET, "port": server.port}
    name = file.replace("/", "\\")
    path = rf"\\127.0.0.1\share\{name}"
    with client.open_file(path, mode="r+b", share_access=sharing, **word):
        yield
    client.delete_session("127.0.0.1", port=server.port)


def python() -> str:
    """How a guest starts the Python of this machine."""
    return f"/host{sys.executable}"
