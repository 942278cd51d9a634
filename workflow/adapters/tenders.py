"""The tenders of a workspace: what is asked, the figures made for it, the pack."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

from workflow.adapters.config_files import IN_USE, configuration, read_shared
from workflow.adapters.safe_files import put_there, sha256, swap
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.answers.blocks import TEXT, Content, Paragraph, PictureFile, Run
from workflow.domain.answers.markdown import SHOWN
from workflow.domain.case_folder import Filed
from workflow.domain.errors import EditRefused, TemplateFault, WorkspaceNotFound
from workflow.domain.findings import Noticed, Place
from workflow.domain.records.assembly import Assembly
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import Vignette
from workflow.domain.tree import Fields, Listing, Scalar
from workflow.domain.workspace import AnswerText, Bid
from workflow.services.ports import Log, Written

VIGNETTE = re.compile(r"V-\d+\.yaml")
BODY = "word/document.xml"
LARGEST_ANSWER = 20 * 1024 * 1024
BROKEN = "It is not a whole text or Word file. Save it again, or ask for help."
ONLY_WORDS = "Only its words are carried: save it again in Word, as a .docx file."
HEAD = (
    "# Made by Alongside: small numbers are hidden already."
    " Made again by: measures --for\n"
)


@dataclass(frozen=True)
class Tenders:
    """The tender folders of one workspace."""

    root: Path

    def load(self, ref: str) -> Tender:
        """What a tender asks. Raises `WorkspaceNotFound` when there is none."""
        noticed: list[Noticed] = []
        return read_shared(
            self.root, f"tenders/{self._safe(ref)}/tender.yaml", Tender, noticed
        ).record

    def bid(self, ref: str) -> Bid:
        """One tender whole. Raises `WorkspaceNotFound` when there is none."""
        return self._bid(self._safe(ref), [])

    def bids(self, noticed: list[Noticed]) -> tuple[Bid, ...]:
        """Every tender whole; what reading it met is added to `noticed`."""
        return tuple(self._bid(ref, noticed) for ref in self._refs())

    def files(self, name: str) -> tuple[str, ...]:
        """The file of this name in each tender folder, whether it is there or not."""
        return tuple(f"tenders/{ref}/{name}" for ref in self._refs())

    def _bid(self, ref: str, noticed: list[Noticed]) -> Bid:
        home = f"tenders/{ref}"
        figures = f"{home}/figures.yaml"
        stories = sorted((self.root / home / "vignettes").glob("*.yaml"))
        return Bid(
            self._tender(f"{home}/tender.yaml", noticed),
            tuple(
                read_shared(
                    self.root, f"{home}/vignettes/{path.name}", Vignette, noticed
                )
                for path in stories
                if VIGNETTE.fullmatch(path.name)
            ),
            tuple(self._answers(home, noticed)),
            tuple(self._rows(figures, noticed)),
            figures,
            self._assembly(home, noticed),
        )

    def assembly(self, ref: str) -> Assembly:
        """How a pack is put together; nothing when nobody has said yet."""
        return self._assembly(f"tenders/{self._safe(ref)}", []).record

    def _assembly(self, home: str, noticed: list[Noticed]) -> Filed[Assembly]:
        file = f"{home}/assembly.yaml"
        if (self.root / file).is_file():
            return read_shared(self.root, file, Assembly, noticed)
        return Filed(file, Assembly())

    def _tender(self, file: str, noticed: list[Noticed]) -> Filed[Tender]:
        if (self.root / file).is_file():
            return read_shared(self.root, file, Tender, noticed)
        noticed.append(_unread(file, "This file is not there."))
        return Filed(file, Tender())

    def _answers(self, home: str, noticed: list[Noticed]) -> Iterator[AnswerText]:
        for path in sorted((self.root / home / "answers").glob("*")):
            file = f"{home}/answers/{path.name}"
            if path.suffix.lower() not in (".md", ".docx") or path.name[0] in ".~":
                continue
            read = _from_word if path.suffix.lower() == ".docx" else _from_text
            try:
                yield read(file, path)
            except OSError:
                noticed.append(_unread(file, IN_USE))
            except (ValueError, KeyError, BadZipFile):
                noticed.append(_unread(file, BROKEN))

    def _rows(self, file: str, noticed: list[Noticed]) -> Iterator[Mapping[str, str]]:
        """The figures made for a tender; none when there are none yet."""
        try:
            raw = (self.root / file).read_bytes()
        except FileNotFoundError:
            return
        except OSError:
            noticed.append(_unread(file, IN_USE))
            return
        tree = read_tree(raw, file)
        noticed.extend(tree.noticed)
        rows = tree.root.values.get("figures") if tree.root else None
        for row in rows.items if isinstance(rows, Listing) else ():
            if isinstance(row, Fields):
                yield {
                    key: value.text
                    for key, value in row.values.items()
                    if isinstance(value, Scalar)
                }

    def figures(self, ref: str) -> Sequence[Mapping[str, str]]:
        """The figures made for a tender. Raises `WorkspaceNotFound` when none are."""
        file = f"tenders/{self._safe(ref)}/figures.yaml"
        if not (self.root / file).is_file():
            raise WorkspaceNotFound(
                f"{file}: make it with alongside measures --for {ref}"
            )
        rows = configuration(self.root, file).get("figures")
        return (
            [row for row in rows if isinstance(row, dict)]
            if isinstance(rows, list)
            else []
        )

    def keep_figures(self, ref: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Write the figures of a tender; the earlier ones stay in its history.

        Raises `FileHeld` when the earlier ones are in use: they still stand then.
        """
        lines = [HEAD, "figures:\n"]
        for row in rows:
            pairs = [
                f"{key}: {json.dumps(value, ensure_ascii=False)}"
                for key, value in row.items()
            ]
            lines.append("  - " + "\n    ".join(pairs) + "\n")
        folder = self.root / "tenders" / self._safe(ref)
        put_there(folder / "figures.yaml", "".join(lines).encode())

    def change(self, ref: str, change: Callable[[Fields], Fields], log: Log) -> bool:
        """Change `tender.yaml` by the smallest edit; what stood is kept in the history.

        False when it cannot be read, or is in use or changed at this moment.
        """
        from workflow.adapters.yaml_writing import rewritten  # noqa: PLC0415 - seldom

        folder = self.root / "tenders" / self._safe(ref)
        path = folder / "tender.yaml"
        try:
            raw = path.read_bytes()
            root = read_tree(raw, path.name).root
            content = rewritten(raw, change(root)) if root else None
        except (OSError, EditRefused):
            return False
        if content is None:
            return False
        before = sha256(raw)
        line = log.intend("save", "", "tender", before, sha256(content))
        done = swap(path, before, content, folder / "_history")
        log.done(line, done.name)
        return done in (Written.UPDATED, Written.IDENTICAL)

    def _safe(self, ref: str) -> str:
        """The reference, when it names a folder that is there and nothing else."""
        if ref not in self._refs():
            raise WorkspaceNotFound("no such tender")
        return ref

    def _refs(self) -> tuple[str, ...]:
        """Every tender there is, in order; not the history and drafts beside them."""
        folders = (self.root / "tenders").glob("[!_.]*")
        return tuple(sorted(path.name for path in folders if path.is_dir()))


