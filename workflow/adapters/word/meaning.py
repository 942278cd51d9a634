"""Reads the tags of one part in order: what each says, what ends what, what it asks."""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from workflow.adapters.word.expressions import (
    LOOP,
    Names,
    Reading,
    look,
    parsed_tag,
    printed,
    targets,
    why_not,
)
from workflow.adapters.word.places import Element
from workflow.adapters.word.tags import Tag
from workflow.domain.template_faults import Fault, FaultKind, Used
from workflow.domain.template_fields import ANYTHING, Holds, Sight, Wall

OWN_WORDS = ("vm", "hm", "cellbg", "colspan")  # docxtpl's own, for table cells
BLOCKS = ("if", "for", "with", "macro", "call", "filter", "raw", "autoescape", "block")
MIDDLE = {"elif": ("if",), "else": ("if", "for")}
FOREIGN = ("include", "import", "from", "extends", "block", "autoescape", "do")
KNOWN = (*BLOCKS, *MIDDLE, "set", *(f"end{word}" for word in (*BLOCKS, "set")))
OWN_NAMES = ("doc", "gap")  # what a document says of itself is no field
CELL = ("tc", "txbxContent")
PLACES: Mapping[str, tuple[str, ...]] = {
    "": CELL,
    "r": CELL,
    "p": CELL,
    "tr": ("tbl", "txbxContent"),
    "tc": ("tr", "txbxContent"),
}


@dataclass
class Open:
    """Something begun and not ended yet."""

    tag: Tag
    word: str
    names: dict[str, Sight]


