"""People hidden in finished files in every way we could think of; and innocent texts.

All people are invented. Each disguise makes a file; something in it must be found.
"""

import codecs
import io
import zipfile
from collections.abc import Callable
from datetime import date

from docx import Document
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from workflow.domain.anonymise import BIRTH, QUOTE, Identifier

SAID = "I want to keep the blue door shut when he comes round"
BIRTHDAY, DAY_0 = date(1948, 7, 29), date(1899, 12, 30).toordinal()
KNOWN = (
    Identifier("Tess Oakhollow", "name"),
    Identifier("Tess", "name"),
    Identifier("Oakhollow", "name"),
    Identifier("Teasel", "name"),
    Identifier("Zoë Brandreth", "contact"),
    Identifier("Zoë", "contact"),
    Identifier("Brandreth", "contact"),
    Identifier("Bo Li", "name"),
    Identifier("Moira Achebe", "staff"),
    Identifier("Moira", "staff"),
    Identifier("Achebe", "staff"),
    Identifier("Quillmere House", "service"),
    Identifier("Quillmere", "service"),
    Identifier("27 Osier Street", "address"),
    Identifier("Osier Street", "address"),
    Identifier("AB1 2CD", "post code"),
    Identifier("01632 960707", "phone"),
    Identifier("485 777 3456", "local reference"),
    Identifier("tess.o@example.org", "email"),
    Identifier("SG-2026-014", "case reference"),
    Identifier("P-052", "person reference"),
    Identifier("AMS-26-3309", "council reference"),
    Identifier("Weir Valley Bank", "organisation"),
    Identifier("Did I leave the washing in", "exit phrase"),
    Identifier("1948-07-29", BIRTH),
    Identifier(SAID, QUOTE),
)
TEXTS = {
    "a name in capitals": "We met TESS OAKHOLLOW.",
    "a name in small letters": "we met tess oakhollow",
    "a surname alone": "Ms Oakhollow chose.",
    "a nickname": "Everyone calls her Teasel.",
    "a possessive": "This was Oakhollow\u2019s wish.",
    "a possessive with a straight mark": "This was Tess's wish.",
    "a possessive without a mark": "This was Tesss own wish, said Moiras team.",
    "an initial and a surname": "T. Oakhollow agreed.",
    "last name first": "Li, Bo",
    "a short name with an initial": "It was B. Li who asked.",
    "initials": "The plan of T.O. was kept.",
    "initials with spaces": "The plan of T. O. was kept.",
    "accents left out": "Zoe came.",
    "accents added": "T\u00e9ss came.",
    "accents apart from their letters": "Zoe\u0308 came.",
    "letters spaced out": "T e s s agreed.",
    "letters spaced out in a long name": "O a k h o l l o w",
    "letters with full stops": "T.e.s.s. agreed.",
    "a name cut by a hyphen": "Oak-hollow agreed.",
    "a name cut at the end of a line": "Oakhol-\nlow agreed.",
    "a soft hyphen in a name": "Oak\u00adhollow agreed.",
    "a space of no width in a name": "Te\u200bss agreed.",
    "a letter too few": "Oakholow agreed.",
    "a letter too many": "Oakkhollow agreed.",
    "a wrong letter": "Oakhallow agreed.",
    "two letters swapped": "Oakhololw agreed.",
    "a nought for an o": "0akhollow agreed.",
    "letters of another alphabet": "\u0422\u0435ss agreed.",
    "wide letters": "\uff34\uff45\uff53\uff53 agreed.",
    "mathematical letters": "\U0001d413\U0001d41e\U0001d42c\U0001d42c agreed.",
    "a name in camel case": "see planTessOakhollowFinal",
    "a name with underscores": "see plan_tess_oakhollow_final",
    "a name with its initial in front": "toakhollow at example",
    "a plural": "The Oakhollows came.",
    "an address": "near 27 osier street",
    "a street without its number": "on Osier Street",
    "a street with a slip": "on Osyer Street",
    "a post code run together": "in ab12cd",
    "a post code spaced out": "in A B 1 2 C D",
    "a phone number in pairs": "ring 01 63 29 60 70 7",
    "a phone number with dashes": "ring 01632-960-707",
    "a phone number from abroad": "ring +44 (0)1632 960707",
    "a phone number with its code": "ring 0044 1632 960 707",
    "a phone number without its code": "ring 960 707",
    "a phone number in words": "oh one six three two nine six oh seven oh seven",
    "a phone number over a line": "01632\n960707",
    "a number of the health service": "number 4857773456",
    "an email address": "write to Tess.O@Example.org",
    "a case reference run together": "case sg2026014",
    "a case reference with slashes": "case SG/2026/014",
    "a person reference": "see P052",
    "a council reference": "see ams 26 3309",
    "a service": "at Quillmere",
    "a service with a slip": "at Quilmere House",
    "an organisation": "the weir-valley bank",
    "an exit phrase": "did I leave the washing in?",
    "a date of birth in figures": "born 29/07/1948",
    "a date of birth, short": "29.7.48",
    "a date of birth, the American way": "07/29/1948",
    "a date of birth run together": "29071948",
    "a date of birth with a short month": "29 Jul 1948",
    "a date of birth with endings": "the 29th of July, 1948",
    "a date of birth, month first": "July 29th 1948",
    "a date of birth in words": "the twenty-ninth of July nineteen forty-eight",
    "a birthday": "Her birthday is 29 July.",
    "a run of six words said": "she said she would keep the blue door shut when asked",
    "a whole quote, punctuated": "I want... to keep THE blue door shut when he comes.",
}


