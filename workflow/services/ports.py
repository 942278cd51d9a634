"""What the use-cases ask of the world, as Protocols, and the values that cross."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Noticed
from workflow.domain.making import Receipt as Receipt  # noqa: PLC0414 - part of the port
from workflow.domain.proposals import Proposal
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision


@dataclass(frozen=True)
class Loaded:
    """A case folder as it was read, with what reading it noticed."""

    folder: CaseFolder
    noticed: tuple[Noticed, ...] = ()


class Written(StrEnum):
    """What became of a write."""

    CREATED = "created"
    UPDATED = "updated"
    IDENTICAL = "identical"
    KEPT_HAND_EDITS = "beside"
    OPEN_ELSEWHERE = "open elsewhere"


class Cases(Protocol):
    """The cases of a workspace."""

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case folder there is, in order."""

    def load(self, ref: CaseRef) -> Loaded:
        """One case, read whole. Raises `CaseNotFound`."""

    def remember(self, loaded: Loaded) -> None:
        """Keep, write-once, each file that was read complete for the first time."""


class Governance(Protocol):
    """The checks that belong to no case: monthly samples and supervision talks."""

    @property
    def samplings(self) -> Mapping[str, Sampling]:
        """Each monthly sample by its file, relative to the workspace."""

    @property
    def supervisions(self) -> Mapping[str, Supervision]:
        """Each supervision talk by its file, relative to the workspace."""


class Proposals(Protocol):
    """New files put into case folders for people to fill in."""

    def remembered(self, ref: CaseRef) -> frozenset[str]:
        """The keys of everything proposed for a case before, there or deleted since."""

    def put(self, ref: CaseRef, proposal: Proposal) -> Written:
        """Place a new file and remember its keys.

        `KEPT_HAND_EDITS` when a file has come to stand under its name meanwhile; that
        one is left alone.
        """


class Published(Protocol):
    """The documents made for one folder (a case, governance, a tender)."""

    def receipts(self) -> Mapping[str, Receipt]:
        """The newest receipt of every name."""

    def present(self, name: str) -> str | None:
        """The hash of the document now standing under a name; None if there is none."""

    def publish(self, receipt: Receipt, content: bytes) -> Written:
        """Put a document in place, never over a person's work, and keep its receipt."""


class Word(Protocol):
    """Fills Word templates."""

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """Fill a template: same input, same bytes. Raises `TemplateFault`."""


class Pages(Protocol):
    """Makes the pages that staff open in a browser."""

    @property
    def version(self) -> str:
        """The hash of the page templates."""

    def page(self, name: str, context: Mapping[str, object]) -> bytes:
        """Fill the page `case` or `overview`; the same input gives the same bytes."""
