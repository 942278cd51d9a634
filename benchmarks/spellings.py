"""The templates in the spelling of engines for Node: same words, same places.

A template is written once, in Jinja's spelling (`word_templates.py`), and its tags are
put into another one here, paragraph by paragraph.
"""

import io
import re
from collections.abc import Callable
from copy import deepcopy

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.text.paragraph import CT_P

FOR = re.compile(r"\{%(?:p|tr)? for (\w+) in (\w+) %\}")
IF = re.compile(r"\{%p? if ([\w.]+) %\}")
ELSE = re.compile(r"\{%p? else %\}")
ENDIF = re.compile(r"\{%p? endif %\}")
ENDFOR = re.compile(r"\{%(?:p|tr)? endfor %\}")
FIELD = re.compile(r"\{\{ ([\w.]+) \}\}")
TAG = re.compile(r"\{[{%].*?[%}]\}")


class Docxtemplater:
    """`{field}`, `{#list} ... {/list}`, and the same with `^` for what is empty."""

    rows_of_their_own = False

    def __init__(self) -> None:
        self.loops: list[tuple[str, str]] = []
        self.conditions: list[str] = []

    def tag(self, written: str) -> str:
        """One tag of Jinja's in this spelling."""
        if found := FOR.fullmatch(written):
            self.loops.append((found[1], found[2]))
            return f"{{#{found[2]}}}"
        if ENDFOR.fullmatch(written):
            return f"{{/{self.loops.pop()[1]}}}"
        if found := IF.fullmatch(written):
            self.conditions.append(self.name(found[1]))
            return f"{{#{self.conditions[-1]}}}"
        if ELSE.fullmatch(written):
            apart = "\n" if written.startswith("{%p") else ""
            return f"{{/{self.conditions[-1]}}}{apart}{{^{self.conditions[-1]}}}"
        if ENDIF.fullmatch(written):
            return f"{{/{self.conditions.pop()}}}"
        return f"{{{self.name(FIELD.fullmatch(written)[1])}}}"  # type: ignore[index]

    def name(self, path: str) -> str:
        """A name as it is called inside the loops around it."""
        for one, _ in self.loops:
            if path == one:
                return "."
            path = path.removeprefix(f"{one}.")
        return path


class DocxTemplates(Docxtemplater):
    """`+++INS field+++`, `+++FOR one IN list+++`, `+++IF condition+++`; no else."""

    rows_of_their_own = True

    def tag(self, written: str) -> str:
        """One tag of Jinja's in this spelling."""
        if found := FOR.fullmatch(written):
            self.loops.append((found[1], found[2]))
            return f"+++FOR {found[1]} IN {found[2]}+++"
        if ENDFOR.fullmatch(written):
            return f"+++END-FOR {self.loops.pop()[0]}+++"
        if found := IF.fullmatch(written):
            self.conditions.append(self.name(found[1]))
            return f"+++IF {self.conditions[-1]}+++"
        if ELSE.fullmatch(written):
            apart = "\n" if written.startswith("{%p") else ""
            return f"+++END-IF+++{apart}+++IF !{self.conditions[-1]}+++"
        if ENDIF.fullmatch(written):
            self.conditions.pop()
            return "+++END-IF+++"
        return f"+++INS {self.name(FIELD.fullmatch(written)[1])}+++"  # type: ignore[index]

    def name(self, path: str) -> str:
        """A name, with a dollar when a loop gives it."""
        inside = any(path.partition(".")[0] == one for one, _ in self.loops)
        return f"${path}" if inside else path


