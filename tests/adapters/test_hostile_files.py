"""T21: what is made to do harm is refused with a reason, quickly, and kept as it is."""

import io
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfWriter

from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.inbox import Inbox
from workflow.adapters.journal import RunLog
from workflow.adapters.limited import LimitedParser
from workflow.services.importing import Desk, Outcome, import_forms

QUICK = 120.0  # seconds, with other tests running beside


def pdf(*objects: bytes, trailer: bytes = b"<</Root 1 0 R/Size 9>>") -> bytes:
    """A PDF of some objects, numbered from 1, with a right table of where they are."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, rows))
    out.write(b"trailer\n%s\nstartxref\n%d\n%%%%EOF" % (trailer, start))
    return out.getvalue()


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def endless_pages() -> bytes:
    return pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


def endless_parents() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/Annots[4 0 R]>>"
    field = b"<</Subtype/Widget/T(a)/Parent 4 0 R/FT/Tx/V(words)>>"
    return pdf(CATALOG, PAGES, page, field)


def endless_tables() -> bytes:
    raw = pdf(CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R>>")
    start = raw.rindex(b"xref\n0")
    return raw.replace(b"/Size 9", b"/Size 9/Prev %d" % start)


def endless_reference() -> bytes:
    return pdf(CATALOG, b"2 0 R", b"3 0 R")


def bomb() -> bytes:
    packed = zlib.compress(b"\0" * 400_000_000, 9)
    head = b"<</Type/ObjStm/N 100/First 10/Filter/FlateDecode/Length %d>>stream\n"
    table = b"<</Type/XRef/Root 1 0 R/Size 9/W[1 4 2]/Filter/FlateDecode/Length %d>>"
    body = (
        b"%PDF-1.7\n1 0 obj\n" + head % len(packed) + packed + b"\nendstream\nendobj\n"
    )
    start = len(body)
    body += b"2 0 obj\n" + table % len(packed) + b"stream\n" + packed
    return body + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % start


def endless_stream() -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots 4 0 R>>"
    stream = b"<</Length 1125899906842624>>stream\nq\nendstream"
    return pdf(CATALOG, PAGES, page, stream)


def many_fields() -> bytes:
    kids = b" ".join(b"<</Subtype/Widget/T(f%d)/V(x)>>" % n for n in range(60_000))
    return pdf(CATALOG, PAGES, b"<</Type/Page/Parent 2 0 R/Annots[%s]>>" % kids)


def deep_arrays() -> bytes:
    return pdf(CATALOG, PAGES, b"[" * 50_000 + b"]" * 50_000)


def locked() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def acting() -> bytes:
    catalog = CATALOG[:-2] + b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"
    return pdf(catalog, PAGES, b"<</Type/Page/Parent 2 0 R>>")


def embedding() -> bytes:
    names = b"/Names<</EmbeddedFiles<</Names[(a.exe) 4 0 R]>>>>>>"
    file = b"<</Type/Filespec/F(a.exe)/EF<</F 5 0 R>>>>"
    stream = b"<</Length 2>>stream\nMZ\nendstream"
    page = b"<</Type/Page/Parent 2 0 R>>"
    return pdf(CATALOG[:-2] + names, PAGES, page, file, stream)


def xfa() -> bytes:
    catalog = CATALOG[:-2] + b"/AcroForm<</XFA(<xdp/>)/Fields[]>>>>"
    field = b"<</Subtype/Widget/T(_form)/V(visit/1/SG-2026-014)>>"
    page = b"<</Type/Page/Parent 2 0 R/Annots[%s]>>" % field
    return pdf(catalog, PAGES, page)


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"<w/>" + b" " * 200_000_000)
    return out.getvalue()


def many_members() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for number in range(20_000):
            file.writestr(f"../../{number}", b"")
    return out.getvalue()


ATTACKS: dict[str, Callable[[], bytes]] = {
    "pages that are their own parent": endless_pages,
    "fields that are their own parent": endless_parents,
    "tables that go round": endless_tables,
    "an object that is itself": endless_reference,
    "400 MB in one": bomb,
    "a stream of a petabyte": endless_stream,
    "60,000 fields": many_fields,
    "50,000 levels": deep_arrays,
    "a password": locked,
    "a script": acting,
    "a program inside": embedding,
    "a form of another kind": xfa,
    "a Word document that is a bomb": zip_bomb,
    "a zip of 20,000 that climbs": many_members,
    "an old Office file": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 9000,
    "a program called a form": lambda: b"MZ" + b"\0" * 9000,
    "a page of entities": lambda: (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html>&b;</html>'
    ),
    "a page of another place": lambda: (
        b'<html><script src="http://evil.test/x.js"></script></html>'
    ),
    "a page that never ends": lambda: b"<html>" + b"<script id=" * 80_000 + b">",
    "deep text": lambda: b'{"a":' + b"[" * 400_000 + b"]" * 400_000 + b"}",
    "a long number": lambda: b'{"alongside_form": ' + b"9" * 900_000 + b"}",
}


SLOW = {
    "400 MB in one",
    "60,000 fields",
    "50,000 levels",
    "a Word document that is a bomb",
    "a zip of 20,000 that climbs",
    "a page that never ends",
    "deep text",
    "a stream of a petabyte",
}


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param(name, marks=[pytest.mark.long] if name in SLOW else [])
        for name in sorted(ATTACKS)
    ],
)
def test_it_is_refused_with_a_reason_and_kept_as_it_is(
    attack: str, tmp_path: Path
) -> None:
    content = ATTACKS[attack]()
    for name in ("cases/SG-2026-014", "inbox"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "inbox" / "form.pdf").write_bytes(content)
    log = RunLog(tmp_path / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")
    shelf, inbox = FormProposals(tmp_path), Inbox(tmp_path, lambda _: None)
    begun = time.monotonic()
    (found,) = import_forms(Desk(inbox, LimitedParser(), shelf, log))
    assert time.monotonic() - begun < QUICK
    assert found.outcome is Outcome.REFUSED
    assert found.reason.strip().endswith((".", "forms"))
    assert "Traceback" not in found.reason
    assert (tmp_path / "inbox" / "_refused" / "form.pdf").read_bytes() == content
    assert not (tmp_path / "cases" / "SG-2026-014" / "_proposals").exists()