@dataclass
class Reader:
    """Goes through the tags of one part; faults and fields used gather on the way."""

    wall: Wall | None
    faults: list[Fault] = field(default_factory=list)
    uses: dict[str, Used] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def read(self, tags: Iterable[Tag], broken: Iterable[str] = ()) -> None:
        """Read the tags of one part in their order.

        `broken` are beginnings of tags too broken to be read; each stands for the
        other half of something, so that half is not told as a fault of its own.
        """
        names = Names(self.wall)
        self.broken = [word for text in broken if (word := _meant(text))]
        begun: list[Open] = []
        for tag in tags:
            if tag.opens != "{#":
                self._tag_or_fault(tag, names, begun)
        for left in begun:
            self._not_ended(left, "is begun and never ended.")

    def _not_ended(self, left: Open, what: str) -> None:
        if self._half_of(f"end{left.word}"):
            return
        hint = f"It ends with {_ending(left)}."
        message = f"{{% {left.word} %}} {what}"
        self.faults.append(left.tag.fault(FaultKind.NOT_ENDED, message, hint))

    def _half_of(self, word: str) -> bool:
        """Whether a broken tag was meant to be the other half; each counts once."""
        if word in self.broken:
            self.broken.remove(word)
            return True
        return False

    def _tag_or_fault(self, tag: Tag, names: Names, begun: list[Open]) -> None:
        try:
            self._tag(tag, names, begun)
        except RecursionError:
            message = "It is too long, or has too much inside one another."
            self.faults.append(tag.fault(FaultKind.SYNTAX, message))
            self.broken.append(_meant(tag.text))

    def _tag(self, tag: Tag, names: Names, begun: list[Open]) -> None:
        if tag.prints:
            self._print(tag, names)
            return
        word = tag.word
        if word in MIDDLE:
            self._middle(tag, names, begun)
        elif word.startswith("end") and word in KNOWN:
            self._end(tag, word.removeprefix("end"), names, begun)
        elif word in OWN_WORDS:
            self._own_word(tag, names)
        elif word in FOREIGN:
            message = f"{{% {word} %}} brings in something from elsewhere."
            self.faults.append(tag.fault(FaultKind.UNSAFE, message))
        elif word == "set":
            self._set(tag, names, begun)
        elif word in BLOCKS:
            self._begin(tag, names, begun)
        else:
            self.faults.append(_unknown_word(tag))
            self.broken.append(_meant(tag.text))

    def _print(self, tag: Tag, names: Names) -> None:
        if tag.room:
            message = f"{{{{{tag.room} ...}}}} expects formatted text."
            self.faults.append(tag.fault(FaultKind.FORMATTED, message))
            return
        statement = self._parsed(tag, f"{{{{ {tag.said} }}}}")
        if isinstance(statement, nodes.Output):
            for expression in statement.nodes:
                if not isinstance(expression, nodes.TemplateData):
                    printed(self._reading(tag, names), expression)

    def _begin(self, tag: Tag, names: Names, begun: list[Open]) -> None:
        source = f"{{% {tag.said} %}}{{% end{tag.word} %}}"
        statement = self._parsed(tag, source)
        added = self._added(tag, statement, names)
        names.added.append(added)
        begun.append(Open(tag, tag.word, added))

    def _added(
        self, tag: Tag, statement: nodes.Node | None, names: Names
    ) -> dict[str, Sight]:
        """The names that a block adds for what stands inside it."""
        reading = self._reading(tag, names)
        if isinstance(statement, nodes.For):
            return self._loop(reading, statement)
        if isinstance(statement, nodes.If):
            look(reading, statement.test)
        if isinstance(statement, nodes.With):
            pairs = zip(statement.targets, statement.values, strict=True)
            return {
                n: s for t, v in pairs for n, s in targets(t, look(reading, v)).items()
            }
        if isinstance(statement, nodes.Macro):
            names.added[-1][statement.name] = ANYTHING
            return {"caller": ANYTHING, **{a.name: ANYTHING for a in statement.args}}
        if statement is None and tag.word == "for":
            words = re.findall(r"\w+", tag.said.split(" in ")[0])[1:]
            return {"loop": LOOP, **dict.fromkeys(words, ANYTHING)}
        return {}

    def _loop(self, reading: Reading, statement: nodes.For) -> dict[str, Sight]:
        many = look(reading, statement.iter)
        if many.holds in (Holds.BLOCK, Holds.YES_NO) and many.path:
            message = f"{many.path} is no list, so nothing can be repeated for it."
            reading.tell(FaultKind.UNKNOWN, message, "")
        item = many.item or ANYTHING
        added = {"loop": LOOP, **targets(statement.target, item)}
        if statement.test is not None:
            with reading.names.within(added):
                look(reading, statement.test)
        return added

    def _set(self, tag: Tag, names: Names, begun: list[Open]) -> None:
        if "=" not in tag.said:
            names.added[-1].update({tag.said.split()[-1]: ANYTHING})
            names.added.append({})
            begun.append(Open(tag, "set", {}))
            return
        statement = self._parsed(tag, f"{{% {tag.said} %}}")
        if isinstance(statement, nodes.Assign):
            value = look(self._reading(tag, names), statement.node)
            names.added[-1].update(targets(statement.target, value))

    def _middle(self, tag: Tag, names: Names, begun: list[Open]) -> None:
        if not begun or begun[-1].word not in MIDDLE[tag.word]:
            if "if" in self.broken:
                return
            message = f"{{% {tag.word} %}} stands outside an if."
            self.faults.append(tag.fault(FaultKind.NOT_BEGUN, message))
            return
        self._together(begun[-1], tag)
        if tag.word == "elif":
            source = f"{{% {tag.said[2:]} %}}{{% endif %}}"
            statement = self._parsed(tag, source)
            if isinstance(statement, nodes.If):
                look(self._reading(tag, names), statement.test)

    def _end(self, tag: Tag, word: str, names: Names, begun: list[Open]) -> None:
        if word not in [b.word for b in begun]:
            if self._half_of(word):
                return
            message = f"{{% end{word} %}} ends something that was not begun."
            self.faults.append(tag.fault(FaultKind.NOT_BEGUN, message))
            return
        while begun[-1].word != word:
            left = begun.pop()
            names.added.pop()
            self._not_ended(left, f"is not ended before {{% end{word} %}}.")
        self._together(begun.pop(), tag)
        names.added.pop()

    def _together(self, first: Open, tag: Tag) -> None:
        """See that two tags of one block have the same letters and the same place."""
        if first.tag.room != tag.room:
            message = f"{first.tag.text} and {tag.text} have different letters."
            hint = f"Write {_ending(first, tag.word)}."
            self.faults.append(tag.fault(FaultKind.MIXED_ROOM, message, hint))
        elif _place(first.tag) is not _place(tag):
            message = (
                f"{first.tag.text} begins in one place and {tag.text} is in another."
            )
            self.faults.append(tag.fault(FaultKind.TWO_PLACES, message))

    def _own_word(self, tag: Tag, names: Names) -> None:
        if tag.para.around("tc") is None:
            message = f"{{% {tag.word} %}} is for a table cell."
            self.faults.append(tag.fault(FaultKind.NOT_IN_TABLE, message))
        asked = tag.said.removeprefix(tag.word).strip()
        statement = self._parsed(tag, f"{{{{ {asked} }}}}") if asked else None
        if isinstance(statement, nodes.Output):
            for expression in statement.nodes:
                look(self._reading(tag, names), expression)

    def _parsed(self, tag: Tag, source: str) -> nodes.Node | None:
        """The one statement of a tag; None when it cannot be read, which is told."""
        try:
            body = parsed_tag(source).body
        except RecursionError:
            message = "It has too many brackets inside one another."
            self.faults.append(tag.fault(FaultKind.SYNTAX, message))
            return None
        except TemplateSyntaxError as error:
            message = f"It cannot be read: {why_not(error)}."
            self.faults.append(tag.fault(FaultKind.SYNTAX, message, _hint(tag)))
            return None
        with suppress(IndexError):
            return body[0]
        message = "There is nothing in the tag."
        self.faults.append(tag.fault(FaultKind.SYNTAX, message))
        return None

    def _reading(self, tag: Tag, names: Names) -> Reading:
        def tell(kind: FaultKind, message: str, hint: str) -> None:
            self.faults.append(tag.fault(kind, message, hint))

        def used(field_used: Used) -> None:
            if field_used.path.split(".")[0] not in OWN_NAMES:
                self.uses.setdefault(field_used.path, field_used)

        return Reading(names, tell, used)


