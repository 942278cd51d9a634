"""Writes plain data as YAML the way people do: quotes, wrapped text, a comment or two.

What is written reads back as what was given; only the looks are left to the dice.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random

WIDTH = 88
FLOW_WIDTH = 110
LONG = 70  # characters from which a text may be written as a block or wrapped
PLAIN = re.compile(r"[A-Za-z£(](?:[^\n:#]*[^\s:#])?")
PLAIN_IN_FLOW = re.compile(r"[A-Za-z£](?:[A-Za-z0-9 .'_;?!-]*[A-Za-z0-9.'?!])?")
NO_TEXT = frozenset({"null", "Null", "NULL", "true", "false", "yes", "no", "on", "off"})
REMARKS = (
    "asked twice, same answer",
    "from the paper form",
    "see the diary",
    "read out to them",
    "checked with the team leader",
)
BOM = "\ufeff"

Value = str | int | float | bool | date | Sequence["Value"] | Mapping[str, "Value"]


def as_yaml(content: Mapping[str, Value], dice: Random) -> bytes:
    """One file. Now and then it has a remark on top, or the line ends of Windows."""
    pen = _Pen(dice)
    if dice.random() < 0.08:
        pen.lines.append(f"# {dice.choice(REMARKS)}")
    pen.block(content, "")
    if dice.random() < 0.03:
        return (BOM + "\r\n".join([*pen.lines, ""])).encode()
    return "\n".join([*pen.lines, ""]).encode()


class _Pen:
    """One hand: whether it likes lists on one line is drawn once for a file."""

    def __init__(self, dice: Random) -> None:
        self.chance = dice.random
        self.dice = dice
        self.lines: list[str] = []
        self.terse = dice.random()
        self.double = dice.random() < 0.5

    def block(self, content: Mapping[str, Value], indent: str) -> None:
        for key, value in content.items():
            self.field(f"{indent}{key}:", value, indent)

    def field(self, head: str, value: Value, indent: str) -> None:
        """One field; `head` is what stands before the value."""
        if isinstance(value, str):
            self.text(head, value, indent)
        elif isinstance(value, Mapping):
            self.group(head, value, indent)
        elif isinstance(value, Sequence):
            self.listing(head, value, indent)
        else:
            self.lines.append(f"{head} {self.scalar(value)}")

    def text(self, head: str, value: str, indent: str) -> None:
        """A text: plain, quoted, wrapped over lines, or as a block."""
        if len(value) < LONG or self.chance() < 0.6:
            remark = f"  # {self.dice.choice(REMARKS)}" if self.chance() < 0.004 else ""
            self.lines.append(f"{head} {self.one_line(value)}{remark}")
        elif self.chance() < 0.7:
            self.lines.append(f"{head} >-")
            self.lines += _wrapped(value.split(" "), f"{indent}  ")
        elif PLAIN.fullmatch(value):
            first, *rest = _wrapped(value.split(" "), f"{indent}  ")
            self.lines += [f"{head} {first.strip()}", *rest]
        else:
            self.lines += [f"{head} |-", f"{indent}  {value}"]

    def group(self, head: str, value: Mapping[str, Value], indent: str) -> None:
        flow = self.flow(value) if self.chance() < self.terse else None
        if flow and len(flow) + len(head) < WIDTH:
            self.lines.append(f"{head} {flow}")
        else:
            self.lines.append(head)
            self.block(value, f"{indent}  ")

    def listing(self, head: str, value: Sequence[Value], indent: str) -> None:
        """A list: on one line, or a line with a dash for each."""
        if not any(isinstance(item, Mapping) for item in value):
            flow = self.flow(value)
            if len(flow) + len(head) < FLOW_WIDTH and self.chance() < 0.9:
                self.lines.append(f"{head} {flow}")
                return
        self.lines.append(head)
        for item in value:
            self.item(item, f"{indent}  ")

    def item(self, value: Value, indent: str) -> None:
        flow = self.flow(value) if self.chance() < self.terse else None
        if flow and len(flow) < 2 * FLOW_WIDTH:
            self.lines.append(f"{indent}- {flow}")
        elif isinstance(value, Mapping):
            start = len(self.lines)
            self.block(value, f"{indent}  ")
            self.lines[start] = f"{indent}- {self.lines[start].lstrip()}"
        else:
            self.lines.append(f"{indent}- {self.scalar(value)}")

    def flow(self, value: Value) -> str:
        if isinstance(value, str):
            return value if _plain(value, PLAIN_IN_FLOW) else self.quoted(value)
        if isinstance(value, Mapping):
            pairs = (f"{key}: {self.flow(inner)}" for key, inner in value.items())
            return "{" + ", ".join(pairs) + "}"
        if isinstance(value, Sequence):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return self.scalar(value)

    def scalar(self, value: Value) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return self.one_line(value) if isinstance(value, str) else str(value)

    def one_line(self, value: str) -> str:
        if _plain(value, PLAIN) and self.chance() < 0.97:
            return value
        return self.quoted(value)

    def quoted(self, value: str) -> str:
        if self.double and "\\" not in value and '"' not in value:
            return f'"{value}"'
        doubled = value.replace("'", "''")
        return f"'{doubled}'"


def _plain(value: str, kind: re.Pattern[str]) -> bool:
    return kind.fullmatch(value) is not None and value not in NO_TEXT


def _wrapped(words: Iterable[str], indent: str) -> list[str]:
    lines, line = [], indent
    for word in words:
        if len(line) + len(word) > WIDTH and line != indent:
            lines.append(line.rstrip())
            line = indent
        line += f"{word} "
    return [*lines, line.rstrip()]
