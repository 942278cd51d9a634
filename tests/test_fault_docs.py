"""The page for managers names every fault and what mends it."""

from tools.fault_docs import NAMES, PAGE, page
from workflow.adapters.word.sandbox import FILTERS
from workflow.domain.template_faults import FaultKind


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text() == page(PAGE.read_text())


def test_every_fault_has_a_name_for_managers() -> None:
    assert NAMES.keys() == {kind.value for kind in FaultKind}


def test_the_filters_on_the_page_are_the_filters_there_are() -> None:
    assert all(f"`{name}`" in PAGE.read_text() for name in FILTERS)
