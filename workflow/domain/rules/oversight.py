"""Checks of governance over all cases: samples and supervision (brief 3.12).

Only the last whole month is asked for (rulings, Limits and counting).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.case_folder import Filed
from workflow.domain.findings import Noticed, Place
from workflow.domain.records.sampling import Sampling
from workflow.domain.rules.rule import Rule
from workflow.domain.rules.surroundings import Glimpse, Surroundings, WorkspaceCheck
from workflow.domain.working_days import MONTHS

ONE_DAY = timedelta(days=1)


def sample_missing(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """The last month has no sample, or its sampler owns a sampled case (GOV-07)."""
    last = around.today.replace(day=1) - ONE_DAY
    first, month = last.replace(day=1), f"{last:%Y-%m}"
    facts = {"month": f"{MONTHS[last.month - 1]} {last.year}"}
    made = [filed for filed in around.workspace.samplings if _month(filed) >= month]
    for filed in made:
        yield from _own_case_sampled(around, rule, filed)
    in_time = around.today.day <= around.organisation.timescale("sampling_day_of_month")
    there = any(_looked_at(filed, month) for filed in made)
    any_case = any(case.open_within(first, last) for case in around.cases)
    if any_case and not (in_time or there):
        yield Noticed(rule.id, Place(f"governance/sampling/{month}.yaml"), facts)


def _looked_at(filed: Filed[Sampling], month: str) -> bool:
    """Whether it is the sample of a month, and somebody has looked at it."""
    of_month = month in (_month(filed), filed.record.month)
    return of_month and not filed.record.only_drawn


def _month(filed: Filed[Sampling]) -> str:
    return filed.file.rpartition("/")[2].removesuffix(".yaml")


def _own_case_sampled(
    around: Surroundings, rule: Rule, filed: Filed[Sampling]
) -> Iterator[Noticed]:
    sample = filed.record
    for item in sample.items:
        case = around.case(item.case_ref)
        day = sample.sampled_on or around.today
        if case and sample.sampled_by and case.owner_on(day) == sample.sampled_by:
            facts = {"month": _in_words(sample.month or _month(filed))}
            detail = "Who draws the sample may not own a case that is in it."
            yield Noticed(rule.id, filed.place("sampled_by"), facts, detail)
            return


def _in_words(month: str) -> str:
    """A month as people read it: October 2026."""
    year, _, number = month.partition("-")
    known = number.isdigit() and 1 <= int(number) <= len(MONTHS)
    return f"{MONTHS[int(number) - 1]} {year}" if known else month


def fix_late(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """Something to be put right after a sample is late (GOV-08)."""
    for filed in around.workspace.samplings:
        for i, item in enumerate(filed.record.items):
            for j, action in enumerate(item.actions):
                late = action.due_on is not None and action.due_on < around.today
                if late and action.done_on is None:
                    yield Noticed(rule.id, filed.place(f"items[{i}].actions[{j}]"))


def no_supervision(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """An owner of an open case has had no prompt in supervision for long (GOV-09).

    Counted in days from their last prompt, or from the day they first owned a case
    that is still open. Silent while a note of supervision cannot be read.
    """
    unread = (n.place.file for n in around.workspace.noticed if n.rule == "FIL-01")
    if any(file.startswith("governance/supervision/") for file in unread):
        return
    staff = around.organisation.staff
    days = timedelta(days=around.organisation.timescale("supervision_prompt_days"))
    owners, prompted = _first_owned(around.cases), _last_prompts(around)
    for index, member in enumerate(staff.record.staff):
        here = around.organisation.active(member.id, around.today)
        since = prompted.get(member.id or "") or owners.get(member.id or "")
        if member.id in owners and here and since and around.today > since + days:
            yield Noticed(rule.id, staff.place(f"staff[{index}]"))


def _last_prompts(around: Surroundings) -> Mapping[str, date]:
    """The day of the last prompt of each who had one."""
    found: dict[str, date] = {}
    for filed in around.workspace.supervisions:
        who, day = filed.record.supervisee, filed.record.date
        if who is not None and day and filed.record.prompts:
            found[who] = max(day, found.get(who, day))
    return found


def _first_owned(cases: Iterable[Glimpse]) -> Mapping[str, date | None]:
    """Owners of open cases, with the day they first owned one, if that is known."""
    found: dict[str, date | None] = {}
    for case in cases:
        if case.is_open:
            days = (found.get(case.owner), case.owned_since())
            found[case.owner] = min(filter(None, days), default=None)
    return found


CHECKS: Mapping[str, WorkspaceCheck] = {
    "sample_missing": sample_missing,
    "fix_late": fix_late,
    "no_supervision": no_supervision,
}
