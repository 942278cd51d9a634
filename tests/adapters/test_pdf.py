"""PDFs by the word processor: tagged, in batches, never waiting for ever."""

import io
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document
from pikepdf import Pdf, parse_content_stream
from pypdf import PdfReader
from pypdf.generic import BooleanObject, Destination, DictionaryObject

from workflow.adapters.pdf.converter import (
    Converter,
    Converters,
    LibreOffice,
    find_libreoffice,
)
from workflow.adapters.pdf.decoration import marked
from workflow.adapters.pdf.properties import cleaned

HANGS = 4.0  # seconds of patience: no program that works takes so long to begin
WHOLE = b"%PDF-1.7\nx\n%%EOF\n"


def word(text: str, title: str = "A plan") -> bytes:
    doc = Document()
    doc.core_properties.title = title
    doc.core_properties.author = "Somebody Known"
    doc.add_heading("What we do", 1)
    doc.add_paragraph(text)
    language = doc.styles.element.find(
        ".//{*}rPrDefault/{*}rPr/{*}lang",
    )
    language.set(f"{{{language.nsmap['w']}}}val", "en-GB")
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


def real() -> Converter:
    office = find_libreoffice()
    assert office
    return Converter(office)


def made(converter: Converter, *documents: bytes) -> list[bytes]:
    results = converter.convert(documents)
    assert [r.problem for r in results] == [""] * len(documents)
    return [r.pdf or b"" for r in results]


def value(inside: DictionaryObject, first: str, second: str) -> object:
    found = inside[first].get_object()
    assert isinstance(found, DictionaryObject)
    known = found[second].get_object()
    assert isinstance(known, BooleanObject)
    return known.value


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@dataclass(frozen=True)
class Script:
    """A word processor played by a Python script."""

    source: str
    name: str = "LibreOffice"

    def command(self, names: Sequence[str], folder: Path, profile: Path) -> list[str]:
        """Run the script where the documents lie."""
        assert folder.is_dir()
        profile.mkdir(parents=True)
        common = (
            "import os, pathlib, sys, time\n"
            "names = [pathlib.Path(n) for n in sys.argv[1:]]\n"
            "def make(name, content=" + repr(WHOLE) + "):\n"
            "    pathlib.Path('out', name.stem + '.pdf').write_bytes(content)\n"
        )
        return [sys.executable, "-c", common + self.source, *names]


def test_a_pdf_is_tagged_and_has_title_language_and_headings() -> None:
    (pdf,) = made(real(), word("Tea at four."))
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.root_object
    assert value(root, "/MarkInfo", "/Marked") is True
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == "en-GB"
    assert value(root, "/ViewerPreferences", "/DisplayDocTitle") is True
    assert reader.metadata
    assert reader.metadata.title == "A plan"
    xmp = reader.xmp_metadata
    assert xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp.stream.get_data().decode()
    headings = [i.title for i in reader.outline if isinstance(i, Destination)]
    assert headings == ["What we do"]
    assert "Tea at four." in words(pdf)


def test_nobody_and_no_time_stands_in_a_pdf_and_the_bytes_are_the_same() -> None:
    document = word("Tea at four.")
    (first,) = made(real(), document)
    (second,) = made(real(), document)
    assert first == second
    assert b"Somebody" not in first
    assert "Somebody".encode("utf-16-be") not in first
    metadata = PdfReader(io.BytesIO(first)).metadata
    assert metadata
    assert metadata.creation_date
    assert metadata.creation_date.year == 1980
    assert not (metadata.author or "").strip("\0 ")


def test_many_documents_come_back_in_their_order() -> None:
    pdfs = made(real(), *(word(f"Number {n}.") for n in range(9)))
    for number, pdf in enumerate(pdfs):
        assert f"Number {number}." in words(pdf)


def test_two_at_once_both_succeed() -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(made, real(), word(text)) for text in ("One.", "Two.")]
        assert ["One." in words(runs[0].result()[0])] == [True]
        assert ["Two." in words(runs[1].result()[0])] == [True]


