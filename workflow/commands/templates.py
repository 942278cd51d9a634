"""Commands for Word templates: fill one, find what is wrong with one."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.commands.settings import Settings

if TYPE_CHECKING:
    from workflow.services.template_checking import TemplateReport


@click.command()
@click.argument(
    "template", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("context", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.pass_obj
def render(settings: Settings, template: Path, context: Path, output: Path) -> None:
    """Fill any Word TEMPLATE with a CONTEXT.json."""
    from workflow.wiring.word_and_pdf import render_file  # noqa: PLC0415 - keeps help instant

    render_file(template, context, output)
    if settings.data:
        settings.give({"file": str(output)})
    settings.say(f"Made {output}.")


@click.group()
def template() -> None:
    """Look after the Word templates."""


@template.command("check")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.pass_obj
def template_check(settings: Settings, documents: tuple[str, ...]) -> None:
    """Show every fault of the templates, and what each template uses.

    DOCUMENT is a folder under templates, for example full-plan, or an id such as D1.
    A copy of a faulty template, with a comment at each fault, is put beside it.
    """
    from workflow.domain.errors import TemplateFault  # noqa: PLC0415 - keeps help instant

    reports = settings.office().check_templates(documents)
    if settings.data:
        settings.give([_template(report) for report in reports])
    for report in reports:
        _tell_template(settings, report)
    if any(report.looked.errors for report in reports):
        sys.exit(TemplateFault.exit_code)


def _template(report: "TemplateReport") -> dict[str, object]:
    kind, looked = report.sheet.said, report.looked
    return {
        "document": kind.name,
        "layout": report.sheet.layout.value,
        "id": kind.id,
        "title": kind.title,
        "errors": len(looked.errors),
        "warnings": len(looked.faults) - len(looked.errors),
        "in_use": report.in_use.value,
        "annotated": report.annotated,
        "why_slow": report.why_slow,
        "faults": [
            {
                "kind": fault.kind.value,
                "severity": fault.severity.value,
                "part": fault.spot.part,
                "heading": fault.spot.heading,
                "paragraph": fault.spot.paragraph,
                "text": fault.spot.text,
                "tag": fault.tag,
                "message": fault.message,
                "fix": fault.fix,
            }
            for fault in looked.faults
        ],
        "uses": [
            {"field": used.path, "label": used.label, "needed": used.needed}
            for used in looked.uses
        ],
        "missing": [
            {"case": m.case, "file": m.file, "field": m.path, "label": m.label}
            for m in report.missing
        ],
    }


def _tell_template(settings: Settings, report: "TemplateReport") -> None:
    """Tell of one template: errors first, warnings after, then what it uses."""
    from workflow.domain.documents import IN_BRACKETS  # noqa: PLC0415 - see above
    from workflow.domain.template_faults import InUse, place  # noqa: PLC0415 - likewise

    if settings.data:
        return
    looked = report.looked
    layout = IN_BRACKETS.get(report.sheet.layout)
    name = report.sheet.said.name + (f" ({layout})" if layout else "")
    for fault in looked.faults:
        click.echo(f"{fault.severity.value}: {name}: {fault.message}")
        click.echo(f"    {place(fault.spot)}: {fault.spot.text}")
        click.echo(f"    What to do: {fault.fix}")
    if not looked.faults:
        settings.say(f"{name}: nothing wrong.")
    if report.in_use is InUse.LAST_GOOD:
        settings.say("    Until it is mended, the last good template is used.")
    if report.in_use is InUse.NONE:
        settings.say("    Until it is mended, this document is not made.")
    if report.annotated:
        settings.say(f"    Each place is marked in {report.annotated}")
    if report.why_slow:
        settings.say(f"    It works, but is filled the slow way: {report.why_slow}.")
    labels = dict.fromkeys(used.label for used in looked.uses)
    if labels:
        settings.say(f"    Uses {len(labels)} fields: {'; '.join(labels)}.")
    for missing in report.missing:
        settings.say(
            f"    Not written yet: {missing.case}, {missing.file}: {missing.label}"
        )
