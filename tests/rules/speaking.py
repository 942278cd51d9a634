"""Asks one rule about a case whose parts are named one by one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tests.rules import asking
from tests.rules.asking import TODAY, ask
from workflow.domain.findings import Finding


def spoken(
    rule: str, today: date = TODAY, misread: Iterable[str] = (), **parts: object
) -> list[Finding]:
    """The findings of one rule; `misread` are fields as `consent.yaml review_on`."""
    places = (field.partition(" ") for field in misread)
    return ask(rule, parts, today, misread=tuple((f, p) for f, _, p in places))


def fields(rule: str, today: date = TODAY, **parts: Any) -> list[str]:  # noqa: ANN401
    """The fields that one rule points to."""
    return asking.fields(spoken(rule, today, **parts))
