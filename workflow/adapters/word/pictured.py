"""Puts the person's own pictures in the place of the drawings of a template."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from struct import unpack
from typing import NamedTuple

from lxml import etree

from workflow.adapters.word.members import Member, assembled, member
from workflow.adapters.word.package import parsed
from workflow.adapters.word.prepared import OF_ONE_PERSON, Pictured

Pictures = tuple[tuple[str, bytes, str], ...]
"""Name, PNG and words of each picture; without words those of the drawing stay."""

BODY = "word/document.xml"
RELATIONS = "word/_rels/document.xml.rels"
MARK = "picture "
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PNG_SIZE = slice(16, 24)


@lru_cache(maxsize=64)
def pictured(template: bytes, pictures: Pictures) -> bytes:
    """The same template with these pictures where its drawings of that name stand.

    A drawing is found by its name, `picture want`; it keeps its place and, within its
    box, the shape of the new picture.
    """
    shapes = tuple((n, content[PNG_SIZE], words) for n, content, words in pictures)
    fitted = _fitted(template, shapes)
    by_name = {name: content for name, content, _ in pictures}
    shown = {part: by_name[name] for part, name in fitted.targets}
    made = Pictured(_zipped(fitted, shown))
    made.like, made.shown = fitted.like, shown
    return made


class _Fitted(NamedTuple):
    """A template with room for some pictures; which part is to show which of them."""

    parts: tuple[Member, ...]
    targets: tuple[tuple[str, str], ...]
    like: bytes


@lru_cache(maxsize=64)
def _fitted(template: bytes, shapes: tuple[tuple[str, bytes, str], ...]) -> _Fitted:
    """Make room for pictures, each told of by its name, its size and its words."""
    with zipfile.ZipFile(io.BytesIO(template)) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    by_name = {name: (size, words) for name, size, words in shapes}
    body = parsed("body", parts[BODY])
    links, targets = _targets(parts[RELATIONS]), {}
    for inline, name in _drawings(body):
        if name in by_name:
            blip = next(inline.iter(f"{A}blip"))
            targets[links[blip.get(f"{R}embed", "")]] = name
            _fit(inline, *by_name[name])
    parts[BODY] = etree.tostring(
        body, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    like = sha256(repr((sha256(template).digest(), shapes)).encode()).digest()
    same = tuple(member(n, part) for n, part in parts.items() if n not in targets)
    return _Fitted(same, tuple(targets.items()), like)


def _drawings(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for inline in body.iter(f"{WP}inline"):
        name = next(inline.iter(f"{WP}docPr")).get("name", "")
        if name.startswith(MARK):
            yield inline, name.removeprefix(MARK)


def _targets(relations: bytes) -> dict[str, str]:
    found = parsed("relations", relations)
    return {r.get("Id", ""): f"word/{r.get('Target', '')}" for r in found}


def _fit(inline: etree._Element, size: bytes, words: str) -> None:
    width, height = unpack(">II", size)
    if words:
        next(inline.iter(f"{WP}docPr")).set("descr", words)
    sizes = [next(inline.iter(f"{WP}extent")), *inline.iter(f"{A}ext")]
    box = int(sizes[0].get("cx", "0"))
    scale = box / max(width, height)
    for each in sizes:
        each.set("cx", str(round(width * scale)))
        each.set("cy", str(round(height * scale)))


def _zipped(fitted: _Fitted, shown: Mapping[str, bytes]) -> bytes:
    pictures = (member(name, content) for name, content in shown.items())
    return assembled((*fitted.parts, *pictures), OF_ONE_PERSON)
