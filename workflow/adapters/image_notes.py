"""The words that an image carries beside its picture, and an image without them."""

import io
import warnings
from collections.abc import Iterator

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

Crop = tuple[float, float, float, float]
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
)


def image_notes(content: bytes) -> Iterator[str]:
    """What is written in an image file; nothing when it is no image."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                yield from _written(image)
    except UNREADABLE:
        return


def without_traces(
    content: bytes, side: int, crop: Crop = (0, 0, 0, 0)
) -> bytes | None:
    """A PNG of a picture, upright, at most `side` pixels long, with nothing else in it.

    `crop` are the shares to cut off at the left, top, right and foot, for good. What
    one could see through is white. None when it is no picture we can read.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            turned = ImageOps.exif_transpose(image).convert("RGBA")
    except UNREADABLE:
        return None
    wide, high = turned.size
    left, top, right, foot = crop
    box = (wide * left, high * top, wide * (1 - right), high * (1 - foot))
    kept = turned.crop(tuple(map(round, box)))  # type: ignore[arg-type]
    kept.thumbnail((side, side))
    clean = Image.new("RGB", kept.size, "white")
    clean.paste(kept, mask=kept.getchannel("A"))
    made = io.BytesIO()
    clean.save(made, "PNG", optimize=True)
    return made.getvalue()


def _written(image: Image.Image) -> Iterator[str]:
    for key, value in image.info.items():
        yield f"{key} {_words(value)}"
    exif = image.getexif()
    parts = [dict(exif), *(dict(exif.get_ifd(ifd)) for ifd in ExifTags.IFD)]
    for part in parts:
        for value in part.values():
            yield _words(value)


def _words(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    texts = (value.decode("utf-8", "ignore"), value.decode("utf-16-le", "ignore"))
    return "\n".join(texts)
