"""Whether two Word files are the same document."""

import re
import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
READ = re.compile(r"word/(document|header\d|footer\d)\.xml")
REVISIONS = re.compile(rb'\sw:rsid\w*="[^"]*"')
WORDS = {f"{W}tab": "\t", f"{W}br": "\n"}


def says(file: Path) -> list[str]:
    """The words of a document, paragraph by paragraph, and how many pictures it has."""
    said = []
    for part in _read(file).values():
        root = etree.fromstring(part)
        for paragraph in root.iter(f"{W}p"):
            texts = (
                (each.text or "") if each.tag == f"{W}t" else WORDS.get(each.tag, "")
                for each in paragraph.iter()
            )
            said.append("".join(texts))
        said.append(f"{len(list(root.iter(f'{W}drawing')))} pictures")
    return said


def same_document(one: Path, other: Path) -> bool:
    """Whether the read parts are the same XML, but for revision ids."""
    first, second = _read(one), _read(other)
    return first.keys() == second.keys() and all(
        _canonical(first[name]) == _canonical(second[name]) for name in first
    )


def _read(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as package:
        names = sorted(filter(READ.fullmatch, package.namelist()))
        return {name: package.read(name) for name in names}


def _canonical(part: bytes) -> bytes:
    root = etree.fromstring(REVISIONS.sub(b"", part))
    return bytes(etree.tostring(root, method="c14n"))
