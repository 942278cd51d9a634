"""What a rule about the workspace may look at."""

from tests.make import a_folder, a_workspace
from tests.rules.said import ORGANISATION, TODAY
from workflow.domain.rules.surroundings import Glimpse, Surroundings, glimpse


def seen(ref: str, owner: str) -> Glimpse:
    folder = a_folder(ref=ref, case={"ownership": {"owner": owner}})
    return glimpse(folder, ORGANISATION)


def test_a_case_is_found_by_its_reference_and_the_first_of_two() -> None:
    cases = (
        seen("SG-2026-001", "st-03"),
        seen("SG-2026-002", "st-04"),
        seen("SG-2026-002", "st-05"),
    )
    around = Surroundings(a_workspace(), ORGANISATION, cases, TODAY)
    assert around.case("SG-2026-001") is cases[0]
    assert around.case("SG-2026-002") is cases[1]
    assert around.case("SG-2026-003") is None
    assert around.case("") is None
    assert around.case(None) is None
