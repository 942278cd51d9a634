"""Every word in every part of an Office file: Word, Excel, PowerPoint (brief 6.5).

Text is put together by paragraph, so that a name split over runs is whole again; what
is deleted, hidden, in a field or in a property is read like everything else.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from lxml import etree

from workflow.domain.leak_check import Piece

Inner = Callable[[str, bytes, int], Iterator[Piece]]
MARKED_UP = (".xml", ".rels", ".vml", ".svg", ".xhtml")
BLOCKS = frozenset({"p", "si", "is", "c", "comment", "text", "row", "property"})
BREAKS = frozenset({"br", "cr", "tab", "tc", "tr"})
CHANGED = frozenset({"ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"})
CHANGED_TOO = frozenset({"sectPrChange", "tblPrChange", "cellIns", "cellDel"})
COMMENTED = re.compile(
    r"(?:^|/)(?:threaded)?comments?\w*\.xml$|comments/", re.IGNORECASE
)
DOCUMENTS = ("word/", "xl/", "ppt/")  # elsewhere every element says something whole
FONT_PLACES = frozenset({"rFonts", "font", "latin", "ea", "cs", "sym", "name", "rFont"})
FONTS = frozenset({"Georgia", "Miriam", "David", "Rod", "Vani", "Candara", "Latha"})
"""Fonts that are called like people; where a font is named they point to nobody."""
BETWEEN = ".\n"  # the end of a sentence: no name reaches over it
LARGEST = 300 * 1024 * 1024
FIRST_SHEET_DAY = date(1899, 12, 30)
DATE_FORMATS = frozenset({*range(14, 23), *range(45, 48)})
CODE_OF_DATE = re.compile(r"[dy]|mmm", re.IGNORECASE)
LONG = 6  # characters of a setting that may be a number of somebody's
LAST_SERIAL = 80_000  # a day in the year 2119


def office_pieces(content: bytes, inner: Inner, depth: int = 0) -> Iterator[Piece]:
    """The words of a package, by part; `inner` reads what is embedded in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            yield from _members(source, inner, depth)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        yield Piece("the file", "", "it cannot be read")


def _members(source: zipfile.ZipFile, inner: Inner, depth: int) -> Iterator[Piece]:
    infos = source.infolist()
    yield Piece("names of parts", BETWEEN.join(info.filename for info in infos))
    yield Piece("notes on the package", _notes(source, infos))
    if sum(info.file_size for info in infos) > LARGEST:
        yield Piece("the file", "", "it is too large to be read")
        return
    dated = _date_styles(source)
    for info in infos:
        part = source.read(info)
        if info.filename.lower().endswith(MARKED_UP):
            yield from _marked_up(info.filename, part, dated)
        elif not info.is_dir():
            yield from inner(info.filename, part, depth + 1)


