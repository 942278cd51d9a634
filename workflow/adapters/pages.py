"""Makes the pages that staff open by double-clicking: nothing is fetched, ever.

Only the form in one file has a script, its own; the page names it by its hash.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.domain.blank_forms import Answered, Asked, BlankForm, Part

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "html"
PIECES = 10_000  # of a page, encoded at once
FORMAT = 1  # of a filled form (docs/form-format.md)
SHORT = (Answered.DATE, Answered.TIME, Answered.NUMBER)


class HtmlPages:
    """Fills the page templates in `html/`; the same input gives the same bytes."""

    @property
    def version(self) -> str:
        """The hash of the page templates: when it changes, pages are made again."""
        return _version()

    def page(self, name: str, context: Mapping[str, object]) -> bytes:
        """Fill the page `case` or `overview` with plain data, escaped."""
        pieces = _environment().get_template(f"{name}.html").generate(context)
        return b"".join(_encoded(pieces))

    def form(self, form: BlankForm) -> bytes:
        """A form in one file, to be opened from a folder in any browser."""
        style, script = (
            (FOLDER / "form" / name).read_text("utf-8")
            for name in ("page.css", "page.js")
        )
        context = {
            "form": form,
            "parts": [_part(part, place) for place, part in enumerate(form.parts)],
            "filled": _data(_unfilled(form)),
            "known": _data(form.known),
            "style": style,
            "script": script,
            "style_hash": _hash(style),
            "script_hash": _hash(script),
        }
        return self.page("form/page", context)


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Some pieces at a time: a page about very many cases is never there as text."""
    flow = iter(pieces)
    while some := list(islice(flow, PIECES)):
        yield "".join(some).encode()


@cache
def _version() -> str:
    """The page templates come with the program, and are compiled but once."""
    parts = (path.read_bytes() for path in sorted(FOLDER.glob("*.html")))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


@cache
def _environment() -> "Environment":
    """The page templates, each compiled once."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _unfilled(form: BlankForm) -> dict[str, object]:
    """The filled form before anything is filled in."""
    return {
        "alongside_form": FORMAT,
        "form": form.form,
        "version": form.version,
        "case": form.case,
        "file": form.file,
        "base": form.base,
        "answers": {},
    }


def _part(part: Part, place: int) -> dict[str, object]:
    asked = [_asked(each, f"q{place}-{n}") for n, each in enumerate(part.asked)]
    return {**vars(part), "asked": asked}


def _asked(asked: Asked, identifier: str) -> dict[str, object]:
    """A question as the page shows it."""
    return {
        **vars(asked),
        "id": identifier,
        "hint": asked.small_print,
        "ticks": asked.ticks,
        "many": asked.how is Answered.MANY,
        "long": asked.how is Answered.WORDS,
        "short": asked.how in SHORT,
    }


def _data(value: object) -> str:
    """Data inside a page, where no tag may begin."""
    return json.dumps(value, ensure_ascii=False, indent=2).replace("<", "\\u003c")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
