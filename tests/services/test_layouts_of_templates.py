"""A template of one layout that is broken keeps only what is made with it waiting."""

import dataclasses
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from workflow.adapters.word.package import zipped
from workflow.domain.documents import Layout
from workflow.domain.template_faults import InUse
from workflow.services.building import BuildReport
from workflow.services.template_checking import TemplateReport, check_templates
from workflow.wiring.office import Office
from workflow.wiring.watching import watch

EASY = "templates/own-copy/template.easy_read.docx"
FAULTS = "templates/own-copy/template.easy_read (faults).docx"
COPY = "My plan (easy read).docx"


def broken(path: Path, text: str = "{{ plan.nowhere }}") -> None:
    """The template with one more paragraph."""
    doc = Document(io.BytesIO(path.read_bytes()))
    doc.add_paragraph(text)
    made = io.BytesIO()
    doc.save(made)
    path.write_bytes(made.getvalue())


def changed(template: bytes, name: str, old: bytes) -> bytes:
    """The template with some bytes of a part spoilt."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        parts = {each: package.read(each) for each in package.namelist()}
    assert old in parts[name]
    return zipped(parts | {name: parts[name].replace(old, b"another")})


def reports(workspace: Path, today: date) -> dict[Layout, TemplateReport]:
    bench = Office(workspace, today).bench
    own = check_templates(bench, bench.workshop.cases.refs(), ("own-copy",))
    return {report.sheet.layout: report for report in own}


def files(report: BuildReport) -> set[str]:
    return {f"{made.document} {made.file}" for made in report.documents}


@pytest.fixture
def easy(workspace: Path) -> Path:
    """A workspace in which everybody is given easy read and standard print."""
    for person in workspace.glob("cases/*/person.yaml"):
        lines = person.read_text(encoding="utf-8").splitlines()
        told = [
            "  formats: [easy_read, standard_print]" if "formats:" in line else line
            for line in lines
        ]
        person.write_text("\n".join(told) + "\n", encoding="utf-8")
    return workspace


def test_every_layout_of_a_document_is_checked(workspace: Path, today: date) -> None:
    broken(workspace / EASY)
    found = reports(workspace, today)
    assert found.keys() == set(Layout)
    wrong = found.pop(Layout.EASY_READ)
    assert [fault.kind for fault in wrong.looked.errors] == ["unknown_field"]
    assert wrong.annotated == FAULTS
    assert len(list(Document(str(workspace / FAULTS)).comments)) == 1
    assert all(report.looked.faults == () for report in found.values())


def test_what_a_layout_was_is_used_until_it_is_mended(easy: Path, today: date) -> None:
    first = Office(easy, today).build()
    broken(easy / EASY)
    second = Office(easy, today).build()
    (blocked,) = second.blocked
    assert (blocked.template, blocked.in_use) == (EASY, InUse.LAST_GOOD)
    assert files(second) == files(first)


def test_without_one_only_that_layout_waits_and_nothing_takes_its_place(
    easy: Path, today: date
) -> None:
    whole = files(Office(easy, today).build())
    for kept in easy.glob("templates/own-copy/_history/*"):
        kept.unlink()
    broken(easy / EASY)
    report = Office(easy, today).build()
    assert [b.in_use for b in report.blocked] == [InUse.NONE]
    gone = whole - files(report)
    assert gone
    assert all(name.endswith("(easy read).docx") for name in gone)
    pages = (easy / "cases").glob("*/generated/case-status.html")
    rows = [r for page in pages for r in page.read_text("utf-8").split("<tr>")]
    stale = [row for row in rows if "out of date" in row]
    assert stale
    assert all("(easy read).docx" in row for row in stale)


def test_a_broken_standard_template_leaves_the_other_layouts(
    easy: Path, today: date
) -> None:
    whole = files(Office(easy, today).build())
    for kept in easy.glob("templates/own-copy/_history/*"):
        kept.unlink()
    broken(easy / "templates/own-copy/template.docx")
    gone = whole - files(Office(easy, today).build())
    assert gone
    assert not any("easy read" in name for name in gone)


def test_it_says_what_makes_a_template_slow(workspace: Path, today: date) -> None:
    bench = Office(workspace, today).bench
    kind = next(k for k in bench.workshop.types if k.type.name == "full-plan")
    path = workspace / "templates/full-plan/template.docx"
    odd = changed(path.read_bytes(), "word/document.xml", b"drawingml/2006/wordproc")
    types = (dataclasses.replace(kind, template=odd, sha="odd"),)
    shop = dataclasses.replace(bench.workshop, types=types)
    (report,) = check_templates(dataclasses.replace(bench, workshop=shop), ())
    assert report.looked.errors == ()
    assert report.why_slow == "body: it names its elements in an unusual way"


def test_a_template_saved_while_watching_is_looked_at_at_once(
    easy: Path, today: date
) -> None:
    watching = watch(Office(easy, today), lambda: False, fixed_day=True, pause=0.2)
    first = next(watching)
    assert first.blocked == ()
    good = (easy / EASY).read_bytes()
    broken(easy / EASY)
    second = next(report for report in watching if report.blocked)
    assert [b.in_use for b in second.blocked] == [InUse.LAST_GOOD]
    assert (easy / FAULTS).is_file()
    (easy / EASY).write_bytes(good)
    third = next(report for report in watching if not report.blocked)
    assert not third.waiting
    assert not (easy / FAULTS).exists()
