"""D6b, a letter to a professional: its lines, what is left out, its name (brief 5.3).

Only what the person agreed to for this recipient (4.9), or what a decision without
their agreement names; only fields that a professional may see; and no line that
names somebody, or gives away a place or a signal, that the agreement does not cover.
What is left out is told to staff in a note of its own.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from workflow.domain.anonymise import Identifier, identifiers, residue
from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.context import uk_date
from workflow.domain.documents import reviews_with
from workflow.domain.fields import Field, catalogue
from workflow.domain.letter_permissions import (
    Permission,
    is_professional,
    sources_of_risk,
)
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Block, Reader
from workflow.domain.records.person import Contact
from workflow.domain.records.provider import Provider
from workflow.domain.records.review import Review
from workflow.domain.records.staff import StaffRegister
from workflow.domain.vocabulary import (
    ActionStatus,
    Answer,
    CommSupport,
    InfoCategory,
)

GENERATED = "generated/"
ID = re.compile(r"[A-Za-z0-9_-]+")  # what may stand in a file name
REPLY_WORKING_DAYS = 5  # brief 5.3
CATEGORIES = {category.value: category for category in InfoCategory}
OPEN_STILL = (None, ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)
NOBODY = Organisation(Filed("", Provider()), Filed("", StaffRegister()))


class Section(StrEnum):
    """The parts of a letter that an agreement can open, in their order."""

    OUTCOMES = "outcomes"
    PLAN = "plan"
    ACTIONS = "actions"
    RISKS = "risks"
    REVIEW = "review"
    TALKING = "talking"
    ASK = "ask"

    @property
    def label(self) -> str:
        """What staff call it."""
        return LABELS[self]


LABELS: Mapping[Section, str] = {
    Section.OUTCOMES: "what the person wants",
    Section.PLAN: "the plan in short",
    Section.ACTIONS: "what is being done",
    Section.RISKS: "what could go wrong",
    Section.REVIEW: "what the last review found",
    Section.TALKING: "how to talk with the person",
    Section.ASK: "what they were asked to do",
}


@dataclass(frozen=True)
class Piece:
    """One line that a letter could tell, and the categories it needs, all of them."""

    section: Section
    file: str
    path: str
    text: str
    needs: frozenset[InfoCategory]
    beside: str = ""


@dataclass(frozen=True)
class LetterOut:
    """A letter to one recipient: what it tells, what was left out and why.

    `uncovered` needs categories that were not agreed, `telling` names somebody or
    something that is not covered.
    """

    file_name: str
    permission: Permission
    to: str
    name: str
    told: tuple[Piece, ...]
    uncovered: tuple[Piece, ...]
    telling: tuple[Piece, ...]
    held_on: date | None
    signer: tuple[str, str]
    faults: tuple[str, ...]

    @property
    def categories(self) -> tuple[InfoCategory, ...]:
        """The categories of what it tells, in the order of the list."""
        told = {need for piece in self.told for need in piece.needs}
        if self.name and not self.permission.why_not:
            told.add(InfoCategory.IDENTITY)
        return tuple(category for category in InfoCategory if category in told)

    def context(self) -> dict[str, object]:
        """As plain data for the template; a section that is left out is empty."""
        given = self.permission
        allowed = not given.why_not
        return {
            "to": self.to,
            "name": self.name,
            "allowed": allowed,
            "agreed": allowed and not given.reasons,
            "reasons": list(given.reasons) if allowed else [],
            "what": given.what if allowed else "",
            "purpose": given.purpose if allowed else "",
            "limits": given.limits if allowed else "",
            "held_on": uk_date(self.held_on) if self._in(Section.REVIEW) else "",
            "signer": {"name": self.signer[0], "role": self.signer[1]},
            **{section.value: self._in(section) for section in Section},
        }

    def _in(self, section: Section) -> list[dict[str, str]]:
        pieces = (piece for piece in self.told if piece.section is section)
        return [{"text": piece.text, "beside": piece.beside} for piece in pieces]

    def note(self, case: str) -> str:
        """What staff must know beside the letter; fields and files, nobody's words."""
        agreed = ", ".join(category.label.lower() for category in self.categories)
        lines = [
            f"NOT TO SEND. For staff, beside {self.file_name}.",
            "",
            f"By: {self.permission.channel.label.lower()}.",
            f"It tells: {agreed or 'nothing'}.",
            *_left_out("The agreement does not cover", self.uncovered),
            *_left_out("It names somebody they may not know of", self.telling),
            "",
            "Read every line of the letter before you send it: a sentence can tell",
            "more than its box says.",
            f'When it has gone: alongside sent {case} "{self.file_name}"',
        ]
        return "\n".join(lines) + "\n"


