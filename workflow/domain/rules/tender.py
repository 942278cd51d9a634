"""Checks of a tender (brief 3.12); they look at no case."""

from collections.abc import Callable, Iterator, Mapping

from workflow.domain.case_folder import Filed
from workflow.domain.findings import Noticed
from workflow.domain.records.tender import Tender
from workflow.domain.rules.rule import Rule

TenderCheck = Callable[[Filed[Tender], Rule], Iterator[Noticed]]


def approver_is_author(filed: Filed[Tender], rule: Rule) -> Iterator[Noticed]:
    """Whoever prepared the pack approves it too (TEN-07)."""
    tender = filed.record
    if tender.approver and tender.approver == tender.prepared_by:
        yield Noticed(rule.id, filed.place("approver"))


CHECKS: Mapping[str, TenderCheck] = {"approver_is_author": approver_is_author}
