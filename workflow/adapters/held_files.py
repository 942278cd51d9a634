"""The files that hold something about one person: in the case, and elsewhere.

Papers that we made are opened to see whether they speak of somebody; what came from
outside is not. People look through all of them.
"""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from workflow.adapters.case_folders import belongs
from workflow.domain.subject_access import HeldFile

INBOX = "inbox"
MADE = ("governance", "tenders")
SPOKEN_OF = (*MADE, INBOX, "cases/_drafts")
PAPERS = frozenset({".docx", ".xlsx", ".pdf"})
NOTE = re.compile(rb"(?:^|\s)#", re.MULTILINE)
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


def files_about(
    root: Path,
    own: Collection[str],
    names: Collection[str],
    unread: Mapping[str, Collection[str]],
) -> Iterator[HeldFile]:
    """Every file about one person that people have to look at, with what it is.

    `own` are the references of their cases; `unread` names, by case, what could not be
    read. Records that were read stand in the list itself, and receipts of ours hold
    codes and hashes: both are left out.
    """
    words = (*own, *names)
    for ref in own:
        yield from _of_case(root / "cases" / ref, unread.get(ref, ()))
    for ref in sorted(set(unread) - set(own)):
        yield from _beside(root / "cases" / ref, words, unread[ref])
    for top in SPOKEN_OF:
        for path in files_below(root / top):
            if OURS in path.parts:
                continue
            where = path.relative_to(root).as_posix()
            if (top in MADE and _says(path, words)) or speaks_of(path, words):
                yield HeldFile("", where, BESIDE)
            elif top == INBOX and path.suffix.lower() not in TEXTS:
                yield HeldFile("", where, CAME)


def _of_case(folder: Path, unread: Collection[str]) -> Iterator[HeldFile]:
    for path in files_below(folder):
        inside = path.relative_to(folder)
        name = inside.as_posix()
        if name in unread or "." in unread:
            yield HeldFile(folder.name, name, UNREAD)
        elif not belongs(name):
            if inside.parts[0] != OURS:
                yield HeldFile(folder.name, name, kind_of(inside))
        elif NOTE.search(path.read_bytes()):
            yield HeldFile(folder.name, name, NOTES)


def _beside(
    folder: Path, words: Collection[str], unread: Collection[str]
) -> Iterator[HeldFile]:
    """Texts in the case of somebody else; its records that were read are searched."""
    for path in files_below(folder):
        name = path.relative_to(folder).as_posix()
        read = belongs(name) and name not in unread and "." not in unread
        if path.suffix in TEXTS and not read and speaks_of(path, words):
            yield HeldFile(folder.name, name, BESIDE)


def _says(path: Path, words: Collection[str]) -> bool:
    """Whether one of these words stands anywhere in a paper; if unread, it may."""
    from workflow.adapters.every_word import pieces  # noqa: PLC0415 - slow, seldom

    if path.suffix.lower() not in PAPERS:
        return False
    with suppress(OSError):
        found = pieces(path.name, path.read_bytes())
        return any(p.fault or any(word in p.text for word in words) for p in found)
    return True


def line_of(root: Path, ref: str, file: str, line: int) -> str:
    """A line of a case's file as it stands; empty when it is not there."""
    with suppress(OSError, IndexError):
        text = (root / "cases" / ref / file).read_bytes().decode("utf-8", "replace")
        return text.splitlines()[max(line - 1, 0)].strip()
    return ""


BESIDE = "it speaks of the case or the person"
UNREAD = "it could not be read: look into it"
NOTES = "it has notes beside the values, after a #"
CAME = "a filled form or paper that came: who is it about?"
