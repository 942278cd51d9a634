"""Writes YAML as the smallest edit: lines that did not change stay byte-identical.

A change is spliced into the text at the places that the parser names, so comments,
order, quotes, blank lines and line ends of everything else survive by construction.
Before anything is given back the new text is read as any file is read and compared
with what it should say.
"""

import codecs
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.nodes import Node as Drawn

from workflow.adapters.yaml_order import as_it_lay, in_order
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.errors import EditRefused
from workflow.domain.tree import Fields, Listing, Node, Scalar, meaning, row_id

LONG_LINE = 70  # characters after which words stand in a block of their own
SHORT = 40  # characters of an entry that may share a line with others
STEP = "  "
NOT_WORDS = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])
PLAIN = re.compile(r"[A-Za-z(][^\n\t]*")
PLAIN_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Splice:
    """Some characters of the old text, and what stands in their place."""

    start: int
    end: int
    text: str


def written(root: Fields) -> bytes:
    """A new file. Raises `EditRefused` when it would not say what it should."""
    text = "\n".join(_block(root, "")) + "\n"
    return _sure(text.encode(), root)


def rewritten(raw: bytes, root: Fields) -> bytes:
    """The file `raw` changed to say `root`, and changed nowhere else.

    Raises `EditRefused` when the old file cannot be read, or when no edit was found
    that says it exactly.
    """
    before = read_tree(raw, "").root
    if before is None:
        raise EditRefused("the file cannot be read")
    mark, encoding = next((m for m in MARKS if raw.startswith(m[0])), (b"", "utf-8"))
    text = raw[len(mark) :].decode(encoding)
    laid = as_it_lay(before, root)
    if isinstance(laid, Fields) and meaning(laid) != meaning(root):
        with suppress(EditRefused, YAMLError):
            moved = in_order(_edited(text, before, laid), root, YAML().compose)
            return _sure(mark + moved.encode(encoding), root)
    return _sure(mark + _edited(text, before, root).encode(encoding), root)


def _edited(text: str, before: Fields, root: Fields) -> str:
    """A text that says `before`, changed to say `root`. Raises `EditRefused`."""
    try:
        drawn = YAML().compose(text)
    except YAMLError:
        raise EditRefused("the file cannot be read") from None
    editing = _Editing(text)
    return _spliced(text, list(editing.fields(drawn, before, root)))


def _sure(raw: bytes, root: Fields) -> bytes:
    """These bytes, once they are seen to say what they should."""
    found = read_tree(raw, "").root
    if found is None or _told(found) != _told(root):
        raise EditRefused("the edit would not say what was written")
    return raw


def _told(node: Node) -> object:
    """What a tree says; a key with nothing is no key."""
    found = meaning(node)
    return _bare(found)


def _bare(found: object) -> object:
    if isinstance(found, dict):
        said = {key: _bare(inner) for key, inner in found.items()}
        return {k: v for k, v in said.items() if v not in (None, {}, [])} or None
    if isinstance(found, list):
        return [_bare(inner) for inner in found] or None
    return found


