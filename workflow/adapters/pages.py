"""Makes the pages that staff open by double-clicking: no script, nothing fetched."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "html"


class HtmlPages:
    """Fills the page templates in `html/`; the same input gives the same bytes."""

    @property
    def version(self) -> str:
        """The hash of the page templates: when it changes, pages are made again."""
        parts = (path.read_bytes() for path in sorted(FOLDER.glob("*.html")))
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def page(self, name: str, context: Mapping[str, object]) -> bytes:
        """Fill the page `case` or `overview` with plain data, escaped."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

        environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return environment.get_template(f"{name}.html").render(context).encode()
