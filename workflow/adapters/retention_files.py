"""What was decided about keeping cases: the policy, holds, approvals, orders.

Each is a file of its own under `governance/retention/<case>/`, written once: lifting a
hold is a second file beside it. They hold ids, dates, hashes and reasons without names.
"""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from workflow.adapters.config_files import configuration
from workflow.adapters.safe_files import NameTaken, place
from workflow.domain.errors import ConfigurationError
from workflow.domain.retention import (
    Approval,
    Beside,
    BidPeriods,
    Hold,
    HoldKind,
    Order,
    Period,
    Policy,
    Row,
)
from workflow.domain.vocabulary import Listed, Nation, StaffRole

FILE = "config/retention.yaml"
FOLDER = Path("governance") / "retention"
HOLD = re.compile(r"hold-(\d{2})\.json")
ORDER = re.compile(r"order-\d{2}\.json")
DAYS = ("ordered_on", "closed_on", "until")
APPROVAL = ("by", "role", "on", "reason", "digest")
SHORT = 16  # characters of a hash in a file name
Said = Mapping[str, object]
Code = TypeVar("Code", bound=Listed)


def load_policy(root: Path) -> Policy:
    """What the provider has decided. Raises `ConfigurationError` naming the place."""
    said = configuration(root, FILE)
    decided, approves = _group(said, "decided"), _group(said, "approves")
    on = str(decided.get("on") or "")
    return Policy(
        tuple(map(_period, _blocks(said, "periods"))),
        str(decided.get("by") or ""),
        _day(on, "decided.on") if on else None,
        _codes(approves, "either", StaffRole),
        _codes(approves, "decides", StaffRole),
        tuple(map(_beside, _blocks(said, "beside"))),
        tuple(map(str, _listed(said, "copies"))),
        _bids(_group(said, "bids")),
    )


def _period(said: Said) -> Period:
    years = _number(said, "years", "periods")
    nations = _codes(said, "nations", Nation)
    counts, source = (str(said.get(k) or "") for k in ("counts_from", "source"))
    return Period(nations, years, counts, source)


def _bids(said: Said) -> BidPeriods:
    ours = BidPeriods()
    years = _number(said, "years_after_contract", "bids")
    days = _number(said, "draft_days", "bids")
    return BidPeriods(years or ours.years_after_contract, days or ours.draft_days)


def _number(said: Said, key: str, where: str) -> int | None:
    """A number from 1; None where nothing is said."""
    text = str(said.get(key) or "")
    if text and not (text.isascii() and text.isdigit() and int(text)):
        raise ConfigurationError(f"{FILE}: {where}, {key} is a number from 1")
    return int(text) if text else None


def _beside(said: Said) -> Beside:
    return Beside(*(str(said.get(key) or "") for key in ("place", "what", "source")))


def _codes(said: Said, key: str, codes: type[Code]) -> frozenset[Code]:
    wanted = set(map(str, _listed(said, key)))
    found = frozenset(code for code in codes if code.value in wanted)
    if len(found) < len(wanted):
        raise ConfigurationError(f"{FILE}: {key}, each one of {', '.join(codes)}")
    return found