def word_with(body: str) -> bytes:
    """A Word file whose body is this XML."""
    made = io.BytesIO()
    Document().save(made)
    return replaced(
        made.getvalue(), "word/document.xml", "<w:sectPr", f"{body}<w:sectPr"
    )


def replaced(package: bytes, part: str, old: str, new: str) -> bytes:
    """A package with a text changed once in one of its parts."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(made, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content, old
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return made.getvalue()


def with_part(package: bytes, name: str, content: bytes | str) -> bytes:
    """A package with one part more."""
    made = io.BytesIO(package)
    with zipfile.ZipFile(made, "a") as target:
        target.writestr(name, content)
    return made.getvalue()


def _p(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def _r(text: str, style: str = "") -> str:
    return f'<w:r>{style}<w:t xml:space="preserve">{text}</w:t></w:r>'


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BY = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def _part(name: str, text: str) -> bytes:
    body = f"<w:x {NAMESPACE}>{_p(_r('Oak') + _r(text))}</w:x>"
    return with_part(word_with(""), name, body)


def _core(field: str, value: str) -> bytes:
    doc = Document()
    setattr(doc.core_properties, field, value)
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


def _picture(kind: str) -> bytes:
    made = io.BytesIO()
    image = Image.new("RGB", (2, 2))
    if kind == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "Tess in the garden", zip=True)
        image.save(made, "PNG", pnginfo=notes)
    else:
        exif = image.getexif()
        exif[0x013B] = "Tess Oakhollow"
        image.save(made, "JPEG", exif=exif)
    return made.getvalue()


def a_sheet(**parts: str) -> bytes:
    """A workbook of one sheet, with the parts named put in."""
    made = io.BytesIO()
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(made, "w") as target:
        target.writestr(
            "xl/workbook.xml", f"<workbook {space}>{parts.get('book', '')}</workbook>"
        )
        target.writestr(
            "xl/sharedStrings.xml", f"<sst {space}>{parts.get('strings', '')}</sst>"
        )
        target.writestr(
            "xl/styles.xml",
            f'<styleSheet {space}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
            "</cellXfs></styleSheet>",
        )
        target.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {space}><sheetData><row>{parts.get('cells', '')}"
            "</row></sheetData></worksheet>",
        )
        if "comment" in parts:
            target.writestr(
                "xl/comments1.xml", f"<comments {space}>{parts['comment']}</comments>"
            )
    return made.getvalue()


def a_pdf(change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    """A PDF of one empty page, changed."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _earlier() -> bytes:
    first = a_pdf(lambda w: w.add_metadata({"/Author": "Tess Oakhollow"}))
    writer = PdfWriter(io.BytesIO(first), incremental=True)
    writer.add_metadata({"/Author": "x"})
    made = io.BytesIO()
    writer.write(made)
    assert len(PdfReader(made).pages) == 1
    return made.getvalue()


def _note(writer: PdfWriter, kind: str) -> DictionaryObject:
    """A note on the first page, without anything in it."""
    note = DictionaryObject()
    corners = [FloatObject(number) for number in (10, 10, 190, 40)]
    note[NameObject("/Type")] = NameObject("/Annot")
    note[NameObject("/Subtype")] = NameObject(kind)
    note[NameObject("/Rect")] = ArrayObject(corners)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])  # noqa: SLF001 - no other way
    return note


def _streamed(writer: PdfWriter, kind: str, key: str, text: str) -> None:
    """A note that says something in a stream."""
    stream = StreamObject()
    stream.set_data(codecs.BOM_UTF16_BE + text.encode("utf-16-be"))
    note = _note(writer, kind)
    note[NameObject(key)] = writer._add_object(stream.flate_encode())  # noqa: SLF001 - likewise


