"""The person's own pictures stand in easy read, upright, small and without traces."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from workflow.adapters.pictures import ALT, OwnPictures

REF = "SG-2026-014"
ORIENTATION, MAKE, SIDEWAYS = 0x0112, 0x010F, 6


@pytest.fixture
def template(starter: Path) -> bytes:
    return (starter / "templates/own-copy/template.easy_read.docx").read_bytes()


def photo(colour: str, size: tuple[int, int]) -> bytes:
    """A photo as a phone takes it: lying on its side, and telling what made it."""
    image = Image.new("RGB", size, colour)
    traces = Image.Exif()
    traces[ORIENTATION], traces[MAKE] = SIDEWAYS, "A telltale camera"
    made = io.BytesIO()
    image.save(made, "JPEG", exif=traces)
    return made.getvalue()


def put(root: Path, folder: str, name: str, content: bytes) -> None:
    place = root / folder / "pictures"
    place.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(content)


def shown(document: bytes, name: str) -> tuple[Image.Image, str]:
    """The picture of this name in a document, and the words that tell it."""
    word = Document(io.BytesIO(document))
    for inline in word.element.body.iter(qn("wp:inline")):
        about = inline.find(qn("wp:docPr"))
        if about.get("name") == f"picture {name}":
            blip = next(inline.iter(qn("a:blip")))
            part = word.part.related_parts[blip.get(qn("r:embed"))]
            return Image.open(io.BytesIO(part.blob)), about.get("descr")
    raise AssertionError(name)


def colour(image: Image.Image) -> str:
    """Which of our colours fills the picture."""
    bands = image.convert("RGB").resize((1, 1)).tobytes()
    return ("red", "green", "blue")[bands.index(max(bands))]


def test_a_picture_of_the_person_stands_where_the_drawing_was(
    tmp_path: Path, template: bytes
) -> None:
    put(tmp_path, f"cases/{REF}", "want.jpg", photo("red", (400, 200)))
    image, words = shown(OwnPictures(tmp_path, REF).into(template), "want")
    assert image.size == (200, 400)
    assert colour(image) == "red"
    assert words == ALT


def test_nothing_tells_where_or_with_what_it_was_taken(
    tmp_path: Path, template: bytes
) -> None:
    put(tmp_path, f"cases/{REF}", "want.jpg", photo("red", (40, 20)))
    made = OwnPictures(tmp_path, REF).into(template)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = [package.read(name) for name in package.namelist()]
    assert not any(b"telltale" in part or b"Exif" in part for part in parts)


def test_what_a_picture_shows_can_be_said_beside_it(
    tmp_path: Path, template: bytes
) -> None:
    put(tmp_path, f"cases/{REF}", "call.jpg", photo("blue", (40, 40)))
    put(tmp_path, f"cases/{REF}", "call.txt", b"My own phone")
    assert shown(OwnPictures(tmp_path, REF).into(template), "call")[1] == "My own phone"


def test_the_persons_pictures_come_before_everybodys(
    tmp_path: Path, template: bytes
) -> None:
    put(tmp_path, "config", "want.jpg", photo("blue", (40, 40)))
    put(tmp_path, f"cases/{REF}", "want.jpg", photo("red", (40, 40)))
    image, _ = shown(OwnPictures(tmp_path, REF).into(template), "want")
    assert colour(image) == "red"


def test_a_picture_nobody_can_read_leaves_the_drawing(
    tmp_path: Path, template: bytes
) -> None:
    put(tmp_path, f"cases/{REF}", "want.jpg", b"no picture at all")
    assert OwnPictures(tmp_path, REF).into(template) == template


def test_a_new_picture_changes_the_hash(tmp_path: Path) -> None:
    put(tmp_path, f"cases/{REF}", "want.jpg", photo("red", (40, 40)))
    before = OwnPictures(tmp_path, REF).shas
    put(tmp_path, f"cases/{REF}", "want.jpg", photo("blue", (40, 40)))
    assert OwnPictures(tmp_path, REF).shas != before