def _spliced(text: str, splices: Sequence[Splice]) -> str:
    """The text with all of them; those at one place in the order they were found.

    What is added inside a block thus comes before what is added after the block.
    """
    found = ((s.start, s.end, number, s) for number, s in enumerate(splices))
    for _, _, _, splice in sorted(found, key=lambda each: each[:3], reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return text


class _Editing:
    """Finds the splices that turn one text into another."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def fields(self, drawn: Drawn, old: Fields, new: Fields) -> Iterator[Splice]:
        """Two blocks, key by key."""
        pairs = {key.value: (key, value) for key, value in drawn.value}
        flows = _flows(drawn)
        if flows:
            spans = [(k.start_mark.index, self.end_of(v)) for k, v in pairs.values()]
            gone = [n for n, key in enumerate(pairs) if key not in new.values]
            yield from self.out_of_flow(spans, gone)
        for key, (at, value) in pairs.items():
            if key not in new.values:
                if not flows:
                    yield from self.without(drawn, key)
            elif not _same(old.values[key], new.values[key]):
                yield from self.node(at, value, old.values[key], new.values[key])
        last = ""
        fresh: dict[str, list[str]] = {}
        for key in new.values:
            if key in pairs:
                last = key
            elif _says(new.values[key]):
                fresh.setdefault(last, []).append(key)
        for after, keys in fresh.items():
            rows = {key: new.values[key] for key in keys}
            yield self.more_keys(drawn, pairs.get(after), rows)

    def node(
        self, at: Drawn | None, drawn: Drawn, old: Node, new: Node
    ) -> Iterator[Splice]:
        """One place, whatever stands in it. `at` is its key, None in a list."""
        if isinstance(old, Fields) and isinstance(new, Fields) and old.values:
            if new.values:
                yield from self.fields(drawn, old, new)
                return
        elif isinstance(old, Listing) and isinstance(new, Listing):
            both = new.items and old.items
            found = list(self.listing(drawn, old, new)) if both else ()
            if found:
                yield from found
                return
        yield self.instead(at, drawn, new)

    def listing(self, drawn: Drawn, old: Listing, new: Listing) -> Iterator[Splice]:
        """Two lists: rows changed in place, taken out, or added at the end."""
        pairs = _matched(old.items, new.items)
        if pairs is None:
            return
        kept = dict(pairs)
        gone = set(range(len(drawn.value))) - kept.keys()
        flows = _flows(drawn)
        if flows:
            if gone and not kept:
                return
            spans = [(i.start_mark.index, self.end_of(i)) for i in drawn.value]
            yield from self.out_of_flow(spans, gone)
        for index, item in enumerate(drawn.value):
            if index in gone:
                if not flows:
                    yield from self.without_row(drawn, index)
            elif not _same(old.items[index], new.items[kept[index]]):
                yield from self.node(
                    None, item, old.items[index], new.items[kept[index]]
                )
        added = [n for i, n in enumerate(new.items) if i not in kept.values()]
        if added:
            yield self.more_rows(drawn, added, max(kept, default=-1))

    def instead(self, at: Drawn | None, drawn: Drawn, new: Node) -> Splice:
        """Other words in the place of what stands."""
        start = drawn.start_mark.index
        end = self.end_of(drawn)
        if self.flows(start):
            return Splice(start, end, _flow(new))
        if at is None:
            indent = " " * drawn.start_mark.column
            lines = _lines(new, indent)
            return Splice(start, end, self.joined(lines).lstrip(" "))
        begin = self.colon(at)
        end = max(end, begin) if end > start else begin
        first, *rest = _after_colon(new, " " * at.start_mark.column)
        comment, ends = self.comment(drawn, begin, end)
        if comment and (rest or ends <= end):
            return Splice(
                begin, max(ends, end), self.joined([f"{first} {comment}", *rest])
            )
        return Splice(begin, end, self.joined([first, *rest]))

    def comment(self, drawn: Drawn, begin: int, end: int) -> tuple[str, int]:
        """The comment on the line of what stands, and where it ends."""
        block = isinstance(drawn, ScalarNode) and drawn.style in ("|", ">")
        start = drawn.start_mark.index
        if "#" in self.text[begin:start] and end > begin:
            line = re.compile(r"[^\r\n]*").match(self.text, begin)
            said = self.text[begin : min(start, line.end() if line else start)]
            return said.strip(), end
        found = re.compile(
            r"[^\r\n#]*?[ \t](#[^\r\n]*)" if block else r"[ \t]*(#[^\r\n]*)"
        ).match(self.text, start if block else end)
        return (found[1].rstrip(), found.end()) if found else ("", end)

    def without(self, drawn: Drawn, key: str) -> Iterator[Splice]:
        """A key taken out, with all that stands under it."""
        at, value = next(pair for pair in drawn.value if pair[0].value == key)
        start, end = at.start_mark.index, self.end_of(value)
        if len(drawn.value) == 1 or not self.begins_line(start):
            yield Splice(self.colon(at), max(end, self.colon(at)), "")
        else:
            yield Splice(self.line_start(start), self.after_line(end), "")

    def without_row(self, drawn: Drawn, index: int) -> Iterator[Splice]:
        """A row taken out of a list."""
        item = drawn.value[index]
        start, end = item.start_mark.index, self.end_of(item)
        dash = self.text.rindex("-", 0, start)
        yield Splice(self.line_start(dash), self.after_line(end), "")

    def out_of_flow(
        self, spans: Sequence[tuple[int, int]], gone: Collection[int]
    ) -> Iterator[Splice]:
        """Parts of a list or block in brackets taken out, each with one comma.

        `spans` is where each part begins and ends; those that are `gone` go. Where the
        last goes, so does the comma after the last that stays.
        """
        final = len(spans) - 1
        for index in gone:
            start, end = spans[index]
            after = re.compile(r"\s*,\s*").match(self.text, end)
            yield Splice(start, after.end() if after and index < final else end, "")
        stays = max(set(range(len(spans))) - set(gone), default=final)
        if stays < final:
            start = spans[stays + 1][0]
            before = re.compile(r",\s*$").search(self.text, 0, start)
            if before:
                yield Splice(before.start(), start, "")

    def more_keys(
        self, drawn: Drawn, after: tuple[Drawn, Drawn] | None, rows: Mapping[str, Node]
    ) -> Splice:
        """New keys after the one they follow."""
        if _flows(drawn):
            said = ", ".join(f"{key}: {_flow(node)}" for key, node in rows.items())
            if after is None:
                begin = drawn.start_mark.index + 1
                return Splice(begin, begin, f"{said}, " if drawn.value else said)
            end = self.end_of(after[1])
            return Splice(end, end, f", {said}")
        indent = " " * drawn.value[0][0].start_mark.column
        lines = list(_pairs(rows, indent))
        if after is None:
            start = drawn.value[0][0].start_mark.index
            if self.begins_line(start):
                begin = self.line_start(start)
                return Splice(begin, begin, self.joined(lines) + self.newline)
            return Splice(
                start, start, f"{self.joined(lines)}{self.newline}{indent}".lstrip()
            )
        return self.below(max(self.end_of(after[1]), self.colon(after[0])), lines)

    def more_rows(self, drawn: Drawn, rows: Sequence[Node], stays: int) -> Splice:
        """New rows at the end of a list; `stays` is the last of the old that stays."""
        end = self.end_of(drawn.value[-1])
        if _flows(drawn):
            end = self.end_of(drawn.value[stays])
            return Splice(end, end, "".join(f", {_flow(row)}" for row in rows))
        dash = self.text.rindex("-", 0, drawn.value[-1].start_mark.index)
        indent = " " * (dash - self.line_start(dash))
        compact = all(_flows(item) for item in drawn.value)
        lines = [line for row in rows for line in _dashed(row, indent, compact=compact)]
        return self.below(end, lines)

    def below(self, end: int, lines: Sequence[str]) -> Splice:
        """Lines of their own below the line on which something ends."""
        place = self.after_line(end)
        said = self.joined(lines)
        if place and self.text[place - 1] not in "\r\n":
            return Splice(place, place, self.newline + said)
        return Splice(place, place, said + self.newline)

    def end_of(self, drawn: Drawn) -> int:
        """Where the last character of something stands, without what follows it."""
        end: int = drawn.end_mark.index
        if isinstance(drawn, ScalarNode):
            if drawn.style in ("|", ">"):
                return len(self.text[:end].rstrip(" \r\n"))
            if drawn.style is None:
                begin: int = drawn.start_mark.index
                return max(begin, len(self.text[:end].rstrip()))
            return end
        if _flows(drawn) or not drawn.value:
            return end
        last = drawn.value[-1]
        if isinstance(drawn, MappingNode):
            return max(self.end_of(last[1]), self.colon(last[0]))
        return self.end_of(last)

    def colon(self, key: Drawn) -> int:
        """Just after the colon of a key."""
        return self.text.index(":", key.end_mark.index) + 1

    def flows(self, index: int) -> bool:
        """Whether a place stands inside brackets or braces."""
        return any(start < index < end for start, end in self.flow_spans)

    @property
    def flow_spans(self) -> list[tuple[int, int]]:
        """Where brackets and braces begin and end."""
        if not hasattr(self, "_spans"):
            self._spans = list(_flow_spans(YAML().compose(self.text)))
        return self._spans

    def begins_line(self, index: int) -> bool:
        """Whether nothing but blanks stands before a place on its line."""
        return not self.text[self.line_start(index) : index].strip()

    def line_start(self, index: int) -> int:
        """Where the line of a place begins."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def after_line(self, index: int) -> int:
        """Where the line after that of a place begins, or the end of the text."""
        found = re.compile(r"\r\n|\n|\r").search(self.text, index)
        return found.end() if found else len(self.text)

    def joined(self, lines: Sequence[str]) -> str:
        """Lines as this file ends them."""
        return self.newline.join(lines)


def _flows(drawn: Drawn) -> bool:
    """Whether something stands in brackets or braces."""
    return bool(getattr(drawn, "flow_style", False))


def _flow_spans(drawn: Drawn) -> Iterator[tuple[int, int]]:
    if isinstance(drawn, ScalarNode):
        return
    if _flows(drawn):
        yield drawn.start_mark.index, drawn.end_mark.index
    for inner in drawn.value:
        for node in inner if isinstance(drawn, MappingNode) else (inner,):
            yield from _flow_spans(node)


def _same(old: Node, new: Node) -> bool:
    return _told(old) == _told(new)


def _says(node: Node) -> bool:
    return _told(node) is not None


def _matched(old: Sequence[Node], new: Sequence[Node]) -> list[tuple[int, int]] | None:
    """Which row became which; None when rows changed places."""
    pairs: list[tuple[int, int]] = []
    free = set(range(len(new)))
    loose = [i for i, row in enumerate(old) if not _take(row, i, new, free, pairs)]
    ends = len(new) - max((n for _, n in pairs), default=-1) - 1
    for index in loose:
        near = next((n for n in sorted(free) if _unkeyed(old[index], new[n])), None)
        if near is not None and index == near and ends >= 0:
            free.discard(near)
            pairs.append((index, near))
    pairs.sort()
    order = [n for _, n in pairs]
    last = max(order, default=-1)
    return pairs if order == sorted(order) and not any(n < last for n in free) else None


def _take(
    row: Node,
    index: int,
    new: Sequence[Node],
    free: set[int],
    pairs: list[tuple[int, int]],
) -> bool:
    """Find the new row with the same key, or that says the same."""
    key = row_id(row)
    for number in sorted(free):
        same = row_id(new[number]) == key if key else _same(row, new[number])
        if same:
            free.discard(number)
            pairs.append((index, number))
            return True
    return False


def _unkeyed(old: Node, new: Node) -> bool:
    """Whether one row may have become another: two of a kind, neither with an id."""
    return type(old) is type(new) and not row_id(old) and not row_id(new)


def _pairs(values: Mapping[str, Node], indent: str) -> Iterator[str]:
    """The lines of some keys; what says nothing is left out."""
    for key, node in values.items():
        if _says(node):
            first, *rest = _after_colon(node, indent)
            yield f"{indent}{key}:{first}"
            yield from rest


def _block(root: Fields, indent: str) -> list[str]:
    return list(_pairs(root.values, indent))


def _after_colon(node: Node, indent: str) -> list[str]:
    """What follows `key:`: the rest of its line, then lines of their own."""
    if isinstance(node, Scalar):
        if not node.text:
            return [""]
        first, *rest = _words(node, indent + STEP)
        return [f" {first}", *rest]
    if isinstance(node, Fields):
        lines = _block(node, indent + STEP)
        return ["", *lines] if lines else [""]
    if all(isinstance(item, Scalar) for item in node.items):
        texts = [item.text for item in node.items if isinstance(item, Scalar)]
        if all(len(t) <= SHORT and "\n" not in t for t in texts):
            return [f" {_flow(node)}"] if node.items else [""]
    rows = [line for item in node.items for line in _dashed(item, indent + STEP)]
    return ["", *rows]


def _dashed(node: Node, indent: str, *, compact: bool = False) -> list[str]:
    """One row of a list."""
    if compact and isinstance(node, Fields):
        return [f"{indent}- {_flow(node)}"]
    lines = _lines(node, indent + STEP)
    return [f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]]


