"""Writes the pages of docs/reference that follow from commands, papers and figures.

`--check` names those that are not fresh.
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import takewhile
from pathlib import Path

import click
import yaml

from workflow.__main__ import STANDS, WIDTH
from workflow.adapters.form_files import load_sheets
from workflow.cli import main as program
from workflow.domain.documents import Each
from workflow.domain.measures import MEASURES
from workflow.domain.records.base import Reader
from workflow.domain.vocabulary import Nation
from workflow.wiring.office import Office

ROOT = Path(__file__).parent.parent
FOLDER = Path("docs/reference")
DAY = date(2026, 11, 23)
MADE = "Made by `python -m tools.page_docs`; a test sees to it that it is fresh.\n"
TIMESCALE = re.compile(r"^  (\w+): (\d+)  # (.+)$", re.MULTILINE)
SENTENCE = re.compile(r".+?[.](?= |$)")
SOURCE = re.compile(r" \((?:S\d+|D\d+|brief [\d.]+)\)")
OWN_FILES = {
    "provider": "Who you are, your services, who is told when, your own numbers.",
    "staff": "Everybody who writes, with their roles.",
}
READERS = {
    Reader.PERSON: "the person",
    Reader.STAFF: "staff",
    Reader.MANAGER: "managers",
    Reader.AUDITOR: "an auditor",
    Reader.PROFESSIONAL: "a professional",
    Reader.BIDDER: "commissioners",
}
FOR_EACH = {
    Each.CASE: "each case",
    Each.HELP_CARD: "each case with help words",
    Each.HELD_REVIEW: "each review that was held",
    Each.PATTERN_REVIEW: "each pattern review",
    Each.MANAGERIAL_REVIEW: "each managerial review",
    Each.MANAGERIAL_RESULT: "each managerial review with a result",
    Each.LEARNING_NOTE: "each learning note",
    Each.CLOSING: "each case that is closed",
    Each.AGREED_LETTER: "each letter asked for under an agreement",
    Each.COMING_REVIEW: "each review that is near",
    Each.WORKSPACE: "the workspace",
    Each.PERSON_TOLD: "each member of staff told of something late",
    Each.SAMPLE: "each monthly sample",
    Each.WORKER: "each worker with a talk ahead",
    Each.REGULATOR: "the regulator",
    Each.LIMITS: "the workspace",
    Each.WEEK: "each week",
    Each.INSPECTION: "each inspection",
    Each.DESTRUCTION: "each case that is destroyed",
    Each.ASSESSMENT: "the workspace, when asked for",
    Each.TENDER: "each tender",
    Each.LEARNING_LOG: "the workspace",
}


def commands(_: Path) -> Iterator[str]:
    """Every command with its arguments and options."""
    yield "# Commands\n"
    yield MADE
    yield "Before the command stand the options for all of them:\n"
    yield from _options(program)
    yield from _commands(program, "alongside")


def _commands(group: click.Group, before: str) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        if not isinstance(command, click.Group) or command.invoke_without_command:
            yield from _command(command, f"{before} {name}")
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before} {name}")


def _command(command: click.Command, name: str) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    yield f"## `{name} {usage}`\n"
    yield f"{_plain(command.help)}\n"
    yield from _options(command)


def _options(command: click.Command) -> Iterator[str]:
    options = [p for p in command.params if isinstance(p, click.Option)]
    for option in options:
        names = ", ".join(f"`{name}`" for name in option.opts)
        yield f"- {names}: {_plain(option.help)}"
    if options:
        yield ""


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def documents(root: Path) -> Iterator[str]:
    """Every kind of document: for whom, how often, from which files."""
    yield "# Documents\n"
    yield f"Each is a folder of `templates/`. {MADE}"
    yield "| | Document | For | One for | Made from | A draft while rules hold back |"
    yield "|---|---|---|---|---|---|"
    kinds = sorted(Office(root, DAY).workshop.types, key=lambda k: _number(k.type.id))
    for kind in (k.type for k in kinds):
        cells = (
            kind.id,
            f"{kind.title} (`templates/{kind.name}`)",
            READERS[kind.reader],
            FOR_EACH[kind.each],
            ", ".join(f"`{name}`" for name in kind.uses),
            ", ".join(sorted(kind.held_by)),
        )
        yield f"| {' | '.join(cells)} |"


def _number(identifier: str) -> tuple[int, str]:
    digits = "".join(filter(str.isdigit, identifier))
    return int(digits or 0), identifier


def measures(_: Path) -> Iterator[str]:
    """Every measure with what it counts."""
    yield "# Measures\n"
    yield f"What `alongside measures` counts. {MADE}"
    yield "| | Measure | Counts | Out of | Kind |"
    yield "|---|---|---|---|---|"
    for one in MEASURES.values():
        counts = (one.id, one.title, one.numerator, one.denominator, one.klass.label)
        yield f"| {' | '.join(counts)} |"


def forms(root: Path) -> Iterator[str]:
    """Every form with its questions."""
    yield "# Forms\n"
    yield f"Each is a file of `config/forms/`, and its wording can be changed. {MADE}"
    for name, sheet in sorted(load_sheets(root).items()):
        yield f"## {sheet.title} (`{name}`)\n"
        yield f"{sheet.about}\n"
        for question in sheet.questions:
            yield f"- {question.ask} (`{question.field}`)"
        yield ""


def settings(root: Path) -> Iterator[str]:
    """Every number that a provider or a council can set, with its default."""
    yield "# Settings\n"
    yield (
        "The lengths of time below are defaults. A provider changes one under"
        " `timescales:` in `config/provider.yaml`, a council's published procedure"
        " under `local_profiles:`; rules are changed in `config/rules/changes.yaml`"
        f" (`rules.md`). {MADE}"
    )
    yield "| Setting | Default | Counted |"
    yield "|---|---|---|"
    text = (root / "config/timescales.yaml").read_text(encoding="utf-8")
    for key, number, counted in TIMESCALE.findall(text):
        yield f"| `{key}` | {number} | {counted} |"
    yield (
        "\nWhat the law of a nation sets. Your own number may be shorter, never longer;"
        " a council's published procedure comes before both.\n"
    )
    yield "| Nation | Setting | At most |"
    yield "|---|---|---|"
    yield from _limits_of_nations(root)
    yield "\n## Where the rest is set\n"
    yield (
        "What may be written in a file of `config` stands at its head. The fields of"
        " the first two are in [fields.md](fields.md).\n"
    )
    yield "| File | For |"
    yield "|---|---|"
    for path in sorted((root / "config").glob("*.yaml"), key=_first_these):
        yield f"| `config/{path.name}` | {_what_for(path)} |"
    yield "| `config/rules/` | The rules, by family: [rules.md](rules.md). |"
    yield "| `config/forms/` | The question sheets: [forms.md](forms.md). |"


def _limits_of_nations(root: Path) -> Iterator[str]:
    text = (root / "config/nations.yaml").read_text(encoding="utf-8")
    nations: Mapping[str, Mapping[str, object]] = yaml.safe_load(text)["nations"]
    for nation, said in nations.items():
        limits = said.get("timescales")
        for key, number in limits.items() if isinstance(limits, dict) else ():
            yield f"| {Nation.of(nation).label} | `{key}` | {number} |"


def _first_these(path: Path) -> tuple[bool, str]:
    return path.stem not in OWN_FILES, path.name


def _what_for(path: Path) -> str:
    """The first sentence at the head of a file of settings."""
    if path.stem in OWN_FILES:
        return OWN_FILES[path.stem]
    lines = takewhile(_is_note, path.read_text(encoding="utf-8").splitlines())
    head = " ".join(line.removeprefix("#").strip() for line in lines)
    found = SENTENCE.match(head)
    if not found:
        raise ValueError(path.name)
    return SOURCE.sub("", found[0])


def _is_note(line: str) -> bool:
    return line.startswith("#")


PAGES: Mapping[str, Callable[[Path], Iterator[str]]] = {
    "commands": commands,
    "documents": documents,
    "forms": forms,
    "measures": measures,
    "settings": settings,
}


def page(name: str, root: Path = ROOT) -> str:
    """One page, whole."""
    return "\n".join(PAGES[name](root)).rstrip() + "\n"


def first_help() -> str:
    """What the program says of itself, as it stands ready for whoever asks."""
    with program.make_context(
        "alongside", [], resilient_parsing=True, terminal_width=WIDTH - 2
    ) as wide:
        return program.get_help(wide) + "\n"


def main() -> int:
    """Write the pages, or with `--check` name those that are not fresh."""
    stale = 0
    pages = [(ROOT / FOLDER / f"{name}.md", page(name)) for name in PAGES]
    for target, made in (*pages, (Path(STANDS), first_help())):
        if "--check" not in sys.argv:
            target.write_text(made, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != made:
            print(f"{target.relative_to(ROOT)} is not fresh: run make docs")
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main())
