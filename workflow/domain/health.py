"""What a share and a computer can do, said to people, with what to do about it.

The probes ask; here it is decided what an answer means. Source: reliability.md, the
failure model, and section 3.10.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LONG_ENOUGH = 180  # characters of a path that the program needs (F18)
APART = 300  # seconds that two clocks may differ (F21)
ROOM = 500 * 1024 * 1024  # bytes that should be free
SLOW = 1.0  # seconds for one small file


class State(StrEnum):
    """How serious a piece of advice is."""

    GOOD = "good"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Advice:
    """One thing that was looked at: what was found, and what to do about it."""

    area: str
    name: str
    state: State
    says: str
    fix: str = ""


@dataclass(frozen=True)
class Share:
    """What a folder answered when it was tried out.

    `refused` says why nothing could be written at all, "" when it could; the other
    answers count only then. `clock_apart` is the time of the server minus ours, in
    seconds; `longest_path` in characters; `seconds` what one small file took; `sync`
    names the program that copies the folder to other computers, "" when none does.
    """

    kind: str = ""
    refused: str = ""
    one_winner: bool = True
    links: bool = True
    moves: bool = True
    moves_open: bool = True
    read_back: bool = True
    folder_sync: bool = True
    locks: bool = True
    listed: bool = True
    case_blind: bool = False
    longest_path: int = 1000
    bad_names: tuple[str, ...] = ()
    clock_apart: float = 0.0
    free: int = ROOM
    seconds: float = 0.0
    sync: str = ""


@dataclass(frozen=True)
class Machine:
    """What this computer has.

    `python` is its version, `missing` the libraries that are not there or too old,
    `office` what makes PDFs, `browsers` what shows forms, `fonts` the typefaces of the
    templates with whether this computer has one that fits.
    """

    python: tuple[int, int] = (3, 11)
    missing: tuple[str, ...] = ()
    office: str = ""
    browsers: tuple[str, ...] = ()
    fonts: Mapping[str, bool] = field(default_factory=dict)
    time_zone: bool = True


@dataclass(frozen=True)
class Standing:
    """How the workspace itself stands.

    `format` is what it is written in, `known` what this program knows. `open_to_all`
    names the parts that every account of this computer may read, `unreadable` those
    that this account may not. `begun` counts what was cut short, `broken` logs that
    were changed, `leftovers` temporary files of ours, `forgotten` those of others that
    are a week old. `bid_writer` says that somebody has this role.
    `closed` are the cases that somebody on the staff must not open, `unwalled` those of
    them whose folder lets in whoever may open any case.
    """

    format: int = 1
    known: int = 1
    open_to_all: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    begun: int = 0
    broken: int = 0
    leftovers: int = 0
    forgotten: int = 0
    bid_writer: bool = False
    closed: tuple[str, ...] = ()
    unwalled: tuple[str, ...] = ()


def advice(
    share: Share, machine: Machine, standing: Standing | None = None
) -> tuple[Advice, ...]:
    """Everything that was looked at, in the order in which people read it."""
    found = [*_share(share), *_machine(machine)]
    if standing is not None:
        found += _standing(standing)
    return tuple(found)


def _share(share: Share) -> Iterator[Advice]:
    say = _Area("this folder")
    yield say.good("where it is", share.kind or "a folder")
    if share.sync:
        yield say.note(
            "sync folder",
            f"{share.sync} copies this folder to each computer, so two computers cannot"
            " tell what the other is doing.",
            "Let one computer alone watch: run `alongside watch --here` on it. Set the"
            " folder to be always kept on this device.",
        )
    if share.refused:
        yield say.problem(
            "writing",
            f"Nothing can be written here: {share.refused}.",
            "Ask whoever looks after the share to let this account change files.",
        )
        return
    yield from _promises(say, share)
    yield from _names(say, share)
    yield from _room(say, share)


def _promises(say: "_Area", share: Share) -> Iterator[Advice]:
    """What safe writing stands on."""
    yield say.judge(
        "one winner",
        share.one_winner and share.moves,
        "When two programs want one name, one of them gets it.",
        "Two programs can both be told that they got the same name.",
        "Do not use this folder from two computers. Try `alongside doctor --torture`"
        " here, and send the page to whoever looks after the share.",
    )
    yield say.judge(
        "kept as written",
        share.read_back,
        "What is written is read back the same.",
        "What was written was not there when it was read back.",
        "Do not keep cases here: the disk or the share loses data. Have it checked.",
    )
    yield say.hint(
        "moving aside",
        share.moves_open,
        "A file that is open can be moved aside without harm.",
        "A document that somebody has open here has to wait for its update.",
        "Nothing to do: updates wait until the document is closed.",
    )
    yield say.hint(
        "power cuts",
        share.folder_sync,
        "The disk can be asked to remember new names at once.",
        "The disk cannot be asked to remember new names at once.",
        "After a power cut run `alongside recover`. A battery for the NAS helps.",
    )
    yield say.hint(
        "hard links",
        share.links,
        "Files get their names in one step.",
        "Files cannot get their names in one step here (no hard links).",
        "Nothing to do: each file is copied and checked instead.",
    )
    yield say.hint(
        "locks",
        share.locks,
        "Two programs can keep out of each other's way.",
        "This folder takes no locks.",
        "Nothing is lost: two saves at once are shown side by side.",
    )
    yield say.hint(
        "seen at once",
        share.listed,
        "New files show in the list at once.",
        "New files show in the list only after a while.",
        "Nothing to do: every change is looked for again.",
    )


def _names(say: "_Area", share: Share) -> Iterator[Advice]:
    """How files may be called."""
    yield say.judge(
        "long paths",
        share.longest_path >= LONG_ENOUGH,
        "Paths are long enough.",
        f"Paths may have only {share.longest_path} more characters here.",
        "Move the workspace nearer to the top of the drive, or switch on long paths.",
    )
    if share.case_blind:
        yield say.good("capital letters", "Capital letters make no difference here.")
    if share.bad_names:
        yield say.good("names", "Names that Windows refuses are refused here too.")


def _room(say: "_Area", share: Share) -> Iterator[Advice]:
    """Clock, space and speed."""
    minutes = round(abs(share.clock_apart) / 60)
    behind = "behind" if share.clock_apart > 0 else "ahead of"
    yield say.judge(
        "clock",
        abs(share.clock_apart) <= APART,
        "The clocks of this computer and of the share agree.",
        f"This computer's clock is {minutes} minutes {behind} the share's.",
        "Let both take their time from the internet. Until then lateness is counted by"
        " the later of the two.",
    )
    free = share.free // (1024 * 1024)
    yield say.judge(
        "space",
        share.free >= ROOM,
        f"There is room: {free:,} MB.",
        f"There are only {free:,} MB left.",
        "Make room before the disk is full. Nothing is lost when it is.",
    )
    yield say.hint(
        "speed",
        share.seconds <= SLOW,
        "It answers fast enough.",
        f"One small file takes {share.seconds:.1f} seconds here.",
        "A cable is faster than Wi-Fi or VPN. Everything works, only slower.",
    )


def _machine(machine: Machine) -> Iterator[Advice]:
    say = _Area("this computer")
    version = ".".join(map(str, machine.python))
    yield say.judge(
        "Python",
        machine.python >= (3, 11),
        f"Python {version}.",
        f"Python {version} is too old.",
        "Install Python 3.11 or newer.",
    )
    yield say.judge(
        "libraries",
        not machine.missing,
        "Every library is there.",
        f"Missing or too old: {', '.join(machine.missing)}.",
        "Install Alongside again; that brings the right ones.",
    )
    yield say.hint(
        "PDFs",
        bool(machine.office),
        f"{machine.office} makes PDFs.",
        "Nothing here makes PDFs. Word documents are made all the same.",
        "Install LibreOffice, which costs nothing.",
    )
    yield say.hint(
        "browser",
        bool(machine.browsers),
        f"Forms open in {', '.join(machine.browsers)}.",
        "No browser was found for the forms.",
        "Install Firefox, Edge or Chrome.",
    )
    lacking = [name for name, there in machine.fonts.items() if not there]
    yield say.hint(
        "typefaces",
        not lacking,
        "The documents look here as they should.",
        f"Not here: {', '.join(lacking)}. Documents will look a little different.",
        "Install it, or Liberation Sans, which has the same widths.",
    )
    yield say.hint(
        "time zone",
        machine.time_zone,
        "British time is known.",
        "British time is not known to this computer.",
        "Install the Python library tzdata.",
    )


def _standing(standing: Standing) -> Iterator[Advice]:
    say = _Area("this workspace")
    yield say.judge(
        "version",
        standing.format <= standing.known,
        "This program knows everything that lies here.",
        "A newer Alongside has been used here. This one can look, and changes nothing.",
        "Update Alongside on this computer.",
    )
    yield say.judge(
        "journal",
        not standing.broken,
        "The journal holds.",
        f"{standing.broken} logs have been changed by somebody.",
        "Run `alongside verify`, and tell your safeguarding lead.",
    )
    yield say.hint(
        "half-done work",
        not (standing.begun or standing.leftovers),
        "Nothing was cut short.",
        f"Cut short: {standing.begun}; never finished files: {standing.leftovers}.",
        "Run `alongside recover`.",
    )
    yield say.hint(
        "forgotten files",
        not standing.forgotten,
        "No other program left half-written files here.",
        f"Temporary files of other programs, a week old or more: {standing.forgotten}."
        " They may hold words of a case.",
        "Look for names that begin with ~ or a full stop, or end in .tmp. Open what you"
        " know and keep what is needed; delete the others.",
    )
    yield from _rights(say, standing)


def _rights(say: "_Area", standing: Standing) -> Iterator[Advice]:
    """Who may read what, as far as this computer can tell."""
    yield say.judge(
        "reading",
        not standing.unreadable,
        "This account can read what it needs.",
        f"This account cannot read: {', '.join(standing.unreadable)}.",
        "That is right for a bid writer. For anybody else, ask for the rights.",
    )
    yield say.judge(
        "who may read",
        not standing.open_to_all,
        "No stranger's account on this computer can read the cases.",
        f"Every account may read: {', '.join(standing.open_to_all)}.",
        "Take that right away, so that only the staff of a case can read it: on Windows"
        " in the folder's Security page, on Linux with chmod o-rwx.",
    )
    if standing.closed or standing.unwalled:
        yield say.judge(
            "closed cases",
            not standing.unwalled,
            f"Closed to somebody: {', '.join(standing.closed)}. Each folder has rights"
            " of its own; to be sure, try to open it from their account.",
            "The pages keep somebody out, and the share lets them in:"
            f" {', '.join(standing.unwalled)}.",
            "Take the right away from the account of whoever is named in"
            " closed_to.yaml. On Windows: icacls cases\\CASE /deny ACCOUNT:(OI)(CI)F"
            " and on Linux: setfacl -R -m u:ACCOUNT:--- cases/CASE",
        )
    if standing.bid_writer and "cases" not in standing.unreadable:
        yield say.note(
            "bid writer",
            "Somebody here is a bid writer, and this account can open the cases.",
            "Fine, unless this is the bid writer's account. That one should have rights"
            " on tenders only: run this command again from it.",
        )


@dataclass(frozen=True)
class _Area:
    """Says things about one area."""

    area: str

    def good(self, name: str, says: str) -> Advice:
        return Advice(self.area, name, State.GOOD, says)

    def note(self, name: str, says: str, fix: str) -> Advice:
        return Advice(self.area, name, State.NOTE, says, fix)

    def problem(self, name: str, says: str, fix: str) -> Advice:
        return Advice(self.area, name, State.PROBLEM, says, fix)

    def judge(self, name: str, good: object, says: str, else_: str, fix: str) -> Advice:
        return self.good(name, says) if good else self.problem(name, else_, fix)

    def hint(self, name: str, good: object, says: str, else_: str, fix: str) -> Advice:
        return self.good(name, says) if good else self.note(name, else_, fix)
