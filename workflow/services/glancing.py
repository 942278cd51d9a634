"""Takes in one case at a glance, for the page that shows every case."""

from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import DueItem, due_items
from workflow.domain.findings import Finding, Severity
from workflow.services.checking import Practice, check_loaded
from workflow.services.ports import Cases


@dataclass(frozen=True)
class Limit:
    """A limit on somebody's freedom, and when it ends unless it is argued again."""

    what: str
    ends_on: date | None


@dataclass(frozen=True)
class Glance:
    """What the first page needs of a case.

    `says` is the person's own sentence, `waiting` how many filled forms of the case
    nobody has gone through.
    """

    folder: CaseFolder
    says: str
    due: tuple[DueItem, ...]
    findings: tuple[Finding, ...]
    limits: tuple[Limit, ...]
    waiting: int = 0

    @property
    def ref(self) -> CaseRef:
        """The reference of the case."""
        return self.folder.ref

    @property
    def to_put_right(self) -> int:
        """How many findings keep a document from being final."""
        return sum(f.severity is Severity.ERROR for f in self.findings)


def glance(cases: Cases, practice: Practice, ref: CaseRef, today: date) -> Glance:
    """One case, read now. Raises `CaseNotFound`."""
    loaded = cases.load(ref)
    folder = loaded.folder
    calendar = practice.situation(folder, today).calendar
    return Glance(
        folder,
        says(folder),
        due_items(folder, practice.organisation, calendar, today),
        check_loaded(loaded, practice, today),
        tuple(
            Limit(limit.what or "", limit.review_on)
            for limit in folder.active_restrictions
        ),
    )


def says(folder: CaseFolder) -> str:
    """The person's own sentence: what they want to happen, before any risk."""
    wants = folder.plan.record.my_words.what_i_want_to_happen
    outcomes = (o.in_their_words for o in folder.live_outcomes if o.in_their_words)
    return wants or next(outcomes, "") or ""
