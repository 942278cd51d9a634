"""The cases of a workspace, with a note of each that was read."""

from dataclasses import dataclass, field

from workflow.domain.case_folder import CaseRef
from workflow.services.ports import Cases, Loaded


@dataclass
class Counted:
    """The cases, with a note of each that was read."""

    cases: Cases
    read: list[str] = field(default_factory=list)

    def refs(self) -> tuple[CaseRef, ...]:
        """See `Cases`."""
        return self.cases.refs()

    def load(self, ref: CaseRef) -> Loaded:
        """See `Cases`."""
        self.read.append(ref)
        return self.cases.load(ref)

    def remember(self, loaded: Loaded) -> None:
        """See `Cases`."""
        self.cases.remember(loaded)
