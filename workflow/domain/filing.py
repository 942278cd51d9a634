"""Where what a form wrote is filed: its name, and what every file begins with."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.domain.intake import HERE, at, put, said
from workflow.domain.questions import Sheet
from workflow.domain.tree import Fields, Listing, Node, Scalar

SINGLE = frozenset({"person", "case", "plan", "consent", "closure", "closed_to"})
DATED = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Layout:
    """How one kind of file is laid out: its folder, its id, the date in its name."""

    folder: str
    identifier: str
    day: str
    kind: str = ""


LAYOUTS = {
    "record": Layout("records", "record_id", "date", "type"),
    "review": Layout("reviews", "review_id", "due_on", "kind"),
    "managerial_review": Layout("managerial_reviews", "mreview_id", "opened_on"),
    "learning": Layout("learning", "learning_id", "opened_on"),
}


@dataclass(frozen=True)
class Hand:
    """Who writes, and when: a staff id, and the local time as ISO text."""

    by: str
    at: str


def headed(sheet: Sheet, root: Fields, ref: str, hand: Hand) -> Fields:
    """A file with what the form itself answers (brief 2.0.1)."""
    given = {"schema_version": ("1", "int"), "case_ref": (ref, "text")}
    given |= {field: (text, "code") for field, text in sheet.fixed.items()}
    if sheet.writes == "record":
        given["recorded_by"] = (hand.by, "ref")
        given["recorded_at"] = (hand.at, "text")
    for key, (text, kind) in given.items():
        if not _text(root, key):
            root = put(root, key, said(text, kind), sheet.model)
    return root


def belongs(sheet: Sheet, file: str) -> bool:
    """Whether a file, or a folder with its stroke, is of the kind a sheet writes."""
    if sheet.writes in SINGLE:
        return file == f"{sheet.writes}.yaml"
    return file.startswith(f"{LAYOUTS[sheet.writes].folder}/")


def filed(
    sheet: Sheet, root: Fields, taken: Iterable[str], day: str
) -> tuple[str, Fields]:
    """The name of a new file, free among those `taken`, and the file with its id.

    `day` (ISO) stands in the name where the file gives no day that can be read.
    """
    if sheet.writes in SINGLE:
        return f"{sheet.writes}.yaml", root
    layout = LAYOUTS[sheet.writes]
    on, kind = _text(root, layout.day), _text(root, layout.kind)
    named = kind if re.fullmatch("[a-z_]+", kind) else "other"
    start = on if DATED.fullmatch(on) else day
    start += f"-{named}" if layout.kind else ""
    known, number = set(taken), 1
    while f"{layout.folder}/{start}-{number:02d}.yaml" in known:
        number += 1
    stem = f"{start}-{number:02d}"
    whole = put(root, layout.identifier, said(stem, "text"), sheet.model)
    return f"{layout.folder}/{stem}.yaml", whole


def agreed_before(before: Fields | None, after: Fields) -> str:
    """Where the plan that was agreed is kept when a new version takes its place.

    Empty when this is no new version (brief 2.0: the previous file moves unchanged).
    """
    if before is None:
        return ""
    old, new = _text(before, "version"), _text(after, "version")
    newer = old.isdigit() and new.isdigit() and int(new) > int(old)
    return f"plan_history/plan-v{int(old)}.yaml" if newer else ""


def _text(root: Fields, key: str) -> str:
    node = at(root, key) if key else None
    return node.text if isinstance(node, Scalar) and not node.empty else ""


def amended(
    before: Fields, after: Fields, hand: Hand, why: str, sheet: Sheet
) -> Fields:
    """A record that was changed, with each old wording kept beside it (brief 2.0).

    What was empty before is an addition, and no amendment.
    """
    old, new = dict(_leaves(before, "")), dict(_leaves(after, ""))
    rows = [
        _amendment(field, was, new.get(field, ""), hand, why)
        for field, was in old.items()
        if new.get(field, "") != was and not field.startswith("amendments")
    ]
    if not rows:
        return after
    stood = at(after, "amendments")
    items = stood.items if isinstance(stood, Listing) else ()
    return put(after, "amendments", Listing((*items, *rows), HERE), sheet.model)


def moved_again(before: Fields, after: Fields, sheet: Sheet) -> Fields:
    """A review that moves to yet another day, with its moves counted (REV-12).

    Nobody need think of the number: where it was not changed with the day, it is one
    more than it was.
    """
    day, count = "rescheduled.to", "rescheduled.times"
    if sheet.writes != "review" or not _leaf(before, day):
        return after
    same_day = _leaf(before, day) == _leaf(after, day)
    if same_day or not _leaf(after, day) or _leaf(before, count) != _leaf(after, count):
        return after
    return put(after, count, said(str(moves_of(before) + 1), "int"), sheet.model)


def moves_of(review: Fields) -> int:
    """How many times a review has been moved so far."""
    times = _leaf(review, "rescheduled.times")
    if times.isdecimal():
        return int(times)
    return 1 if _leaf(review, "rescheduled.to") else 0


def _leaf(root: Fields, path: str) -> str:
    node = at(root, path)
    return node.text if isinstance(node, Scalar) and not node.empty else ""


def _amendment(field: str, was: str, now: str, hand: Hand, why: str) -> Fields:
    told = {"date": hand.at[:10], "by": hand.by, "field": field}
    told |= {"was": was, "now": now or "(taken out)", "why": why}
    kinds = {"date": "date"}
    values: dict[str, Node] = {
        key: said(text, kinds.get(key, "text")) for key, text in told.items() if text
    }
    return Fields(values, dict.fromkeys(values, HERE), HERE)


def _leaves(node: Node, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Scalar):
        if not node.empty:
            yield path, node.text
    elif isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from _leaves(item, f"{path}[{index}]")
    else:
        for key, inner in node.values.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
