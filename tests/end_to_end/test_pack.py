"""A tender pack from the command line: put together, renumbered, let go."""

import json
import re
import shutil
from pathlib import Path

import page
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader, PdfWriter

from workflow.adapters.pdf.converter import processors
from workflow.cli import main

REF = "T-2026-07"
HOME = f"tenders/{REF}"
NO_OFFICE = next(processors(), None) is None
bound = pytest.mark.skipif(NO_OFFICE, reason="the PDF needs a word processor")
ANSWER = """# How we make safeguarding personal

In {{TM15}} and {{TM03}} we see it.
The figures are in {{appendix:measures}}, {{page:measures}}.
Stories stand in {{appendix:stories}}, {{page:stories}}.
"""
POLICY = """schema_version: 1
appendices:
  - {id: measures, title: Our figures, made: measures}
  - {id: policy, title: Our policy, file: policy.pdf}
  - {id: stories, title: Stories, made: stories}
"""
TESTED = """
# Who wrote it, and who tried to find somebody in it.
prepared_by: st-09
intruder_test: {done_on: 2026-11-23, by: st-08, result: Nobody could be recognised.}
"""
NOTED = [
    "leak_check:",
    "  done_on: 2026-11-23",
    "  findings: 0",
    "released_on: 2026-11-23",
]


def run(workspace: Path, *words: str) -> Result:
    at = ["--workspace", str(workspace), "--today", "2026-11-23"]
    return CliRunner().invoke(main, [*at, *words])


def packed(workspace: Path) -> dict[str, list[str]]:
    made: dict[str, list[str]] = json.loads(
        run(workspace, "--json", "tender", REF).stdout
    )
    return made


