"""`alongside inspection`: every statement has its line; the other pack has nobody."""

import json
import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import page as validator
import pytest
from click.testing import CliRunner, Result
from docx import Document
from pypdf import PdfReader

from tests.golden import test_accessible as accessible
from workflow.adapters.pdf.converter import find_libreoffice
from workflow.cli import main
from workflow.domain.anonymise import identifiers, residue
from workflow.domain.governance.inspection import LEFT_OUT, anonymised, letters
from workflow.services.inspecting import anonymised_pack, full_pack
from workflow.wiring.evidence import Evidence
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
HOME = "governance/pack/2026-11-23"
PHRASE = "leave the washing in"


def run(workspace: Path, *words: str) -> Result:
    at = ["--workspace", str(workspace), "--today", TODAY.isoformat()]
    return CliRunner().invoke(main, [*at, *words])


@pytest.fixture(scope="module")
def office(starter: Path) -> Office:
    return Office(starter, TODAY)


def said(content: bytes) -> str:
    """Everything a Word file says in any of its parts."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return "\n".join(
            package.read(name).decode("utf-8", "ignore") for name in package.namelist()
        )


def texts(content: bytes) -> dict[str, str]:
    document = Document(BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return {"body": "\n".join([*(p.text for p in document.paragraphs), *cells])}


def full(office: Office) -> bytes:
    return full_pack(office.workshop, TODAY).files["Inspection pack.docx"]


def test_every_statement_has_a_line_that_is_there(
    office: Office, starter: Path
) -> None:
    document = Document(BytesIO(full(office)))
    ref, found = "", 0
    for block in document.iter_inner_content():
        style = block.style.name if block.style else ""
        text = getattr(block, "text", "")
        if style == "Heading 1":
            ref = text.partition(",")[0]
        if not ref.startswith("SG-"):
            continue  # at a glance: what the cases below say
        places = []
        if style == "List Bullet":
            places = [re.fullmatch(r".* \[(.+):(\d+)\]", text, flags=re.DOTALL)]
        for row in list(getattr(block, "rows", ()))[1:]:
            places.append(re.fullmatch(r"(.+):(\d+)", row.cells[-1].text))
        for place in places:
            assert place, (ref, text)
            file, line = place[1], int(place[2])
            shared = file.startswith("governance/")
            home = starter if shared else starter / "cases" / ref
            assert len((home / file).read_text().splitlines()) >= line
            found += 1
    assert found > 100


def test_a_statement_stands_where_it_says(office: Office, starter: Path) -> None:
    text = texts(full(office))["body"]
    (line,) = re.findall(r"“That one. Every other Sunday.” \[plan.yaml:(\d+)\]", text)
    plan = (starter / "cases/SG-2026-014/plan.yaml").read_text().splitlines()
    assert "garden" in " ".join(plan[int(line) - 1 : int(line) + 1])


@pytest.mark.parametrize(("said", "shown"), [("", 1), ("month: October", 0)])
def test_a_sample_whose_month_nobody_can_read_stops_no_pack(
    workspace: Path, said: str, shown: int
) -> None:
    sampled = workspace / "governance/sampling/2026-10.yaml"
    words = sampled.read_text()
    assert 'month: "2026-10"' in words
    sampled.write_text(words.replace('month: "2026-10"', said))
    body = texts(full(Office(workspace, TODAY)))["body"]
    assert ("governance/sampling/2026-10.yaml" in body) == bool(shown)


def test_the_words_to_stop_are_in_neither_pack(workspace: Path) -> None:
    learned = workspace / "cases/SG-2026-021/learning/2026-10-30-01.yaml"
    plan = (workspace / "cases/SG-2026-021/plan.yaml").read_text()
    phrase = "safe_contact: {exit_phrase: {phrase: leave the washing in}}\n"
    assert "safe_contact" not in plan
    (workspace / "cases/SG-2026-021/plan.yaml").write_text(plan + phrase)
    told = learned.read_text().replace(
        "what_we_learned: ", f"what_we_learned: When she says {PHRASE}, go. "
    )
    assert PHRASE in told
    learned.write_text(told)
    there = Office(workspace, TODAY)
    shop = there.workshop
    for pack in (
        full_pack(shop, TODAY),
        anonymised_pack(shop, Evidence(there).looked_through, TODAY),
    ):
        for name, content in pack.files.items():
            assert PHRASE not in said(content), name


def test_the_anonymised_pack_points_to_nobody(office: Office) -> None:
    pack = anonymised_pack(office.workshop, Evidence(office).looked_through, TODAY)
    ((name, content),) = pack.files.items()
    assert name == "Inspection pack (anonymised).docx"
    folders = [office.cases.load(ref).folder for ref in office.cases.refs()]
    organisation = office.practice.organisation
    known = identifiers(folders, organisation, organisation.common_words)
    assert residue(said(content), known) == ()
    assert pack.leaks == ()
    body = texts(content)["body"]
    assert not re.search(r"\d{1,2} (October|November) 2026", body)
    assert not re.search(r"\.yaml|SG-2026", body)
    for line in LEFT_OUT:
        assert line in body


def test_the_two_differ_only_as_listed() -> None:
    when = {"when": "3 August 2026", "month": "August 2026"}
    asked: dict[str, object] = {"question": "Q", "state": "Clear", "count": "1"}
    case: dict[str, object] = {
        "ref": "SG-1",
        "service": "Quillmere House",
        "opened": "3 August 2026",
        "state": "Active",
        "questions": [{**asked, "lines": ["a statement"]}],
        "timeline": [{**when, "what": "W", "where": "f:1"}],
        "sampling": [{"month": "October 2026", "result": "R", "where": "f:2"}],
        "learning": [{"learned": "L", "changed": "C", "stage": "S", "where": "f:3"}],
        "managerial": [{**when, "reasons": "R", "why": "Y", "outcome": "O"}],
    }
    pack: dict[str, object] = {"provider_name": "P", "left_out": [], "cases": [case]}
    found = anonymised(pack, {"SG-1": "Case A"}, {"Quillmere House": "a home"}, ())
    month = {"when": "August 2026", "month": "August 2026"}
    assert found == {
        "provider_name": "P",
        "left_out": list(LEFT_OUT),
        "cases": [
            {
                "ref": "Case A",
                "service": "a home",
                "opened": "August 2026",
                "state": "Active",
                "questions": [{**asked, "lines": []}],
                "timeline": [{**month, "what": "W", "where": ""}],
                "sampling": [{"month": "October 2026", "result": "R", "where": ""}],
                "learning": [
                    {"learned": "L", "changed": "C", "stage": "S", "where": ""}
                ],
                "managerial": [
                    {**month, "reasons": "R", "why": "Y", "outcome": "O", "where": ""}
                ],
            }
        ],
    }


def test_letters_are_each_their_own_and_go_on_after_z() -> None:
    refs = [f"SG-2026-{n:03}" for n in range(60)]
    named = letters(refs, "x")
    assert len(set(named.values())) == 60
    assert {"Case A", "Case Z", "Case AA", "Case BH"} <= set(named.values())
    assert list(named) != refs


def test_one_command_makes_the_folder(workspace: Path) -> None:
    Office(workspace, TODAY).build()
    result = run(workspace, "--json", "inspection")
    assert result.exit_code == 0
    files = json.loads(result.stdout)["files"]
    assert f"{HOME}/Inspection pack.docx" in files
    assert f"{HOME}/Record sampling 2026-10.docx" in files
    assert f"{HOME}/SG-2026-021 Auditor's sheet.docx" in files
    assert all((workspace / file).is_file() for file in files)
    assert run(workspace, "inspection", "--anonymised").exit_code == 0
    other = workspace / f"{HOME} anonymised"
    assert [p.name for p in other.iterdir()] == ["Inspection pack (anonymised).docx"]
    key = workspace / f"{HOME} key, not to hand over.txt"
    assert "SG-2026-021" in key.read_text()


def test_a_pack_that_points_to_somebody_is_not_written(workspace: Path) -> None:
    provider = workspace / "config/provider.yaml"
    provider.write_text(
        provider.read_text().replace(
            "provider_name: Larkrise Bridge Support", "provider_name: Aspinshaw Care"
        )
    )
    result = run(workspace, "inspection", "--anonymised")
    assert result.exit_code == 5
    assert "Aspinshaw" in result.stdout
    assert not (workspace / "governance/pack").exists()


def test_everybody_can_read_both_packs(workspace: Path, tmp_path: Path) -> None:
    office = Office(workspace, TODAY)
    made = tmp_path / "packs"
    made.mkdir()
    nobody = anonymised_pack(office.workshop, Evidence(office).looked_through, TODAY)
    (made / "full.docx").write_bytes(full(office))
    for name, content in nobody.files.items():
        (made / name).write_bytes(content)
    for rule in READABLE:
        rule(made)


READABLE = (
    accessible.test_headings_are_in_order,
    accessible.test_no_heading_is_empty_and_none_is_only_bold_text,
    accessible.test_every_table_has_a_header_row_and_no_merged_cells,
    accessible.test_every_document_tells_its_language_and_title,
    accessible.test_lists_are_real_lists,
    accessible.test_text_is_left_aligned_and_never_in_italics_or_capitals,
)


@pytest.mark.skipif(find_libreoffice() is None, reason="a PDF needs LibreOffice")
@pytest.mark.parametrize(
    ("more", "name"),
    [
        ((), "Whole inspection pack.pdf"),
        (("--anonymised",), "Whole inspection pack (anonymised).pdf"),
    ],
)
def test_either_pack_is_one_pdf_too_that_can_be_read_out(
    workspace: Path, more: tuple[str, ...], name: str
) -> None:
    result = run(workspace, "--json", "inspection", "--pdf", *more)
    files = [workspace / file for file in json.loads(result.stdout)["files"]]
    (whole,) = (file for file in files if file.name == name)
    reader = PdfReader(whole)
    words = [page.extract_text() for page in reader.pages]
    assert "Anonymised" in words[0] if more else "In full" in words[0]
    assert f"Page {len(words)} of {len(words)}" in words[-1]
    titles = [str(i.title) for i in reader.outline if not isinstance(i, list)]
    assert titles[:2] == ["Contents", f"I{name[7:-4]}"]
    assert all(("Case A" in words[1], "SG-2026" not in "".join(words))) is bool(more)
    profile = validator.ValidationProfile.PDF_UA_1
    found = validator.validate_pdf_bytes(whole.read_bytes(), profile=profile)
    assert [(f.rule_id, f.message) for f in found.failures] == []


def test_the_next_day_nothing_of_governance_is_made_again(workspace: Path) -> None:
    Office(workspace, TODAY).build()
    made = Office(workspace, date(2026, 11, 24)).build().made
    ours = ("D10", "D11", "D14", "D18", "D19", "D21")
    assert [one.file for one in made if one.document in ours] == []
