"""Gives templates the provider's colour, and finished letters their logo."""

import io
import zipfile
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.image.image import Image
from docx.oxml.ns import qn
from docx.shared import Cm

from workflow.adapters.word.package import repacked, zipped

OURS = b'"1F4E5F"'  # the colour of headings in the starter templates
HEIGHT, WIDEST, EDGE = Cm(1.1), Cm(6), Cm(0.6)


@lru_cache(maxsize=128)
def recoloured(template: bytes, colour: str) -> bytes:
    """The same template with this colour in the place of ours; as it is if broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as source:
            parts = {info.filename: source.read(info) for info in source.infolist()}
    except zipfile.BadZipFile:
        return template
    own = f'"{colour}"'.encode()
    changed = {
        name: part.replace(OURS, own) if name.endswith(".xml") else part
        for name, part in parts.items()
    }
    return template if changed == parts else zipped(changed)


def picture_fits(content: bytes) -> bool:
    """Whether Word can show these bytes as a picture."""
    try:
        image = Image.from_blob(content)
    except (UnrecognizedImageError, ValueError, KeyError, IndexError):
        return False
    return image.content_type in ("image/png", "image/jpeg")


def with_logo(made: bytes, logo: bytes, words: str) -> bytes:
    """A finished document with a logo at the top of its pages, told in words too."""
    document = Document(io.BytesIO(made))
    properties = document.core_properties
    title, language = properties.title, properties.language
    for section in document.sections:
        section.header_distance = EDGE
        _put(section.header.paragraphs[0], logo, words)
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue(), title, language or "en-GB")


def _put(paragraph: Any, logo: bytes, words: str) -> None:  # noqa: ANN401 - python-docx
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.paragraph_format.space_after = 0
    shape = paragraph.add_run().add_picture(io.BytesIO(logo), height=HEIGHT)
    if shape.width > WIDEST:
        shape.height = int(shape.height * WIDEST / shape.width)
        shape.width = WIDEST
    about = shape._inline.docPr  # noqa: SLF001 - python-docx has no words for it
    about.set("name", "logo")
    about.set("descr", words)
    for named in shape._inline.iter(qn("pic:cNvPr")):  # noqa: SLF001 - likewise
        named.set("name", "logo")
