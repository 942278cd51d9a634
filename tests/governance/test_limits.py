"""The register of limits on freedom: how often reviews kept one as it was."""

from datetime import date

import pytest

from tests.make import a_folder
from workflow.domain.case_folder import Filed
from workflow.domain.governance.limits import in_limits
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister

ORGANISATION = Organisation(Filed("p", Provider()), Filed("s", StaffRegister()))


@pytest.mark.parametrize(
    ("limit", "line", "kept"),
    [("X1", "X1", "Kept 1 time"), ("X1", "X2", ""), ("", "", "")],
)
def test_only_a_review_that_names_the_limit_has_kept_it(
    limit: str, line: str, kept: str
) -> None:
    review = {
        "status": "held",
        "held_on": "2026-11-20",
        "restrictions": [{"restriction": line, "decision": "keep"}],
    }
    shown = {"id": limit, "what": "A sensor", "status": "active"}
    folder = a_folder(plan={"restrictions": [shown]}, reviews=[review])
    (row,) = in_limits(folder, (), ORGANISATION, date(2026, 11, 23)).rows
    assert row["kept"] == kept