def _lines(node: Node, indent: str) -> list[str]:
    if isinstance(node, Fields):
        return _block(node, indent) or [f"{indent}{{}}"]
    if isinstance(node, Scalar):
        first, *rest = _words(node, indent + STEP)
        return [f"{indent}{first}", *rest]
    return [f"{indent}{_flow(node)}"]


def _words(node: Scalar, indent: str) -> list[str]:
    """One text as it stands in a block: plain, quoted, or lines of its own."""
    text = node.text
    block = "\n" in text or len(text) > LONG_LINE
    if node.quoted and block and _fits_block(text):
        return ["|-", *(f"{indent}{line}" if line else "" for line in text.split("\n"))]
    return [_inline(node, "")]


def _fits_block(text: str) -> bool:
    """Whether lines of their own keep a text exactly."""
    lines = text.split("\n")
    ends = lines[0] and not lines[0][0].isspace() and lines[-1]
    return (
        bool(ends) and all(line == line.rstrip() for line in lines) and "\t" not in text
    )


def _flow(node: Node) -> str:
    """Anything on one line, in brackets and braces."""
    if isinstance(node, Scalar):
        return _inline(node, ",[]{}")
    if isinstance(node, Listing):
        return "[" + ", ".join(map(_flow, node.items)) + "]"
    said = ((key, inner) for key, inner in node.values.items() if _says(inner))
    return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in said) + "}"


def _inline(node: Scalar, forbidden: str) -> str:
    """One text on one line: plain where every reader calls it text, else quoted."""
    text = node.text
    if not text:
        return '""'
    if not node.quoted and PLAIN_CODE.fullmatch(text):
        return text
    plain = (
        PLAIN.fullmatch(text)
        and text == text.strip()
        and text.isprintable()
        and text.lower() not in NOT_WORDS
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and not any(mark in text for mark in forbidden)
    )
    if plain:
        return text
    if (text.isprintable() and "\\" not in text and '"' in text) or _like_time(text):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _like_time(text: str) -> bool:
    return re.fullmatch(r"[0-9T:-]+", text) is not None
