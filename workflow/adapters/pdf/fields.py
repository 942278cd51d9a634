"""The fields of a PDF form, and how each looks before and after it is filled.

Plain fields only, of the kinds that every reader program fills and saves alike: text
boxes, boxes to tick, and lists to choose from. No script, nothing required.
"""

from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from workflow.adapters.pdf.tagged import box, text
from workflow.adapters.pdf.typeface import plain
from workflow.domain.blank_forms import Offered

READ_ONLY, MANY_LINES, NO_SPELLING, LIST = 1, 1 << 12, 1 << 22, 1 << 17
PRINTED = 4  # the flag of a field that is on paper too
SIZE, LEADING, INSET = 11.5, 15.0, 4.0  # points
INK = (0.12, 0.16, 0.2)
LINE = (0.42, 0.46, 0.5)
SMALL, SMALL_LOOK = 7.5, "/Typed 7.5 Tf 0.42 0.46 0.5 rg"
LOOK = "/Typed 11.5 Tf 0.12 0.16 0.2 rg"
Box = tuple[float, float, float, float]  # left, foot, right, head


class Fields:
    """Makes the fields of one PDF, and remembers them."""

    def __init__(self, pdf: Pdf, fonts: Dictionary) -> None:
        """`fonts` are those that the looks are drawn with."""
        self._pdf = pdf
        self._fonts = fonts
        self._made = Array()
        self._looks: dict[tuple[tuple[float, float], str], Object] = {}

    def put_into_catalogue(self) -> None:
        """Name the fields in the PDF's catalogue, so that it is a form."""
        self._pdf.Root.AcroForm = self._pdf.make_indirect(
            Dictionary(
                Fields=self._made,
                DR=Dictionary(Font=self._fonts),
                DA=String(LOOK),
            )
        )

    def line(
        self,
        name: str,
        says: str,
        where: Box,
        *,
        given: str = "",
        many_lines: bool = False,
        own_words: bool = False,
        read_only: bool = False,
    ) -> Object:
        """A box to write in, with what is filled in beforehand."""
        flags = (
            MANY_LINES * many_lines | NO_SPELLING * own_words | READ_ONLY * read_only
        )
        made = self._field(name, says, where, Name.Tx, flags)
        made.DA = String(LOOK)
        made.V = String(given)
        if given:
            made.DV = String(given)
        shown = _lines(given, where[2] - where[0]) if many_lines else [given]
        made.AP = Dictionary(N=self._written(where, shown, middle=not many_lines))
        return self._kept(made)

    def mark(self, name: str, says: str, where: Box, value: str) -> Object:
        """A small text that nobody changes."""
        made = self._field(name, says, where, Name.Tx, READ_ONLY)
        made.DA = String(SMALL_LOOK)
        made.V = String(value)
        del made.MK
        shown = text([value], (INSET, 4), SMALL, SMALL, colour=LINE)
        clipped = "0 0 {:.2f} {:.2f} re W n".format(*_size(where))
        look = self._look(where, f"/Tx BMC q {clipped} {shown} Q EMC")
        made.AP = Dictionary(N=look)
        return self._kept(made)

    def choose(
        self,
        name: str,
        says: str,
        where: Box,
        choices: Sequence[Offered],
        given: str = "",
    ) -> Object:
        """A list that one answer is chosen from."""
        made = self._field(name, says, where, Name.Ch, LIST)
        made.DA = String(LOOK)
        made.Opt = Array([Array([String(c.code), String(c.label)]) for c in choices])
        label = next((c.label for c in choices if c.code == given), "")
        if given:
            made.V = made.DV = String(given)
        made.AP = Dictionary(N=self._written(where, [label], middle=True))
        return self._kept(made)

    def tick(self, name: str, says: str, where: Box, *, given: bool) -> Object:
        """A box to tick."""
        made = self._field(name, says, where, Name.Btn, 0)
        made.V = made.AS = Name.Yes if given else Name.Off
        if given:
            made.DV = Name.Yes
        made.AP = Dictionary(
            N=Dictionary(
                Yes=self._ticked(where, ticked=True),
                Off=self._ticked(where, ticked=False),
            )
        )
        return self._kept(made)

    def _field(
        self, name: str, says: str, where: Box, kind: Name, flags: int
    ) -> Object:
        return self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=kind,
                T=String(name),
                TU=String(says),
                Rect=Array([round(edge, 2) for edge in where]),
                F=PRINTED,
                Ff=flags,
                MK=Dictionary(BC=Array(LINE)),
                BS=Dictionary(W=1, S=Name.S),
            )
        )

    def _kept(self, made: Object) -> Object:
        self._made.append(made)
        return made

    def _look(self, where: Box, drawing: str) -> Object:
        """One look of a field: a small drawing of its own, shared by its likes."""
        size = _size(where)
        if (size, drawing) not in self._looks:
            look = self._pdf.make_stream(drawing.encode("ascii"))
            look.Type, look.Subtype = Name.XObject, Name.Form
            look.BBox = Array([0, 0, *size])
            look.Resources = Dictionary(Font=self._fonts)
            self._looks[size, drawing] = look
        return self._looks[size, drawing]

    def _written(self, where: Box, lines: Sequence[str], *, middle: bool) -> Object:
        wide, high = _size(where)
        foot = (high - SIZE) / 2 + 2.5 if middle else high - INSET - SIZE
        drawn = box((0.5, 0.5), (wide - 1, high - 1), fill=(1, 1, 1), line=LINE)
        shown = text(lines, (INSET, foot), SIZE, LEADING, colour=INK)
        clipped = f"1 1 {wide - 2:.2f} {high - 2:.2f} re W n"
        return self._look(where, f"{drawn} /Tx BMC q {clipped} {shown} Q EMC")

    def _ticked(self, where: Box, *, ticked: bool) -> Object:
        wide, high = _size(where)
        drawn = box((0.5, 0.5), (wide - 1, high - 1), fill=(1, 1, 1), line=LINE)
        tick = f"q 2 w 0.12 0.16 0.2 RG {wide * 0.22:.2f} {high * 0.5:.2f} m"
        tick += f" {wide * 0.42:.2f} {high * 0.25:.2f} l"
        tick += f" {wide * 0.8:.2f} {high * 0.78:.2f} l S Q"
        return self._look(where, f"{drawn} {tick if ticked else ''}")


def _size(where: Box) -> tuple[float, float]:
    return round(where[2] - where[0], 2), round(where[3] - where[1], 2)


def _lines(given: str, wide: float) -> list[str]:
    return plain().lines(given, SIZE, wide - 2 * INSET)
