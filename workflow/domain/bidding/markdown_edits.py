"""The smallest edit of an answer: lines that did not change stay byte-identical."""

import re
from difflib import SequenceMatcher

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def edited(before: str, text: str) -> str:
    """A text changed to say `text`, and changed nowhere else.

    A line that says the same, whatever stands behind its words, is left as it was, with
    its own line end; new lines get the line end that the text has already.
    """
    old = LINE.findall(before)
    ending = next((line[len(_bare(line)) :] for line in old if _ended(line)), "\n")
    new = _between(old, text.split("\n") if text else [])
    matching = SequenceMatcher(
        a=[_said(line) for line in old], b=list(map(_said, new)), autojunk=False
    )
    lines: list[str] = []
    for tag, i, j, m, n in matching.get_opcodes():
        lines += old[i:j] if tag == "equal" else [row + ending for row in new[m:n]]
    inner = (line if _ended(line) else line + ending for line in lines[:-1])
    return "".join((*inner, *lines[-1:]))


def _between(old: list[str], new: list[str]) -> list[str]:
    """New lines, between the empty ones that the text begins and ends with."""
    full = [n for n, line in enumerate(old) if _said(line)]
    if not full:
        return new
    return [""] * full[0] + new + [""] * (len(old) - 1 - full[-1])


def _ended(line: str) -> bool:
    return line.endswith(("\n", "\r"))


def _bare(line: str) -> str:
    return line.rstrip("\r\n")


def _said(line: str) -> str:
    return line.rstrip()
