"""A reader of files from outside may use little, and do nothing but read."""

import json
import sys
import time
from pathlib import Path

import pytest

from workflow.adapters import limited
from workflow.adapters.limited import LimitedParser
from workflow.domain.filled_forms import LARGEST, FormNotRead

FORM = {
    "alongside_form": 1,
    "form": "plan",
    "version": 1,
    "case": "SG-2026-014",
    "file": "plan.yaml",
    "base": "",
    "answers": {"my_words.what_helps": ["Tea, ŵ and \U0001f600."]},
}
ATTACKS = {
    "writes": "open({canary!r}, 'w')",
    "starts": "import subprocess; subprocess.run(['touch', {canary!r}])",
    "system": "import os; os.system('touch ' + {canary!r})",
    "forks": "import os; os.fork()",
    "calls out": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "removes": "import os; os.remove({victim!r})",
    "fills memory": "bytearray(2_000_000_000)",
    "prints": "import sys; sys.stdout.write('x' * 3_000_000); sys.exit(0)",
    "breaks": "1 / 0",
    "leaves": "import os; os._exit(0)",
    "aborts": "import os; os.abort()",
}


def test_a_form_comes_back_word_for_word() -> None:
    found = LimitedParser().read(json.dumps(FORM).encode())
    assert found.answers == {"my_words.what_helps": ("Tea, ŵ and \U0001f600.",)}


def test_the_reason_comes_back_in_plain_words() -> None:
    with pytest.raises(FormNotRead, match="newer version"):
        LimitedParser().read(json.dumps(FORM | {"alongside_form": 9}).encode())


def test_a_file_that_is_far_too_large_is_not_even_read() -> None:
    with pytest.raises(FormNotRead, match="20 MB"):
        LimitedParser().read(b"{" * (LARGEST + 1))


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader that somebody made do harm; it runs in the child alone."""
    source = tmp_path / "hostile"
    source.mkdir()
    (source / "sitecustomize.py").write_text(
        "import workflow.adapters.filled_files as f\n"
        "attack = compile(open(__file__ + '.attack').read(), 'x', 'exec')\n"
        "def read(content):\n    exec(attack)\n"
        "f.read = read\n",
        encoding="utf-8",
    )
    root = str(Path(limited.__file__).parents[2])
    found = {"PYTHONPATH": f"{source}:{root}", "PYTHONDONTWRITEBYTECODE": "1"}
    monkeypatch.setattr(limited, "_environment", lambda _: found)
    return source


@pytest.mark.skipif(sys.platform == "win32", reason="limits are the system's")
@pytest.mark.parametrize("attack", sorted(ATTACKS))
def test_a_reader_that_was_taken_over_can_do_nothing(
    attack: str, hostile: Path, tmp_path: Path
) -> None:
    canary, victim = tmp_path / "canary", tmp_path / "victim"
    victim.write_bytes(b"words")
    code = ATTACKS[attack].format(canary=str(canary), victim=str(victim))
    (hostile / "sitecustomize.py.attack").write_text(code, encoding="utf-8")
    begun = time.monotonic()
    with pytest.raises(FormNotRead):
        LimitedParser().read(json.dumps(FORM).encode())
    assert time.monotonic() - begun < 120
    assert not canary.exists()
    assert victim.read_bytes() == b"words"


@pytest.mark.skipif(sys.platform == "win32", reason="limits are the system's")
def test_a_reader_that_never_ends_is_ended(
    hostile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited, "SECONDS", 1)
    (hostile / "sitecustomize.py.attack").write_text("while True: pass")
    with pytest.raises(FormNotRead, match="too much time"):
        LimitedParser().read(json.dumps(FORM).encode())
