"""The pages of reference are as fresh as what they tell of."""

import inspect
import io
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import click
import pytest

from tools import page_docs as pages
from workflow import __main__ as entrance
from workflow.adapters.config_files import configuration
from workflow.cli import COMMANDS, main

REPOSITORY = Path(__file__).parent.parent


@pytest.mark.parametrize("name", pages.PAGES)
def test_a_page_is_fresh(name: str) -> None:
    stands = (REPOSITORY / pages.FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert stands == pages.page(name)


def test_every_command_stands_on_its_page() -> None:
    text = pages.page("commands")
    for name in main.list_commands(click.Context(main)):
        assert f"`alongside {name}" in text


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, (_, said) in COMMANDS.items():
        command = main.get_command(click.Context(main), name)
        assert command is not None
        first = inspect.cleandoc(command.help or "").split("\n\n")[0]
        assert said == first.replace("\n", " ")


def test_every_room_of_commands_is_listed() -> None:
    """A command that is not in the list would not be there at all."""
    folder = REPOSITORY / "workflow" / "commands"
    rooms = {path.stem for path in folder.glob("[!_]*.py")} - {"settings"}
    assert rooms == {room for room, _ in COMMANDS.values()}
    inside = {
        one.name
        for room in rooms
        for one in vars(import_module(f"workflow.commands.{room}")).values()
        if isinstance(one, click.Command)
    }
    listed = (main.get_command(click.Context(main), name) for name in COMMANDS)
    groups = [one for one in listed if isinstance(one, click.Group)]
    assert groups
    assert set(COMMANDS) <= inside
    assert inside - set(COMMANDS) <= {name for one in groups for name in one.commands}


def test_every_number_stands_on_its_page_in_words_and_every_file_with_its_use() -> None:
    text = pages.page("settings")
    numbers = configuration(REPOSITORY, "config/timescales.yaml")["timescales"]
    assert isinstance(numbers, dict)
    for key, number in numbers.items():
        row = re.search(rf"^\| `{key}` \| {number} \| (.+) \|$", text, re.MULTILINE)
        assert row, key
        assert len(row[1].split()) > 3
    for path in (REPOSITORY / "config").glob("*.yaml"):
        assert f"| `config/{path.name}` | " in text


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What one way into the program says when help is asked for."""

    def ask(begin: Callable[[], object], *, columns: str, flag: str) -> str:
        said = io.StringIO()
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setattr(sys, "argv", ["alongside", flag])
        monkeypatch.setattr(sys, "stdout", said)
        monkeypatch.setattr("click.core._detect_program_name", lambda: "alongside")
        with suppress(SystemExit):
            begin()
        return said.getvalue()

    return ask


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("columns", ["200", "80", "79", "60"])
def test_help_that_stands_ready_is_what_the_command_line_says(
    asked: Callable[..., str], columns: str, flag: str
) -> None:
    ready = asked(entrance.begin, columns=columns, flag=flag)
    said = asked(main, columns=columns, flag=flag)
    assert ready == said
    assert ready.startswith("Usage: alongside [OPTIONS] COMMAND")


def test_help_that_stands_ready_is_fresh() -> None:
    assert Path(entrance.STANDS).read_text(encoding="ascii") == pages.first_help()


def test_help_loads_nothing_of_the_command_line() -> None:
    code = (
        "import sys; sys.argv = ['alongside', '--help']; import workflow.__main__ as m;"
        " m.begin(); assert not {'click', 'workflow.cli'} & sys.modules.keys()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, cwd=REPOSITORY
    )
    assert done.stdout.startswith(b"Usage: alongside")
