"""Two people's changes to one file, brought together field by field.

`base` is what both began with. What only one of them changed is taken; lists are
brought together by the id of their rows; what both changed to different things is a
`Clash`, and neither text is dropped.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.domain.tree import Fields, Listing, Node, Position, Scalar, meaning

HERE = Position(0, 0)
KEYS = (
    *("id", "question", "measure", "boundary"),
    *("check_in", "outcome", "restriction", "threshold"),
)


@dataclass(frozen=True)
class Clash:
    """One place that both changed: its path, and the three texts.

    Where both put the rows of a list in another order, `order` has the keys of the rows
    in mine, and the texts are the rows with everything else already brought together.
    """

    path: str
    base: Node | None
    mine: Node | None
    theirs: Node | None
    key: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merged:
    """The file with both people's changes; a clash leaves what `theirs` says."""

    root: Fields
    clashes: tuple[Clash, ...] = ()


def merge(base: Fields, mine: Fields, theirs: Fields) -> Merged:
    """Bring two changed files together."""
    merging = _Merging()
    root = merging.fields(base, mine, theirs, "")
    return Merged(root, tuple(merging.clashes))


class _Merging:
    def __init__(self) -> None:
        self.clashes: list[Clash] = []

    def fields(
        self, base: Node | None, mine: Fields, theirs: Fields, path: str
    ) -> Fields:
        """Two blocks, key by key; keys stand in the order of `theirs`."""
        before = base.values if isinstance(base, Fields) else {}
        values: dict[str, Node] = {}
        for key in _in_order(list(theirs.values), list(mine.values)):
            here = f"{path}.{key}" if path else key
            node = self.node(
                before.get(key), mine.values.get(key), theirs.values.get(key), here
            )
            if node is not None:
                values[key] = node
        keys = {key: theirs.keys.get(key, HERE) for key in values}
        return Fields(values, keys, theirs.at)

    def node(
        self, base: Node | None, mine: Node | None, theirs: Node | None, path: str
    ) -> Node | None:
        """One place, whatever stands in it."""
        if _same(mine, theirs) or _same(base, mine):
            return theirs
        if _same(base, theirs):
            return mine
        if isinstance(mine, Fields) and isinstance(theirs, Fields):
            return self.fields(base, mine, theirs, path)
        if isinstance(mine, Listing) and isinstance(theirs, Listing):
            return self.listing(base, mine, theirs, path)
        self.clashes.append(Clash(path, base, mine, theirs))
        return theirs if theirs is not None else mine

    def listing(
        self, base: Node | None, mine: Listing, theirs: Listing, path: str
    ) -> Node:
        """Two lists: rows by their id, plain entries as a set, others as added."""
        before = base.items if isinstance(base, Listing) else ()
        key = _key(before, mine.items, theirs.items)
        if key:
            return self.keyed(key, base, mine, theirs, path)
        if all(isinstance(i, Scalar) for i in (*before, *mine.items, *theirs.items)):
            return Listing(tuple(_united(before, mine.items, theirs.items)), theirs.at)
        count = len(before)
        if _begins(mine.items, before) and _begins(theirs.items, before):
            return Listing((*theirs.items, *mine.items[count:]), theirs.at)
        self.clashes.append(Clash(path, base, mine, theirs))
        return theirs

    def keyed(
        self,
        key: str,
        base: Node | None,
        mine: Listing,
        theirs: Listing,
        path: str,
    ) -> Node:
        """Rows told apart by a key; new rows that took the same one get another."""
        before = base.items if isinstance(base, Listing) else ()
        old, own = _by(key, before), _by(key, mine.items)
        other = _by(key, theirs.items)
        items: list[Node] = []
        names = [list(other), list(own)]
        mine_moved, theirs_moved = (
            _moved(list(old), each) for each in (names[1], names[0])
        )
        if mine_moved and not theirs_moved:
            names.reverse()  # only I have put the rows in another order
        before_these = len(self.clashes)
        for name in _in_order(*names):
            both_new = name in own and name in other and name not in old
            if both_new and not _same(own[name], other[name]) and key == "id":
                items.append(other[name])
                items.append(_renamed(own[name], _free(name, {*own, *other})))
                continue
            here = f"{path}[{len(items)}]"
            node = self.node(old.get(name), own.get(name), other.get(name), here)
            if node is not None:
                items.append(node)
        both = Listing(tuple(items), theirs.at)
        if mine_moved and theirs_moved and _moved(list(own), list(other)):
            order = tuple(_in_order(list(own), list(_by(key, items))))
            clash = Clash(path, base, _ordered(both, key, order), both, key, order)
            self.clashes.insert(before_these, clash)
        return both


def _ordered(rows: Node | None, key: str, order: Sequence[str]) -> Node | None:
    """The rows of a list in some order of their keys; what has no key comes last."""
    if not isinstance(rows, Listing):
        return rows

    def place(row: Node) -> int:
        name = row.values.get(key) if isinstance(row, Fields) else None
        if isinstance(name, Scalar) and name.text in order:
            return order.index(name.text)
        return len(order)

    return Listing(tuple(sorted(rows.items, key=place)), rows.at)


