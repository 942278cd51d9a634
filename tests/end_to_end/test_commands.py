"""One workspace, folder in, documents out, through the command line."""

import json
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def alongside(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    return subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


def data(workspace: Path, *words: str) -> list[dict[str, object]]:
    answer = alongside(workspace, "--json", *words).stdout
    found = json.loads(answer)
    assert isinstance(found, list)
    return found


def test_check_points_to_file_line_and_field(workspace: Path) -> None:
    found = data(workspace, "check")
    (error,) = [row for row in found if row["severity"] == "error"]
    assert error["rule"] == "INF-13"
    assert error["case"] == "SG-2026-021"
    assert error["file"] == "records/2026-10-29-external_contact-01.yaml"
    assert set(error) == {
        "rule",
        "severity",
        "case",
        "file",
        "line",
        "field",
        "message",
    }
    assert alongside(workspace, "check").returncode == 1
    assert alongside(workspace, "check", "SG-2026-014").returncode == 0


def test_check_ends_with_what_to_do_and_a_calm_case_is_one_line(
    workspace: Path,
) -> None:
    alongside(workspace, "new", "--service", "sv-home")
    said = alongside(workspace, "check", "SG-2026-022").stdout.splitlines()
    steps = said[said.index("What to do next:") + 1 :: 2]
    assert [step.split()[0] for step in steps] == ["1.", "2.", "3."]
    changes = workspace / "config/rules/changes.yaml"
    changes.write_text(
        "changes:\n  - {rule: REC-10, used: false}\n  - {rule: REC-11, used: false}\n",
        encoding="utf-8",
    )
    calm = alongside(workspace, "check", "SG-2026-014")
    assert calm.stdout == "Everything is in order.\n"
    changes.write_text("changes: [{rule: REC-99}]\n", encoding="utf-8")
    wrong = alongside(workspace, "check")
    assert wrong.returncode == 4
    assert "changes.yaml, REC-99, line 1: there is no such rule" in wrong.stderr


def test_what_governance_lacks_belongs_to_no_case(workspace: Path) -> None:
    (workspace / "governance/sampling/2026-10.yaml").unlink()
    found = [row for row in data(workspace, "check") if row["case"] is None]
    assert [(row["rule"], row["file"]) for row in found] == [
        ("GOV-07", "governance/sampling/2026-10.yaml")
    ]
    alongside(workspace, "build")
    overview = workspace / "governance/reports/overview.html"
    assert "The monthly sample for October 2026 is missing." in overview.read_text()


def test_what_is_held_about_somebody_leaves_nothing_out(workspace: Path) -> None:
    case = workspace / "cases" / "SG-2026-014"
    with (case / "case.yaml").open("a", encoding="utf-8") as file:
        file.write("odd_field: Zebrafinch rang\n")
    (case / "records" / "2026-09-27-visit-01.yaml").write_text("a: [", encoding="utf-8")
    said = json.loads(
        alongside(workspace, "--json", "subject-access", "SG-2026-014").stdout
    )
    assert said["cases"] == ["SG-2026-014"]
    assert said["not_read"] == 1
    with zipfile.ZipFile(said["file"]) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert "odd_field: Zebrafinch rang" in words
    assert "records/2026-09-27-visit-01.yaml" in words
    assert "Where it came from" in words


def test_a_contact_and_a_worker_may_ask_too(workspace: Path) -> None:
    def found(*words: str) -> tuple[str, str]:
        said = json.loads(
            alongside(workspace, "--json", "subject-access", *words).stdout
        )
        with zipfile.ZipFile(said["file"]) as book:
            return Path(said["file"]).name, book.read("xl/sharedStrings.xml").decode()

    name, words = found("SG-2026-014", "--contact", "c1")
    assert name == "SG-2026-014 c1 2026-11-23.xlsx"
    assert "Corin coming. My money being mine. Singing." in words
    name, words = found("--staff", "st-03")
    assert name == "st-03 2026-11-23.xlsx"
    assert "Moira, my keyworker" in words
    for wrong in ((), ("SG-2026-014", "--staff", "st-03")):
        assert alongside(workspace, "subject-access", *wrong).returncode == 2
    nobody = alongside(workspace, "subject-access", "SG-2026-014", "--contact", "c99")
    assert nobody.returncode == 3
    assert "Nobody has this id" in nobody.stderr


def test_a_contact_whose_name_nobody_wrote_down_may_ask_too(workspace: Path) -> None:
    file = workspace / "cases/SG-2026-014/person.yaml"
    words = file.read_text(encoding="utf-8")
    assert "name: Corin Oakhollow, " in words
    unnamed = words.replace("name: Corin Oakhollow, ", "")
    file.write_text(unnamed, encoding="utf-8")
    asked = ("subject-access", "SG-2026-014", "--contact", "c1")
    said = json.loads(alongside(workspace, "--json", *asked).stdout)
    with zipfile.ZipFile(said["file"]) as book:
        found = book.read("xl/sharedStrings.xml").decode()
    assert "my brother" in found
    assert "Corin coming. My money being mine. Singing." not in found


def test_building_twice_makes_nothing_the_second_time(workspace: Path) -> None:
    first = json.loads(alongside(workspace, "--json", "build").stdout)
    assert first["made"]
    assert first["kept"] == []
    second = json.loads(alongside(workspace, "--json", "build").stdout)
    assert second["made"] == []
    assert len(second["kept"]) == len(first["made"])


def test_the_same_input_gives_the_same_bytes(workspace: Path) -> None:
    alongside(workspace, "build")
    made = sorted((workspace / "cases").glob("*/generated/*"))
    before = [path.read_bytes() for path in made]
    for path in made:
        path.unlink()
    alongside(workspace, "build")
    assert [path.read_bytes() for path in made] == before


def test_documents_tell_nobody_who_made_them(workspace: Path) -> None:
    alongside(workspace, "build")
    for path in (workspace / "cases").glob("*/generated/*.docx"):
        core = zipfile.ZipFile(path).read("docProps/core.xml").decode()
        assert "<dc:creator></dc:creator>" in core
        assert "created" not in core


def test_a_file_that_cannot_be_read_costs_only_its_own_case(workspace: Path) -> None:
    alongside(workspace, "build")
    plan = workspace / "cases/SG-2026-014/plan.yaml"
    plan.write_bytes(plan.read_bytes() + b'\nbroken: "')
    document = next((workspace / "cases/SG-2026-014/generated").glob("*.docx"))
    before = document.read_bytes()
    other = workspace / "cases/SG-2026-019/person.yaml"
    other.write_bytes(
        other.read_bytes().replace(b"preferred_name: Des", b"preferred_name: Desmond")
    )
    made = json.loads(alongside(workspace, "--json", "build").stdout)["made"]
    assert document.read_bytes() == before
    assert "SG-2026-019" in {row["case"] for row in made if row["document"] == "D1"}
    page = (workspace / "cases/SG-2026-014/generated/case-status.html").read_text()
    assert "out of date" in page


def test_due_and_audit_and_sharing_answer_in_data(workspace: Path) -> None:
    due = data(workspace, "due", "SG-2026-019")
    (soon,) = [
        row for row in due if row["due_on"] == "2026-11-27" and row["source"] == "RS1"
    ]
    assert soon["status"] == "due_soon"
    audit = json.loads(alongside(workspace, "--json", "audit", "SG-2026-014").stdout)
    assert [audit[q]["state"] for q in ("wanted", "choices", "agreed", "changed")] == [
        "clear"
    ] * 4
    seen = json.loads(alongside(workspace, "--json", "audit", "SG-2026-021").stdout)
    assert (seen["changed"]["state"], seen["changed"]["sampler"]) == ("clear", "partly")
    shared = data(workspace, "sharing", "SG-2026-021")
    assert [row["inside"] for row in shared] == [True, True, False]


def test_a_new_case_asks_its_first_questions(workspace: Path) -> None:
    answer = json.loads(
        alongside(workspace, "--json", "new", "--service", "sv-home").stdout
    )
    assert answer == {"case": "SG-2026-022"}
    person = (workspace / "cases/SG-2026-022/person.yaml").read_text()
    assert "preferred_name:" in person
    assert alongside(workspace, "build").returncode == 1


def test_init_makes_a_workspace_that_builds(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = subprocess.run(
        [sys.executable, "-m", "workflow", "init", str(folder)],
        capture_output=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert made.returncode == 0
    assert json.loads(alongside(folder, "--json", "build").stdout)["made"]


@pytest.mark.parametrize(
    ("words", "code"), [(("check", "SG-2099-001"), 3), (("nonsense",), 2)]
)
def test_mistakes_end_with_their_code_and_no_traceback(
    workspace: Path, words: tuple[str, ...], code: int
) -> None:
    answer = alongside(workspace, *words)
    assert answer.returncode == code
    assert "Traceback" not in answer.stderr


def test_watching_makes_the_new_document_after_an_edit(workspace: Path) -> None:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    with subprocess.Popen(
        [*command, "--today", "2026-11-23", "--json", "watch"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    ) as watcher:
        assert watcher.stdout is not None
        never = threading.Timer(600, watcher.kill)
        never.start()
        assert json.loads(watcher.stdout.readline())["made"]
        person = workspace / "cases/SG-2026-014/person.yaml"
        person.write_bytes(
            person.read_bytes().replace(
                b"preferred_name: Tam", b"preferred_name: Tamsie"
            )
        )
        said = (json.loads(line).get("made", ()) for line in watcher.stdout)
        again = {(row["case"], row["document"]) for row in next(filter(None, said), ())}
        watcher.kill()
        never.cancel()
    assert ("SG-2026-014", "D1") in again


def test_figures_for_a_bid_hide_small_numbers_and_the_pack_points_to_nobody(
    workspace: Path,
) -> None:
    period = ("--from", "2025-12-01", "--to", "2026-11-30")
    figures = json.loads(
        alongside(workspace, "--json", "measures", *period, "--for", "T-2026-07").stdout
    )
    assert {"TM01", "TM09", "TM12"} <= set(figures)
    assert set(figures["TM01"]) == {"n", "d", "class", "shown"}
    kept = (workspace / "tenders/T-2026-07/figures.yaml").read_text()
    assert "small number" in kept
    pack = json.loads(alongside(workspace, "--json", "tender", "T-2026-07").stdout)
    home = "tenders/T-2026-07/pack/"
    assert pack["files"][0] == f"{home}Tender evidence.docx"
    assert pack["files"][1] == f"{home}A1 Our figures.docx"
    assert pack["files"][-1] == f"{home}manifest.yaml"
    assert pack["leaks"] == []
    assert pack["checked"]


def test_a_name_in_a_bid_refuses_the_release(workspace: Path) -> None:
    period = ("--from", "2025-12-01", "--to", "2026-11-30")
    alongside(workspace, "measures", *period, "--for", "T-2026-07")
    tender = workspace / "tenders/T-2026-07/tender.yaml"
    said = tender.read_text().replace("Describe how you", "Describe how Tamsin and you")
    tender.write_text(said)
    answer = alongside(workspace, "--json", "tender", "T-2026-07")
    assert answer.returncode == 5
    assert "Tamsin" in answer.stdout


def test_the_measures_tell_staff_what_they_are_and_count(workspace: Path) -> None:
    asked = ("measures", "--from", "2025-12-01", "--to", "2026-11-30")
    said = alongside(workspace, *asked).stdout.splitlines()
    assert "TM15 Actions done on time: 8 of 8 (100%) [8 of 8, process]" in said
    assert any("[8 of 9, person]" in line for line in said)
    pressed = alongside(workspace, *asked, "--explain", "TM21").stdout.splitlines()
    assert pressed[-1].startswith("TM21: 4 in 2 at first, 0 in 1 now.")
    sampled = alongside(workspace, *asked, "--explain", "TM28").stdout.splitlines()
    assert sampled[3].strip() == (
        "governance/sampling/2026-10.yaml, line 10:"
        " SG-2026-021: wanted clear, choices clear, agreed clear, changed partly"
    )


def test_a_figure_is_walked_back_to_the_records_behind_it(workspace: Path) -> None:
    asked = ("measures", "--from", "2025-12-01", "--to", "2026-11-30")
    answer = alongside(workspace, *asked, "--explain", "TM12")
    assert answer.returncode == 0
    said = answer.stdout.splitlines()
    assert said[0] == "TM12 Reviews on time, 1 December 2025 to 30 November 2026"
    late = "cases/SG-2026-014/reviews/2026-10-19-pattern-01.yaml"
    assert said[2] == "Not counted, 1 of 9:"
    assert said[3].strip() == (
        f"{late}, line 8: due 19 October 2026, done 20 October 2026"
    )
    assert said[4] == "Counted, 8 of 9:"
    assert said[-1] == "TM12: 8 of 9. Staff only: not for a bid."
    for row in (*said[3:4], *said[5:-1]):
        file, _, line = row.partition(":")[0].strip().partition(", line ")
        text = (workspace / file).read_text("utf-8").splitlines()
        assert text[int(line) - 1].startswith("held_on: ")
    assert "Tamsin" not in answer.stdout
    unknown = alongside(workspace, *asked, "--explain", "TM99")
    assert unknown.returncode == 4
    assert "TM01" in unknown.stderr
