"""Answers the auditor's four questions from what is recorded."""

from datetime import date

from workflow.domain.auditor import Audit, audit
from workflow.domain.case_folder import CaseRef
from workflow.services.checking import Elsewhere, Practice, check_loaded
from workflow.services.ports import Cases


def audit_case(cases: Cases, practice: Practice, ref: CaseRef, today: date) -> Audit:
    """The four questions of brief section 7 for one case."""
    loaded = cases.load(ref)
    findings = check_loaded(loaded, practice, today, Elsewhere(cases))
    return audit(loaded.folder, practice.organisation, findings, today)
