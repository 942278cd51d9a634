"""Documents that were given stay as they were given; a change makes a new one.

Given means: final, and the files say that the person got it on the day it was made or
later. What a document tells leaves out whatever moves by itself (decision 41).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.context import names_for, shown
from workflow.domain.documents import Given, Standing
from workflow.domain.making import Receipt
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Reader
from workflow.domain.records.review import Review
from workflow.domain.shown_tree import Shown
from workflow.domain.then_and_now import then_and_now
from workflow.domain.typed_dates import iso_day

MOVES = frozenset(
    {
        *("amendments", "saved_by", "saved_by_id", "saved_at", "signed_by"),
        *("signed_by_id", "told_person_result_on", "told_person_result_on_iso"),
        *("copies", "signatures", "done_on", "done_on_iso", "result"),
        *("status", "status_code"),
    }
)
CHOICES = ("boundaries", "do_not_share", "if_risk_rises")


@dataclass(frozen=True)
class Issue:
    """Under which name a document stands now.

    `kept` says that it was given and still tells the same; `replaces` is the day
    printed on the one that it takes the place of.
    """

    file_name: str
    kept: bool = False
    replaces: date | None = None


def issue(
    file_name: str,
    receipts: Mapping[str, Receipt],
    given_on: Iterable[date],
    tells: str,
) -> Issue:
    """Under which name a document that tells this is to stand."""
    last, number = None, 0
    while (found := receipts.get(version_name(file_name, number + 1))) is not None:
        last, number = found, number + 1
    if last is None:
        return Issue(file_name)
    given = _was_given(last, given_on)
    if given and last.tells != tells:
        return Issue(version_name(file_name, number + 1), replaces=_made_on(last))
    former = receipts.get(version_name(file_name, number - 1)) if number > 1 else None
    before = _made_on(former) if former else None
    return Issue(version_name(file_name, number), kept=given, replaces=before)


def version_name(file_name: str, number: int) -> str:
    """The name of a version: the first one has no number."""
    stem, dot, suffix = file_name.rpartition(".")
    return f"{stem}, version {number}{dot}{suffix}" if number > 1 else file_name


def never_given(
    file_name: str, receipts: Mapping[str, Receipt], given_on: Iterable[date]
) -> Iterator[str]:
    """The versions of a document that stand, and that nobody was given."""
    days, number = tuple(given_on), 1
    while (found := receipts.get(version_name(file_name, number))) is not None:
        if not _was_given(found, days):
            yield found.name
        number += 1


def _was_given(receipt: Receipt, given_on: Iterable[date]) -> bool:
    made = _made_on(receipt)
    final = receipt.standing == Standing.FINAL
    return final and made is not None and any(day >= made for day in given_on)


def _made_on(receipt: Receipt) -> date | None:
    return iso_day(receipt.made_on)


def days_given(
    given: Given, folder: CaseFolder, review: Filed[Review] | None
) -> tuple[date, ...]:
    """The days on which the files say that the person got a document."""
    if given is Given.RESULT_TOLD:
        told = review.record.told_person_result_on if review else None
        return (told,) if told else ()
    plans = (folder.plan, *folder.old_plans)
    copies = (copy for plan in plans for copy in plan.record.copies)
    return tuple(c.given_on for c in copies if c.to == PERSON and c.given_on)


def told_hash(
    given: Given,
    folder: CaseFolder,
    organisation: Organisation,
    review: Filed[Review] | None,
) -> str:
    """The SHA-256 of what a document tells, without what moves by itself."""
    names = names_for(folder, organisation, Reader.PERSON)
    if given is Given.RESULT_TOLD and review:
        said: dict[str, object] = {
            "review": shown(review.record, Reader.PERSON, names),
            "then": then_and_now(folder, review).context(),
        }
    else:
        consent = shown(folder.consent.record, Reader.PERSON, names)
        said = {
            "plan": shown(folder.plan.record, Reader.PERSON, names),
            "choices": {key: consent[key] for key in CHOICES},
            "limits": [limit.id for limit in folder.active_restrictions],
        }
    facts = {"name": folder.person.record.preferred_name, **_still(said)}
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _still(said: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value if type(value) is str else _value(value)
        for key, value in said.items()
        if key not in MOVES
    }


def _value(value: object) -> object:
    if type(value) is str:
        return value
    if type(value) is Shown:
        if value.still is None:
            value.still = _still(value)
        return value.still
    if isinstance(value, Mapping):
        return _still(value)
    return [_value(item) for item in value] if isinstance(value, list) else value
