"""Rows of a list that change places: their lines move, and no line is written anew."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Protocol

from workflow.domain.tree import Fields, Listing, Node, row_id

MAPPING, SEQUENCE, SCALAR = "mapping", "sequence", "scalar"
MOST_MOVES = 200  # lists of one file that are put in order
GAP = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")


class Drawn(Protocol):
    """A place in a text as its parser drew it."""

    id: str
    value: Any
    start_mark: Any
    end_mark: Any


def as_it_lay(before: Node | None, after: Node) -> Node:
    """The tree `after` with the rows that stood in `before` in the order they had.

    Only rows that an id tells apart are told to have moved; new ones come last.
    """
    if isinstance(after, Fields):
        old = before.values if isinstance(before, Fields) else {}
        values = {k: as_it_lay(old.get(k), node) for k, node in after.values.items()}
        return Fields(values, after.keys, after.at)
    if not (isinstance(after, Listing) and isinstance(before, Listing)):
        return after
    rows, stood = _by_id(after), _by_id(before)
    if rows is None or stood is None:
        return after
    order = [*(k for k in stood if k in rows), *(k for k in rows if k not in stood)]
    laid = tuple(as_it_lay(stood.get(key), rows[key]) for key in order)
    return Listing(laid, after.at)


def in_order(text: str, root: Fields, compose: Callable[[str], Drawn]) -> str:
    """The text with every list in the order it has in `root`; its lines only move."""
    for _ in range(MOST_MOVES):
        found = next(_out_of_order(compose(text), root), None)
        if found is None:
            break
        drawn, order = found
        text = _moved(text, drawn, order)
    return text


def _by_id(rows: Listing) -> dict[str, Node] | None:
    """The rows by their ids; None when not every row has one of its own."""
    found = {key: row for row in rows.items if (key := row_id(row))}
    return found if len(found) == len(rows.items) else None


def _drawn_id(row: Drawn) -> str:
    pairs = row.value if row.id == MAPPING else ()
    return next((str(v.value) for k, v in pairs if k.value == "id"), "")


def _out_of_order(drawn: Drawn, node: Node) -> Iterator[tuple[Drawn, list[int]]]:
    """Every list whose rows stand otherwise than they should, with where each goes."""
    if drawn.id == MAPPING and isinstance(node, Fields):
        for key, value in drawn.value:
            if key.value in node.values:
                yield from _out_of_order(value, node.values[key.value])
    elif drawn.id == SEQUENCE and isinstance(node, Listing):
        stand = [_drawn_id(row) for row in drawn.value]
        wanted = [row_id(row) for row in node.items]
        if stand != wanted and sorted(stand) == sorted(wanted) and all(stand):
            yield drawn, [stand.index(key) for key in wanted]
        elif len(stand) == len(wanted):
            for row, inner in zip(drawn.value, node.items, strict=True):
                yield from _out_of_order(row, inner)


def _moved(text: str, drawn: Drawn, order: Sequence[int]) -> str:
    """The rows of one list in another order; what stands between them stays."""
    flows = bool(getattr(drawn, "flow_style", False))
    spans = list(_flow_spans(drawn) if flows else _row_spans(text, drawn))
    rows = [text[start:end] for start, end in spans]
    gaps = [text[a[1] : b[0]] for a, b in pairwise(spans)]
    said = "".join(
        row + gap
        for row, gap in zip((rows[n] for n in order), [*gaps, ""], strict=True)
    )
    return text[: spans[0][0]] + said + text[spans[-1][1] :]


def _flow_spans(drawn: Drawn) -> Iterator[tuple[int, int]]:
    for row in drawn.value:
        yield row.start_mark.index, row.end_mark.index


def _row_spans(text: str, drawn: Drawn) -> Iterator[tuple[int, int]]:
    """From where to where each row goes, with the comment above it.

    It ends before its line end. Blank lines between two rows belong to neither.
    """
    begin = 0
    for number, row in enumerate(drawn.value):
        dash = text.rindex("-", 0, row.start_mark.index)
        start = max(text.rfind("\n", 0, dash), text.rfind("\r", 0, dash)) + 1
        if number:
            after = GAP.match(text, begin)
            start = min(start, after.end() if after else start)
        end = _line_end(text, _end(text, row))
        yield start, end
        begin = end


def _line_end(text: str, index: int) -> int:
    found = re.compile(r"[\r\n]").search(text, index)
    return found.start() if found else len(text)


def _end(text: str, drawn: Drawn) -> int:
    """Where the last character of something stands, without what follows it."""
    begin: int = drawn.start_mark.index
    end: int = drawn.end_mark.index
    if drawn.id == SCALAR:
        return max(begin, len(text[:end].rstrip()))
    if getattr(drawn, "flow_style", False) or not drawn.value:
        return end
    last = drawn.value[-1]
    inner = last[1] if drawn.id == MAPPING else last
    at: int = last[0].end_mark.index if drawn.id == MAPPING else 0
    return max(_end(text, inner), at)