def test_a_hung_program_is_ended_and_told_of(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    told = f"pathlib.Path({str(note)!r}).write_text(str(os.getpid()))"
    source = f"{told}; time.sleep(600)"
    began = time.monotonic()
    results = Converter(Script(source), patience=HANGS).convert([b"one", b"two"])
    assert time.monotonic() - began < 300
    assert [r.pdf for r in results] == [None, None]
    assert "did not answer for 4 seconds and was ended" in results[0].problem
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_one_document_that_hangs_costs_only_itself() -> None:
    source = (
        "for name in names:\n"
        "    if name.read_bytes() == b'bad': time.sleep(600)\n"
        "    make(name)\n"
    )
    documents = [b"a", b"bad", b"b", b"c"]
    results = Converter(Script(source), patience=HANGS).convert(documents)
    assert [r.pdf is not None for r in results] == [True, False, True, True]


def test_the_first_document_may_hang_and_the_rest_are_made() -> None:
    source = (
        "for name in names:\n"
        "    if name.read_bytes() == b'bad': time.sleep(600)\n"
        "    make(name)\n"
    )
    results = Converter(Script(source), patience=HANGS).convert([b"bad", b"a", b"b"])
    assert [r.pdf is not None for r in results] == [False, True, True]


def test_what_failed_once_is_tried_again(tmp_path: Path) -> None:
    mark = tmp_path / "tried"
    source = (
        f"mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists(): mark.touch(); sys.exit(1)\n"
        "for name in names: make(name)\n"
    )
    results = Converter(Script(source)).convert([b"a", b"b"])
    assert [r.problem for r in results] == ["", ""]


@pytest.mark.parametrize(
    "source",
    ["sys.exit(1)", "for name in names: make(name, b'%PDF-1.7 half')"],
)
def test_no_pdf_or_half_a_one_is_a_problem_in_words(source: str) -> None:
    (result,) = Converter(Script(source)).convert([b"a"])
    assert result.pdf is None
    assert result.problem == "LibreOffice could not make it"


def test_a_program_that_is_not_there_is_a_problem_in_words() -> None:
    (result,) = Converter(LibreOffice("/no/such/program")).convert([b"a"])
    assert "could not make it" in result.problem


def test_what_the_first_program_cannot_make_the_next_one_makes() -> None:
    only_a = "for name in names:\n    if name.read_bytes() == b'a': make(name)\n"
    both = "for name in names: make(name, b'%PDF-1.7 next\\n%%EOF')\n"
    first, second = Converter(Script(only_a)), Converter(Script(both))
    results = Converters((first, second)).convert([b"b", b"a", b"c"])
    assert [r.problem for r in results] == ["", "", ""]
    assert [b"next" in (r.pdf or b"") for r in results] == [True, False, True]
    (alone,) = Converters((first,)).convert([b"b"])
    assert alone.problem == "LibreOffice could not make it"


def test_a_document_that_is_none_does_not_hold_up_the_others() -> None:
    results = real().convert([word("One."), b"PK\x03\x04 not whole", word("Two.")])
    assert [bool(r.pdf) for r in (results[0], results[2])] == [True, True]


def test_nothing_of_a_case_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made(real(), word("Tea at four."))
    Converter(Script("time.sleep(600)"), patience=0.3).convert([b"a"])
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("alongside")] == []


def test_cleaning_keeps_every_place_in_the_file() -> None:
    pdf = (
        b"<</Author(Some \\) body)/CreationDate(D:20261125100432Z')>> "
        b"<xmp:CreateDate>2026-11-25T10:04:32Z</xmp:CreateDate> "
        b"/ID [ <AEB6> <AEB6> ] /DocChecksum /22D1 "
        b"/Author<FEFF0053> <dc:creator><rdf:Seq><rdf:li>Some</rdf:li>"
    )
    clean = cleaned(pdf)
    assert len(clean) == len(pdf)
    assert b"body" not in clean
    assert b"2026" not in clean
    assert b"Some" not in clean
    assert b"FEFF0053" not in clean
    assert cleaned(clean) == clean


def painted(*instructions: bytes) -> bytes:
    """A one-page PDF that draws these instructions and says nothing of them."""
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.pages[0].Contents = pdf.make_stream(b"\n".join(instructions))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def drawn(pdf: bytes) -> list[str]:
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return [str(i.operator) for i in parse_content_stream(opened.pages[0])]


def test_what_is_only_painted_is_marked_as_decoration() -> None:
    frame = marked(painted(b"q 1 w", b"10 10 m 90 10 l S", b"0 0 5 5 re f*", b"Q"))
    once = ["BMC", "m", "l", "S", "EMC", "BMC", "re", "f*", "EMC"]
    assert drawn(frame) == ["q", "w", *once, "Q"]


def test_what_is_tagged_or_only_clips_stays_as_it_is() -> None:
    tagged = painted(b"/P <</MCID 0>> BDC 0 0 5 5 re f EMC", b"0 0 9 9 re W n")
    assert marked(tagged) == tagged


def test_what_is_no_pdf_is_given_back() -> None:
    assert marked(WHOLE) == WHOLE
    assert marked(b"") == b""


def test_marking_twice_changes_nothing_and_the_same_gives_the_same() -> None:
    page = painted(b"0 0 5 5 re f")
    assert marked(page) == marked(page)
    assert marked(marked(page)) == marked(page)