class Carbone(Docxtemplater):
    """`{d.field}`, `{d.list[i].field}` with a second row `[i+1]`, `ifNEM` to show."""

    rows_of_their_own = False

    def tag(self, written: str) -> str:
        """One tag of Jinja's in this spelling; loops have none, only their twin row."""
        if found := FOR.fullmatch(written):
            self.loops.append((found[1], found[2]))
            return ""
        if ENDFOR.fullmatch(written):
            self.loops.pop()
            return ""
        if found := IF.fullmatch(written):
            self.conditions.append(self.name(found[1]))
            return f"{{{self.conditions[-1]}:ifNEM:showBegin}}"
        if ELSE.fullmatch(written):
            name = self.conditions[-1]
            return f"{{{name}:showEnd}}{{{name}:ifEM:showBegin}}"
        if ENDIF.fullmatch(written):
            return f"{{{self.conditions.pop()}:showEnd}}"
        return f"{{{self.name(FIELD.fullmatch(written)[1])}:convCRLF}}"  # type: ignore[index]

    def name(self, path: str) -> str:
        """A name from the root of the data on."""
        for one, many in self.loops:
            if path.partition(".")[0] == one:
                return f"d.{many}[i]{path.removeprefix(one)}"
        return f"d.{path}"


SPELLINGS: dict[str, Callable[[], Docxtemplater]] = {
    "docxtemplater": Docxtemplater,
    "docx-templates": DocxTemplates,
    "carbone": Carbone,
}


def spelled(template: bytes, engine: str) -> bytes:
    """The same template for another engine."""
    document = Document(io.BytesIO(template))
    spelling = SPELLINGS[engine]()
    parts = [document.element.body]
    for section in document.sections:
        margins = (section.header, section.footer)
        own = (each for each in margins if not each.is_linked_to_previous)
        parts += (each._element for each in own)  # noqa: SLF001 - no public way
    for part in parts:
        if not spelling.rows_of_their_own:
            for row in [r for r in part.iter(qn("w:tr")) if FOR.search(_text(r))]:
                _one_row(row, spelling)
        for paragraph in list(part.iter(qn("w:p"))):
            if paragraph.getparent() is not None:
                _respell(paragraph, spelling)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _one_row(start: CT_Row, spelling: Docxtemplater) -> None:
    """A loop over rows without rows of its own for its tags."""
    row, end = start.getnext(), start.getnext().getnext()
    opening, closing = spelling.tag(_text(start)), ""
    for paragraph in row.iter(qn("w:p")):
        _respell(paragraph, spelling)
    if isinstance(spelling, Carbone):
        twin = deepcopy(row)
        for text in twin.iter(qn("w:t")):
            text.text = (text.text or "").replace("[i]", "[i+1]")
        row.addnext(twin)
    closing = spelling.tag(_text(end))
    texts = list(row.iter(qn("w:t")))
    texts[0].text, texts[-1].text = opening + texts[0].text, texts[-1].text + closing
    start.getparent().remove(start)
    end.getparent().remove(end)


def _respell(paragraph: CT_P, spelling: Docxtemplater) -> None:
    """Put the tags of one paragraph into the spelling; each stands in one run."""
    text = _text(paragraph)
    if not TAG.search(text):
        return
    alone = FOR.fullmatch(text) if isinstance(spelling, Carbone) else None
    made = TAG.sub(lambda found: spelling.tag(found[0]), text)
    if alone:  # a loop over paragraphs: its one line, and the twin of it
        line, end = paragraph.getnext(), paragraph.getnext().getnext()
        _respell(line, spelling)
        twin = deepcopy(line)
        for each in twin.iter(qn("w:t")):
            each.text = (each.text or "").replace("[i]", "[i+1]")
        line.addnext(twin)
        spelling.tag(_text(end))
        for gone in (paragraph, end):
            gone.getparent().remove(gone)
        return
    _write(paragraph, made)


def _write(paragraph: CT_P, text: str) -> None:
    first, *others = text.split("\n")
    for other in reversed(others):  # an else of paragraphs, for want of one word for it
        after = deepcopy(paragraph)
        _set(after, other)
        paragraph.addnext(after)
    _set(paragraph, first)


def _set(paragraph: CT_P, text: str) -> None:
    texts = list(paragraph.iter(qn("w:t")))
    for each in texts:
        each.text = ""
    texts[0].text = text
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _text(element: CT_P | CT_Row) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))
