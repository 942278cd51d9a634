"""The tags in a paragraph, and marks that make no tag."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.adapters.word.places import Para
from workflow.domain.template_faults import Fault, FaultKind

MARKS = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}|\{\s+[{%]|[}%]\s+\}")
ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
ROOM = re.compile(r"(p|tr|tc|r)\s")
CURLY = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


@dataclass(frozen=True)
class Tag:
    """One tag: where it stands, its marks, its room (p, tr, tc, r), what it says."""

    para: Para
    start: int
    end: int
    opens: str
    room: str
    said: str

    @property
    def text(self) -> str:
        """The whole tag as it is written."""
        return self.para.text[self.start : self.end]

    @property
    def prints(self) -> bool:
        """Whether it prints a value."""
        return self.opens == "{{"

    @property
    def word(self) -> str:
        """The first word of a tag that does something: if, for, endif."""
        return self.said.split(maxsplit=1)[0] if self.said.split() else ""

    def fault(self, kind: FaultKind, message: str, hint: str = "") -> Fault:
        """A fault of this tag."""
        return Fault(kind, self.para.spot, message, self.text, hint)


def tags_of(para: Para) -> Iterator[Tag | Fault]:
    """Every tag of a paragraph in order, and a fault for marks that make none."""
    text, at = para.text, 0
    while match := MARKS.search(text, at):
        at, found = _tag(para, match)
        yield found


def _tag(para: Para, match: re.Match[str]) -> tuple[int, Tag | Fault]:
    """One tag or fault, and where to go on."""
    text, opens, start = para.text, match[0], match.start()
    if opens not in ENDS:
        message = f'"{opens}" stands here without the rest of a tag.'
        return match.end(), Fault(FaultKind.STRAY, para.spot, message, opens)
    aside = opens == "{#"
    end = text.find("#}", start) if aside else _end(text, ENDS[opens], match.end())
    following = -1 if aside else _next_opening(text, match.end())
    inside = text[match.end() : end]
    if end < 0 or 0 <= following < end:
        return _unclosed(para, match, following if following >= 0 else len(text))
    tag = Tag(para, start, end + 2, opens, *_room(opens, inside))
    return tag.end, tag


def _end(text: str, mark: str, at: int) -> int:
    """Where the closing mark begins, beyond marks inside texts and `{...}` values."""
    depth, quote = 0, ""
    for place, letter in enumerate(text[at:].translate(CURLY), at):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif depth == 0 and text.startswith(mark, place):
            return place
        else:
            depth += (letter == "{") - (letter == "}")
    return text.find(mark, at)


def _next_opening(text: str, at: int) -> int:
    return min((i for i in (text.find(o, at) for o in ENDS) if i >= 0), default=-1)


def _unclosed(para: Para, match: re.Match[str], until: int) -> tuple[int, Fault]:
    text = para.text[match.start() : until]
    for other in ENDS.values():
        found = text.find(other)
        if found >= 0:
            tag = text[: found + 2]
            message = f'"{tag}" begins with {match[0]} and ends with {other}.'
            fault = Fault(FaultKind.MIXED_MARKS, para.spot, message, tag)
            return match.start() + len(tag), fault
    message = f'"{text.strip()[:40]}" is not ended with {ENDS[match[0]]}.'
    return until, Fault(FaultKind.UNCLOSED, para.spot, message, text.strip())


def _room(opens: str, inner: str) -> tuple[str, str]:
    """The letters that name the room, and what the tag says without them."""
    plain = inner.translate(CURLY)
    match = ROOM.match(plain)
    room = match[1] if match else ""
    said = plain[len(room) :].strip()
    if opens == "{#":
        return room, ""
    return room, said.removeprefix("-").removeprefix("+").removesuffix("-").strip()
