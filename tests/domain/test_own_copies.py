"""A copy counts when it is the person's own, in the format they need, in time."""

from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from workflow.adapters.rule_files import load_rules
from workflow.domain.own_copies import CALLED, given_in_time, is_in
from workflow.domain.rules.kinds import named, words
from workflow.domain.vocabulary import Format

AGREED, BY = date(2026, 11, 6), date(2026, 11, 13)


def counts(to: str, version: str, day: str, **needs: object) -> bool:
    communication = {"formats": ["large_print", "spoken"], **needs}
    copies = [{"to": to, "version": version, "given_on": day}]
    folder = a_folder(person={"communication": communication}, plan={"copies": copies})
    (copy,) = folder.plan.record.copies
    return given_in_time(folder, copy, AGREED, BY)


@pytest.mark.parametrize(
    ("to", "version", "day", "wanted"),
    [
        ("person", "large print own copy and card", "2026-11-06", True),
        ("person", "Large-print summary", "2026-11-13", True),
        ("person", "large print", "2026-11-14", False),
        ("person", "large print", "2026-11-05", False),
        ("person", "own copy", "2026-11-10", False),
        ("person", "read aloud", "2026-11-10", False),
        ("person", "easy read", "2026-11-10", False),
        ("c1", "large print", "2026-11-10", False),
    ],
)
def test_a_copy_in_the_first_format_within_the_days_counts(
    to: str,
    version: str,
    day: str,
    wanted: bool,  # noqa: FBT001
) -> None:
    assert counts(to, version, day) is wanted


def test_a_copy_for_the_supporter_who_keeps_it_is_the_persons() -> None:
    kept = {"trusted_supporter": "c1", "safe_contact": {"own_copy_kept": "x"}}
    assert not counts("c1", "large print", "2026-11-10", **kept)
    kept["safe_contact"] = {"own_copy_kept": "supporter_keeps"}
    assert counts("c1", "large print", "2026-11-10", **kept)
    assert counts("person", "large print", "2026-11-10", **kept)


@pytest.mark.parametrize("wanted", [f for f in Format if f in CALLED])
def test_a_copy_of_one_format_is_in_no_other(wanted: Format) -> None:
    for word in CALLED[wanted]:
        assert [f for f in Format if is_in(f"my {word} copy", f)] == [wanted]


@pytest.mark.parametrize("version", ["full", "own copy", "card", "", None, "Standard"])
def test_a_copy_that_says_nothing_else_is_in_standard_print(
    version: str | None,
) -> None:
    assert [f for f in Format if is_in(version, f)] == [Format.STANDARD_PRINT]
    assert not is_in(version, None)


def test_the_rule_for_a_missing_format_calls_copies_the_same(starter: Path) -> None:
    settings = load_rules(starter)["COM-02"].settings
    formats = named(settings, "formats")
    assert {f: words(formats, f) for f in formats} == {
        f.value: CALLED[f] for f in Format if f.value in formats
    }
