"""Commands that look through the record: check, and the auditor's four questions."""

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from workflow.commands.settings import FOUND_ERRORS, Settings, on_many_cases

if TYPE_CHECKING:
    from workflow.domain.auditor import Answer
    from workflow.domain.findings import Finding
    from workflow.domain.next_steps import Step
    from workflow.domain.second_look import SecondLook


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@on_many_cases
@click.pass_obj
def check(
    settings: Settings, cases: tuple[str, ...], jobs: int | None, on: str
) -> None:
    """Show every finding, each with its file, line and field."""
    from workflow.wiring.crews import Hired  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    crew = settings.crew(office, cases, Hired(jobs, on))
    seen = _Seen(office.findings(cases, crew), keep=len(cases) == 1)
    if settings.data:
        settings.give_each(_finding(f) for f in seen)
    else:
        _tell_findings(seen)
        steps = office.next_steps(cases[0], seen.kept) if len(cases) == 1 else ()
        _tell_steps(settings, steps)
        if not (seen.any or steps):
            settings.say("Everything is in order.")
    if seen.errors:
        sys.exit(FOUND_ERRORS)


class _Seen:
    """Findings as they go by: whether there were any, and errors among them."""

    def __init__(self, findings: Iterable["Finding"], *, keep: bool) -> None:
        self._findings, self._keep = findings, keep
        self.any, self.errors = False, False
        self.kept: list[Finding] = []

    def __iter__(self) -> Iterator["Finding"]:
        for finding in self._findings:
            self.any = True
            self.errors = self.errors or finding.severity == "error"
            if self._keep:
                self.kept.append(finding)
            yield finding


def end(findings: Iterable["Finding"]) -> None:
    """End with 1 when there is an error among the findings."""
    if any(f.severity == "error" for f in findings):
        sys.exit(FOUND_ERRORS)


def _finding(finding: "Finding") -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "case": finding.case,
        "file": finding.place.file,
        "line": finding.place.line,
        "field": finding.place.field,
        "message": finding.message,
    }


def _tell_findings(findings: Iterable["Finding"]) -> None:
    for finding in findings:
        where = "/".join(p for p in (finding.case, finding.place.file) if p)
        line = f" line {finding.place.line}" if finding.place.line else ""
        field = f", {finding.place.field}" if finding.place.field else ""
        click.echo(f"{finding.severity.value}: {finding.message}")
        if finding.detail:
            click.echo(f"    {finding.detail}")
        click.echo(f"    {where}{line}{field} [{finding.rule}]")


def _tell_steps(settings: Settings, steps: Iterable["Step"]) -> None:
    for number, step in enumerate(steps, start=1):
        if number == 1:
            settings.say("What to do next:")
        line = f" line {step.place.line}" if step.place.line else ""
        settings.say(f"  {number}. {step.do}")
        settings.say(f"     {step.place.file}{line}")


@click.command()
@click.argument("case")
@click.pass_obj
def audit(settings: Settings, case: str) -> None:
    """Answer the auditor's four questions for CASE."""
    office = settings.office()
    answers, look = office.audit(case), office.second_look(case)
    four = {
        name: getattr(answers, name)
        for name in ("wanted", "choices", "agreed", "changed")
    }
    if settings.data:
        settings.give({name: _answer(look, name, four[name]) for name in four})
        return
    for name, answer in four.items():
        settings.say(f"{name}: {answer.state.label}")
        for line in (look.unlike(name, answer) if look else "", *answer.shown):
            if line:
                settings.say(f"  {line}")
    if look:
        settings.say(f"{look.who}: {look.said}")


def _answer(
    look: "SecondLook | None", name: str, answer: "Answer"
) -> dict[str, object]:
    """One answer for programs, with what a sampler saw."""
    seen = getattr(look.item, name) if look else None
    said = {"state": answer.state.value, "shown": list(answer.shown)}
    return {**said, "sampler": seen.value if seen else None}
