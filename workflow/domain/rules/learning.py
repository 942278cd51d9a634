"""Checks of learning that need more than a look (brief 3.12)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.anonymise import identifiers, residue
from workflow.domain.case_folder import last_date
from workflow.domain.findings import Noticed
from workflow.domain.records.learning import Learning
from workflow.domain.rules.kinds import in_full, named, value_at, word, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import LearningStatus


def stage_late(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A learning note whose next stage should have been reached (LRN-01)."""
    stages = named(rule.settings, "stages")
    for filed in situation.folder.learning:
        stage, due = _next_stage(situation, rule, filed.record)
        if stage and due and due < situation.today:
            facts = {"stage": str(stages.get(stage, "")), "date": in_full(due)}
            yield Noticed(rule.id, filed.place("status"), facts)


def _next_stage(
    situation: Situation, rule: Rule, note: Learning
) -> tuple[LearningStatus | None, date | None]:
    """The stage still to come and its date, as the rulings count them."""
    calendar, changed = situation.calendar, note.due_on
    if changed is None and note.opened_on:
        days = situation.timescale("learning_note_working_days")
        changed = calendar.add_working_days(note.opened_on, days)
    if note.status is LearningStatus.CHANGED and changed:
        days = int(word(rule.settings, "tell_working_days"))
        return LearningStatus.TOLD, calendar.add_working_days(changed, days)
    if note.status is LearningStatus.TOLD:
        told = last_date(line.date for line in note.told)
        weeks = timedelta(weeks=situation.timescale("learning_check_weeks"))
        counted = calendar.roll_back(told + weeks) if told else None
        return LearningStatus.CHECKED, note.check.due_on or counted
    if note.status is LearningStatus.CHECKED:
        return None, None
    return LearningStatus.CHANGED, changed


def checked_by_owner(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The owner checks, or is to check, or the check has no result (LRN-02)."""
    for filed in situation.folder.learning:
        note = filed.record
        checked = note.status is LearningStatus.CHECKED or note.check.done_on
        if note.check.by and note.check.by == note.owner:
            yield Noticed(rule.id, filed.place("check.by"))
        elif checked and not note.check.result:
            yield Noticed(rule.id, filed.place("check.result"))


def names_left(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A note to be shared still points to somebody (LRN-03, 6.1).

    Looks for the people of this case and for the provider's staff and services, in
    the fields of the setting `shared`. A note that stays in the case is not read.
    """
    notes = [f for f in situation.folder.learning if f.record.share_outside_case]
    if not notes:
        return
    organisation = situation.organisation
    known = identifiers((situation.folder,), organisation, organisation.common_words)
    for filed in notes:
        for path in words(rule.settings, "shared"):
            found = residue(_text(value_at(filed.record, path)), known)
            if found:
                detail = "Found " + ", ".join(f'"{text}"' for text in found) + "."
                yield Noticed(rule.id, filed.place(path), {}, detail)


def _text(value: object) -> str:
    several = value if isinstance(value, tuple) else (value,)
    return "\n".join(str(one) for one in several if one)


CHECKS: Mapping[str, Check] = {
    "stage_late": stage_late,
    "checked_by_owner": checked_by_owner,
    "names_left": names_left,
}
