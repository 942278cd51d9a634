"""A value that nobody can read makes no rule of these families say something false."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.asking import ORGANISATION, RULES, TODAY
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed
from workflow.domain.reading import as_record
from workflow.domain.records.base import Block
from workflow.domain.rules import check_case
from workflow.domain.rules.rule import Situation
from workflow.domain.tree import Fields, Listing, Node, Position, Scalar

ROOT = Path(__file__).parents[2]
OURS = ("VOI", "OPT", "RES", "PLN")
FILES = ("person", "case", "plan", "consent")
TYPED = ("date", "code", "bool", "int", "num")
JUNK = "nobody can read this"
Spot = tuple[str, str, tuple[str | int, ...]]


@cache
def loaded(ref: str) -> CaseFolder:
    return CaseFolders(ROOT).load(CaseRef(ref)).folder


@cache
def root_of(ref: str, name: str) -> Node:
    path = ROOT / "cases" / ref / f"{name}.yaml"
    root = read_tree(path.read_bytes(), path.name).root
    assert root is not None
    return root


def spots() -> Iterator[Spot]:
    """Every value of the worked cases that can be of the wrong kind, and every list."""
    for ref in CaseFolders(ROOT).refs():
        folder = loaded(ref)
        for name in FILES:
            filed: Filed[Block] = getattr(folder, name)
            yield from ((ref, name, steps) for steps in _within(filed.record, ()))


def _within(block: Block, at: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    for member in members(type(block)).values():
        value = getattr(block, member.attribute)
        here = (*at, member.key)
        if value in (None, ()) or (isinstance(value, Block) and not value):
            continue
        if member.block and member.many:
            for index, item in enumerate(value):
                yield (*here, index)
                yield from _within(item, (*here, index))
        elif member.block:
            yield here
            yield from _within(value, here)
        elif _typed(member):
            yield here


def _typed(member: Member) -> bool:
    return member.kind is not None and member.kind.name in TYPED


def spoilt(node: Node, steps: tuple[str | int, ...]) -> Node:
    """The same tree with junk in one place."""
    if not steps:
        return Scalar(JUNK, Position(1, 1))
    first, rest = steps[0], steps[1:]
    if isinstance(node, Fields):
        key = str(first)
        return replace(
            node, values={**node.values, key: spoilt(node.values[key], rest)}
        )
    assert isinstance(node, Listing)
    items = [
        spoilt(item, rest) if index == first else item
        for index, item in enumerate(node.items)
    ]
    return replace(node, items=tuple(items))


def said_with(spot: Spot) -> list[str]:
    ref, name, steps = spot
    folder = loaded(ref)
    tree = spoilt(root_of(ref, name), steps)
    assert isinstance(tree, Fields)
    filed: Filed[Block] = getattr(folder, name)
    typed = as_record(type(filed.record), tree, filed.file)
    assert [n.rule for n in typed.noticed if n.rule in ("FIL-04", "FIL-10")]
    changed: dict[str, Any] = {name: Filed(filed.file, typed.record, typed.places)}
    return ours(replace(folder, **changed), typed.noticed)


def ours(folder: CaseFolder, noticed: tuple[Noticed, ...]) -> list[str]:
    nation = ORGANISATION.nation(folder.case.record.service_id)
    situation = Situation(folder, ORGANISATION, calendar_for(nation), TODAY)
    found = check_case(situation, RULES, noticed)
    return [f"{f.rule} {f.place.field}" for f in found if f.rule.startswith(OURS)]


SPOTS = tuple(spots())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SPOTS))
def test_a_whole_case_with_one_value_spoilt_is_not_called_incomplete(
    spot: Spot,
) -> None:
    assert said_with(spot) == []
