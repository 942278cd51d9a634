"""Commands for figures and packs: measures, samples, bids, inspections."""

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from workflow.commands.settings import (
    DATE,
    FOUND_ERRORS,
    Settings,
    as_day,
    must_be_known,
    on_many_cases,
)

if TYPE_CHECKING:
    from workflow.domain.governance.drawing import Month
    from workflow.domain.measures import Line
    from workflow.services.sampling import Sampled


@click.command()
@click.option(
    "--from",
    "start",
    required=True,
    type=DATE,
    callback=as_day,
    help="First day of the period.",
)
@click.option(
    "--to",
    "end",
    required=True,
    type=DATE,
    callback=as_day,
    help="Last day of the period.",
)
@click.option(
    "--for", "tender_ref", default="", help="Write the figures of this tender."
)
@click.option(
    "--explain", "name", default="", help="Show the record lines behind one measure."
)
@on_many_cases
@click.pass_obj
def measures(
    settings: Settings,
    start: date,
    end: date,
    tender_ref: str,
    name: str,
    jobs: int | None,
    on: str,
) -> None:
    """Count the measures of a period, small numbers hidden."""
    from workflow.wiring.crews import Hired  # noqa: PLC0415 - keeps help instant

    if name:
        _explain(settings, name, start, end, tender_ref)
        return
    at = settings.evidence()
    crew = settings.crew(at.office, (), Hired(jobs, on))
    figures = at.measures(start, end, tender_ref, crew)
    if settings.data:
        settings.give(figures)
        return
    from workflow.domain.disclosure import mostly_hidden  # noqa: PLC0415 - keeps help instant
    from workflow.domain.measures import MEASURES  # noqa: PLC0415 - likewise

    forms = {measure: str(one["shown"]) for measure, one in figures.items()}
    for measure, shown in forms.items():
        n, d, klass = (figures[measure][key] for key in ("n", "d", "class"))
        title = MEASURES[measure].title
        settings.say(f"{measure} {title}: {shown} [{n:g} of {d}, {klass}]")
    settings.say("What stands in [ ] is for staff. A bid takes only the words before.")
    if mostly_hidden(forms, {}):
        settings.say(
            "Most of this is too small to show. Count over two years or over all"
            " services, or use only the measures of our own work."
        )


def _explain(
    settings: Settings, name: str, start: date, end: date, tender_ref: str
) -> None:
    """Tell each line that a measure counts, where it is written and what decided."""
    from workflow.domain.disclosure import in_counts  # noqa: PLC0415 - keeps help instant
    from workflow.domain.working_days import in_full  # noqa: PLC0415 - likewise

    walk = settings.evidence().explain(name, start, end, tender_ref)
    if settings.data:
        settings.give([_line(line) for line in walk.lines])
        return
    about = walk.measure
    settings.say(f"{name} {about.title}, {in_full(start)} to {in_full(end)}")
    settings.say(f"Counted: {about.numerator}. Out of: {about.denominator}.")
    for label, rows in _grouped(walk.lines, apart=about.rate):
        if rows:
            settings.say(f"{label}, {len(rows)} of {len(walk.lines)}:")
        for line in rows:
            settings.say(f"  {_where(line)}{_decided(line)}")
    total = in_counts(walk.figure) if walk.lines else "nothing in these days"
    settings.say(f"{name}: {total}. Staff only: not for a bid.")


def _grouped(
    lines: "tuple[Line, ...]", *, apart: bool
) -> "tuple[tuple[str, list[Line]], ...]":
    """What did not count before what did; of a rate, what was at first before now."""
    if apart:
        first = [line for line in lines if line.first]
        return ("At first", first), ("Now", [line for line in lines if not line.first])
    out = [line for line in lines if not line.counted]
    return ("Not counted", out), ("Counted", [line for line in lines if line.counted])


def _where(line: "Line") -> str:
    """Where a line stands, from the workspace, so that it can be opened."""
    file = line.place.file
    place = file if _is_shared(file) else f"cases/{line.case}/{file}"
    at = f", line {line.place.line}" if line.place.line else ""
    return f"{place}{at}"


def _is_shared(file: str) -> bool:
    return file.startswith(("config/", "governance/", "tenders/"))


def _decided(line: "Line") -> str:
    """What decided whether it counts: in words, or the field it stands in."""
    more = f" ({line.value:g})" if line.value else ""
    said = line.why or line.place.field
    return f": {said}{more}" if said or more else ""


def _line(line: "Line") -> dict[str, object]:
    return {
        "case": None if _is_shared(line.place.file) else line.case or None,
        "file": line.place.file,
        "line": line.place.line,
        "field": line.place.field,
        "counted": line.counted,
        "value": line.value,
        "why": line.why,
    }


