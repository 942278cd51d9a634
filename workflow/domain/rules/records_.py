"""Checks of records that need more than a look (brief 3.8)."""

from collections.abc import Iterator, Mapping

from workflow.domain.case_folder import Filed, last_date
from workflow.domain.findings import Noticed
from workflow.domain.records.record import Record
from workflow.domain.rules.kinds import answers, named, value_at, word
from workflow.domain.rules.rule import Check, Rule, Situation


def long_since(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No record that answers `of` for longer than the timescale `days` (REC-10, -11).

    Counted from the day the case was opened when there has been none (rulings).
    """
    folder = situation.folder
    found = [filed for filed in folder.records if _is_one(situation, rule, filed)]
    opened = folder.case.record.opened_on
    last = last_date((filed.record.date for filed in found), opened)
    if not folder.is_open or last is None:
        return
    if (situation.today - last).days > situation.timescale(word(rule.settings, "days")):
        newest = next((f for f in reversed(found) if f.record.date == last), None)
        place = newest.place("date") if newest else folder.case.place("opened_on")
        yield Noticed(rule.id, place)


def _is_one(situation: Situation, rule: Rule, filed: Filed[Record]) -> bool:
    return all(
        answers(value_at(filed.record, path), wanted, situation.today)
        for path, wanted in named(rule.settings, "of").items()
    )


CHECKS: Mapping[str, Check] = {"long_since": long_since}
