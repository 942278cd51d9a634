"""The letters of a PDF form: one free font, whole, so that whatever is typed shows.

Open Sans (Apache-2.0) has the letters of Welsh and Polish. It is put in whole, not
only the letters in use: people type others into the fields.
"""

import unicodedata
from functools import cache
from importlib.resources import files

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from reportlab.pdfbase.ttfonts import TTFontFile

WELSH_AND_POLISH = "ŵŴŷŶẁẀẃẂẅẄỳỲąĄćĆęĘłŁńŃśŚźŹżŻ"
MARKS = {"STROKE": "slash", "DOT ABOVE": "dotaccent", "DIAERESIS": "dieresis"}
PLACES = "¤¦¨¯¿ƒˆ‰¡÷§¬¶¢¥ªº¹²³µ±ðþÞÐ«»"  # letters nobody here types; theirs instead
FIRST, LAST = 32, 255
UNKNOWN = 0  # the glyph of a letter that the font does not have
SYMBOLIC, NOT_SYMBOLIC = 4, 32  # PDF font flags: reached by glyph, or by an encoding
TO_UNICODE = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{blocks}
endcmap CMapName currentdict /CMap defineresource pop end end"""
MOST_IN_BLOCK = 100  # entries that one block of a character map may hold
NOT_LETTERS = frozenset({0x0, 0xFEFF, 0xFFFE})  # no text may be read out as these
TWO_BYTES = 0xFFFF


class Typeface:
    """One font file: how wide its letters are, and how it goes into a PDF."""

    def __init__(self, file: str) -> None:
        """Read one of the font's files: `OpenSans-Regular.ttf`."""
        found = files("ttf_opensans") / "ttf" / file
        self._content = found.read_bytes()
        self._font = TTFontFile(str(found))
        self._glyphs: dict[int, int] = self._font.charToGlyph
        self._widths: dict[int, float] = self._font.charWidths

    def width(self, text: str, size: float) -> float:
        """How long a text is, in points."""
        missing = self._font.defaultWidth
        thousandths = (self._widths.get(ord(c), missing) for c in text)
        return float(sum(thousandths) * size / 1000)

    def encoded(self, text: str) -> bytes:
        """A text as the glyph numbers that a PDF shows."""
        codes = (self._glyphs.get(ord(c), UNKNOWN) for c in text)
        return b"".join(code.to_bytes(2, "big") for code in codes)

    def lines(self, text: str, size: float, room: float) -> list[str]:
        """A text broken into lines that are no longer than `room` points."""
        return [
            line for part in text.splitlines() for line in self._wrap(part, size, room)
        ]

    def _wrap(self, text: str, size: float, room: float) -> list[str]:
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, size) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def file_in(self, pdf: Pdf) -> Object:
        """The font file itself, to be held once in a PDF."""
        held = pdf.make_stream(self._content)
        held.Length1 = len(self._content)
        return held

    def put_into(self, pdf: Pdf, file: Object) -> Object:
        """The font as an object of a PDF, with every letter it has."""
        name = self._name
        inner = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(
                Registry=b"Adobe", Ordering=b"Identity", Supplement=0
            ),
            CIDToGIDMap=Name.Identity,
            DW=round(self._font.defaultWidth),
            W=self._width_table(),
            FontDescriptor=self._described(pdf, file, SYMBOLIC),
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=name,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([pdf.make_indirect(inner)]),
                ToUnicode=Stream(pdf, self._to_unicode().encode()),
            )
        )

    def put_for_typing(self, pdf: Pdf, file: Object) -> Object:
        """The font once more, with one byte a letter: some programs type no other.

        It has the letters of Western Europe, Welsh and Polish.
        """
        letters = [_letter(code) for code in range(FIRST, LAST + 1)]
        missing = self._font.defaultWidth
        widths = [round(self._widths.get(ord(c), missing)) for c in letters]
        differences = Array()
        for place, letter in zip(PLACES, WELSH_AND_POLISH, strict=True):
            code = place.encode("cp1252")[0]
            differences.extend(Array([code, Name(f"/{_glyph_name(letter)}")]))
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.TrueType,
                BaseFont=self._name,
                FirstChar=FIRST,
                LastChar=LAST,
                Widths=Array(widths),
                Encoding=Dictionary(
                    Type=Name.Encoding,
                    BaseEncoding=Name.WinAnsiEncoding,
                    Differences=differences,
                ),
                FontDescriptor=self._described(pdf, file, NOT_SYMBOLIC),
            )
        )

    @property
    def _name(self) -> Name:
        return Name("/" + self._font.name.decode())

    def _described(self, pdf: Pdf, file: Object, flags: int) -> Object:
        font = self._font
        made = Dictionary(
            Type=Name.FontDescriptor,
            FontName=self._name,
            Flags=flags,
            FontBBox=Array([round(x) for x in font.bbox]),
            ItalicAngle=round(font.italicAngle),
            Ascent=round(font.ascent),
            Descent=round(font.descent),
            CapHeight=round(font.capHeight),
            StemV=round(font.stemV),
            FontFile2=file,
        )
        return pdf.make_indirect(made)

    def _by_glyph(self) -> list[tuple[int, int]]:
        """Each glyph once, with the letter it stands for."""
        found: dict[int, int] = {}
        for letter, glyph in sorted(self._glyphs.items()):
            if glyph != UNKNOWN and letter <= TWO_BYTES and letter not in NOT_LETTERS:
                found.setdefault(glyph, letter)
        return sorted(found.items())

    def _width_table(self) -> Object:
        """The width of each glyph; read as text, which is much faster than built."""
        rows = (f"{g} [{round(self._widths[c])}]" for g, c in self._by_glyph())
        return Object.parse(f"[{' '.join(rows)}]".encode())

    def _to_unicode(self) -> str:
        pairs = [(UNKNOWN, ord("?")), *self._by_glyph()]
        blocks = (
            pairs[start : start + MOST_IN_BLOCK]
            for start in range(0, len(pairs), MOST_IN_BLOCK)
        )
        return TO_UNICODE.format(blocks="\n".join(_block(block) for block in blocks))


def _glyph_name(letter: str) -> str:
    """What a font calls a letter: `wcircumflex` for the w with a roof."""
    _, _, name = unicodedata.name(letter).partition("LETTER ")
    plain_letter, _, mark = name.partition(" WITH ")
    cased = plain_letter if letter.isupper() else plain_letter.lower()
    return cased + MARKS.get(mark, mark.lower())


def _letter(code: int) -> str:
    """What a byte stands for when somebody types."""
    usual = bytes([code]).decode("cp1252", "replace")
    place = PLACES.find(usual)
    return usual if place < 0 else WELSH_AND_POLISH[place]


def _block(pairs: list[tuple[int, int]]) -> str:
    rows = "\n".join(f"<{glyph:04X}> <{letter:04X}>" for glyph, letter in pairs)
    return f"{len(pairs)} beginbfchar\n{rows}\nendbfchar"


@cache
def plain() -> Typeface:
    """The letters of text."""
    return Typeface("OpenSans-Regular.ttf")


@cache
def bold() -> Typeface:
    """The letters of headings and questions."""
    return Typeface("OpenSans-Bold.ttf")
