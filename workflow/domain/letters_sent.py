"""The record that a letter to a professional was sent, for staff to complete (5.3).

Only what is known is filled in; every answer that only a person can give is left
open, and the rules go on asking for it.
"""

import json
from collections.abc import Iterable
from datetime import date

from workflow.domain.letters_out import GENERATED, LetterOut

NOTES = (
    "Alongside put this file here because somebody said that the letter was sent.",
    "Please fill in: time, place, recorded_by, recorded_at, present; in",
    "external_contact: started_by, told_person_before, person_present; and what came",
    "of the offer of a talk (review_conversation). Then take these lines out.",
)
LIMITS = "      # limits_respected: write true when every limit was kept, else false"


def sent_text(ref: str, letter: LetterOut, today: date, reply_by: date) -> str:
    """The record as YAML; `{record_id}` stands for its id."""
    given = letter.permission
    told = ", ".join(dict.fromkeys(piece.section.label for piece in letter.told))
    recipient = {
        "contact": given.contact,
        "agency": given.agency,
        "organisation": given.organisation,
    }
    lines = [
        *(f"# {note}" for note in NOTES),
        "schema_version: 1",
        f"case_ref: {ref}",
        "record_id: {record_id}",
        "type: external_contact",
        f"date: {today}",
        f"what_happened: {_text(f'The letter {letter.file_name} was sent.')}",
        f"attachments: [{_text(GENERATED + letter.file_name)}]",
        "external_contact:",
        "  direction: shared_by_us",
        *(f"  {key}: {_text(value)}" for key, value in recipient.items() if value),
        f"  channel: {given.channel}",
        "  shared:",
        f"    - what: {_text(told or 'See the letter')}",
        f"      categories: [{', '.join(_codes(letter.categories))}]",
        *([f"      purpose: {_text(given.purpose)}"] if given.purpose else []),
        *([f"      boundary: {_text(given.id)}"] if given.id else []),
        *([LIMITS] if given.limits else []),
        f"  response: {{status: awaiting, due_on: {reply_by}}}",
    ]
    return "\n".join(lines) + "\n"


def _codes(codes: Iterable[str]) -> list[str]:
    return [str(code) for code in codes]


def _text(value: str) -> str:
    """A text as YAML takes it whatever stands in it: quoted as JSON does."""
    return json.dumps(str(value), ensure_ascii=False)