def _day(text: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(f"{FILE}: {where} is not a date") from None


def _group(said: Said, key: str) -> Said:
    group = said.get(key) or {}
    if not isinstance(group, dict):
        raise ConfigurationError(f"{FILE}: {key} has no fields")
    return group


def _listed(said: Said, key: str) -> list[object]:
    several = said.get(key) or []
    if not isinstance(several, list):
        raise ConfigurationError(f"{FILE}: {key} is not a list")
    return several


def _blocks(said: Said, key: str) -> Iterator[Said]:
    for one in _listed(said, key):
        if not isinstance(one, dict):
            raise ConfigurationError(f"{FILE}: {key}, a list of fields was expected")
        yield one


@dataclass(frozen=True)
class RetentionFiles:
    """What was decided about the cases of one workspace."""

    root: Path

    def holds(self, ref: str) -> tuple[Hold, ...]:
        """Every hold of a case, in order of number, lifted ones too.

        One that cannot be read still holds.
        """
        found = (HOLD.fullmatch(path.name) for path in self._files(ref))
        return tuple(self._hold(ref, int(match[1])) for match in found if match)

    def _hold(self, ref: str, number: int) -> Hold:
        said = _read(self._home(ref) / f"hold-{number:02}.json")
        lifted = _read(self._home(ref) / f"hold-{number:02}.lifted.json")
        try:
            kind = HoldKind(str(said["kind"]))
            since = date.fromisoformat(str(said["since"]))
            on = date.fromisoformat(str(lifted["on"])) if lifted else None
        except (KeyError, ValueError):
            return Hold(number, HoldKind.OTHER, date.min, "", "")
        by, reason = (str(said.get(key) or "") for key in ("by", "reason"))
        return Hold(number, kind, since, by, reason, on)

    def keep_hold(self, ref: str, hold: Hold) -> Hold:
        """Write a hold down under the next free number; the same with its number."""
        number = 1 + max((h.number for h in self.holds(ref)), default=0)
        said = {"kind": hold.kind.value, "since": str(hold.since)}
        said |= {"by": hold.by, "reason": hold.reason}
        while True:
            try:
                place(self._home(ref) / f"hold-{number:02}.json", _text(said))
            except NameTaken:
                number += 1
                continue
            return Hold(number, hold.kind, hold.since, hold.by, hold.reason)

    def lift(self, ref: str, number: int, by: str, on: date, reason: str) -> bool:
        """Write down that a hold is lifted; False when it was before, or is not there.

        What stands is left as it is.
        """
        if not any(h.number == number and not h.lifted_on for h in self.holds(ref)):
            return False
        said = {"by": by, "on": str(on), "reason": reason}
        with suppress(NameTaken):
            place(self._home(ref) / f"hold-{number:02}.lifted.json", _text(said))
            return True
        return False

    def approvals(self, ref: str) -> tuple[Approval, ...]:
        """Every approval of a case, of whatever state of it; damaged ones are none."""
        paths = (p for p in self._files(ref) if p.name.startswith("approval-"))
        return tuple(a for a in map(_approval, map(_read, paths)) if a)

    def keep_approval(self, ref: str, approval: Approval) -> None:
        """Write down that somebody said yes, once for each state of the case."""
        name = f"approval-{approval.digest[:SHORT]}-{approval.by}.json"
        with suppress(NameTaken):
            place(self._home(ref) / name, _text(_plain(approval)))

    def order(self, ref: str) -> Order | None:
        """The newest order to destroy a case; None when there was none."""
        found = [order for order in map(_order, self._orders(ref)) if order]
        return found[-1] if found else None

    def _orders(self, ref: str) -> Iterator[dict[str, object]]:
        for path in self._files(ref):
            if ORDER.fullmatch(path.name):
                yield _read(path)

    def keep_order(self, order: Order) -> Order:
        """Write an order down before anything is moved; the same with its number."""
        last = self.order(order.case)
        number = 1 + (last.number if last else 0)
        while True:
            numbered = replace(order, number=number)
            try:
                path = self._home(order.case) / f"order-{number:02}.json"
                place(path, _text(_order_said(numbered)))
            except NameTaken:
                number += 1
                continue
            return numbered

    def begun(self, order: Order) -> bool:
        """Whether the first file of an order may be gone already."""
        return self._of(order, "begun.json").is_file()

    def begin(self, order: Order) -> None:
        """Note that from here on files go, and there is no way back."""
        with suppress(NameTaken):
            place(self._of(order, "begun.json"), _text({"case": order.case}))

    def finish(self, order: Order, on: date) -> None:
        """Note the day on which an order was carried out."""
        with suppress(NameTaken):
            place(self._of(order, "finished.json"), _text({"on": str(on)}))

    def finished(self, order: Order) -> date | None:
        """The day on which an order was carried out; None when it was not."""
        said = _read(self._of(order, "finished.json")).get("on")
        return date.fromisoformat(str(said)) if said else None

    def keep_certificate(self, order: Order, content: bytes) -> str:
        """Place the certificate; its name, from the workspace. The first one stands."""
        again = f" ({order.number})" if order.number > 1 else ""
        name = f"Certificate of destruction {order.case}{again}.docx"
        with suppress(NameTaken):
            place(self._home(order.case) / name, content)
        return (FOLDER / order.case / name).as_posix()

    def cases(self) -> tuple[str, ...]:
        """Every case about which anything was decided."""
        home = self.root / FOLDER
        found = home.iterdir() if home.is_dir() else ()
        return tuple(sorted(path.name for path in found if path.is_dir()))

    def _home(self, ref: str) -> Path:
        return self.root / FOLDER / ref

    def _files(self, ref: str) -> list[Path]:
        home = self._home(ref)
        return sorted(home.iterdir()) if home.is_dir() else []

    def _of(self, order: Order, what: str) -> Path:
        return self._home(order.case) / f"order-{order.number:02}.{what}"


def _plain(approval: Approval) -> dict[str, str]:
    return {key: str(value) for key, value in asdict(approval).items()}


def _approval(said: Said) -> Approval | None:
    with suppress(KeyError, ValueError):
        by, role, on, reason, digest = (str(said[key]) for key in APPROVAL)
        role_, day = StaffRole.of(role), date.fromisoformat(on)
        return Approval(by, role_, day, reason, digest)
    return None


def _order_said(order: Order) -> dict[str, object]:
    said = asdict(order)
    said |= {key: str(said[key]) for key in DAYS}
    said["approvals"] = [_plain(approval) for approval in order.approvals]
    return said


def _order(said: Mapping[str, object]) -> Order | None:
    with suppress(KeyError, ValueError, TypeError, AttributeError):
        days = {key: date.fromisoformat(str(said[key])) for key in DAYS}
        rows = tuple(Row(**row) for row in _listed(said, "rows"))  # type: ignore[arg-type]
        yes = tuple(a for a in map(_approval, _blocks(said, "approvals")) if a)
        return Order(**{**said, **days, "rows": rows, "approvals": yes})  # type: ignore[arg-type]
    return None


def _read(path: Path) -> dict[str, object]:
    """What a file says; nothing when it is not there or damaged."""
    with suppress(OSError, ValueError):
        said = json.loads(path.read_bytes())
        return said if isinstance(said, dict) else {}
    return {}


def _text(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, indent=1, ensure_ascii=False).encode()
