"""Whatever stands in any one field, nothing falls over, and only what follows changes.

Each field of each worked case is deleted, blanked, scrambled or given another shape.
The everyday run takes a sample of the fields; `make torture` takes every one.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseRef
from workflow.domain.fields import Member, members
from workflow.domain.findings import Finding
from workflow.domain.records.base import Block
from workflow.domain.rules import GENERAL
from workflow.domain.rules.kinds import MODELS, SINGLE, looks, named, word
from workflow.domain.rules.rule import Rule
from workflow.services.checking import check_loaded
from workflow.services.drafting import case_jobs
from workflow.services.reviewing import due
from workflow.wiring.office import Office

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
SAMPLE = 48  # fields of a property in the everyday run
LAID_OUT = {"records", "reviews", "managerial_reviews", "learning"}
Step = str | int
Said = frozenset[tuple[str, str, str, str, str, str]]


@dataclass(frozen=True)
class Site:
    """One field: the case, the file, and the way to it from the top of the file."""

    case: str
    file: str
    way: tuple[Step, ...]

    @property
    def path(self) -> str:
        """The way as findings write it: `outcomes[0].status`."""
        steps = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in self.way)
        return "".join(steps).removeprefix(".")


def files() -> Iterator[tuple[str, str, object]]:
    for path in sorted((ROOT / "cases").rglob("*.yaml")):
        case, *inside = path.relative_to(ROOT / "cases").parts
        if len(inside) == 1 or inside[0] in LAID_OUT:
            root = read_tree(path.read_bytes(), path.name).root
            assert root is not None
            yield case, "/".join(inside), plain(root)


CONTENT = {(case, file): content for case, file, content in files()}


def ways(value: object, way: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Every key in a file, and every item of its lists."""
    if isinstance(value, dict):
        steps: list[tuple[Step, object]] = list(value.items())
    else:
        steps = list(enumerate(value)) if isinstance(value, list) else []
    for step, inner in steps:
        yield (*way, step)
        yield from ways(inner, (*way, step))


SITES = [
    Site(case, file, way)
    for (case, file), content in CONTENT.items()
    for way in ways(content)
]


def member_at(site: Site) -> Member | None:
    """What the catalogue knows of a field; None for something it does not name."""
    kind = site.file.partition("/")[0].removesuffix(".yaml")
    block: type[Block] | None = MODELS[kind]
    member = None
    for step in site.way:
        if isinstance(step, str):
            member = members(block).get(step) if block else None
            block = member.block if member else None
    return member


def value_at(content: object, way: tuple[Step, ...]) -> object:
    for step in way:
        content = content[step]  # type: ignore[index]
    return content


def delete(inside: dict[Step, object], step: Step) -> None:
    del inside[step]


def blank(inside: dict[Step, object], step: Step) -> None:
    inside[step] = ""


def null(inside: dict[Step, object], step: Step) -> None:
    inside[step] = None


def scramble(inside: dict[Step, object], step: Step) -> None:
    """Other letters for every letter, another digit for every digit."""
    dice = random.Random(str(inside[step]))  # noqa: S311 - repeatable, no secret
    inside[step] = "".join(_other(c, dice) for c in _text(inside[step]))


def _other(character: str, dice: random.Random) -> str:
    if character.isdigit():
        return dice.choice("0123456789")
    return dice.choice("bcdfgjklnpqrsvxz") if character.isalpha() else character


def _text(value: object) -> str:
    return value if isinstance(value, str) else "something else"


def reshape(inside: dict[Step, object], step: Step) -> None:
    """A text for a group or a list, a list for a text."""
    value = inside[step]
    inside[step] = [value, {"what": value}] if isinstance(value, str) else "words"


def yonder(inside: dict[Step, object], step: Step) -> None:
    """The last day there is: nothing may run off the end of the calendar."""
    inside[step] = "2199-12-31"


CHANGES: Mapping[str, Callable[[dict[Step, object], Step], None]] = {
    change.__name__: change
    for change in (delete, blank, null, scramble, reshape, yonder)
}


class Bench:
    """A workspace in which one field at a time is changed, looked at, and put back."""

    def __init__(self, root: Path) -> None:
        self.office = Office(root, TODAY)
        self.root = root
        self.before = {case: self.said(case) for case, _ in CONTENT}
        self.known: dict[tuple[Site, str], Said] = {}

    def said(self, case: str) -> Said:
        """All that is found; lines aside, because the file is written otherwise."""
        return frozenset(map(_without_line, self._look(case)))

    def _look(self, case: str) -> tuple[Finding, ...]:
        """Read, check, date, audit, and make ready every document of a case."""
        office, ref = self.office, CaseRef(case)
        loaded = office.cases.load(ref)
        findings = check_loaded(loaded, office.practice, TODAY)
        assert isinstance(
            tuple(due(office.cases, office.practice, (ref,), TODAY)), tuple
        )
        audit(loaded.folder, office.practice.organisation, findings, TODAY)
        if not loaded.folder.unreadable:
            for job in case_jobs(office.workshop, loaded, findings, TODAY):
                assert job.print.digest
        return findings

    def after(self, site: Site, change: str) -> Said:
        """What is found when one field is changed; looked at once."""
        if (site, change) not in self.known:
            self.known[site, change] = self._after(site, change)
        return self.known[site, change]

    def _after(self, site: Site, change: str) -> Said:
        content = deepcopy(CONTENT[site.case, site.file])
        CHANGES[change](value_at(content, site.way[:-1]), site.way[-1])  # type: ignore[arg-type]
        path = self.root / "cases" / site.case / site.file
        kept = path.read_bytes()
        try:
            path.write_text(json.dumps(content, indent=1, ensure_ascii=False), "utf-8")
            return self.said(site.case)
        finally:
            path.write_bytes(kept)

    def changed(self, site: Site, change: str) -> Said:
        """What is found then and not before, or before and not then."""
        return self.before[site.case] ^ self.after(site, change)


