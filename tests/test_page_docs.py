"""The pages of reference are as fresh as what they tell of."""

import inspect
from importlib import import_module
from pathlib import Path

import click
import pytest

from tools import page_docs as pages
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
