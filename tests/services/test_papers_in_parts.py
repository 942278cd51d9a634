"""Papers about very many cases are several, none longer than a program opens."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.domain import case_parts
from workflow.domain.case_parts import former_parts, in_parts
from workflow.domain.documents import Each
from workflow.services.building import build
from workflow.services.drafting import Whole, Workshop, workspace_jobs
from workflow.services.remembering import Memory
from workflow.services.whole_papers import WholePapers
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
NAME = "Review register.docx"


def registers_only(workspace: Path) -> Workshop:
    """A workshop that makes nothing but the register."""
    shop = Office(workspace, TODAY).workshop
    return replace(shop, types=tuple(t for t in shop.types if is_register(t.type.each)))


def is_register(each: Each) -> bool:
    return each is Each.WORKSPACE


def contexts(shop: Workshop) -> list[tuple[str, dict[str, object]]]:
    """What each document of the register sees."""
    memory = Memory()
    build(shop, shop.cases.refs(), TODAY, memory=memory)
    papers = WholePapers(shop, memory, TODAY)
    whole = Whole(papers.cases, papers.owed, papers.shared, papers.day)
    return [(job.file, dict(job.context)) for job in workspace_jobs(shop, whole)]


def rows(context: dict[str, object], name: str) -> list[dict[str, str]]:
    found = context[name]
    assert isinstance(found, list)
    return found


def test_parts_tell_together_what_one_register_would(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = registers_only(workspace)
    ((name, one),) = contexts(shop)
    monkeypatch.setattr(case_parts, "IN_ONE", 2)
    parts = contexts(shop)
    refs = shop.cases.refs()
    assert name == NAME
    assert len(parts) == -(-len(refs) // 2) > 1
    assert [file for file, _ in parts][:2] == [NAME, "Review register part 2.docx"]
    for told in ("rows", "held", "recorders"):
        key = lambda row: sorted(row.items())  # noqa: E731 - how rows are put in order
        together = [row for _, part in parts for row in rows(part, told)]
        assert sorted(together, key=key) == sorted(rows(one, told), key=key)
    for number, (_, part) in enumerate(parts):
        mine = refs[2 * number : 2 * number + 2]
        title = f"Review register, part {number + 1}: {mine[0]} to {mine[-1]}"
        doc = part["doc"]
        assert isinstance(doc, dict)
        assert doc["title"] == title
        assert {row["case"] for row in rows(part, "recorders")} == set(mine)
        assert {row["case"] for row in rows(part, "rows")} <= {*mine, "Whole service"}


def test_parts_that_are_needed_no_longer_are_put_away(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else an old part would go on telling of cases as they once stood."""
    shop, reports = registers_only(workspace), workspace / "governance" / "reports"
    monkeypatch.setattr(case_parts, "IN_ONE", 1)
    build(shop, shop.cases.refs(), TODAY)
    count = len(shop.cases.refs())
    assert len(list(reports.glob("Review register*.docx"))) == count
    again = build(shop, shop.cases.refs(), TODAY)
    assert not again.made
    monkeypatch.setattr(case_parts, "IN_ONE", 2)
    build(shop, shop.cases.refs(), TODAY)
    assert len(list(reports.glob("Review register*.docx"))) == -(-count // 2)
    monkeypatch.setattr(case_parts, "IN_ONE", 1_000)
    build(shop, shop.cases.refs(), TODAY)
    assert [p.name for p in reports.glob("Review register*.docx")] == [NAME]


LINK = re.compile(r'href="(?P<where>overview[^"]*\.html)"')


def test_an_overview_of_very_many_cases_is_several_pages(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, reports = registers_only(workspace), workspace / "governance" / "reports"
    refs, told = shop.cases.refs(), "generated/case-status.html"
    monkeypatch.setattr(case_parts, "IN_ONE", 2)
    build(shop, refs, TODAY)
    pages = {page.name: page.read_text() for page in reports.glob("overview*.html")}
    assert len(pages) == -(-len(refs) // 2) > 1
    for number, ref in enumerate(refs):
        part = number // 2 + 1
        name = f"overview part {part}.html" if part > 1 else "overview.html"
        row = f'<td data-label="Case"><a href="../../cases/{ref}/{told}">'
        assert [page for page, text in pages.items() if row in text] == [name]
    others = pages.keys() - {"overview.html"}
    assert set(LINK.findall(pages["overview.html"])) == others
    assert all(LINK.findall(pages[name]) == ["overview.html"] for name in others)
    monkeypatch.setattr(case_parts, "IN_ONE", 1_000)
    again = build(shop, refs, TODAY)
    assert [made.file for made in again.made][-1:] == ["overview.html"]
    assert [page.name for page in reports.glob("overview*.html")] == ["overview.html"]


@given(st.integers(0, 3_500))
def test_every_case_stands_in_one_part(count: int) -> None:
    refs = [f"SG-2026-{number:05}" for number in range(count)]
    parts = in_parts(refs)
    assert sum(part.count for part in parts) == count
    assert all(part.count <= case_parts.IN_ONE for part in parts)
    assert parts[0].file(NAME) == NAME
    assert len({part.file(NAME) for part in parts}) == len(parts)


def test_only_parts_of_this_register_are_too_many() -> None:
    known = [
        NAME,
        "Review register part 2.docx",
        "Review register part 10.docx",
        "Review register part 10.pdf",
        "Our Review register part 3.docx",
        "Review register part two.docx",
    ]
    assert former_parts(NAME, known, 2) == ("Review register part 10.docx",)
    assert former_parts(NAME, known, 1) == (
        "Review register part 10.docx",
        "Review register part 2.docx",
    )
