"""The pocket help card and the phone note (brief 5.1, D4).

Never the case reference, a diagnosis, an address or the exit phrase. Where paper could
be found the card shows two ordinary numbers and says nothing about them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.organisation import Organisation
from workflow.domain.vocabulary import HelpFormat

MOST_LINES = 3
MOST_NUMBERS = 2
NUMBER = re.compile(r"0\d[\d ]{7,11}\d")
CARD_COPY = "card"


@dataclass(frozen=True)
class Call:
    """Somebody to call; `who` is empty on a card that explains nothing."""

    who: str
    number: str

    def __str__(self) -> str:
        """As it stands on the card."""
        return " ".join(part for part in (self.who, self.number) if part)


@dataclass(frozen=True)
class HelpCard:
    """What stands on the card: words and first call in front, the rest behind."""

    words: tuple[str, ...]
    first: Call | None
    second: Call | None
    places: tuple[str, ...]

    def context(self) -> Mapping[str, object]:
        """As plain data for a template."""
        return {
            "words": list(self.words),
            "first": str(self.first or ""),
            "second": str(self.second or ""),
            "places": list(self.places),
        }

    def note(self) -> str:
        """The same as plain text, for a phone."""
        calls = (str(call) for call in (self.first, self.second) if call)
        return "\n".join((*self.words, *calls, *self.places)) + "\n"


def help_card(folder: CaseFolder, organisation: Organisation) -> HelpCard | None:
    """The card of a person, when they chose one or were given one; else None."""
    plan = folder.plan.record
    helping = plan.positive_risk.help_seeking
    if helping.formats:
        routes = plan.positive_risk.routes
        places = (route.safe_places[0] for route in routes if route.safe_places)
        return HelpCard(
            tuple(_words(folder))[:MOST_LINES],
            _call(folder, organisation, helping.call_first),
            _call(folder, organisation, helping.call_next),
            tuple(dict.fromkeys(places)),
        )
    if any(_is_card(copy.version) for copy in plan.copies):
        numbers = [Call("", n) for n in _numbers(folder, organisation)][:MOST_NUMBERS]
        first, second = (*numbers, None, None)[:MOST_NUMBERS]
        return HelpCard((), first, second, ())
    return None


def wants_card(folder: CaseFolder) -> bool:
    """Whether the person chose a card, or was given one."""
    plan = folder.plan.record
    chose = HelpFormat.CARD in plan.positive_risk.help_seeking.formats
    return chose or any(_is_card(copy.version) for copy in plan.copies)


def wants_note(folder: CaseFolder) -> bool:
    """Whether the person chose a note on their phone."""
    formats = folder.plan.record.positive_risk.help_seeking.formats
    return HelpFormat.PHONE_NOTE in formats


def _is_card(version: str | None) -> bool:
    return (version or "").casefold() == CARD_COPY


def _words(folder: CaseFolder) -> Iterator[str]:
    """The person's lines, but for one that would give their signal away."""
    secret = _folded(folder.plan.record.safe_contact.exit_phrase.phrase or "")
    for line in folder.plan.record.positive_risk.help_seeking.my_words:
        if not secret or secret not in _folded(line):
            yield line


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _call(
    folder: CaseFolder, organisation: Organisation, who: str | None
) -> Call | None:
    if not who or who == PERSON:
        return None
    contact = folder.contact(who)
    if contact:
        return Call(contact.name or "", contact.phone or "")
    member = organisation.member(who)
    name = member.name if member and member.name else ""
    written = (line for line in folder.plan.record.emergency.call if name in line)
    found = (NUMBER.search(line) for line in written if name)
    number = next((match[0] for match in found if match), "")
    return Call(name, number or organisation.provider.record.branding.phone or "")


def _numbers(folder: CaseFolder, organisation: Organisation) -> Iterator[str]:
    """Ordinary numbers of people who help, each once."""
    routes = organisation.provider.record.speak_up_routes
    lines = (*folder.plan.record.emergency.call, *(r.how or "" for r in routes))
    found = (match[0] for line in lines for match in NUMBER.finditer(line))
    yield from dict.fromkeys(found)
