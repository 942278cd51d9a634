"""What a computer is called stands in names that other computers take apart again."""

import platform
from collections.abc import Iterator

import pytest

from workflow.adapters.computer_name import dashed_name, this_computer
from workflow.adapters.inbox import CLAIMED
from workflow.adapters.journal import CODE


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """A name is asked for once: forget it before and after."""
    this_computer.cache_clear()
    dashed_name.cache_clear()
    yield
    this_computer.cache_clear()
    dashed_name.cache_clear()


@pytest.mark.parametrize(
    "name", ["PC-1", "reception_2.local", "Büro~3", "", "x" * 90, "a+b/../c"]
)
def test_any_name_can_be_read_back_out_of_a_claim_and_a_journal(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(platform, "node", lambda: name)
    claim = CLAIMED.fullmatch(f"{'a' * 16}~{dashed_name()}~77~form.pdf")
    assert claim is not None
    assert (claim[2], claim[4]) == (dashed_name(), "form.pdf")
    assert CODE.fullmatch(this_computer())