def _left_out(why: str, pieces: Iterable[Piece]) -> Iterator[str]:
    where: dict[Section, list[str]] = {}
    for piece in pieces:
        where.setdefault(piece.section, []).append(f"{piece.file} {piece.path}")
    if where:
        yield ""
        yield f"Left out. {why}:"
    for section, places in where.items():
        yield f"- {section.label} ({', '.join(dict.fromkeys(places))})"


def note_name(file_name: str) -> str:
    """The name of the note for staff beside a letter."""
    return f"Not to send - {file_name.removesuffix('.docx')}.txt"


def letter_name(pattern: str, identifier: str, number: int = 1) -> str:
    """The file name of a letter under an agreement; the second one is number 2.

    `pattern` is the `file-name` of the document type, for example `Letter {to}.docx`.
    """
    stem, dot, suffix = pattern.format(to=identifier).rpartition(".")
    return f"{stem} ({number}){dot}{suffix}" if number > 1 else f"{stem}{dot}{suffix}"


def agreement_of(pattern: str, file_name: str) -> str:
    """The id of the agreement that a letter is under; empty when it is no letter."""
    stem, _, suffix = pattern.rpartition(".")
    before, after = (re.escape(part) for part in stem.split("{to}"))
    known = rf"{before}({ID.pattern}?){after}(?: \(\d+\))?\.{re.escape(suffix)}"
    found = re.fullmatch(known, file_name)
    return found[1] if found else ""


def sent_in(folder: CaseFolder, file_name: str) -> bool:
    """Whether a record says that this letter was sent: it is attached there."""
    attached = (a for filed in folder.records for a in filed.record.attachments)
    return f"{GENERATED}{file_name}" in attached


def unsent(folder: CaseFolder, pattern: str, made: Iterable[str]) -> tuple[str, ...]:
    """The letters that somebody asked for and nobody has sent yet."""
    letters = (name for name in made if agreement_of(pattern, name))
    return tuple(sorted(name for name in letters if not sent_in(folder, name)))


def next_name(folder: CaseFolder, pattern: str, identifier: str) -> str:
    """The letter to make under an agreement: one not sent yet, under the first name."""
    number = 1
    while sent_in(folder, letter_name(pattern, identifier, number)):
        number += 1
    return letter_name(pattern, identifier, number)


def letter_out(
    folder: CaseFolder,
    organisation: Organisation,
    given: Permission,
    file_name: str,
) -> LetterOut:
    """What a letter to this recipient tells, and what is left out of it."""
    allowed = not given.why_not
    known = _not_to_name(organisation, folder, given)
    every = tuple(pieces(folder, given))
    covered = [piece for piece in every if _is_covered(folder, given, piece)]
    uncovered = [piece for piece in every if piece not in covered]
    told = [piece for piece in covered if not residue(piece.text, known)]
    telling = [piece for piece in covered if residue(piece.text, known)]
    identity = given.covers(InfoCategory.IDENTITY)
    last = _last_review(folder)
    return LetterOut(
        file_name,
        given,
        _recipient(folder, given) if allowed else "",
        (folder.person.record.preferred_name or "") if identity else "",
        tuple(told),
        tuple(uncovered),
        tuple(telling),
        last.record.held_on if last else None,
        _signer(folder, organisation),
        tuple(_faults(organisation, folder, given, told)),
    )