def _same(one: Node | None, other: Node | None) -> bool:
    """Whether two places say the same; nothing there and nothing filled in do."""
    return _said(one) == _said(other)


def _said(node: Node | None) -> object:
    found = meaning(node) if node is not None else None
    return found if found not in ([], {}) else None


def _key(*lists: Sequence[Node]) -> str:
    """The key that every row has, each row of a list its own."""
    for key in KEYS if any(lists) else ():
        if all(_tells_apart(key, items) for items in lists):
            return key
    return ""


def _tells_apart(key: str, items: Sequence[Node]) -> bool:
    """Whether each row has this key, and no two the same: none may be lost."""
    found = [i.values.get(key) if isinstance(i, Fields) else None for i in items]
    named = [n.text for n in found if isinstance(n, Scalar) and not n.empty]
    return len(set(named)) == len(items)


def _by(key: str, items: Sequence[Node]) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for item in items:
        name = item.values[key] if isinstance(item, Fields) else None
        if isinstance(name, Scalar):
            found.setdefault(name.text, item)
    return found


def _in_order(first: list[str], second: list[str]) -> list[str]:
    """The first list with what is new in the second, each in its place."""
    order = list(first)
    for index, name in enumerate(second):
        if name not in order:
            before = [order.index(n) for n in second[:index] if n in order]
            order.insert(max(before, default=-1) + 1, name)
    return order


def _moved(before: list[str], after: list[str]) -> bool:
    """Whether rows changed places."""
    kept = [name for name in after if name in before]
    return kept != [name for name in before if name in after]


def _united(
    before: Sequence[Node], mine: Sequence[Node], theirs: Sequence[Node]
) -> Iterator[Node]:
    """Theirs without what I took out, and with what I added."""
    old, own, other = ({meaning(n) for n in each} for each in (before, mine, theirs))
    for node in theirs:
        if meaning(node) in own or meaning(node) not in old:
            yield node
    for node in mine:
        if meaning(node) not in old and meaning(node) not in other:
            yield node


def _begins(items: Sequence[Node], before: Sequence[Node]) -> bool:
    return [*map(meaning, items[: len(before)])] == [*map(meaning, before)]


def _free(name: str, taken: set[str]) -> str:
    """The next name nobody has: A4 becomes A5, or the one after."""
    start = name.rstrip("0123456789")
    number = int(name[len(start) :] or 0) + 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


def _renamed(node: Node, name: str) -> Node:
    if not isinstance(node, Fields):
        return node
    return Fields({**node.values, "id": Scalar(name, HERE)}, node.keys, node.at)


def chosen(root: Fields, clashes: Sequence[Clash], picks: Sequence[str]) -> Fields:
    """The merged file with each clash settled as `mine`, `theirs` or `both`.

    Both texts stand one below the other. The last one is settled first, and an order
    after what stands in its rows: so each still stands where its path says.
    """
    for clash, pick in reversed(list(zip(clashes, picks, strict=True))):
        steps = STEP.findall(clash.path)
        node = clash.theirs
        if clash.order:
            order = clash.order if pick == "mine" else ()
            node = _ordered(_at(root, steps), clash.key, order)
        elif pick == "mine":
            node = clash.mine
        elif pick == "both":
            node = _joined(clash.theirs, clash.mine)
        root = _with(root, steps, node)
    return root


def _at(node: Node | None, steps: list[tuple[str, str]]) -> Node | None:
    """What stands at a place."""
    for key, index in steps:
        if isinstance(node, Listing) and index:
            node = node.items[int(index)]
        elif isinstance(node, Fields):
            node = node.values.get(key)
    return node


STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def _joined(theirs: Node | None, mine: Node | None) -> Node | None:
    if not (isinstance(theirs, Scalar) and isinstance(mine, Scalar)):
        return theirs
    return Scalar(f"{theirs.text}\n\n{mine.text}", HERE, quoted=True)


def _with(node: Node, steps: list[tuple[str, str]], new: Node | None) -> Fields:
    """A tree with something else at a place; taken out where it is None."""
    found = _placed(node, steps, new)
    return found if isinstance(found, Fields) else Fields({}, {}, HERE)


def _placed(
    node: Node | None, steps: list[tuple[str, str]], new: Node | None
) -> Node | None:
    if not steps:
        return new
    (key, index), rest = steps[0], steps[1:]
    if isinstance(node, Listing) and index:
        items = list(node.items)
        inner = _placed(items[int(index)], rest, new)
        items[int(index) : int(index) + 1] = [inner] if inner is not None else []
        return Listing(tuple(items), node.at)
    if not isinstance(node, Fields):
        return node
    inner = _placed(node.values.get(key), rest, new)
    values = {name: found for name, found in node.values.items() if name != key}
    if inner is not None:
        values = {**node.values, key: inner}
    return Fields(values, dict.fromkeys(values, HERE), node.at)
