"""Reads the file that a single-file form saves, and the saved page itself.

The format is on the page docs/form-format.md.
"""

import json
import re
from collections.abc import Mapping

from workflow.domain.filled_forms import Filled, FormNotRead

FORMAT = 1
LARGEST = 1024 * 1024  # bytes
MOST_ANSWERS, MOST_TEXTS, LONGEST = 2_000, 500, 20_000
NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
CASE = re.compile(r"SG-\d{4}-\d{3}")
FILE = re.compile(r"[a-z_]{1,40}(\.yaml|/([0-9a-z_-]{1,60}\.yaml)?)")
HASH = re.compile(r"([0-9a-f]{64})?")
ISLAND = b'id="alongside-form"'

CUT = "It looks cut off or damaged. Save the form again and drop it here once more."
FOREIGN = "It is not a form made by Alongside. Keep it where it belongs."
TOO_LARGE = "It is too large for a form. Keep it where it belongs."
NEWER = "It was made by a newer version of Alongside. Update Alongside, then import it."
NOBODY = "It does not say which case it is for, so nobody can tell where it belongs."
DAMAGED = "Its answers are not written as a form writes them. Save the form again."


def read(content: bytes) -> Filled:
    """The answers in a `.form.json`, or in the saved page of a form.

    Raises `FormNotRead` with the reason.
    """
    if len(content) > LARGEST:
        raise FormNotRead(TOO_LARGE)
    found = _parsed(_island(content))
    if "alongside_form" not in found:
        raise FormNotRead(FOREIGN)
    if _whole(found["alongside_form"]) > FORMAT:
        raise FormNotRead(NEWER)
    case = found.get("case")
    if not isinstance(case, str) or not CASE.fullmatch(case):
        raise FormNotRead(NOBODY)
    return Filled(
        _matching(found.get("form"), NAME),
        _whole(found.get("version")),
        case,
        _matching(found.get("file"), FILE),
        _matching(found.get("base", ""), HASH),
        _answers(found.get("answers")),
    )


def as_json(filled: Filled) -> bytes:
    """The one way to write a filled form down."""
    answers = {name: list(texts) for name, texts in filled.answers.items()}
    whole = {"alongside_form": FORMAT, **vars(filled), "answers": answers}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _island(content: bytes) -> bytes:
    """The JSON inside a page; the content itself when it is no page."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return content
    before, island, after = content.rpartition(ISLAND)
    if not island or not before.rpartition(b"<")[2].startswith(b"script "):
        raise FormNotRead(FOREIGN)
    inside = after.partition(b">")[2].partition(b"</script")[0]
    return inside.replace(b"<\\/", b"</")


def _parsed(content: bytes) -> Mapping[str, object]:
    try:
        text = content.decode("utf-8-sig")
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise FormNotRead(CUT) from None
    if not isinstance(found, dict):
        raise FormNotRead(FOREIGN)
    return found


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; the same name twice is refused, since one of them would be lost."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(_: str) -> object:
    raise ValueError


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FormNotRead(DAMAGED)
    return value


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise FormNotRead(DAMAGED)
    return value


def _answers(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict) or len(value) > MOST_ANSWERS:
        raise FormNotRead(DAMAGED)
    return {_text(name): _texts(texts) for name, texts in value.items()}


def _texts(value: object) -> tuple[str, ...]:
    several = value if isinstance(value, list) else [value]
    if len(several) > MOST_TEXTS:
        raise FormNotRead(DAMAGED)
    return tuple(map(_text, several))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise FormNotRead(DAMAGED)
    try:
        value.encode()
    except UnicodeEncodeError:
        raise FormNotRead(DAMAGED) from None
    return value