def _drawn(writer: PdfWriter, text: str, state: str = "") -> None:
    """A note that draws something and says nothing."""
    stream = StreamObject()
    stream.set_data(f"BT /F1 12 Tf 10 10 Td ({text}) Tj ET".encode())
    font = DictionaryObject()
    for key, value in (
        ("/Type", "/Font"),
        ("/Subtype", "/Type1"),
        ("/BaseFont", "/Helvetica"),
    ):
        font[NameObject(key)] = NameObject(value)
    fonts, resources = DictionaryObject(), DictionaryObject()
    fonts[NameObject("/F1")] = font
    resources[NameObject("/Font")] = fonts
    look = stream.flate_encode()
    look[NameObject("/Type")] = NameObject("/XObject")
    look[NameObject("/Subtype")] = NameObject("/Form")
    look[NameObject("/Resources")] = resources
    drawn: PdfObject = writer._add_object(look)  # noqa: SLF001 - likewise
    if state:
        states = DictionaryObject()
        states[NameObject(state)] = drawn
        drawn = states
    looks = DictionaryObject()
    looks[NameObject("/N")] = drawn
    _note(writer, "/Stamp")[NameObject("/AP")] = looks


HYPERLINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{LINK}" TargetMode="External"'
    ' Target="https://example.org/%54ess/plan"/></Relationships>'
)
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a name split over runs": (
        "a.docx",
        lambda: word_with(_p(_r("Te") + _r("ss Oak") + _r("hol") + _r("low"))),
    ),
    "a name split over cells": (
        "a.docx",
        lambda: word_with(
            f"<w:tbl><w:tr><w:tc>{_p(_r('Oak'))}</w:tc><w:tc>{_p(_r('hollow'))}</w:tc></w:tr></w:tbl>"
        ),
    ),
    "a name in a text box": (
        "a.docx",
        lambda: word_with(
            _p(
                _r("The ")
                + f"<w:r><w:txbxContent>{_p(_r('T') + _r('ess'))}</w:txbxContent></w:r>"
                + _r("end")
            )
        ),
    ),
    "a name in a header": ("a.docx", lambda: _part("word/header7.xml", "hollow")),
    "a name in a footer": ("a.docx", lambda: _part("word/footer7.xml", "hollow")),
    "a name in a footnote": ("a.docx", lambda: _part("word/footnotes.xml", "hollow")),
    "a name in an endnote": ("a.docx", lambda: _part("word/endnotes.xml", "hollow")),
    "a name in the glossary": (
        "a.docx",
        lambda: _part("word/glossary/document.xml", "hollow"),
    ),
    "a comment, whatever it says": (
        "a.docx",
        lambda: _part("word/comments.xml", " tree"),
    ),
    "a name put in by a tracked change": (
        "a.docx",
        lambda: word_with(_p(_r("Oak") + f"<w:ins {BY}>{_r('hollow')}</w:ins>")),
    ),
    "a name taken out by a tracked change": (
        "a.docx",
        lambda: word_with(
            _p(f"<w:del {BY}><w:r><w:delText>Tess</w:delText></w:r></w:del>")
        ),
    ),
    "hidden text, whatever it says": (
        "a.docx",
        lambda: word_with(_p(_r("tree", "<w:rPr><w:vanish/></w:rPr>"))),
    ),
    "a name in white on white": (
        "a.docx",
        lambda: word_with(_p(_r("Tess", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'))),
    ),
    "a name in a description of a picture": (
        "a.docx",
        lambda: word_with(_p('<w:r><w:x w:descr="Oakhollow by the gate"/></w:r>')),
    ),
    "a name in the code of a field": (
        "a.docx",
        lambda: word_with(
            _p(
                "<w:r><w:instrText>MERGEFIELD Oak</w:instrText></w:r>"
                "<w:r><w:instrText>hollow</w:instrText></w:r>"
            )
        ),
    ),
    "a name in a bookmark": (
        "a.docx",
        lambda: word_with(_p('<w:bookmarkStart w:id="0" w:name="tess_plan"/>')),
    ),
    "a name in a choice of a form": (
        "a.docx",
        lambda: word_with(
            _p('<w:sdt><w:sdtPr><w:alias w:val="Tess"/></w:sdtPr></w:sdt>')
        ),
    ),
    "a name in a variable": (
        "a.docx",
        lambda: with_part(
            word_with(""),
            "word/settings2.xml",
            f'<w:docVars {NAMESPACE}><w:docVar w:name="x" w:val="Tess"/></w:docVars>',
        ),
    ),
    "the name of a style": (
        "a.docx",
        lambda: replaced(
            word_with(""), "word/styles.xml", 'w:val="Normal"', 'w:val="Tess text"'
        ),
    ),
    "the author": ("a.docx", lambda: _core("author", "Moira Achebe")),
    "who saved it last": ("a.docx", lambda: _core("last_modified_by", "M. Achebe")),
    "the title": ("a.docx", lambda: _core("title", "Plan of Tess")),
    "the key words": ("a.docx", lambda: _core("keywords", "oakhollow; plan")),
    "a property of one's own": (
        "a.docx",
        lambda: with_part(
            word_with(""), "docProps/custom.xml", "<p><v>Te</v><v>ss</v></p>"
        ),
    ),
    "custom data": (
        "a.docx",
        lambda: with_part(
            word_with(""), "customXml/item7.xml", "<c><phone>01632960707</phone></c>"
        ),
    ),
    "a note of a program in the data": (
        "a.docx",
        lambda: with_part(word_with(""), "customXml/item8.xml", "<c><!-- Tess --></c>"),
    ),
    "the target of a link": (
        "a.docx",
        lambda: with_part(word_with(""), "word/_rels/x.xml.rels", HYPERLINK),
    ),
    "the name of a picture": (
        "a.docx",
        lambda: with_part(word_with(""), "word/media/tess-oakhollow.bin", b"\x00"),
    ),
    "notes in a photograph": (
        "a.docx",
        lambda: with_part(word_with(""), "word/media/image9.jpg", _picture("JPEG")),
    ),
    "packed notes in a picture": (
        "a.docx",
        lambda: with_part(word_with(""), "word/media/image9.png", _picture("PNG")),
    ),
    "a file in the file": (
        "a.docx",
        lambda: with_part(
            word_with(""), "word/embeddings/x.docx", word_with(_p(_r("Tess")))
        ),
    ),
    "an old kind of file in the file": (
        "a.docx",
        lambda: with_part(
            word_with(""),
            "word/embeddings/ole.bin",
            b"\xd0\xcf\x11\xe0" + "Plan of Tess Oakhollow".encode("utf-16-le"),
        ),
    ),
    "a page within the file": (
        "a.docx",
        lambda: with_part(
            word_with(""), "word/afchunk.html", "<p>T<b>es</b>s &#79;akhollow</p>"
        ),
    ),
    "a note on the package": (
        "a.docx",
        lambda: _noted(word_with(""), b"made for Tess Oakhollow"),
    ),
    "an old macro": (
        "a.docx",
        lambda: with_part(
            word_with(""), "word/vbaProject.bin", b"\x01\x02MoiraAchebe = 1"
        ),
    ),
    "the name of the file": ("Tess_O plan.docx", lambda: word_with("")),
    "the name of a folder": ("oakhollow/plan.docx", lambda: word_with("")),
    "a cell": (
        "a.xlsx",
        lambda: a_sheet(strings="<si><r><t>Oak</t></r><r><t>hollow</t></r></si>"),
    ),
    "the name of a sheet": (
        "a.xlsx",
        lambda: a_sheet(book='<sheets><sheet name="Tess" state="hidden"/></sheets>'),
    ),
    "a defined name": (
        "a.xlsx",
        lambda: a_sheet(book='<definedNames><definedName name="Tess"/></definedNames>'),
    ),
    "a note on a cell": (
        "a.xlsx",
        lambda: a_sheet(comment="<comment><text><t>see tree</t></text></comment>"),
    ),
    "a phone number as a number": (
        "a.xlsx",
        lambda: a_sheet(cells='<c r="A1"><v>1632960707</v></c>'),
    ),
    "a date of birth as a number": (
        "a.xlsx",
        lambda: a_sheet(
            cells=f'<c r="A1" s="1"><v>{BIRTHDAY.toordinal() - DAY_0}</v></c>'
        ),
    ),
    "a property of a PDF": (
        "a.pdf",
        lambda: a_pdf(lambda w: w.add_metadata({"/Author": "Moira Achebe"})),
    ),
    "a bookmark of a PDF": (
        "a.pdf",
        lambda: a_pdf(lambda w: w.add_outline_item(title="Tess", page_number=0)),
    ),
    "an attachment of a PDF": (
        "a.pdf",
        lambda: a_pdf(lambda w: w.add_attachment("x.txt", b"about Tess Oakhollow")),
    ),
    "a note on a PDF": (
        "a.pdf",
        lambda: a_pdf(
            lambda w: w.add_annotation(0, Text(rect=(1, 1, 9, 9), text="T. Oakhollow"))
        ),
    ),
    "a link in a PDF": (
        "a.pdf",
        lambda: a_pdf(
            lambda w: w.add_annotation(
                0, Link(rect=(1, 1, 9, 9), url="https://example.org/%54ess")
            )
        ),
    ),
    "an earlier version in a PDF": ("a.pdf", _earlier),
    "an answer on a PDF form that a program saved as a stream": (
        "a.pdf",
        lambda: a_pdf(lambda w: _streamed(w, "/Widget", "/V", "Ask Tess Oakhollow.")),
    ),
    "the rich text of a note in a PDF": (
        "a.pdf",
        lambda: a_pdf(
            lambda w: _streamed(w, "/FreeText", "/RC", "Ask Tess Oakhollow.")
        ),
    ),
    "a stamp on a PDF, whose words are only drawn": (
        "a.pdf",
        lambda: a_pdf(lambda w: _drawn(w, "Ask Tess Oakhollow.")),
    ),
    "a ticked box on a PDF, whose words are only drawn": (
        "a.pdf",
        lambda: a_pdf(lambda w: _drawn(w, "Ask Tess Oakhollow.", state="/Yes")),
    ),
    "a comment in a text": ("a.md", lambda: b"Good.\n<!-- ask Tess -->\n"),
    "a text in another coding": ("a.txt", lambda: "Zoë".encode("utf-16")),
    "a rich text": ("a.rtf", lambda: rb"{\rtf1 {\b Te}ss \u79?akhollow}"),
}


def _noted(package: bytes, note: bytes) -> bytes:
    made = io.BytesIO(package)
    with zipfile.ZipFile(made, "a") as target:
        target.comment = note
    return made.getvalue()


INNOCENT = (
    "We ask every person what they want to happen, and write down their words.",
    "Reviews are held within two working days when a check-in is missed.",
    "The safeguarding lead looks at each decision with the person.",
    "In the last year 38 of 40 reviews were held on time (95%).",
    "People are offered an advocate on the day we see that it would help.",
    "Our quality lead samples ten records each month, at least one per service.",
    "A man in his sixties now goes out alone most weeks.",
    "The oak tree by the hollow was cut down.",
    "The keyworker, the team leader and the manager meet on the last Monday.",
    "Contract reference ITT-2026-118, lot 3, volume 2.",
    "Total price 1,632,960 pounds over 4 years.",
    "Submitted on 18 December 2026 by 12:00.",
    "Policy 4.2.1, version 7, July 2026.",
    "Between 1 December 2025 and 30 November 2026 we opened 24 cases.",
    "e.g. large print, easy read, B.S.L. or a recording",
    "The U.K. standard, i.e. DAPB1605, applies at 9 a.m. and 5 p.m.",
    "We bring a bank statement to the meeting if the person wants it.",
    "The house has twelve rooms and a garden.",
    "An osier basket stood on the street corner.",
    "Did the review happen? Leave was agreed. The washing machine came in.",
    "I want to keep my tenancy, she told us in a survey of 60 people.",
    "Keep the door shut when the alarm sounds.",
    "We tested the phone line: 0300 123 4567.",
    "Call 999 in an emergency or 111 for advice.",
    "ISO 9001:2015 and Cyber Essentials Plus.",
    "Staff turnover fell from 31% to 22%.",
    "The tessellated floor and the zoetrope were restored.",
    "Possess, success, process, tester: these words hold others.",
    "A team of moirai, brands and bands.",
    "He chose the quill pen and the mere view.",
    "Valley services and the weir project are not ours.",
    "29 people were asked; in July 19 said yes and 48 had not answered.",
    "We met on 29 July 2026 with commissioners.",
    "Section 27, Part B, item 2 (c) and (d).",
    "Appendix A1, Table 2, page 14 of 52.",
    "Boundary lines kept: 8 of 11. To do list: none.",
    "Life is better; bold ideas, live links and lit rooms.",
    "We do not say who. B. said nothing; L. agreed.",
    "Teas and sandwiches were served; a tease of an offer.",
    "The register is read on the second Tuesday of each month.",
    "T and O levels, to be or not to be, so to say.",
    "Ring the office on 01632 960100 on any working day.",
    "Our values: listen, ask, agree, act, review, learn.",
    "Oak Hill and Hollow Lane are names of invented routes.",
)


def disguised() -> dict[str, tuple[str, bytes]]:
    """Every disguise as a file: its label, its name, its bytes."""
    texts = {label: ("answer.md", text.encode()) for label, text in TEXTS.items()}
    files = {label: (name, make()) for label, (name, make) in FILES.items()}
    return {**texts, **files}
