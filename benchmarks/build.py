"""What building costs: from nothing, with nothing changed, and against a plain script.

    python -m benchmarks.build [--count 1000] [--seed 7]

The starter workspace is built cold and once more. Then invented cases are built one by
one, each time beside a straight script that does the least: `yaml.safe_load` of every
file of the case, and docxtpl to render and save the same documents. The script is given
what its templates see ready made; working that out counts for us alone.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import yaml
from docxtpl import DocxTemplate
from jinja2 import Environment

from benchmarks.generate import TODAY, generate
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

    def run(self, ref: CaseRef) -> None:
        """Read one case and write its documents."""
        for path in sorted((self.folder / ref).rglob("*.yaml")):
            yaml.safe_load(path.read_bytes())
        for job in self.jobs[ref]:
            if job.template not in self.templates:  # plain text
                continue
            document = DocxTemplate(self.templates[job.template])
            document.render(dict(job.context), Environment(autoescape=True))
            document.save(self.made / f"{ref} {job.file}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    one_core()
    with TemporaryDirectory() as temporary:
        starter(Path(temporary) / "starter")
        many(Path(temporary), given.count, given.seed)


def starter(root: Path) -> None:
    """The starter workspace: from nothing, and once more with nothing changed."""
    make_workspace(root, examples=True)
    for what in ("cold", "nothing changed"):
        office = Office(root, TODAY)
        seconds, made = _build(office)
        print(f"starter workspace, {what}: {seconds * 1e3:.0f} ms, {made} made")


def many(root: Path, count: int, seed: int) -> None:
    """Invented cases: each built beside the straight script, then all once more."""
    workspace = root / "invented"
    generate(workspace, count, seed)
    office = Office(workspace, TODAY)
    refs = office.cases.refs()
    straight = _straight(office, refs, root / "straight")
    first, others = refs[0], refs[1:]
    elsewhere = Elsewhere(office.cases)
    straight.run(first)
    build_case(office.workshop, first, TODAY, elsewhere)
    ratio = taking_turns(
        "building / a straight script, a case",
        others,
        lambda ref: build_case(office.workshop, ref, TODAY, elsewhere),
        straight.run,
    )
    print(ratio)
    again(workspace, refs)


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
