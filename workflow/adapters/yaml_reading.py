"""Reads YAML as text with the place of every value, and refuses what it must not guess.

The refusals and limits are those of the failure model (F37 to F41): encodings, control
characters, duplicate keys, anchors, aliases, tags, several documents, depth, size.
Whatever the bytes are, the answer is a tree, findings, or both; never an exception.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from workflow.domain.findings import Noticed, Place
from workflow.domain.tree import Fields, Listing, Node, Position, Scalar

DEEPEST = 12
LONGEST_VALUE = 20_000
MOST_TROUBLES = 50
SHOWN = 40  # characters of a field name that a message repeats
ENDS = (0xFFFE, 0xFFFF)  # the two places of each plane that are no characters

NO_CHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in ENDS)
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff"
    f"\ud800-\udfff\ufdd0-\ufdef{NO_CHARACTERS}]"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # those of them in ASCII
TABBED = re.compile(r"^ *\t[ \t]*[^ \t\n]", re.MULTILINE)
INVISIBLE = "There is an invisible character here. Type the line again."
TAB = "This line begins with a tab. Use spaces."
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Most:
    """How much may stand in a file: kilobytes, and values (reliability F40)."""

    kilobytes: int
    values: int


OF_A_CASE = Most(256, 5_000)
OF_ALL = Most(5_000, 100_000)  # a thousand staff, a sample of two thousand cases
ABOUT_ALL = ("config/", "governance/", "tenders/")


def most_of(file: str) -> Most:
    """How much may stand in a file, by its name; "" is one that was read before."""
    return OF_ALL if not file or file.startswith(ABOUT_ALL) else OF_A_CASE


@dataclass(frozen=True)
class Tree:
    """What reading gave: the tree (None when refused), and what it met."""

    root: Fields | None
    noticed: tuple[Noticed, ...] = ()


class Refused(Exception):  # noqa: N818 - never leaves this file
    """A place in a file that cannot be read on from."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line
        self.detail = detail


@dataclass(slots=True)
class _Open:
    """A list or a block that is still being read."""

    at: Position
    mapping: bool
    items: list[Node] = field(default_factory=list)
    values: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Position] = field(default_factory=dict)
    key: str | None = None


def read_tree(raw: bytes, file: str) -> Tree:
    """Read one file. `file` is the name findings point to."""
    most = most_of(file)
    builder = _Builder(most.values)
    root = None
    try:
        root = builder.build(_text(raw, most.kilobytes))
    except Refused as refused:
        builder.troubles.append((refused.line, refused.detail))
    troubles = sorted(set(builder.troubles))[:MOST_TROUBLES]
    noticed = tuple(_noticed(file, line, what) for line, what in troubles)
    return Tree(None if noticed else root, noticed)


def plain(node: Node) -> object:
    """A tree as nested dicts, lists and text, for configuration files."""
    if isinstance(node, Scalar):
        return "" if node.empty else node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


def _noticed(file: str, line: int, detail: str) -> Noticed:
    return Noticed("FIL-01", Place(file, line), {"n": str(line)}, detail)


