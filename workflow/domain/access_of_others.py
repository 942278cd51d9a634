"""What is held about somebody who has no case of their own and asks to see it.

A contact of one person, a relative say or whom the risk comes from, or a worker. All of
it stands in the cases of other people, and so is looked at line by line. Source: UK
GDPR, article 15.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.domain.anonymise import Identifier, residue
from workflow.domain.case_folder import CaseFolder
from workflow.domain.rules.leaves import Leaf
from workflow.domain.subject_access import (
    ELSEWHERE,
    KINDS,
    Held,
    as_held,
    as_written,
    parts_of,
)


@dataclass(frozen=True)
class Asker:
    """Somebody who asks: their id, every name of theirs.

    `case` is where the id and parts of the names point to them; empty for a worker, to
    whom they point everywhere.
    """

    id: str
    names: tuple[str, ...]
    case: str = ""


def held_about_other(
    asker: Asker, folders: Sequence[CaseFolder], common: Collection[str] = ()
) -> tuple[Held, ...]:
    """Every value that names them or points to them by id.

    `common` are words of roles, which as part of a name point to nobody by themselves.
    """
    return tuple(one for folder in folders for one in _in(folder, asker, common))


def _in(folder: CaseFolder, asker: Asker, common: Collection[str]) -> Iterator[Held]:
    near = asker.case in {"", folder.ref}
    parts = parts_of(asker.names, common) if near else ()
    known = (*asker.names, *(p for p in parts if p not in _of_others(folder, asker)))
    sought = tuple(Identifier(name, "name") for name in known)
    own = _own_row(folder, asker) if near else ""
    for leaf in as_written(folder, KINDS):
        found = as_held(folder, leaf)
        by_id = near and leaf.kind == "ref" and leaf.value == asker.id
        if by_id or _within(leaf, own) or residue(found.words, sought):
            yield replace(found, reasons=(ELSEWHERE,))


def _of_others(folder: CaseFolder, asker: Asker) -> frozenset[str]:
    """Parts of the names of the person and of other contacts: they point to those."""
    person = folder.person.record
    near = (c.name for c in person.contacts if not asker.case or c.id != asker.id)
    names = (person.full_name, person.preferred_name, *near)
    return frozenset(part for name in names if name for part in name.split())


def _own_row(folder: CaseFolder, asker: Asker) -> str:
    """Where a contact is described; empty for a worker."""
    for nth, contact in enumerate(folder.person.record.contacts):
        if asker.case and contact.id == asker.id:
            return f"contacts[{nth}]."
    return ""


def _within(leaf: Leaf, row: str) -> bool:
    return bool(row) and leaf.filed.file == "person.yaml" and leaf.path.startswith(row)
