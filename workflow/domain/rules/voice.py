"""Checks of voice and outcomes that need more than a look (brief 3.2)."""

from collections.abc import Iterator, Mapping

from workflow.domain.findings import Noticed
from workflow.domain.rules.kinds import shown
from workflow.domain.rules.rule import Check, Rule, Situation


def outcome_without_answer(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A live outcome that no option and no action is for (VOI-06)."""
    plan = situation.folder.plan.record
    answered = {o for option in plan.options for o in option.for_outcomes}
    answered |= {o for action in plan.actions for o in action.for_outcomes}
    live = situation.folder.live_outcomes
    for index, outcome in enumerate(situation.folder.case.record.outcomes):
        if outcome in live and outcome.id not in answered:
            place = situation.folder.case.place(f"outcomes[{index}]")
            facts = {"outcome": shown(situation, outcome.in_their_words)}
            yield Noticed(rule.id, place, facts)


CHECKS: Mapping[str, Check] = {"outcome_without_answer": outcome_without_answer}
