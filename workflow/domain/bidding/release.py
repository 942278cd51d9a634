"""What must be true before a pack may leave (brief 6.5, TEN-07)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.intake import put
from workflow.domain.organisation import Organisation
from workflow.domain.records.tender import Tender
from workflow.domain.tree import Fields, Scalar
from workflow.domain.vocabulary import StaffRole


@dataclass(frozen=True)
class Released:
    """A pack that left: where it is kept; whether its tender file says so too."""

    kept: str
    noted: bool


MAY_APPROVE = (StaffRole.REGISTERED_MANAGER, StaffRole.NOMINATED_INDIVIDUAL)
NOT_THE_APPROVER = "Whoever signs is not the approver of this tender."


@dataclass(frozen=True)
class Finished:
    """A pack as it stands: the day it was made, its files and checksums as listed.

    `over` is what was over a limit of the buyer, or not whole, when it was made.
    """

    made_on: date | None
    listed: Mapping[str, str]
    present: Mapping[str, str]
    over: tuple[str, ...] = ()


def refusals(
    tender: Tender, finished: Finished, organisation: Organisation, signed: str
) -> Iterator[str]:
    """Why a pack may not leave yet, in words; nothing when all is in order.

    What points to a person is told of apart.
    """
    if not finished.listed or finished.made_on is None:
        yield "The pack has not been made yet."
    changed = {
        name
        for name in {*finished.listed, *finished.present}
        if finished.listed.get(name) != finished.present.get(name)
    }
    if changed and finished.listed:
        yield f"Changed since the pack was made: {', '.join(sorted(changed))}."
    for one in finished.over:
        yield f"Not as it must be: {one}"
    yield from _not_tested(tender, finished.made_on)
    yield from _not_signed(tender, organisation, signed)


def _not_tested(tender: Tender, made_on: date | None) -> Iterator[str]:
    test = tender.intruder_test
    if not (test.done_on and test.by and test.result):
        yield "The intruder test is not written down: the day, by whom, the result."
        return
    if made_on and test.done_on < made_on:
        yield "The intruder test is older than the pack. Do it again."
    if test.by in (tender.prepared_by, tender.approver):
        yield "Somebody else must do the intruder test, who does not know the cases."


def _not_signed(
    tender: Tender, organisation: Organisation, signed: str
) -> Iterator[str]:
    if not signed:
        yield "The approver has not signed: give --signed with their staff id."
        return
    if signed != tender.approver:
        yield NOT_THE_APPROVER
    if signed == tender.prepared_by:
        yield "Someone else must approve this pack."
    member = organisation.member(signed)
    if member is None or not set(member.roles) & set(MAY_APPROVE):
        yield "The approver must be a registered manager or the nominated individual."


def released_rows(
    tender: Tender, figures: Sequence[Mapping[str, str]], day: date
) -> tuple[dict[str, object], ...]:
    """The figures of a pack as the release log keeps them (rulings)."""
    return tuple(
        {
            "released_on": str(day),
            "tender": tender.tender_ref or "",
            "measure": row.get("measure", ""),
            "from": str(tender.period.from_),
            "to": str(tender.period.to),
            "services": list(tender.services),
            **{key: row[key] for key in ("n_shown", "d_shown") if row.get(key)},
            "shown": row.get("shown", ""),
        }
        for row in figures
    )


def noted(root: Fields, day: date) -> Fields:
    """A tender file with the day it left and of its last leak check (brief 2.16)."""
    said = (
        ("leak_check.done_on", str(day)),
        ("leak_check.findings", "0"),
        ("released_on", str(day)),
    )
    for path, text in said:
        root = put(root, path, Scalar(text, root.at), Tender)
    return root


def already_sent(
    vignette: str, releases: Sequence[Mapping[str, str]]
) -> tuple[str, ...]:
    """Where a story was sent before: the tender and the day (brief 6.4)."""
    return tuple(
        f"{row.get('tender', '')} on {row.get('released_on', '')}"
        for row in releases
        if vignette in row.get("stories", "").split()
    )
