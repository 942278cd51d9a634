"""The words that an image carries beside its picture: comments, camera and author."""

import io
import warnings
from collections.abc import Iterator

from PIL import ExifTags, Image, UnidentifiedImageError


def image_notes(content: bytes) -> Iterator[str]:
    """What is written in an image file; nothing when it is no image."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                yield from _written(image)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return


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
