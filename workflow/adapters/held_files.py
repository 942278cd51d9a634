"""The files that hold something about one person: in the case, and elsewhere.

Word files, workbooks, PDFs and pictures are not opened: people look through those.
"""

import json
import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from workflow.adapters.case_folders import belongs
from workflow.domain.subject_access import HeldFile

SPOKEN_OF = ("governance", "tenders", "inbox", "cases/_drafts")
TEXTS = frozenset({".yaml", ".yml", ".json", ".txt", ".md", ".ics", ".csv", ".html"})
KINDS = {  # folder of a case: what lies in it, for the certificate
    "records": "records of what happened",
    "reviews": "reviews",
    "managerial_reviews": "managerial reviews",
    "learning": "learning notes",
    "plan_history": "earlier plans",
    "generated": "papers that were made",
    "_history": "earlier versions",
    "_receipts": "receipts of papers",
    "forms": "forms to fill in",
    "_originals": "filled forms as they came",
    "_proposals": "what stood on filled forms",
    "": "the case, the plan, the person and the consent",
}
OTHER = "other files"
OURS = "_receipts"


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, in order; links are themselves, never followed."""
    for parent, folders, names in os.walk(folder):
        linked = [n for n in folders if Path(parent, n).is_symlink()]
        folders[:] = sorted(set(folders) - set(linked))
        for name in sorted((*names, *linked)):
            yield Path(parent, name)


def kind_of(inside: Path) -> str:
    """What a file of a case is, in words; its path is seen from the case."""
    top = inside.parts[0] if len(inside.parts) > 1 else ""
    return KINDS.get(top, OTHER) if top or inside.suffix == ".yaml" else OTHER


def speaks_of(path: Path, words: Collection[str]) -> bool:
    """Whether one of these words stands in a name or in a text; if unread, it may.

    JSON may write a letter with an accent by its number: our drafts do.
    """
    if any(word in path.name for word in words):
        return True
    if path.suffix not in TEXTS or path.is_symlink():
        return False
    with suppress(OSError):
        text = path.read_bytes()
        forms = (f for word in words for f in (word, json.dumps(word)[1:-1]))
        return any(form.encode() in text for form in forms)
    return True


def files_about(root: Path, ref: str, names: Collection[str]) -> Iterator[HeldFile]:
    """Every file about one person that is no record of the case, with what it is.

    Receipts of ours hold codes and hashes, and are left out.
    """
    folder = root / "cases" / ref
    for path in files_below(folder):
        inside = path.relative_to(folder)
        if not belongs(inside.as_posix()) and inside.parts[0] != OURS:
            yield HeldFile(ref, inside.as_posix(), kind_of(inside))
    for top in SPOKEN_OF:
        for path in files_below(root / top):
            where = path.relative_to(root).as_posix()
            if OURS not in path.parts and speaks_of(path, (ref, *names)):
                yield HeldFile("", where, BESIDE)


BESIDE = "it speaks of the case or the person"
