"""The pictures put into one document: their media, relationships and content types.

Names and numbers are python-docx's, so the document is the one docxtpl would make.
Imports python-docx only when there is a picture.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from jinja2.exceptions import SecurityError

from workflow.adapters.word.members import FIRST, Member, content_of, member
from workflow.adapters.word.prepared import Part, Prepared

IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>"
)
END = "</Relationships>"
DEFAULT = re.compile(r'<Default Extension="([^"]*)"[^>]*/>')
BETWEEN = re.compile(r">\s+<")  # docxtpl reads margins again without such space
NUMBER = re.compile(r"word/media/image(\d+)\.")
DRAWN = (
    '</w:t></w:r><w:r><w:drawing>{}</w:drawing></w:r><w:r><w:t xml:space="preserve">'
)


class Pictures:
    """What the pictures of one document add to its package."""

    def __init__(self, ready: Prepared) -> None:
        self._ready = ready
        self._names = {sha1: name for name, sha1 in ready.images}
        self._media: list[Member] = []
        self._kinds: dict[str, str] = {}
        self._links: dict[str, dict[str, str]] = {}  # part: target: id

    def members(self) -> Iterator[Member]:
        """The parts that need no filling, with all that the pictures add."""
        added = {FIRST: self._content_types()} if self._kinds else {}
        known = {each.name: each for each in self._ready.statics}
        for name, links in self._links.items():
            file = _relations_of(name)
            old = content_of(known[file]).decode() if file in known else ""
            kept = old if END in old else RELATIONS  # none yet, or none left
            added[file] = kept.replace(END, _relations(links))
        yield from (each for name, each in known.items() if name not in added)
        yield from (member(name, text.encode()) for name, text in added.items())
        yield from self._media

    def written(self, part: Part, image: object) -> str:
        """A docxtpl `InlineImage` as it stands in a part."""
        if getattr(image, "anchor", None):
            raise SecurityError("a link to something outside the document")
        source = getattr(image, "image_descriptor", None)
        blob, filename = _read(source)
        known = _image(blob, filename)
        link = self._link(part, self._placed(blob, known))
        size = known.scaled_dimensions(  # type: ignore[attr-defined]
            getattr(image, "width", None), getattr(image, "height", None)
        )
        name = known.filename  # type: ignore[attr-defined]
        xml = _inline(part.next_shape, link, name, *size)
        return DRAWN.format(xml if part.body else BETWEEN.sub("><", xml).strip())

    def _placed(self, blob: bytes, image: object) -> str:
        """Where the picture's file lies in the package."""
        sha1 = hashlib.sha1(blob).hexdigest()  # noqa: S324 - python-docx's own key
        if sha1 not in self._names:
            extension = image.ext  # type: ignore[attr-defined]
            found = (NUMBER.match(name) for name in self._names.values())
            used = {int(number[1]) for number in found if number}
            free = next(n for n in range(1, len(used) + 2) if n not in used)
            name = f"word/media/image{free}.{extension}"
            self._names[sha1] = name
            self._media.append(_media(name, blob))
            self._kinds[extension] = image.content_type  # type: ignore[attr-defined]
        return self._names[sha1]

    def _link(self, part: Part, name: str) -> str:
        target = name.removeprefix("word/")
        for number, there in part.links:
            if there == target:
                return number
        links = self._links.setdefault(part.name, {})
        if target not in links:
            used = {number for number, _ in part.links} | set(links.values())
            count = range(1, len(used) + 2)
            links[target] = next(f"rId{n}" for n in count if f"rId{n}" not in used)
        return links[target]

    def _content_types(self) -> str:
        kinds = self._ready.kinds
        known = {found[1]: found[0] for found in DEFAULT.finditer(kinds)}
        for extension, kind in self._kinds.items():
            new = f'<Default Extension="{extension}" ContentType="{kind}"/>'
            known.setdefault(extension, new)
        start = re.search(r"<Types[^>]*>", kinds)
        cut = start.end() if start else 0
        defaults = "".join(known[extension] for extension in sorted(known))
        return kinds[:cut] + defaults + DEFAULT.sub("", kinds[cut:])


def _relations_of(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _relations(links: dict[str, str]) -> str:
    made = (
        f'<Relationship Id="{number}" Type="{IMAGE}" Target="{target}"/>'
        for target, number in links.items()
    )
    return "".join(made) + END


def _read(source: object) -> tuple[bytes, str]:
    """A picture's bytes, and its file's name where it has one."""
    if isinstance(source, str | Path):
        return Path(source).read_bytes(), Path(source).name
    if isinstance(source, io.IOBase):
        source.seek(0)
        return bytes(source.read()), ""
    raise SecurityError("only pictures are printed")


@lru_cache(maxsize=8)
def _image(blob: bytes, filename: str) -> object:
    from docx.image.image import Image  # noqa: PLC0415 - slow, seldom

    return Image._from_stream(io.BytesIO(blob), blob, filename or None)  # noqa: SLF001


@lru_cache(maxsize=8)
def _media(name: str, blob: bytes) -> Member:
    return member(name, blob)


@lru_cache(maxsize=256)
def _inline(shape: int, link: str, filename: str, width: int, height: int) -> str:
    from docx.oxml.shape import CT_Inline  # noqa: PLC0415 - slow, seldom
    from docx.shared import Length  # noqa: PLC0415 - likewise

    size = Length(width), Length(height)
    made = CT_Inline.new_pic_inline(shape, link, filename, *size)
    return str(made.xml)
