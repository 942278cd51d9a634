"""What a template may use is exactly what documents are given."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.template_shelf import TemplateShelf
from workflow.adapters.word.checker import TemplateLint
from workflow.adapters.word.stock import render
from workflow.domain.template_fields import (
    Holds,
    Sight,
    at,
    emptied,
    every,
    sights,
    values,
)
from workflow.services.drafting import case_jobs
from workflow.services.template_checking import Bench
from workflow.wiring.office import Office


@pytest.fixture
def bench(workspace: Path, today: date) -> Bench:
    office = Office(workspace, today)
    shelf = TemplateShelf(workspace, office.log)
    return Bench(office.workshop, TemplateLint(render), shelf, today)


NOT_FILLED = {"copies", "closure.outcomes"}  # nobody else to tell; an open case


def strangers(value: object, sight: Sight | None, path: str) -> Iterator[str]:
    """Names in a real context that the wall does not know."""
    if sight is None:
        yield path
    elif sight.holds is Holds.ANYTHING:
        return
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strangers(inner, sight.inside.get(key), f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from strangers(inner, sight.item, f"{path}[]")


def test_every_name_in_a_worked_case_is_known_to_the_wall(bench: Bench) -> None:
    looked_at = 0
    for kind in bench.workshop.types:
        filled = bench.filled_in(kind)
        assert filled is not None, kind.type.name
        wall = Sight(Holds.BLOCK, inside=sights(filled))
        shop = replace(bench.workshop, types=(kind,))
        for ref in shop.cases.refs():
            for job in case_jobs(shop, shop.cases.load(ref), (), bench.today):
                if job.file.endswith(".docx"):
                    found = strangers(job.context, wall, kind.type.name)
                    assert list(found) == []
                looked_at += 1
    assert looked_at > 15


def test_nothing_in_the_filled_in_case_is_left_empty(bench: Bench) -> None:
    empty: set[str] = set()
    for kind in bench.workshop.types:
        filled = bench.filled_in(kind)
        assert filled, kind.type.name
        lists = [s for s in every(sights(filled)) if s.holds is Holds.LIST]
        unknown = [s.path for s in lists if s.item and s.item.holds is Holds.ANYTHING]
        empty |= set(unknown)
    assert empty == NOT_FILLED


def test_the_person_is_not_given_what_only_staff_may_see(bench: Bench) -> None:
    kinds = {kind.type.name: kind for kind in bench.workshop.types}
    own = sights(bench.filled_in(kinds["own-copy"]) or {})
    full = sights(bench.filled_in(kinds["full-plan"]) or {})
    assert at(own, "plan.risks[].likely") is None
    assert at(full, "plan.risks[].likely") is not None
    assert at(own, "records") is None


def test_labels_and_needs_come_from_the_catalogue(bench: Bench) -> None:
    kind = next(k for k in bench.workshop.types if k.type.name == "full-plan")
    known = sights(bench.filled_in(kind) or {})
    owner = at(known, "plan.actions[].owner")
    assert owner is not None
    assert owner.needed
    assert "action" in owner.label
    raw = at(known, "plan.actions[].owner_id")
    assert raw is not None
    assert (raw.holds, raw.instead) == (Holds.RAW, "owner")


def test_values_follow_a_path_through_lists() -> None:
    context = {"plan": {"actions": [{"owner": "Ash"}, {"owner": "Bo"}], "tags": ["x"]}}
    assert list(values(context, "plan.actions[].owner")) == ["Ash", "Bo"]
    assert list(values(context, "plan.tags[]")) == ["x"]
    assert list(values(context, "plan.nothing.more")) == []


def test_an_emptied_context_has_the_same_names_and_no_words() -> None:
    context = {"plan": {"a": "x", "b": [1], "c": {"d": True}}, "rows": [1]}
    assert emptied(context) == {
        "plan": {"a": "", "b": [], "c": {"d": False}},
        "rows": [1],
    }