@click.command()
@click.option("--anonymised", is_flag=True, help="Without anybody in it.")
@click.option(
    "--pdf", is_flag=True, help="PDFs too: of each document, and one of them all."
)
@click.pass_obj
def inspection(settings: Settings, *, anonymised: bool, pdf: bool) -> None:
    """Make the pack for an inspector: each case with its lines, and the reports.

    The anonymised one is looked through before it is written, and says what it leaves
    out. Run a build first, so that the reports in it are up to date.
    """
    from workflow.domain.errors import ReleaseRefused  # noqa: PLC0415 - keeps help instant

    proof = settings.evidence()
    files, leaks = proof.inspection(anonymised=anonymised, pdf=pdf)
    if settings.data:
        named = [path.relative_to(proof.office.root).as_posix() for path in files]
        settings.give({"files": named, "leaks": [vars(leak) for leak in leaks]})
    for path in files:
        settings.say(f"Made {path}")
    for leak in leaks:
        settings.say(f'Found "{leak.text}" in {leak.place} of {leak.file}.')
    if leaks:
        sys.exit(ReleaseRefused.exit_code)


@click.command()
@click.argument("month", metavar="YYYY-MM")
@click.option("--by", default="", help="Who will look, by id; chosen when left out.")
@click.pass_obj
def sample(settings: Settings, month: str, by: str) -> None:
    """Draw the record sample of a month, with its checklist to fill in.

    The same month gives the same sample. A file that stands there is left as it is.
    """
    from workflow.domain.governance.sheet import cited  # noqa: PLC0415 - keeps help instant
    from workflow.services.ports import Written  # noqa: PLC0415 - likewise

    office = settings.office()
    must_be_known(
        by, [s.id for s in office.practice.organisation.staff.record.staff], "--by"
    )
    sampled = office.sample(_month(month, office.today), by)
    drawn, made = sampled.sample, sampled.written is Written.CREATED
    if settings.data:
        settings.give(_sample(sampled))
        return
    if made:
        settings.say(f"Wrote {drawn.file}. Fill it in, then write sampled_on.")
    else:
        click.echo(f"{drawn.file} is there already and was left as it is.", err=True)
    who = drawn.sampler or "nobody here: each of us owns one of these cases"
    settings.say(f"{drawn.open_cases} open cases, {len(drawn.cases)} drawn, for {who}.")
    for case in drawn.cases:
        settings.say(f"{case.chosen.ref}: {'; '.join(case.chosen.why)}")
        for check, seen in case.seen.items():
            where = ", ".join(map(cited, seen.places))
            settings.say(f"  {check}: {seen.result.value}  {where}".rstrip())


def _month(text: str, today: date) -> "Month":
    """A month that has begun. Raises `BadParameter`."""
    from workflow.domain.governance.drawing import Month  # noqa: PLC0415 - keeps help instant

    month = Month(text)
    try:
        begun = month.first <= today
    except ValueError:
        begun = False
    if not begun or f"{month.first:%Y-%m}" != text:
        raise click.BadParameter(
            "Name a month that has begun, for example 2026-10.", param_hint="YYYY-MM"
        )
    return month


def _sample(sampled: "Sampled") -> dict[str, object]:
    drawn = sampled.sample
    return {
        "month": drawn.month.text,
        "file": drawn.file,
        "written": sampled.written.value,
        "sampled_by": drawn.sampler or None,
        "open_cases": drawn.open_cases,
        "items": [
            {
                "case_ref": case.chosen.ref,
                "why": list(case.chosen.why),
                "checks": {
                    check: {
                        "files_say": seen.result.value,
                        "evidence": [
                            {"file": place.file, "line": place.line}
                            for place in seen.places
                        ],
                    }
                    for check, seen in case.seen.items()
                },
            }
            for case in drawn.cases
        ],
    }


NOT_NOTED = (
    "tenders/{}/tender.yaml could not be changed: it is open elsewhere, or cannot be"
    " read. Write released_on and leak_check there."
)


def _tell_pack(settings: Settings, pack: dict[str, Any]) -> None:
    """Tell what was made of a pack, what holds it, and what could score better."""
    for file in pack["files"]:
        settings.say(f"Made {file}")
    for limit in pack["limits"]:
        settings.say(f"{limit['file']}: {limit['message']}")
    for line in (*pack["prompts"], *pack["stories"]):
        settings.say(line)
    for leak in pack["leaks"]:
        settings.say(f'Found "{leak["text"]}" in {leak["place"]} of {leak["file"]}.')
    if not pack["checked"]:
        settings.say("Nobody has looked for people in it yet: the release does.")


@click.command()
@click.argument("ref")
@click.option("--release", is_flag=True, help="Let the finished pack go.")
@click.option("--signed", default="", help="The staff id of the approver who signs.")
@click.pass_obj
def tender(settings: Settings, ref: str, signed: str, *, release: bool) -> None:
    """Build and check the pack of tender REF; with --release, let it go."""
    from workflow.domain.errors import ReleaseRefused  # noqa: PLC0415 - keeps help instant

    if release:
        done = settings.evidence().release(ref, signed)
        settings.say(f"Released. What left is kept in {done.kept}.")
        if not done.noted:
            settings.say(NOT_NOTED.format(ref))
        if settings.data:
            settings.give({"released": done.kept, "noted": done.noted})
        return
    pack = settings.evidence().tender(ref)
    if settings.data:
        settings.give(pack)
    _tell_pack(settings, pack)
    if pack["leaks"]:
        sys.exit(ReleaseRefused.exit_code)
    if pack["limits"]:
        sys.exit(FOUND_ERRORS)