def _text(raw: bytes, kilobytes: int) -> str:
    if len(raw) > kilobytes * 1024:
        why = f"It is larger than {kilobytes:,} kB. Split it or ask for help."
        raise Refused(1, why)
    text = _decoded(raw).replace("\r\n", "\n").replace("\r", "\n")
    bad = (CONTROL if text.isascii() else FORBIDDEN).search(text)
    if bad:
        raise Refused(_line(text, bad.start()), INVISIBLE)
    if not text.strip():
        raise Refused(1, "It looks empty or cut off.")
    return text


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _decoded(raw: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return _strict(raw, encoding)
    return _strict(raw, "utf-8")


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        like = " (it looks like Windows-1252)" if _from_windows(raw) else ""
        detail = f"It is saved in the wrong encoding at line {line}{like}."
        raise Refused(line, f"{detail} Save it as UTF-8.") from None


def _from_windows(raw: bytes) -> bool:
    try:
        return not FORBIDDEN.search(raw.decode("cp1252"))
    except UnicodeDecodeError:
        return False


class _Builder:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.troubles: list[tuple[int, str]] = []
        self.stack: list[_Open] = []
        self.top: _Open | None = None
        self.nodes = 0
        self.root: Node | None = None
        self.blocks: set[int] = set()

    def build(self, text: str) -> Fields:
        """The tree of one document. Raises `Refused`."""
        try:
            self._take_all(_events(text))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = min(mark.line, text.count("\n")) + 1 if mark else 1
            raise Refused(line, _why(error.problem or "")) from None
        except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
            raise Refused(1, "It is not written as fields and values.") from None
        self._tabs(text)
        if self.root is None:
            raise Refused(1, "It looks empty or cut off.")
        if not isinstance(self.root, Fields):
            raise Refused(1, "It does not begin with a field name and a colon.")
        return self.root

    def _tabs(self, text: str) -> None:
        """Tabs at the start of a line are refused, except inside a block of text."""
        for found in TABBED.finditer(text) if "\t" in text else ():
            line = _line(text, found.start())
            if line not in self.blocks:
                self.troubles.append((line, TAB))
                return

    def _take_all(self, events: Iterator[yaml.Event]) -> None:
        """All events: plain values and field names by themselves, as most events are.

        Calling nothing for those is what makes it quick; `_scalar` says the same.
        """
        new, most = tuple.__new__, self.most
        for event in events:
            top = self.top
            if type(event) is not yaml.ScalarEvent:
                self._take(event)
                continue
            value, mark = event.value, event.start_mark
            if (
                top is None
                or not top.mapping
                or event.style
                or event.anchor
                or event.tag
                or self.nodes >= most
                or len(value) > LONGEST_VALUE
                or mark is None
            ):
                self._scalar(event)
                continue
            self.nodes += 1
            at = new(Position, (mark.line + 1, mark.column + 1))
            key = top.key
            if key is None:
                if value in top.keys or value == "<<":
                    self._key(top, value, at)
                else:
                    top.keys[value] = at
                    top.key = value
            else:
                if key not in top.values:
                    top.values[key] = new(Scalar, (value, at, False))
                top.key = None

    def _take(self, event: yaml.Event) -> None:
        """One event that is no value."""
        if isinstance(event, yaml.CollectionStartEvent):
            self._open(event, self._node(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            what = 'A value may not begin with "*". Put it in quotes.'
            raise Refused(_at(event).line, what)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        line = _at(event).line
        if event.version or event.tags:
            raise Refused(line, 'Take out the line that begins with "%".')
        if self.root is not None:
            raise Refused(line, 'There are two documents here, divided by "---".')

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> Position:
        """Where a value stands, when it may stand there."""
        mark = event.start_mark
        at = Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)
        self.nodes += 1
        if self.nodes > self.most:
            why = f"There are more than {self.most:,} values in this file."
            raise Refused(at.line, why)
        if event.anchor:
            raise Refused(at.line, 'A value may not begin with "&". Put it in quotes.')
        if event.tag:
            raise Refused(at.line, 'A value may not begin with "!". Put it in quotes.')
        return at

    def _open(self, event: yaml.CollectionStartEvent, at: Position) -> None:
        top = self.top
        if top and top.mapping and top.key is None:
            raise Refused(at.line, "A field name must be plain words.")
        if len(self.stack) >= DEEPEST:
            raise Refused(at.line, "There are too many levels inside one another.")
        self.top = _Open(at, isinstance(event, yaml.MappingStartEvent))
        self.stack.append(self.top)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        at, value, style = self._node(event), event.value, event.style
        if len(value) > LONGEST_VALUE:
            raise Refused(at.line, "This text is longer than 20,000 characters.")
        if style == '"' and FORBIDDEN.search(value):  # only there can one be escaped
            self.troubles.append((at.line, INVISIBLE))
        elif style and style in "|>":
            end = event.end_mark.line if event.end_mark else at.line
            self.blocks.update(range(at.line + 1, end + 1))
        top = self.top
        if top is None or not top.mapping:
            self._put(Scalar(value, at, not event.implicit[0]))
        elif top.key is None:
            self._key(top, value, at)
        else:
            top.values.setdefault(top.key, Scalar(value, at, not event.implicit[0]))
            top.key = None

    def _key(self, top: _Open, key: str, at: Position) -> None:
        if key == "<<":
            raise Refused(at.line, 'The field name "<<" is not used here.')
        if key in top.keys:
            first = top.keys[key].line
            shown = key[:SHOWN] if key.isidentifier() else "A field"
            what = f"{shown} stands twice, at lines {first} and {at.line}. Keep one."
            self.troubles.append((at.line, what))
        else:
            top.keys[key] = at
        top.key = key

    def _put(self, node: Node) -> None:
        top = self.top
        if top is None:
            self.root = node
            return
        if top.mapping and top.key is not None:
            top.values.setdefault(top.key, node)
            top.key = None
        else:
            top.items.append(node)

    def _close(self) -> None:
        done = self.stack.pop()
        self.top = self.stack[-1] if self.stack else None
        if done.mapping:
            self._put(Fields(done.values, done.keys, done.at))
        else:
            self._put(Listing(tuple(done.items), done.at))


def _at(event: yaml.Event) -> Position:
    mark = event.start_mark
    return Position(mark.line + 1, mark.column + 1) if mark else Position(1, 1)


def _events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, asked for without a step between: there are very many."""
    loader = LOADER(text)
    return iter(loader.get_event, None)


def _why(problem: str) -> str:
    if "cannot start any token" in problem:
        return "A line may not begin with a tab, or a value with @ or `. Use quotes."
    if "mapping values are not allowed" in problem:
        return "A text with a colon and a space inside must stand in quotes."
    if "end of stream" in problem or "found unexpected end" in problem:
        return "It looks cut off: something was opened and never closed."
    return "Check the quotes, the colons and the spaces at the start of the line."
