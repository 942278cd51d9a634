"""What building costs: from nothing, with nothing changed, and against a plain script.

    python -m benchmarks.build [--count 1000] [--beside 200] [--seed 7]

The starter workspace is built cold and once more. Then invented cases are built one by
one on one core, many of them beside a straight script that does the least:
`yaml.safe_load` of every file of the case, and docxtpl to render and save the same
documents; processor time counts. The script is given what its templates see ready made;
working that out counts for us alone, as do charts, the size of the text, the marks of
its language, plain text, the page about the case, receipts, and kept versions. Then
every word of every document of ours is looked for in the script's, outside the figures.

Last, `build` makes them all anew from a copy, as it does by itself on the cores there
are, by the clock, with the papers about all cases; the script would take so long for
each case as it took beside us.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import yaml
from docxtpl import DocxTemplate
from jinja2 import Environment

from benchmarks.generate import TODAY, generate
from benchmarks.sameness import says
from benchmarks.side_by_side import one_core, taking_turns
from workflow.adapters.workspaces import make_workspace
from workflow.domain.case_folder import CaseRef
from workflow.domain.documents import Layout
from workflow.services.building import build_case
from workflow.services.checking import Elsewhere, check_loaded
from workflow.services.drafting import Job, case_jobs
from workflow.wiring.office import Office


@dataclass(frozen=True)
class Straight:
    """The straight script: no checks, no receipts, no care for what stands there."""

    folder: Path
    templates: dict[str, Path]
    jobs: dict[CaseRef, tuple[Job, ...]]
    made: Path
    clock: list[float] = field(default_factory=list)

    def run(self, ref: CaseRef) -> None:
        """Read one case and write its documents."""
        begin = perf_counter()
        self._run(ref)
        self.clock.append(perf_counter() - begin)

    def _run(self, ref: CaseRef) -> None:
        for path in sorted((self.folder / ref).rglob("*.yaml")):
            yaml.safe_load(path.read_bytes())
        for job in self.jobs[ref]:
            if job.template not in self.templates:  # plain text
                continue
            document = DocxTemplate(self.templates[job.template])
            document.render(dict(job.context), Environment(autoescape=True))
            document.save(self.made / f"{ref} {job.file}")

    def others(self, refs: tuple[CaseRef, ...]) -> Iterator[str]:
        """The documents that do not say what ours say."""
        for ref in refs:
            for job in self.jobs[ref]:
                ours = self.folder / ref / "generated" / job.file
                theirs = self.made / f"{ref} {job.file}"
                known = job.template in self.templates
                if known and not (ours.is_file() and says(ours) == says(theirs)):
                    yield theirs.name


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--beside", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    one_core()
    with TemporaryDirectory() as temporary:
        starter(Path(temporary) / "starter")
        clock = many(Path(temporary), given.count, given.beside, given.seed)
        if cores:
            os.sched_setaffinity(0, cores)
        by_the_clock(Path(temporary) / "again", given.count, given.seed, clock)


def starter(root: Path) -> None:
    """The starter workspace: from nothing, and once more with nothing changed."""
    make_workspace(root, examples=True)
    for what in ("cold", "nothing changed"):
        office = Office(root, TODAY)
        seconds, made = _build(office)
        print(f"starter workspace, {what}: {seconds * 1e3:.0f} ms, {made} made")


def many(root: Path, count: int, beside: int, seed: int) -> float:
    """Invented cases: many built beside the straight script, then all once more.

    Gives the seconds by the clock that the script took for a case.
    """
    workspace = root / "invented"
    generate(workspace, count, seed)
    office = Office(workspace, TODAY)
    refs = office.cases.refs()
    compared = refs[:: max(1, count // beside)][-beside:]
    straight = _straight(office, compared, root / "straight")
    elsewhere = Elsewhere(office.cases)
    straight.run(compared[0])
    alone = sorted(frozenset(refs) - frozenset(compared[1:]))
    took = []
    for ref in alone:
        begin = process_time()
        build_case(office.workshop, ref, TODAY, elsewhere)
        took.append(process_time() - begin)
    straight.clock.clear()
    ratio = taking_turns(
        "building / a straight script, a case",
        compared[1:],
        lambda ref: build_case(office.workshop, ref, TODAY, elsewhere),
        straight.run,
    )
    print(f"{ratio}; {1 / ratio.value:.1f} times as quick")
    print(f"the other {len(alone)} in a row: {median(took) * 1e3:.2f} ms a case")
    others = sorted(straight.others(compared))
    documents = sum(len(straight.jobs[ref]) for ref in compared)
    print(f"of {documents} documents {len(others)} say something else", *others[:5])
    again(workspace, refs)
    return median(straight.clock)


def by_the_clock(workspace: Path, count: int, seed: int, script: float) -> None:
    """All of them by the command, on the cores there are, beside the script's time."""
    generate(workspace, count, seed)
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    command += ["--today", TODAY.isoformat(), "build"]
    begin = perf_counter()
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    ours, theirs = perf_counter() - begin, script * count
    print(
        f"build of {count} cases by the clock: {ours:.0f} s against {theirs:.0f} s,"
        f" {theirs / ours:.1f} times as quick"
    )


def again(workspace: Path, refs: tuple[CaseRef, ...]) -> None:
    """Building with nothing changed, against only reading the files."""
    office = Office(workspace, TODAY)
    elsewhere = Elsewhere(office.cases)
    ratio = taking_turns(
        "building with nothing changed / reading, a case",
        refs,
        lambda ref: build_case(office.workshop, ref, TODAY, elsewhere),
        office.cases.load,
    )
    print(ratio)


def _build(office: Office) -> tuple[float, int]:
    begin = process_time()
    report = office.build()
    return process_time() - begin, len(report.made)


def _straight(office: Office, refs: tuple[CaseRef, ...], made: Path) -> Straight:
    made.mkdir()
    templates = {}
    for kind in office.workshop.types:
        layouts = (kind.in_layout(layout) for layout in Layout)
        for content, sha in ((kind.template, kind.sha), *layouts):
            templates[sha] = made / f"{sha}.template.docx"
            templates[sha].write_bytes(content)
    jobs = {ref: _jobs(office, ref) for ref in refs}
    return Straight(office.root / "cases", templates, jobs, made)


def _jobs(office: Office, ref: CaseRef) -> tuple[Job, ...]:
    loaded = office.cases.load(ref)
    findings = check_loaded(loaded, office.practice, TODAY)
    return tuple(case_jobs(office.workshop, loaded, findings, TODAY))


if __name__ == "__main__":
    main()
