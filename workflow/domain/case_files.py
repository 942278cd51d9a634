"""Which record stands in which file of a case (brief 2.1)."""

from collections.abc import Mapping

from workflow.domain.records.base import Block
from workflow.domain.records.case import Case
from workflow.domain.records.closed_to import ClosedTo
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.dismissal import Dismissals
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review

SINGLE: Mapping[str, type[Block]] = {
    "person.yaml": Person,
    "case.yaml": Case,
    "plan.yaml": Plan,
    "consent.yaml": Consent,
    "closure.yaml": Closure,
    "dismissals.yaml": Dismissals,
    "closed_to.yaml": ClosedTo,
}
SEVERAL: Mapping[str, type[Block]] = {
    "records": Record,
    "reviews": Review,
    "managerial_reviews": ManagerialReview,
    "learning": Learning,
    "plan_history": Plan,
}


def model_of(file: str) -> type[Block] | None:
    """The record of a file, `plan.yaml` or `reviews/NAME.yaml`, or of a folder.

    None when the layout knows no such file.
    """
    part, stroke, _ = file.partition("/")
    return SEVERAL.get(part) if stroke else SINGLE.get(file)