def _without_line(finding: Finding) -> tuple[str, str, str, str, str, str]:
    place = finding.place
    return (
        finding.rule,
        finding.severity,
        place.file,
        place.field,
        finding.message,
        finding.detail,
    )


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    root = tmp_path_factory.mktemp("any_field")
    for part in ("config", "templates"):
        (root / part).symlink_to(ROOT / part)
    for path in sorted((ROOT / "cases").rglob("*.yaml")):
        inside = path.relative_to(ROOT)
        if (inside.parts[1], "/".join(inside.parts[2:])) in CONTENT:
            (root / inside).parent.mkdir(parents=True, exist_ok=True)
            (root / inside).write_bytes(path.read_bytes())
    return Bench(root)


def never_falls_over(bench: Bench, site: Site, change: str) -> None:
    bench.after(site, change)


def means_not_filled_in(bench: Bench, site: Site) -> None:
    """Missing, empty and null all mean the same (brief 2.0)."""
    if isinstance(site.way[-1], str):
        missing = bench.after(site, "delete")
        assert bench.after(site, "blank") == missing
        assert bench.after(site, "null") == missing


def is_only_about_its_words(bench: Bench, site: Site) -> None:
    """Other words change what is said of those words, or repeats them; no more."""
    old = _text(value_at(CONTENT[site.case, site.file], site.way))
    for rule, _, file, field, message, detail in bench.changed(site, "scramble"):
        about_it = file == site.file and field == site.path
        repeats = old in message or old in detail
        follows = (rule, site.path) in FOLLOWS
        assert about_it or repeats or follows or _word_for_word(rule, field, site), rule


FOLLOWS = {("DOM-03", "safe_contact.exit_phrase.phrase")}
COPIED = {"REC-09": "what_happened", "OPT-05": "options"}


def _word_for_word(rule: str, field: str, site: Site) -> bool:
    """Whether a rule compares texts with one another, and this is one of them."""
    return rule in COPIED and site.path.startswith(COPIED[rule]) and bool(field)


def leaves_other_rules_alone(bench: Bench, site: Site, change: str) -> None:
    """A rule that says where it looks says the same when something else changes."""
    kind = site.file.partition("/")[0].removesuffix(".yaml")
    rules = bench.office.practice.rules
    blind = {r.id for r in rules.values() if r.check == "look" and kind not in sees(r)}
    for rule, _, file, *_ in bench.changed(site, change):
        assert rule not in blind - GENERAL or file == site.file, rule


def sees(rule: Rule) -> set[str]:
    """The kinds of file that a rule looks at, by its own settings."""
    found = {"case"} | (
        {"person"} if "{name}" in f"{rule.message}{rule.mend}" else set()
    )
    for looking in looks(rule.settings):
        found.add(word(looking, "in"))
        found |= {path.partition(".")[0] for path in named(looking, "if")}
        found |= {"closure"} if "open" in named(looking, "if") else set()
    return found


PROSE = [
    site
    for site in SITES
    if (member := member_at(site))
    and member.kind
    and member.kind.name in ("para", "quote")
    and isinstance(value_at(CONTENT[site.case, site.file], site.way), str)
]
EVERYDAY = settings(
    max_examples=SAMPLE,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
any_site = st.sampled_from(SITES)
any_change = st.sampled_from(sorted(CHANGES))


def test_every_file_of_the_worked_cases_is_in_it() -> None:
    assert {site.file for site in SITES} > {f"{name}.yaml" for name in SINGLE[:4]}
    assert {site.file.partition("/")[0] for site in SITES} > LAID_OUT
    assert len(SITES) > len(CONTENT) * 50


@EVERYDAY
@given(site=any_site, change=any_change)
def test_no_field_can_make_it_fall_over(bench: Bench, site: Site, change: str) -> None:
    never_falls_over(bench, site, change)


@EVERYDAY
@given(site=any_site)
def test_missing_empty_and_null_are_one_thing(bench: Bench, site: Site) -> None:
    means_not_filled_in(bench, site)


@EVERYDAY
@given(site=st.sampled_from(PROSE))
def test_other_words_change_only_what_is_said_of_them(bench: Bench, site: Site) -> None:
    is_only_about_its_words(bench, site)


@EVERYDAY
@given(site=any_site, change=any_change)
def test_a_rule_that_looks_elsewhere_says_the_same(
    bench: Bench, site: Site, change: str
) -> None:
    leaves_other_rules_alone(bench, site, change)


def test_other_cases_never_notice(bench: Bench) -> None:
    site = next(s for s in SITES if s.path == "ownership.owner")
    others = {case for case, _ in CONTENT} - {site.case}
    path = bench.root / "cases" / site.case / site.file
    kept = path.read_bytes()
    try:
        path.write_text("ownership: [", "utf-8")
        assert all(bench.said(case) == bench.before[case] for case in others)
        assert bench.said(site.case) != bench.before[site.case]
    finally:
        path.write_bytes(kept)


@pytest.mark.long
@pytest.mark.parametrize(("case", "file"), sorted(CONTENT))
def test_every_field_of_every_file(bench: Bench, case: str, file: str) -> None:
    for site in SITES:
        if (site.case, site.file) == (case, file):
            means_not_filled_in(bench, site)
            for change in CHANGES:
                leaves_other_rules_alone(bench, site, change)
            if site in PROSE:
                is_only_about_its_words(bench, site)