def _notes(source: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> str:
    raw = (source.comment, *(x for i in infos for x in (i.comment, i.extra)))
    return BETWEEN.join(one.decode("utf-8", "replace") for one in raw if one)


def _marked_up(name: str, part: bytes, dated: frozenset[str]) -> Iterator[Piece]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        yield Piece(name, part.decode("utf-8", "replace"), "it is not whole")
        return
    if root.getroottree().docinfo.doctype:
        yield Piece(name, part.decode("utf-8", "replace"), "it declares entities")
    reading = _Reading(dated)
    reading.read(root)
    for what, text in reading.streams():
        yield Piece(f"{name}{what}", text)
    if not name.startswith(DOCUMENTS):
        yield Piece(name, BETWEEN.join(str(text) for text in root.itertext()))
    for fault in sorted(reading.faults):
        yield Piece(name, "", fault)
    if COMMENTED.search(name) and any(t.strip() for _, t in reading.streams()):
        yield Piece(name, "", "a comment")


class _Reading:
    """The words of one part, sorted into streams that belong together."""

    def __init__(self, dated: frozenset[str]) -> None:
        self.dated = dated
        self.words: list[str] = []
        self.deleted: list[str] = []
        self.fields: list[str] = []
        self.values: dict[str, None] = {}
        self.faults: set[str] = set()

    def streams(self) -> Iterator[tuple[str, str]]:
        """What the part says, and how: words, with deleted ones, fields, values."""
        yield "", "\n".join(self.words)
        if any(self.deleted):
            yield ", with what was deleted", "\n".join(self.deleted)
        if any(self.fields):
            yield ", codes of fields", BETWEEN.join(self.fields)
        yield ", descriptions and settings", BETWEEN.join(self.values)

    def read(self, root: etree._Element) -> None:
        """Read the whole part; a paragraph within another is put together by itself."""
        stack: list[tuple[list[str], list[str], list[str]]] = [([], [], [])]
        for event, element in etree.iterwalk(
            root, events=("start", "end", "comment", "pi")
        ):
            if event in ("comment", "pi"):
                self.values[str(element.text or "")] = None
            elif event == "start":
                self._begin(element, stack)
            elif _local(element) in BLOCKS:
                self._finish(stack.pop())
            if event != "start" and stack and element is not root:
                self._add(element.getparent(), element.tail, stack[-1])
        self._finish(stack.pop())

    def _begin(
        self,
        element: etree._Element,
        stack: list[tuple[list[str], list[str], list[str]]],
    ) -> None:
        local = _local(element)
        if local in BLOCKS:
            stack.append(([], [], []))
        elif local in BREAKS:
            stack[-1][0].append("\n")
        if local in CHANGED or local in CHANGED_TOO:
            self.faults.add("a tracked change")
        if local in ("vanish", "specVanish") and _on(element):
            self.faults.add("hidden text")
        for value in element.attrib.values():
            text = str(value)
            font = local in FONT_PLACES and text in FONTS
            if not font and (sum(map(str.isalpha, text)) > 1 or len(text) >= LONG):
                self.values[text] = None
        if local == "v" and (day := self._day(element)):
            stack[-1][0].append(day)
        self._add(element, element.text, stack[-1])

    def _add(
        self,
        element: etree._Element | None,
        text: str | None,
        block: tuple[list[str], list[str], list[str]],
    ) -> None:
        if not text or element is None:
            return
        words, deleted, fields = block
        local = _local(element)
        if local in ("instrText", "delInstrText"):
            fields.append(text)
        else:
            deleted.append(text)
            if local != "delText":
                words.append(text)

    def _finish(self, block: tuple[list[str], list[str], list[str]]) -> None:
        words, deleted, fields = ("".join(stream) for stream in block)
        self.words.append(words)
        self.deleted.append(deleted if deleted != words.replace("\n", "") else "")
        if fields:
            self.fields.append(fields)

    def _day(self, value: etree._Element) -> str:
        """The day that a cell of a sheet shows, when it shows one."""
        cell = value.getparent()
        dated = cell is not None and cell.get("s") in self.dated and not cell.get("t")
        number = str(value.text or "").partition(".")[0]
        if not dated or not number.isdecimal() or int(number) > LAST_SERIAL:
            return ""
        return f"\n{FIRST_SHEET_DAY + timedelta(int(number))}\n"


def _local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _on(element: etree._Element) -> bool:
    """Whether a switch is on: it says nothing, or anything but no."""
    said = next(
        (str(v) for k, v in element.attrib.items() if str(k).endswith("val")), ""
    )
    return said not in ("0", "false", "off")


def _date_styles(source: zipfile.ZipFile) -> frozenset[str]:
    """The numbers of the cell styles of a workbook that show a date."""
    name = "xl/styles.xml"
    if name not in source.namelist():
        return frozenset()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(source.read(name), parser)
    if root is None:
        return frozenset()
    own = {
        f.get("numFmtId")
        for f in root.iter("{*}numFmt")
        if CODE_OF_DATE.search(
            re.sub(r'\[[^\]]*\]|"[^"]*"', "", f.get("formatCode", ""))
        )
    }
    formats = own | {str(n) for n in DATE_FORMATS}
    styles = (xf for table in root.iter("{*}cellXfs") for xf in table)
    return frozenset(
        str(at) for at, xf in enumerate(styles) if xf.get("numFmtId") in formats
    )
