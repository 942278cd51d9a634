"""D10, D11, D14, the limits and the weekly note: word for word, and for everybody."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.golden import test_accessible as accessible
from tests.golden.compared import as_before
from tests.golden.test_documents import everything, words
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.anonymise import residue
from workflow.domain.governance.unnamed import people
from workflow.wiring.office import Office

HERE = Path(__file__).parent / "governance"
FIRST, LATER = date(2026, 11, 23), date(2026, 12, 14)
KINDS = (
    "Record sampling",
    "Supervision prompts",
    "Evidence summary",
    "Limits on freedom",
    "Weekly note",
    "Learning log",
)
LIMITS = """\
restrictions:
  - id: X1
    what: Front-door sensor tells staff when the door opens at night
    kind: privacy
    started_on: 2026-11-16
    rationale: Corin's visits run late, and Tam was found outside twice.
    risk_refs: [R1]
    freedom_affected: Going out at night without anyone knowing.
    less_restrictive:
      - {tried_or_considered: A night light, why_not_enough: Went out twice.}
    person_view: I don't mind it pinging.
    basis: person_agrees
    authorised_by: st-01
    review_on: 2026-12-18
    status: active
  - {id: X2, what: No phone after nine, kind: phone_internet, started_on: 2026-11-10,
     status: active}
"""
NOVEMBER = """\
schema_version: 1
month: "2026-11"
sampled_on: 2026-12-08
sampled_by: st-06
open_cases: 3
method: All three open cases.
items:
  - {case_ref: SG-2026-014, wanted: clear, choices: clear, agreed: partly,
     changed: clear, own_words: clear, boundaries: clear, review_dates: clear,
     restrictions: missing, respectful_language: clear, recognises_plan: said_yes,
     staff_asked_when_to_escalate: said_no, note: Tam has a phone limit without a why.,
     actions: [{what: Talk the phone limit over with Tam, owner: st-03,
                due_on: 2026-12-18}]}
