"""T39: no word of a person on the error output, in the journal or in a file name.

Forms with words in every place are imported, refused, repeated, and looked at by every
command that keeps records; what they print on request are codes, numbers and dates.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
PLANTED = "Xyzzyplant"
CASE = "SG-2026-014"


def alongside(root: Path, *words: str) -> str:
    command = [sys.executable, "-m", "workflow", "--workspace", str(root)]
    done = subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def form(**more: object) -> bytes:
    whole = {"alongside_form": 1, "form": "plan", "version": 1, "case": CASE}
    whole |= {"file": "plan.yaml", "base": ""}
    whole |= {"answers": {"my_words.what_helps": PLANTED, PLANTED: PLANTED}}
    return json.dumps(whole | more).encode()


def test_recording_and_recovering_say_nothing_of_a_person(tmp_path: Path) -> None:
    for part in ("config", "cases", "governance", "tenders"):
        shutil.copytree(REPOSITORY / part, tmp_path / part)
    inbox, case = tmp_path / "inbox", tmp_path / "cases" / CASE
    inbox.mkdir()
    dropped = (
        form(),
        form(),
        form(case=PLANTED),
        form(form=PLANTED + "!"),
        form(file=PLANTED),
        form(base=PLANTED),
        form(answers=PLANTED),
        PLANTED.encode(),
        b"%PDF-1.7 " + PLANTED.encode() + b"%%EOF",
    )
    for number, content in enumerate(dropped):
        (inbox / f"{number}.json").write_bytes(content)
    (case / "generated").mkdir()
    (case / "generated" / "Full plan.docx").write_bytes(PLANTED.encode())
    said = alongside(tmp_path, "import")
    (case / f".alongside-{'0' * 16}.tmp").write_bytes(PLANTED.encode())
    for words in (
        ("recover",),
        ("verify",),
        ("doctor",),
        ("history", CASE),
        ("restore", CASE, "plan.yaml", PLANTED),
    ):
        said += alongside(tmp_path, *words)
    assert PLANTED not in said
    assert "Ready: SG-2026-014" in said
    for path in tmp_path.rglob("*"):
        assert PLANTED not in path.name
        if "_system" in path.parts and path.is_file():
            assert PLANTED.encode() not in path.read_bytes()
