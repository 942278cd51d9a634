"""`alongside sample`: a checklist with evidence, written once, counted when done."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workflow.adapters.yaml_reading import plain, read_tree
from workflow.cli import main
from workflow.domain.governance.drawing import Month
from workflow.domain.records.sampling import ASKED, CHECKS
from workflow.wiring.evidence import Evidence
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
FILE = "governance/sampling/2026-10.yaml"
WORDS = ("Tam", "Oakhollow", "Corin", "Win", "Delia", "scary", "leg")


@pytest.fixture
def drawn(workspace: Path) -> Path:
    """The workspace with nothing but a drawn sample of October."""
    (workspace / FILE).unlink()
    assert run(workspace, "sample", "2026-10").exit_code == 0
    return workspace


def run(workspace: Path, *words: str) -> Result:
    at = ["--workspace", str(workspace), "--today", TODAY.isoformat()]
    return CliRunner().invoke(main, [*at, *words])


def completed(workspace: Path, **answers: str) -> None:
    """The sampler has looked at every case and found all clear, but for `answers`."""
    text = (workspace / FILE).read_text()
    for check in CHECKS:
        said = answers.get(check, "clear")
        text = re.sub(
            rf"^    {check}:$", f"    {check}: {said}", text, flags=re.MULTILINE
        )
    text = text.replace("sampled_on:", "sampled_on: 2026-11-23")
    (workspace / FILE).write_text(text)


def clear_records(workspace: Path) -> tuple[int, int]:
    found = Evidence(Office(workspace, TODAY)).measures(
        date(2026, 10, 1), date(2026, 10, 31), ""
    )
    return found["TM28"]["n"], found["TM28"]["d"]  # type: ignore[return-value]


def test_the_checklist_cites_file_and_line_for_each_point(drawn: Path) -> None:
    text = (drawn / FILE).read_text()
    tree = read_tree(text.encode(), FILE)
    assert tree.root is not None
    assert not tree.noticed
    content = plain(tree.root)
    assert isinstance(content, dict)
    items = content["items"]
    assert [item["case_ref"] for item in items] == [
        "SG-2026-014",
        "SG-2026-019",
        "SG-2026-021",
    ]
    cited = re.findall(
        r"^    # .*The files say (\w+)(?:: (.*)|\.)$", text, flags=re.MULTILINE
    )
    assert len(cited) == 3 * len(CHECKS)
    for says, where in cited:
        assert where or says == "not_applicable", says


def test_each_line_cited_is_there_in_the_case(workspace: Path) -> None:
    (workspace / FILE).unlink()
    result = run(workspace, "--json", "sample", "2026-10")
    items = json.loads(result.stdout)["items"]
    places = [
        (item["case_ref"], place)
        for item in items
        for check in item["checks"].values()
        for place in check["evidence"]
    ]
    assert len(places) > 60
    for ref, place in places:
        lines = (workspace / "cases" / ref / place["file"]).read_text().splitlines()
        assert lines[place["line"] - 1].strip(), place


def test_no_word_of_a_case_is_in_the_checklist(drawn: Path) -> None:
    said = set(re.findall(r"\w+", (drawn / FILE).read_text()))
    assert not said & set(WORDS)


def test_an_existing_file_is_never_touched(workspace: Path) -> None:
    before = (workspace / FILE).read_bytes()
    result = run(workspace, "sample", "2026-10")
    assert result.exit_code == 0
    assert "left as it is" in result.stderr
    assert (workspace / FILE).read_bytes() == before
    assert [p.name for p in (workspace / FILE).parent.iterdir()] == ["2026-10.yaml"]


def test_drawn_twice_it_is_the_same(drawn: Path) -> None:
    before = (drawn / FILE).read_bytes()
    (drawn / FILE).unlink()
    run(drawn, "sample", "2026-10")
    assert (drawn / FILE).read_bytes() == before


def test_the_sampler_owns_none_of_the_cases(drawn: Path) -> None:
    office = Office(drawn, TODAY)
    sampled = office.shared.samplings[FILE]
    owners = {
        office.cases.load(ref).folder.case.record.ownership.owner
        for ref in office.cases.refs()
    }
    assert sampled.sampled_by
    assert sampled.sampled_by not in owners
    assert "GOV-07" not in [
        f.rule for f in office.check() if f.place.field == "sampled_by"
    ]


def test_whoever_owns_a_case_is_refused(workspace: Path) -> None:
    (workspace / FILE).unlink()
    result = run(workspace, "sample", "2026-10", "--by", "st-03")
    assert result.exit_code == 2
    assert "SG-2026-014" in result.stderr
    assert not (workspace / FILE).exists()


def test_when_everybody_owns_a_case_nobody_is_named(drawn: Path) -> None:
    (drawn / FILE).unlink()
    staff = drawn / "config/staff.yaml"
    one = "staff:\n  - {id: st-03, name: Moira Achebe, roles: [quality_lead],"
    staff.write_text(f"{one} services: [sv-quillmere], active_from: 2020-01-01}}\n")
    result = run(drawn, "sample", "2026-10")
    assert "nobody here" in result.stdout
    assert "Ask somebody from outside" in (drawn / FILE).read_text()


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "2027-01", "october", ""])
def test_only_a_month_that_has_begun_is_sampled(workspace: Path, month: str) -> None:
    result = run(workspace, "sample", month)
    assert result.exit_code == 2
    assert "2026-10" in result.stderr


def test_a_drawn_sample_is_still_missing_until_somebody_has_looked(
    drawn: Path,
) -> None:
    office = Office(drawn, TODAY)
    about = [f for f in office.check() if f.place.file == FILE]
    assert [f.rule for f in about] == ["GOV-07"]
    (owed,) = [i for i in office.due() if i.source == "2026-10"]
    assert owed.late
    assert clear_records(drawn) == (0, 0)


def test_a_completed_sample_counts(drawn: Path) -> None:
    completed(drawn)
    assert clear_records(drawn) == (3, 3)
    office = Office(drawn, TODAY)
    assert [f for f in office.check() if f.place.file == FILE] == []
    (owed,) = [i for i in office.due() if i.source == "2026-10"]
    assert not owed.late


def test_what_is_not_clear_counts_as_that(drawn: Path) -> None:
    completed(drawn, changed="partly")
    assert clear_records(drawn) == (0, 3)


def test_an_answer_left_out_of_a_finished_sample_is_asked_for(drawn: Path) -> None:
    completed(drawn, agreed="")
    found = [f for f in Office(drawn, TODAY).check() if f.place.file == FILE]
    assert {f.rule for f in found} == {"FIL-03"}
    assert {f.place.field for f in found} == {f"items[{n}].agreed" for n in range(3)}


def test_a_limit_that_no_plan_speaks_of_is_seen(drawn: Path) -> None:
    record = drawn / "cases/SG-2026-014/records/2026-10-25-visit-01.yaml"
    record.write_text(record.read_text() + "limits_applied:\n  - what: Kept his coat\n")
    sampled = Office(drawn, TODAY).sample(Month("2026-10")).sample
    case = next(c for c in sampled.cases if c.chosen.ref == "SG-2026-014")
    seen = case.seen["restrictions"]
    assert seen.result == "partly"
    assert seen.places[0].file == "records/2026-10-25-visit-01.yaml"


def test_what_only_people_can_say_is_left_for_them(drawn: Path) -> None:
    sampled = Office(drawn, TODAY).shared.samplings[FILE]
    for item in sampled.items:
        assert item.untouched
        assert all(getattr(item, asked) is None for asked in ASKED)