def _is_covered(folder: CaseFolder, given: Permission, piece: Piece) -> bool:
    """Whether a line may be told; needs in talking only after the person said yes."""
    share = folder.person.record.communication.share_my_needs
    asked = piece.section is not Section.TALKING or share is Answer.SAID_YES
    return asked and given.covers(*piece.needs)


def _faults(
    organisation: Organisation,
    folder: CaseFolder,
    given: Permission,
    told: Sequence[Piece],
) -> Iterator[str]:
    """Why the letter cannot be final, in plain words.

    What the person agreed may name whom they like, but never the source of risk to
    somebody who is not to know of it.
    """
    if given.why_not:
        yield f"Do not send this letter. {given.why_not}"
        return
    sources = sources_of_risk(folder)
    known = _not_to_name(organisation, folder, given, but_only=sources)
    if residue(f"{given.what}\n{given.purpose}\n{given.limits}", known):
        yield (
            "What was agreed names somebody or something this recipient may not know"
            " of. Write it in other words in consent.yaml."
        )
    if not (told or given.what):
        yield "There is nothing written yet that this recipient may be told."


def _recipient(folder: CaseFolder, given: Permission) -> str:
    contact = folder.contact(given.contact)
    name = contact.name if contact else None
    where = given.organisation or (contact.organisation if contact else None)
    agency = given.agency.label if given.agency and not (name or where) else None
    return ", ".join(dict.fromkeys(part for part in (name, where, agency) if part))


def _signer(folder: CaseFolder, organisation: Organisation) -> tuple[str, str]:
    """The safeguarding lead, or the registered manager: name and role."""
    case = folder.case.record
    service = organisation.service(case.service_id)
    lead = case.ownership.safeguarding_lead or service.safeguarding_lead
    for who, role in (
        (lead, "Safeguarding lead"),
        (service.registered_manager, "Registered manager"),
    ):
        member = organisation.member(who)
        if member and member.name:
            return member.name, role
    return "", "Safeguarding lead or registered manager"


def _last_review(folder: CaseFolder) -> Filed[Review] | None:
    held = sorted(reviews_with(folder), key=lambda f: f.record.held_on or date.min)
    return held[-1] if held else None


def _not_to_name(
    organisation: Organisation,
    folder: CaseFolder,
    given: Permission,
    but_only: Collection[str] | None = None,
) -> tuple[Identifier, ...]:
    """Whom and what no line may name: all that points to somebody not covered.

    With `but_only` of the contacts only these.
    """
    person = folder.person.record
    hidden = tuple(
        c
        for c in person.contacts
        if not _may_name(folder, c, given) and (but_only is None or c.id in but_only)
    )
    left = person.model_copy(update={"contacts": hidden})
    only = replace(folder, person=replace(folder.person, record=left))
    found = identifiers((only,), NOBODY, organisation.common_words)
    if given.covers(InfoCategory.IDENTITY) and person.preferred_name:
        theirs = {person.preferred_name, *re.findall(r"\w+", person.preferred_name)}
        found = tuple(one for one in found if one.text not in theirs)
    return (*found, *_relations(folder, hidden))


def _may_name(folder: CaseFolder, contact: Contact, given: Permission) -> bool:
    if contact.id and contact.id == given.contact:
        return True
    if contact.id in sources_of_risk(folder):
        return given.covers(InfoCategory.SOURCE_OF_RISK_IDENTITY)
    if is_professional(contact, None):
        return given.covers(InfoCategory.SUPPORT_ARRANGEMENTS)
    return given.covers(InfoCategory.FAMILY_RELATIONSHIPS)


def _relations(folder: CaseFolder, hidden: Iterable[Contact]) -> Iterator[Identifier]:
    """What the source of risk is to the person: "my brother" points to him too."""
    sources = sources_of_risk(folder)
    for contact in hidden:
        if contact.id in sources:
            words = re.findall(r"\w+", contact.relationship or "")
            yield from (Identifier(word, "relationship") for word in words[-1:])


def pieces(folder: CaseFolder, given: Permission) -> Iterator[Piece]:
    """Every line that a letter to this recipient could tell, if all were agreed."""
    yield from _outcomes(folder)
    yield from _plan(folder, given)
    yield from _review(folder)
    yield from _talking(folder)


