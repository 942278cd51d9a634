"""Builds whenever cases settle, and takes a full look now and then."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Protocol

from workflow.domain.case_folder import CaseRef
from workflow.services.building import BuildReport, build
from workflow.services.drafting import Workshop


class Changes(Protocol):
    """Says which cases have changed and are quiet again; an event only means look."""

    @property
    def away(self) -> bool:
        """Whether the folder cannot be reached just now."""

    def settled(self, timeout: float) -> frozenset[str]:
        """Case references that changed; an empty reference means all of them."""


def watch(
    workshop: Callable[[], Workshop],
    changes: Changes,
    today: Callable[[], date],
    stop: Callable[[], bool],
    pause: float,
) -> Iterator[BuildReport]:
    """Build everything once, then what changed, and everything again on a new day.

    `pause` is the longest wait in seconds before `stop` is asked again. The workshop
    is opened anew for each build, so changed rules, staff and templates count at once.
    """
    day = today()
    yield _all(workshop(), day)
    while not stop():
        changed = changes.settled(pause)
        now = today()
        if "" in changed or now != day:
            day = now
            yield _all(workshop(), day)
        elif changed:
            shop = workshop()
            yield build(shop, shop.cases.refs(), day)


def _all(workshop: Workshop, day: date) -> BuildReport:
    refs: tuple[CaseRef, ...] = workshop.cases.refs()
    return build(workshop, refs, day)
