"""The engines that are compared, each a function that fills one template.

Each imports its own library, and only in its own process.
"""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

Fill = Callable[[Mapping[str, object]], bytes]
MILLIMETRE = 36_000  # Word's units


def alongside(template: bytes, work: str, picture: bytes) -> Fill:
    """Ours."""
    from workflow.adapters.word.compiled import CompiledWord  # noqa: PLC0415

    word = CompiledWord()
    prepare = _rich(None, picture) if work == "rich" else dict

    return lambda context: word.render(template, prepare(context), work)


def docxtpl(template: bytes, work: str, picture: bytes) -> Fill:
    """docxtpl; rust-docxtpl goes by the same name."""
    from docxtpl import DocxTemplate  # noqa: PLC0415

    def fill(context: Mapping[str, object]) -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        prepare = _rich(document, picture) if work == "rich" else dict
        document.render(prepare(context), autoescape=True)
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    return fill


def _rich(document: object, picture: bytes) -> Callable[..., dict[str, object]]:
    from docxtpl import InlineImage, RichText  # noqa: PLC0415

    def prepare(context: Mapping[str, list[str]]) -> dict[str, object]:
        said = [RichText(text, bold=True, color="224466") for text in context["said"]]
        image = InlineImage(document, io.BytesIO(picture), width=20 * MILLIMETRE)
        return {"said": said, "picture": image}

    return prepare


def mailmerge(template: bytes, work: str, _: bytes) -> Fill:
    """docx-mailmerge2, with merge fields in the template."""
    from mailmerge import MailMerge  # noqa: PLC0415

    def fill(context: Mapping[str, object]) -> bytes:
        made = io.BytesIO()
        with MailMerge(io.BytesIO(template)) as document:
            if work == "table":
                document.merge_rows("a", context["entries"])
            else:
                document.merge(**context)
            document.write(made)
        return made.getvalue()

    return fill


def python_docx(template: bytes, work: str, picture: bytes) -> Fill:
    """python-docx, everything built from scratch on a bare document."""
    from docx import Document  # noqa: PLC0415

    from benchmarks import from_scratch  # noqa: PLC0415

    build = getattr(from_scratch, work)

    def fill(context: Mapping[str, object]) -> bytes:
        document = Document(io.BytesIO(template))
        build(document, context, picture)
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    return fill


ENGINES: Mapping[str, Callable[[bytes, str, bytes], Fill]] = {
    "alongside": alongside,
    "docxtpl": docxtpl,
    "rust-docxtpl": docxtpl,
    "docx-mailmerge2": mailmerge,
    "python-docx": python_docx,
}
NEEDS = {"rust-docxtpl": "", "docx-mailmerge2": "mailmerge"}  # the first on its own


def ready(engine: str, work: str, folder: Path) -> Fill:
    """An engine with the template of a work in hand."""
    kinds = {"docx-mailmerge2": "merge", "python-docx": "bare"}
    template = (folder / f"{kinds.get(engine, 'tags')}-{work}.docx").read_bytes()
    return ENGINES[engine](template, work, (folder / "picture.png").read_bytes())
