"""`Workspace`: the files that belong to no case, as read (brief 2.14 to 2.16)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from workflow.domain.answers.blocks import Content, PictureFile
from workflow.domain.answers.markdown import taken_apart
from workflow.domain.case_folder import Filed
from workflow.domain.findings import Noticed
from workflow.domain.records.assembly import Assembly, Evidence
from workflow.domain.records.base import Block
from workflow.domain.records.dismissal import Dismissal, SharedDismissals
from workflow.domain.records.release_log import ReleaseLog
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import Vignette

NO_ASSEMBLY = Filed("assembly.yaml", Assembly())
NO_EVIDENCE = Filed("tenders/evidence.yaml", Evidence())
NOTHING_RELEASED = Filed("tenders/release_log.yaml", ReleaseLog())


@dataclass(frozen=True)
class AnswerText:
    """The answer to one question of a tender, as somebody wrote it.

    `lines` are the lines of its body; `elsewhere` holds the words in the other parts
    of a Word file (header, comments, properties) by the name of the part. `content` is
    what a Word file is made of, None for text; `pictures` are those in it, by name.
    """

    file: str
    question: str
    lines: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    content: Content | None = None
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)

    @property
    def whole(self) -> Content:
        """All of it: that of a Word file as it was read, else taken apart."""
        return self.content or taken_apart(self.lines, self.pictures)


@dataclass(frozen=True)
class Bid:
    """One tender folder: what is asked, the answers, the stories, the figures made.

    `figures` are rows as `measures --for` wrote them: `measure`, `shown` and more;
    `figures_file` is where they stand.
    """

    tender: Filed[Tender]
    vignettes: tuple[Filed[Vignette], ...] = ()
    answers: tuple[AnswerText, ...] = ()
    figures: tuple[Mapping[str, str], ...] = ()
    figures_file: str = ""
    assembly: Filed[Assembly] = field(default=NO_ASSEMBLY)


def no_seal(_: str) -> str:
    """The seal of a month in which nothing was written down."""
    return ""


@dataclass(frozen=True)
class Workspace:
    """Everything beside the cases, the provider and the staff.

    `seal_of` gives one line that stands for the journals of a month that is over, ""
    when there are none. `strays` are YAML files that the layout does not name;
    `noticed` is what reading met.
    """

    samplings: tuple[Filed[Sampling], ...] = ()
    supervisions: tuple[Filed[Supervision], ...] = ()
    bids: tuple[Bid, ...] = ()
    releases: Filed[ReleaseLog] = NOTHING_RELEASED
    evidence: Filed[Evidence] = NO_EVIDENCE
    dismissals: tuple[Filed[SharedDismissals], ...] = ()
    strays: tuple[str, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    seal_of: Callable[[str], str] = no_seal

    def without_bids(self) -> "Workspace":
        """The same files without the tenders."""
        return replace(self, bids=())

    @property
    def releases_unread(self) -> bool:
        """Whether there is a release log and nobody can read it."""
        unread = (n.place.file for n in self.noticed if n.rule == "FIL-01")
        return self.releases.file in unread

    @property
    def told(self) -> frozenset[str]:
        """The cases that a bid tells a story of."""
        stories = (filed.record for bid in self.bids for filed in bid.vignettes)
        sources = (source for story in stories for source in story.sources)
        return frozenset(source.case for source in sources if source.case)

    @property
    def named(self) -> frozenset[str]:
        """The cases that a sample or a story names."""
        looked_at = (item for filed in self.samplings for item in filed.record.items)
        return self.told.union(item.case_ref for item in looked_at if item.case_ref)

    @property
    def every_file(self) -> Iterator[Filed[Block]]:
        """All the files, in the order of the layout."""
        yield from self.samplings
        yield from self.supervisions
        for bid in self.bids:
            yield bid.tender
            yield from bid.vignettes
            yield bid.assembly
        yield self.releases
        yield self.evidence
        yield from self.dismissals

    @property
    def dismissed(self) -> tuple[Dismissal, ...]:
        """Every finding put aside."""
        return tuple(e for filed in self.dismissals for e in filed.record.dismissed)
