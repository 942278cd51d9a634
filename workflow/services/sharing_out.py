"""Lists each disclosure against what the person agreed to."""

from workflow.domain.case_folder import CaseRef
from workflow.domain.organisation import Organisation
from workflow.domain.sharing import Disclosure, disclosures, lasts
from workflow.services.ports import Cases


def sharing(
    cases: Cases, organisation: Organisation, ref: CaseRef
) -> tuple[Disclosure, ...]:
    """Every item shared in a case, and whether it was inside the agreement (4.9)."""
    folder = cases.load(ref).folder
    return disclosures(folder, lasts(folder, organisation))