themes: [A limit began as a favour]
"""


def several_incidents(root: Path) -> None:
    """Nine worries in one case, seven in another, in the weeks before the note."""
    for ref, count in (("SG-2026-014", 9), ("SG-2026-019", 7)):
        for day in range(17, 17 + count):
            name = f"2026-11-{day}-concern_note-01"
            folder = root / "cases" / ref / "records"
            (folder / f"{name}.yaml").write_text(
                f"schema_version: 1\ncase_ref: {ref}\nrecord_id: {name}\n"
                f"type: concern_note\ndate: 2026-11-{day}\nrecorded_by: st-09\n"
                "what_happened: Quiet at tea.\n"
            )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> Path:
    """The papers of the fixture day, and of a day on which much has gone wrong."""
    root = tmp_path_factory.mktemp("workspace")
    out = tmp_path_factory.mktemp("made")
    ignore = shutil.ignore_patterns("generated", "_*", "reports", "pack")
    for part in ("config", "templates", "cases", "governance", "tenders"):
        shutil.copytree(starter / part, root / part, ignore=ignore)
    Office(root, FIRST).build()
    kept(root, out, "first")
    plan = root / "cases/SG-2026-014/plan.yaml"
    plan.write_text(plan.read_text() + LIMITS)
    (root / "governance/sampling/2026-11.yaml").write_text(NOVEMBER)
    several_incidents(root)
    Office(root, LATER).build()
    kept(root, out, "later")
    return out


def kept(root: Path, out: Path, when: str) -> None:
    for path in root.glob("governance/**/reports/*.docx"):
        if path.name.startswith(KINDS):
            shutil.copy(path, out / f"{when}__{path.name}")


def test_every_paper_says_what_it_said(
    made: Path, request: pytest.FixtureRequest
) -> None:
    as_before({p.stem: words(p) for p in made.glob("*.docx")}, HERE, request)


def test_no_paper_names_anybody_we_support_or_around_them(
    made: Path, starter: Path
) -> None:
    cases = CaseFolders(starter)
    folders = [cases.load(ref).folder for ref in cases.refs()]
    organisation = load_organisation(starter)[0]
    provider = organisation.provider.record
    ours = {s.name for s in organisation.staff.record.staff}
    ours |= {s.name for s in provider.services}
    known = [one for one in people(folders, organisation) if one.text not in ours]
    for path in made.glob("*.docx"):
        assert residue(words(path), known) == (), path.name


def test_no_codes_or_empty_words_are_printed(made: Path) -> None:
    for path in made.glob("*.docx"):
        said = words(path)
        for slip in ("| None", "said_", "{{", "{%", "st-0", "[]", "n_clear", "()"):
            assert slip not in said, (path.name, slip)


def test_the_exit_phrase_is_in_none_of_them(made: Path) -> None:
    for path in made.glob("*.docx"):
        assert "washing" not in everything(path)


@pytest.mark.parametrize(
    "rule",
    [
        accessible.test_headings_are_in_order,
        accessible.test_no_heading_is_empty_and_none_is_only_bold_text,
        accessible.test_every_table_has_a_header_row_and_no_merged_cells,
        accessible.test_every_picture_says_in_words_what_it_shows,
        accessible.test_every_document_tells_its_language_and_title,
        accessible.test_lists_are_real_lists,
        accessible.test_text_is_left_aligned_and_never_in_italics_or_capitals,
        accessible.test_text_is_dark_on_a_pale_ground,
    ],
)
def test_everybody_can_read_them(made: Path, rule: Callable[[Path], None]) -> None:
    rule(made)


def test_they_are_as_short_as_they_should_be(made: Path, tmp_path: Path) -> None:
    most = {"Record sampling": 3, "Supervision": 2, "Weekly": 2, "Limits": 2}
    most |= {"Learning log": 1}
    papers = [p for p in made.glob("*.docx") if "Evidence" not in p.name]
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, papers)),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    pages = {p.name: len(PdfReader(p).pages) for p in tmp_path.glob("*.pdf")}
    assert len(pages) == len(papers)
    for name, count in pages.items():
        allowed = next(limit for start, limit in most.items() if start in name)
        assert count <= allowed, name


def test_the_weekly_note_hides_small_numbers(made: Path) -> None:
    first = words(made / "first__Weekly note to 2026-11-22.docx")
    rows = [line for line in first.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 12
    assert all("fewer than 5" in row for row in rows)


def test_the_weekly_note_counts_and_rounds_what_repeats(made: Path) -> None:
    later = words(made / "later__Weekly note to 2026-12-13.docx")
    (worry,) = [row for row in later.splitlines() if "A worry was noted" in row][:1]
    assert "about 15" in worry  # sixteen
    assert "Quillmere House: about 10" in worry  # nine
    assert "Larkrise at Home: fewer than 5" in worry
    assert "Fernhaugh Outreach: not shown" in worry  # or Larkrise could be worked out
    apart = later.partition("for the safeguarding lead alone")[2]
    assert "| SG-2026-014 | A worry was noted" in apart
    assert "SG-2026" not in later.partition("Where to look")[0]


def test_a_limit_without_a_reason_is_flagged_in_one_run(made: Path) -> None:
    for paper in ("Limits on freedom", "Weekly note to 2026-12-13"):
        said = words(made / f"later__{paper}.docx")
        assert "SG-2026-014 | This limits the person's freedom. Please finish" in said
    report = words(made / "later__Record sampling 2026-11.docx")
    assert "SG-2026-014: This limits the person's freedom. Please finish" in report


def test_last_months_fixes_are_followed_up(made: Path) -> None:
    report = words(made / "later__Record sampling 2026-11.docx")
    followed = report.partition("Fixes of earlier months")[2]
    assert "| October 2026, SG-2026-021 | Check front-page notes" in followed
    assert "Done on 18 November 2026" in followed
