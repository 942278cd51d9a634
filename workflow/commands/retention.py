"""Commands about keeping: what may be destroyed when, holds, approvals, destruction."""

from typing import TYPE_CHECKING

import click

from workflow.commands.settings import Settings

if TYPE_CHECKING:
    from workflow.domain.bidding.keeping import KeptBid
    from workflow.domain.retention import Kept
    from workflow.wiring.retention import Retention

KINDS = ("enquiry", "complaint", "claim", "legal", "request", "other")
BY = click.option("--by", required=True, help="Your staff id, for example st-02.")
REASON = click.option(
    "--reason", required=True, help="Why, in a few words, without any name."
)


def _retention(settings: Settings) -> "Retention":
    from workflow.wiring.retention import Retention  # noqa: PLC0415 - keeps help instant

    return Retention(settings.office())


@click.group(invoke_without_command=True)
@click.pass_context
def retention(ctx: click.Context) -> None:
    """List until when each closed case is kept, and what could be destroyed.

    Listing changes nothing, and nothing is ever destroyed by itself: two people approve
    a case first, and somebody destroys it.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx.obj)


def _list(settings: Settings) -> None:
    room = _retention(settings)
    rows, beside = room.listed(), room.beside()
    unfinished, back, bids = room.unfinished(), room.came_back(), room.bids()
    if settings.data:
        settings.give(
            {
                "cases": [_row(one) for one in rows],
                "beside": [
                    {"place": b.place, "files": p.files, "bytes": p.size}
                    for b, p in beside
                ],
                "bids": [_bid(one) for one in bids],
                "unfinished": list(unfinished),
                "came_back": list(back),
            }
        )
        return
    for one in rows:
        _tell(settings, one)
    may = sum(one.due for one in rows)
    settings.say(f"{len(rows)} closed cases; {may} may be destroyed once approved.")
    for ref in unfinished:
        settings.say(f"{ref} is half destroyed: run alongside retention destroy {ref}")
    for ref in back:
        settings.say(f"{ref} was destroyed and is here again. Out of a backup?")
    for bid in bids:
        state = "may be deleted" if bid.over else "is kept"
        settings.say(f"Bid {bid.ref} {state}. {bid.why}")
    if beside:
        settings.say("\nAlso with people's details in it, for you to decide about:")
    for what, pile in beside:
        more = f" ({what.source})" if what.source else ""
        settings.say(f"  {what.place}: {pile}. {what.what}{more}")


def _tell(settings: Settings, one: "Kept") -> None:
    state = "may be destroyed" if one.due else "is kept"
    settings.say(f"{one.ref}, closed {one.closed_on}: {state}. {one.pile}.")
    for why in one.why:
        settings.say(f"    {why}")
    for approval in one.approvals:
        who = f"{approval.role.label} ({approval.by})"
        settings.say(f"    Approved by the {who} on {approval.on}.")
    if one.due:
        settings.say(f"    {one.needs or 'Both have approved: it can be destroyed.'}")


def _bid(one: "KeptBid") -> dict[str, object]:
    until = str(one.until) if one.until else None
    return {
        "tender": one.ref,
        "kept_until": until,
        "over": one.over,
        "why": one.why,
    }


def _row(one: "Kept") -> dict[str, object]:
    return {
        "case": one.ref,
        "closed_on": str(one.closed_on) if one.closed_on else None,
        "kept_until": str(one.until) if one.until else None,
        "years": one.years,
        "may_be_destroyed": one.due,
        "approved": one.approved,
        "why_kept": list(one.why),
        "needs": one.needs if one.due else None,
        "files": one.pile.files,
        "bytes": one.pile.size,
        "approvals": [
            {"by": a.by, "role": a.role.value, "on": str(a.on)} for a in one.approvals
        ],
    }


@retention.command("hold")
@click.argument("case")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="Why it is kept.")
@BY
@REASON
@click.pass_obj
def hold(settings: Settings, case: str, kind: str, by: str, reason: str) -> None:
    """Keep CASE whatever its period says, until somebody lifts the hold."""
    from workflow.domain.retention import HOLDS, HoldKind  # noqa: PLC0415 - keeps help instant

    held = _retention(settings).hold(case, HoldKind(kind), by, reason)
    if settings.data:
        settings.give({"case": case, "hold": held.number})
    settings.say(f"{case} is kept. Hold {held.number}: {HOLDS[held.kind]}.")


@retention.command("lift")
@click.argument("case")
@click.argument("number", type=int)
@BY
@REASON
@click.pass_obj
def lift(settings: Settings, case: str, number: int, by: str, reason: str) -> None:
    """End hold NUMBER of CASE. What was written about it stays."""
    _retention(settings).lift(case, number, by, reason)
    if settings.data:
        settings.give({"case": case, "lifted": number})
    settings.say(f"Hold {number} of {case} is lifted.")


@retention.command("approve")
@click.argument("case")
@BY
@REASON
@click.pass_obj
def approve(settings: Settings, case: str, by: str, reason: str) -> None:
    """Say yes to destroying CASE just as it stands. Two different people have to.

    Whatever is written in it afterwards ends the approval.
    """
    now = _retention(settings).approve(case, by, reason)
    if settings.data:
        settings.give(_row(now))
    settings.say(f"Noted. {now.needs or 'Both have approved; nothing is gone yet.'}")


@retention.command("destroy")
@click.argument("case")
@click.pass_obj
def destroy(settings: Settings, case: str) -> None:
    """Destroy CASE, which two people approved, and make the certificate.

    There is no way back. Cut short, run it again: it goes on where it was.
    """
    done = _retention(settings).destroy(case)
    if settings.data:
        settings.give(
            {
                "case": done.case,
                "files": done.pile.files,
                "bytes": done.pile.size,
                "certificate": done.certificate,
                "elsewhere": dict(done.elsewhere),
            }
        )
    settings.say(f"{done.case} is destroyed: {done.pile}.")
    settings.say(f"Certificate: {done.certificate}")
    for place, count in sorted(done.elsewhere.items()):
        settings.say(f"Still speaks of it: {place}, {count} files. Look at them.")
    settings.say(
        "It names the copies that no program can reach. Somebody has to see to each."
    )


@click.command()
@click.pass_obj
def dpia(settings: Settings) -> None:
    """Make a data protection impact assessment to begin with, in Word.

    What Alongside knows is filled in; the decisions are yours. Run it again and what
    you wrote stays: a newer one is put beside it.
    """
    from workflow.services.ports import Written  # noqa: PLC0415 - keeps help instant
    from workflow.wiring.retention import assess  # noqa: PLC0415 - likewise

    made = assess(settings.office())
    file = f"governance/reports/{made.file}"
    if settings.data:
        settings.give({"file": file, "written": made.written.value})
    if made.written is Written.KEPT_HAND_EDITS:
        settings.say(f"{file} stays as you wrote it. The newer one lies beside it.")
    elif made.reason is None:
        settings.say(f"{file} is up to date.")
    else:
        settings.say(f"Made {file}. Fill in the boxes; keep it with your policies.")
