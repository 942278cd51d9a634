"""Lists each disclosure against what the person agreed to."""

from workflow.domain.case_folder import CaseRef
from workflow.domain.sharing import Disclosure, disclosures
from workflow.services.ports import Cases


def sharing(cases: Cases, ref: CaseRef) -> tuple[Disclosure, ...]:
    """Every item shared in a case, and whether it was inside the agreement (4.9)."""
    return disclosures(cases.load(ref).folder)