def _unread(file: str, why: str) -> Noticed:
    return Noticed("FIL-01", Place(file, 1), {"n": "1"}, why)


def _from_text(file: str, path: Path) -> AnswerText:
    lines = tuple(path.read_text(encoding="utf-8-sig").splitlines())
    return AnswerText(file, path.stem, lines, pictures=dict(_beside(path, lines)))


def _beside(path: Path, lines: Iterable[str]) -> Iterator[tuple[str, PictureFile]]:
    """The pictures that a text shows and that lie in its own folder."""
    for line in lines:
        shown = SHOWN.match(line)
        if shown is None:
            continue
        picture = path.parent / shown[2]
        inside = picture.resolve().is_relative_to(path.parent.resolve())
        if inside and picture.is_file() and picture.stat().st_size <= LARGEST_ANSWER:
            found = PictureFile(picture.read_bytes())
            if found.readable:
                yield shown[2], found


def _from_word(file: str, path: Path) -> AnswerText:
    """The words of a Word file: its body by line, every other place by name."""
    from workflow.adapters.every_word import pieces  # noqa: PLC0415 - slow, seldom
    from workflow.adapters.word.answer_reading import answer_in  # noqa: PLC0415 - likewise

    if path.stat().st_size > LARGEST_ANSWER:
        raise ValueError(file)
    content = path.read_bytes()
    if not is_zipfile(path):
        raise ValueError(file)
    read = pieces(path.name, content)
    body = next((piece.text for piece in read if piece.place == BODY), None)
    if body is None:
        raise ValueError(file)
    others = tuple(
        (piece.place, piece.text)
        for piece in read
        if piece.place != BODY and piece.text.strip()
    )
    lines = tuple(body.splitlines())
    try:
        made, pictures = answer_in(content)
    except TemplateFault:
        words = tuple(Paragraph(TEXT, (Run(line),)) for line in lines if line.strip())
        made, pictures = Content(words, (ONLY_WORDS,)), {}
    return AnswerText(file, path.stem, lines, others, made, pictures)
