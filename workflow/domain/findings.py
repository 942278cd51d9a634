"""What a check has to say, and where it points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs (brief section 3)."""

    ERROR = "error"
    WARNING = "warning"
    PROMPT = "prompt"


@dataclass(frozen=True)
class Place:
    """Where a finding points: a file, a line counted from 1, a dotted field path.

    `file` is relative to the case folder, or to the workspace where there is no case.
    `line` is None when the thing found is that something is missing altogether.
    """

    file: str = ""
    line: int | None = None
    field: str = ""


@dataclass(frozen=True)
class Recipient:
    """Somebody outside the staff team: a contact's id, an agency's code, or both."""

    contact: str = ""
    agency: str = ""

    def may_be(self, other: "Recipient") -> bool:
        """Whether the two are one recipient, as far as anybody has written down."""
        if self.contact and other.contact:
            return self.contact == other.contact
        return not (self.agency and other.agency) or self.agency == other.agency


@dataclass(frozen=True)
class Noticed:
    """Something a check met, before it is put into words.

    `facts` fills the placeholders of the rule's message; `detail` says what exactly
    was met and what would mend it. `wording` is the words it is about, where they are
    not simply what stands at the place (one sentence of an answer). With a `recipient`
    it holds back only letters to them; once `settled` it holds back nothing.
    """

    rule: str
    place: Place
    facts: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""
    wording: str = ""
    recipient: Recipient | None = None
    settled: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing a person should know.

    `message` is the brief's, word for word, with its placeholders filled. `detail`
    says what exactly was met, `mend` what would clear it. `holds` names what it
    keeps from being final (`all`, `plan`, `consent record`, `letters out`, `using` =
    documents that use the file); letters only to the `recipient` where there is one.
    `first` ranks what comes before everything else among the next steps (1 the very
    first, 0 not at all). `wording` is the words it is about: a note that puts it aside
    (`dismissals.yaml`) repeats them, so that changed words are asked about again.
    """

    rule: str
    severity: Severity
    message: str
    case: str | None
    place: Place
    detail: str = ""
    mend: str = ""
    holds: frozenset[str] = frozenset()
    first: int = 0
    wording: str = ""
    recipient: Recipient | None = None
