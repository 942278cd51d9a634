"""The status pages: what stands above everything else."""

from datetime import date
from pathlib import Path

from tests.make import a_folder
from workflow.adapters.pages import HtmlPages
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.overview import CaseStatus, case_page, in_overview, overview_page
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
ORGANISATION = Office(Path(__file__).parents[2], TODAY).practice.organisation
NOW = "Make Rosa safe first."


def status(*holds: str) -> CaseStatus:
    place = Place("records/1.yaml", 4, "incident.safe_now")
    finding = Finding(
        "REC-06", Severity.ERROR, NOW, "SG-2026-001", place, holds=frozenset(holds)
    )
    return CaseStatus(a_folder(), (finding,), (), (), None)


def test_somebody_who_is_not_safe_stands_above_everything_on_the_page() -> None:
    page = HtmlPages().page("case", case_page(status("banner"), ORGANISATION, TODAY))
    text = page.decode()
    assert text.index('role="alert"') < text.index(NOW) < text.index("putting right")
    quiet = HtmlPages().page("case", case_page(status(), ORGANISATION, TODAY))
    assert 'role="alert"' not in quiet.decode()


def test_the_overview_says_so_first_without_a_name() -> None:
    shown = overview_page([in_overview(status("banner"))], (), ORGANISATION, TODAY)
    text = HtmlPages().page("overview", shown).decode()
    assert text.index("Make the person safe first.") < text.index("SG-2026-001")
    assert "Rosa" not in text
    assert (
        overview_page([in_overview(status())], (), ORGANISATION, TODAY)["banner"] == []
    )