def _place(tag: Tag) -> Element | None:
    return tag.para.around(*PLACES[tag.room])


def _ending(first: Open, word: str = "") -> str:
    return f"{{%{first.tag.room} {word or f'end{first.word}'} %}}"


def _meant(text: str) -> str:
    """The word that a broken tag was probably meant to have: if, endfor."""
    match = re.match(r"\{%\s*(?:(?:p|tr|tc|r)\s)?\W*(\w+)", text.casefold())
    near = get_close_matches(match[1], KNOWN, 1) if match else []
    return near[0] if near else ""


def _unknown_word(tag: Tag) -> Fault:
    if not tag.word:
        return tag.fault(FaultKind.SYNTAX, "There is nothing in the tag.")
    room = re.match(r"(p|tr|tc|r)(?=\s|if\b|for\b|else\b|end)", tag.said.casefold())
    if room:
        rest = tag.said[room.end() :].strip()
        hint = f"Write {{%{room[0]} {rest} %}}: small letters, no space before them."
        return tag.fault(FaultKind.SYNTAX, f'"{tag.word}" is not understood.', hint)
    near = get_close_matches(tag.word, KNOWN, 1)
    hint = f"Did you mean {near[0]}?" if near else "To print a field write {{ name }}."
    return tag.fault(FaultKind.SYNTAX, f'"{tag.word}" is not understood.', hint)


def _hint(tag: Tag) -> str:
    if re.search(r"[^=!<>]=[^=]", tag.said) and tag.word in ("if", "elif"):
        return "To compare write two signs: ==."
    if "\N{EN DASH}" in tag.said or "\N{EM DASH}" in tag.said:
        return "Word made a long dash of a hyphen; type a plain one."
    return ""
