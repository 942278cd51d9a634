"""The assessment tells what the program knows, and never speaks over the provider."""

import re
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from docx import Document

from workflow.adapters.dpia_files import load_wording
from workflow.adapters.retention_files import load_policy
from workflow.cli import main
from workflow.domain.case_files import SEVERAL, SINGLE
from workflow.domain.fields import catalogue
from workflow.domain.governance.assessment import HELD, assessment
from workflow.domain.governance.guards import GUARDS
from workflow.domain.records.base import Reader
from workflow.wiring.office import Office

DAY = date(2026, 11, 23)
FILE = "governance/reports/Data protection impact assessment.docx"


def dpia(root: Path) -> str:
    at = ["--workspace", str(root), "--today", "2026-11-23"]
    done = CliRunner().invoke(main, [*at, "dpia"])
    assert done.exit_code == 0, done.output
    return done.output


def said(root: Path) -> dict[str, object]:
    organisation = Office(root, DAY).practice
    return assessment(organisation.organisation, load_policy(root), load_wording(root))


def text(path: Path) -> str:
    doc = Document(str(path))
    cells = (c.text for t in doc.tables for r in t.rows for c in r.cells)
    return "\n".join((*(p.text for p in doc.paragraphs), *cells))


def test_it_is_made_once_and_what_is_written_in_it_stays(workspace: Path) -> None:
    assert "Fill in the boxes" in dpia(workspace)
    assert "up to date" in dpia(workspace)
    path = workspace / FILE
    doc = Document(str(path))
    doc.add_paragraph("We have asked everybody at the house meeting.")
    doc.save(str(path))
    ours = path.read_bytes()
    config = workspace / "config/dpia.yaml"
    config.write_text(config.read_text("utf-8").replace("  - To plan", "  - We plan"))
    assert "stays as you wrote it" in dpia(workspace)
    assert path.read_bytes() == ours
    assert len(list(path.parent.glob("Data protection*update*.docx"))) == 1


def test_every_file_of_a_case_is_told_with_who_sees_how_much(workspace: Path) -> None:
    held = said(workspace)["held"]
    assert isinstance(held, list)
    assert len(held) == len({**SINGLE, **SEVERAL}) == len(HELD)
    person = next(row for row in held if row["what"] == HELD["person.yaml"])
    fields = catalogue(SINGLE["person.yaml"])
    assert person["fields"] == str(len(fields))
    assert person["person"] == str(sum(Reader.PERSON in f.seen_by for f in fields))
    assert (person["staff"], person["manager"]) == ("all", "all")


def test_every_guard_and_every_risk_is_in_it_and_no_person(workspace: Path) -> None:
    dpia(workspace)
    found = text(workspace / FILE)
    for guard in GUARDS:
        assert guard.place.replace("`", "") in found
    risks = load_wording(workspace).risks
    assert len(risks) > 7
    for risk in risks:
        assert risk.risk in found
        assert risk.yours in found
    staff = Office(workspace, DAY).practice
    for member in staff.organisation.staff.record.staff:
        assert not re.search(rf"\b{member.name}\b", found)


def test_every_risk_finds_measures_that_the_program_has(workspace: Path) -> None:
    for risk in load_wording(workspace).risks:
        for words in risk.guards:
            assert [g for g in GUARDS if words in g.place], (risk.id, words)


def test_it_says_whether_the_provider_has_decided_how_long(workspace: Path) -> None:
    dpia(workspace)
    assert "nothing can be destroyed" in text(workspace / FILE)
    path = workspace / "config/retention.yaml"
    decided = path.read_text("utf-8").replace("  by:\n", "  by: st-06\n")
    path.write_text(decided.replace('"on":\n', '"on": 2026-11-01\n'), "utf-8")
    dpia(workspace)
    assert "Decided by st-06 on 1 November 2026." in text(workspace / FILE)
