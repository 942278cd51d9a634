"""Opens a template as what it may be: a small zip without tricks. Source: S20."""

import io
import zipfile

from workflow.domain.errors import TemplateFault

MEMBERS = 2_000
LARGEST, WHOLE = 50_000_000, 200_000_000  # bytes, inflated
RATIO = 200  # styles of older Word deflate to a fiftieth
SMALL = 1_000_000  # bytes that may be of any ratio
BRACES = 20_000  # that open tags in one part: half as many tags
WORK = 2 * 10**10  # braces times bytes of a part: preparing it takes half a minute
NOT_WORD = "the template is not a Word file we can fill"


def looked_over(template: bytes) -> bytes:
    """The template itself. Raises `TemplateFault` when it is a trap or no zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            _within_limits(package.infolist())
            for name in package.namelist():
                if name.startswith("word/") and name.endswith(".xml"):
                    _few_tags(name, package.read(name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        kind = type(error).__name__
        raise TemplateFault(f"{NOT_WORD}, {kind}") from None
    return template


def _within_limits(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(names) > MEMBERS or len(set(names)) < len(names):
        raise TemplateFault(f"{NOT_WORD}: too many parts")
    if sum(member.file_size for member in members) > WHOLE:
        raise TemplateFault(f"{NOT_WORD}: it is too large")
    for member in members:
        dense = member.file_size > RATIO * max(member.compress_size, 1)
        if member.file_size > LARGEST or (dense and member.file_size > SMALL):
            raise TemplateFault(f"{NOT_WORD}: a part is too large")
        parts = member.filename.replace("\\", "/").split("/")
        if ".." in parts or parts[0] in ("", ".") or ":" in member.filename:
            raise TemplateFault(f"{NOT_WORD}: a part lies outside of it")


def _few_tags(name: str, part: bytes) -> None:
    """Preparing may take as long as tags times length: keep both small."""
    braces = part.count(b"{")
    if braces > BRACES or braces * len(part) > WORK:
        raise TemplateFault(f"{name}: it is too long, or has too many tags")
