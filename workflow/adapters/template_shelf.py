"""The good templates of each document, kept write-once, and copies that show faults.

`templates/<name>/_history/` holds `000001.<hash>.good.docx` and so on, those of a
layout as `000001.<hash>.easy_read.good.docx`; the highest number is the newest. An
empty `<stamp>.checked` beside them says that the check with
this stamp found nothing wrong, so that it need not look again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.published import Publications
from workflow.adapters.safe_files import place, sha256
from workflow.domain.documents import Layout, template_file
from workflow.domain.making import Receipt
from workflow.services.ports import WideLog

GOOD = re.compile(r"(\d{6})\.([0-9a-f]{16})(?:\.(\w+))?\.good\.docx")
VERSION = "1"


@dataclass(frozen=True)
class TemplateShelf:
    """The templates of one workspace."""

    root: Path
    log: WideLog

    def known_good(
        self, name: str, layout: Layout, template: bytes, stamp: str
    ) -> bool:
        """Whether this template was found good under this stamp and is the newest."""
        newest = max(self._good(name, layout), default=(0, ""))
        mark = self._history(name) / f"{stamp}.checked"
        return newest[1] == sha256(template)[:16] and mark.is_file()

    def keep_good(self, name: str, layout: Layout, template: bytes, stamp: str) -> None:
        """Keep a good template, write-once, as the newest."""
        history, short = self._history(name), sha256(template)[:16]
        number, newest = max(self._good(name, layout), default=(0, ""))
        if newest != short:
            place(history / _kept(number + 1, short, layout), template)
        place(history / f"{stamp}.checked", b"")

    def last_good(self, name: str, layout: Layout) -> bytes | None:
        """The newest good template that is still what it was; None if there is none."""
        for number, short in sorted(self._good(name, layout), reverse=True):
            content = (self._history(name) / _kept(number, short, layout)).read_bytes()
            if sha256(content)[:16] == short:
                return content
        return None

    def show_faults(self, name: str, layout: Layout, copy: bytes | None) -> str:
        """Put the copy with comments beside the template, or away; its file or "".

        A copy that somebody has worked in is left, and the new one stands beside it.
        """
        folder = self.root / "templates" / name
        receipts, history = folder / "_receipts", self._history(name)
        shelf = Publications(folder, folder, receipts, history, self.log)
        stem = template_file(layout).removesuffix(".docx")
        file = f"{stem} (faults).docx"
        if copy is None:
            shelf.put_away(file)
            return ""
        last = shelf.receipts().get(file)
        receipt = Receipt(
            name=file,
            sequence=last.sequence + 1 if last else 1,
            document=name,
            context="",
            template="",
            content=sha256(copy),
            version=VERSION,
            standing="draft",
        )
        shelf.publish(receipt, copy)
        newest = shelf.receipts().get(file, receipt)
        beside = f"{stem} (faults) (update {newest.sequence}).docx"
        return f"templates/{name}/{beside if newest.beside else file}"

    def _history(self, name: str) -> Path:
        return self.root / "templates" / name / "_history"

    def _good(self, name: str, layout: Layout) -> Iterator[tuple[int, str]]:
        history = self._history(name)
        for path in history.iterdir() if history.is_dir() else ():
            match = GOOD.fullmatch(path.name)
            if match and (match[3] or Layout.STANDARD) == layout:
                yield int(match[1]), match[2]


def _kept(number: int, short: str, layout: Layout) -> str:
    """The file name of a good template."""
    between = "" if layout is Layout.STANDARD else f".{layout}"
    return f"{number:06d}.{short}{between}.good.docx"