def _outcomes(folder: CaseFolder) -> Iterator[Piece]:
    for n, outcome in enumerate(folder.case.record.outcomes):
        status = outcome.status.label if outcome.status else ""
        path = f"outcomes[{n}].in_their_words"
        text = outcome.in_their_words
        yield from _piece(Section.OUTCOMES, folder.case, path, text, beside=status)


def _plan(folder: CaseFolder, given: Permission) -> Iterator[Piece]:
    plan = folder.plan
    yield from _piece(Section.PLAN, plan, "agreed_summary", plan.record.agreed_summary)
    for n, action in enumerate(plan.record.actions):
        if action.status in OPEN_STILL:
            theirs = bool(action.owner) and action.owner == given.contact
            section = Section.ASK if theirs else Section.ACTIONS
            by = f"by {uk_date(action.due_on)}" if action.due_on else ""
            beside = by if theirs else ", ".join(filter(None, (_who(action.owner), by)))
            path = f"actions[{n}].what"
            yield from _piece(section, plan, path, action.what, beside=beside)
    for n, risk in enumerate(plan.record.risks):
        path = f"risks[{n}].what_could_happen"
        worry = InfoCategory.CONCERN_SUMMARY  # a risk tells what the worry is
        yield from _piece(Section.RISKS, plan, path, risk.what_could_happen, worry)


def _who(owner: str | None) -> str:
    """Who does it, without naming anybody."""
    if owner == PERSON:
        return "the person"
    return "our staff" if (owner or "").startswith("st-") else ""


def _review(folder: CaseFolder) -> Iterator[Piece]:
    filed = _last_review(folder)
    if filed is None:
        return
    review = filed.record
    lines: list[tuple[str, str | None, str]] = [
        ("what_has_improved", review.what_has_improved, "What got better"),
        ("what_has_not", review.what_has_not, "What has not"),
        ("decision", review.decision.label if review.decision else None, "Decision"),
    ]
    lines += [
        (f"changes_made[{n}]", change, "Change in the plan")
        for n, change in enumerate(review.changes_made)
    ]
    for path, text, label in lines:
        yield from _piece(Section.REVIEW, filed, path, text, beside=label)


def _talking(folder: CaseFolder) -> Iterator[Piece]:
    filed, needs = folder.person, folder.person.record.communication
    supports = (s for s in needs.supports if s is not CommSupport.NONE_NEEDED)
    for path, text in (
        ("about_me.how_i_communicate", filed.record.about_me.how_i_communicate),
        ("communication.language", needs.language),
        ("communication.formats", ", ".join(f.label for f in needs.formats)),
        ("communication.supports", ", ".join(s.label for s in supports)),
        ("communication.how_to_explain", needs.how_to_explain),
    ):
        also = InfoCategory.COMMUNICATION_NEEDS
        beside = TALKING[path.split(".")[-1]]
        yield from _piece(Section.TALKING, filed, path, text, also, beside=beside)


TALKING = {
    "how_i_communicate": "In their words",
    "language": "Language",
    "formats": "Formats",
    "supports": "What helps",
    "how_to_explain": "How to explain",
}


@cache
def _fields(model: type[Block]) -> Mapping[str, Field]:
    return {field.path: field for field in catalogue(model)}


def _piece(
    section: Section,
    filed: Filed[Block],
    path: str,
    text: str | None,
    *also: InfoCategory,
    beside: str = "",
) -> Iterator[Piece]:
    """A line, when it is filled in and a professional may ever see its field."""
    field = _fields(type(filed.record))[_catalogued(path)]
    if not text or Reader.PROFESSIONAL not in field.seen_by:
        return
    own = (CATEGORIES[field.category],) if field.category else ()
    needs = frozenset((*own, *also))
    if needs:
        yield Piece(section, filed.file, path, text, needs, beside)


def _catalogued(path: str) -> str:
    """The path as the catalogue says it: a list of plain values has no brackets."""
    return re.sub(r"\[\d+\]", "[]", path).removesuffix("[]")
