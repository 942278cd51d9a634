"""The learning log: what was learned, and how far it has come, to "checked" (2.12).

A lesson counts as learned when somebody else has seen that practice changed. Words for
the team, case references for managers, no names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.context import uk_date
from workflow.domain.diary import DONE, DueItem
from workflow.domain.governance.unnamed import people, unnamed
from workflow.domain.organisation import Organisation
from workflow.domain.records.learning import Learning
from workflow.domain.vocabulary import LearningStatus

KIND = "learning"  # of what is due
NEXT = {
    None: "Change what we do",
    LearningStatus.OPEN: "Change what we do",
    LearningStatus.CHANGED: "Tell the team",
    LearningStatus.TOLD: "See whether practice changed",
}
LATE = "Late"


Row = Mapping[str, str]


def learning_log(every: Iterable[Row], organisation: Organisation) -> dict[str, object]:
    """What the template of the log sees, beside what the document says of itself.

    `every` are the rows of all cases (`in_log`).
    """
    rows = [dict(row) for row in every]
    rows.sort(key=lambda row: (row["opened_iso"], row["case"]))
    waiting = [row for row in rows if row["next"]]
    checked = [row for row in rows if not row["next"]]
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "opened": str(len(rows)),
        "checked_count": str(len(checked)),
        "late_count": str(sum(row["late"] == LATE for row in waiting)),
        "waiting": waiting,
        "checked": checked,
    }


def in_log(
    folder: CaseFolder, due: Sequence[DueItem], organisation: Organisation
) -> tuple[Row, ...]:
    """The rows of one case, with what is due in it, taken while it is in hand."""
    return tuple(_rows(folder, due, organisation)) if folder.learning else ()


def _rows(
    folder: CaseFolder, due: Sequence[DueItem], organisation: Organisation
) -> Iterator[Row]:
    known = people((folder,), organisation)
    for filed in folder.learning:
        note = filed.record
        item = _item(due, filed)
        done = note.status is LearningStatus.CHECKED
        step = "" if done else NEXT.get(note.status, "")
        yield {
            "case": folder.ref,
            "opened": uk_date(note.opened_on),
            "opened_iso": note.opened_on.isoformat() if note.opened_on else "",
            "learned": unnamed(note.what_we_learned, known),
            "changed": unnamed(note.what_changed, known),
            "told": _told(note),
            "stage": note.status.label if note.status else "",
            "next": step,
            "by_when": uk_date(item.due_on) if item else "",
            "late": LATE if item and item.late else "",
            "who": organisation.called(item.lead if item else note.owner),
            "checked_on": uk_date(note.check.done_on),
            "checked_by": organisation.called(note.check.by),
            "found": unnamed(note.check.result, known),
        }


def _item(due: Sequence[DueItem], filed: Filed[Learning]) -> DueItem | None:
    """The step of a note that is still to be done."""
    name = filed.record.learning_id or filed.file
    open_ones = (i for i in due if i.kind == KIND and i.source == name)
    return next((i for i in open_ones if i.status not in DONE), None)


def _told(note: Learning) -> str:
    """How many of those who needed it were reached: `11 of 12`."""
    reached = [(line.reached, line.of) for line in note.told if line.of]
    if not reached:
        return ""
    return f"{sum(n or 0 for n, _ in reached)} of {sum(d or 0 for _, d in reached)}"