@pytest.fixture(scope="module")
def made(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with figures and an answer that refers to its appendices."""
    home = tmp_path_factory.mktemp("packs")
    for part in ("config", "templates", "cases", "governance", "tenders"):
        shutil.copytree(starter / part, home / part)
    tender = home / HOME / "tender.yaml"
    said = tender.read_text("utf-8").replace("[TM01,", "[TM03, TM15, TM01,")
    tender.write_text(said + TESTED, "utf-8")
    answers = home / HOME / "answers"
    answers.mkdir()
    (answers / "Q4.md").write_text(ANSWER, "utf-8")
    period = ("--from", "2025-12-01", "--to", "2026-11-30")
    assert run(home, "measures", *period, "--for", REF).exit_code == 0
    return home


def pages(workspace: Path) -> list[str]:
    reader = PdfReader(workspace / HOME / "pack/Tender pack.pdf")
    return [re.sub(r"\s+", " ", one.extract_text()) for one in reader.pages]


def labels(workspace: Path) -> list[str]:
    found = (workspace / HOME / "pack").glob("A*.*")
    return sorted(path.name for path in found)


@bound
def test_an_appendix_in_the_middle_renumbers_the_whole_pack(made: Path) -> None:
    assert packed(made)["leaks"] == []
    before = pages(made)
    assert "Appendix A2, page" in " ".join(before)
    policy = PdfWriter()
    policy.add_blank_page(595, 842)
    policy.add_blank_page(595, 842)
    policy.write(made / HOME / "policy.pdf")
    (made / HOME / "assembly.yaml").write_text(POLICY, "utf-8")
    assert packed(made)["leaks"] == []
    after = pages(made)
    assert len(after) == len(before) + 2
    for number, text in enumerate(after[1:], start=2):
        assert f"Page {number} of {len(after)}" in text
    stories = max(n for n, t in enumerate(after, 1) if "Appendix A3: Stories" in t)
    assert f"Appendix A3, page {stories}." in " ".join(after)
    assert f"A3 Stories {stories}" in re.sub(r"\s+", " ", after[1])
    assert "A2 Our policy.pdf" in labels(made)
    assert not any(name.startswith("A2 Stories") for name in labels(made))
    reader = PdfReader(made / HOME / "pack/Tender pack.pdf")
    assert set(reader.metadata or {}) == {"/Title"}
    titles = [str(item.title) for item in reader.outline if not isinstance(item, list)]
    assert titles[:3] == ["Contents", "Tender evidence", "A1 Our figures"]
    led = [one.get_object() for one in reader.pages[1]["/Annots"]]  # type: ignore[attr-defined]
    assert [
        t for t in titles[1:] if not any(t in one["/Contents"] for one in led)
    ] == []
    for one in led:
        number = reader.pages.index(one["/Dest"][0].get_object()) + 1
        assert one["/Contents"].endswith(f", page {number}")
    found = page.validate_pdf_bytes(
        (made / HOME / "pack/Tender pack.pdf").read_bytes(),
        profile=page.ValidationProfile.PDF_UA_1,
    )
    assert [(f.rule_id, f.message) for f in found.failures] == []


@bound
def test_a_pack_is_the_same_without_any_case_but_only_released_with_them(
    made: Path, tmp_path: Path
) -> None:
    with_cases = packed(made)
    listed = (made / HOME / "pack/manifest.yaml").read_bytes()
    (made / "cases").rename(tmp_path / "cases")
    try:
        without = packed(made)
        refused = run(made, "tender", REF, "--release", "--signed", "st-02")
    finally:
        (tmp_path / "cases").rename(made / "cases")
    assert (made / HOME / "pack/manifest.yaml").read_bytes() == listed
    assert without["files"] == with_cases["files"]
    assert with_cases["checked"]
    assert not without["checked"]
    assert refused.exit_code == 5
    assert "may read the cases" in refused.output


@bound
def test_a_pack_is_let_go_once_and_a_story_taken_back_is_left_out_of_the_next(
    made: Path,
) -> None:
    packed(made)
    nobody = run(made, "tender", REF, "--release")
    assert nobody.exit_code == 5
    assert "has not signed" in nobody.output
    secret = made / HOME / "pack/A1 note.md"
    secret.write_text("Ask Winifred Aspinshaw.", "utf-8")
    leaking = run(made, "tender", REF, "--release", "--signed", "st-02")
    assert leaking.exit_code == 5
    assert "points to a person" in leaking.output
    assert "Winifred" not in leaking.output
    secret.unlink()
    before = (made / HOME / "tender.yaml").read_text("utf-8")
    gone = run(made, "tender", REF, "--release", "--signed", "st-02")
    assert gone.exit_code == 0, gone.output
    noted = (made / HOME / "tender.yaml").read_text("utf-8")
    assert [line for line in noted.splitlines() if line not in before] == NOTED
    assert [line for line in noted.splitlines() if line in before] == (
        before.splitlines()
    )
    kept = made / HOME / "releases/2026-11-23"
    assert (kept / "Tender pack.pdf").is_file()
    assert "st-02" in (kept / "release.yaml").read_text("utf-8")
    log = (made / "tenders/release_log.yaml").read_text("utf-8")
    assert '"measure": "TM15"' in log
    consent = made / "cases/SG-2026-019/consent.yaml"
    said = consent.read_text("utf-8")
    taken = said.replace("  expires_on: 2028-11-17", "  withdrawn_on: 2026-11-23")
    assert taken != said
    consent.write_text(taken, "utf-8")
    again = packed(made)
    (told,) = again["stories"]
    assert told.startswith("V-003 is left out: The person took it back.")
    assert "T-2026-07 on 2026-11-23" in told
    assert "Walking in like he owned the place" not in " ".join(pages(made))
    consent.write_text(said, "utf-8")


def test_expired_evidence_stops_the_pack_and_names_its_answers(made: Path) -> None:
    library = made / "tenders/evidence.yaml"
    library.write_text(
        "schema_version: 1\nitems:\n"
        "  - {id: E1, title: Survey, owner: st-01, source: people,"
        " dated: 2025-01-01, expires_on: 2026-11-01}\n",
        "utf-8",
    )
    answer = made / HOME / "answers/Q4.md"
    answer.write_text(f"{ANSWER}As {{{{evidence:E1}}}} shows.\n", "utf-8")
    try:
        stopped = run(made, "tender", REF)
    finally:
        library.unlink()
        answer.write_text(ANSWER, "utf-8")
    assert stopped.exit_code == 1
    assert "E1 ran out on 1 November 2026; it is used by Q4" in stopped.output
