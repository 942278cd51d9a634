"""Keeping and destroying, and the assessment of it all, joined up."""

import time
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path

from workflow.adapters.destroying import CaseVault
from workflow.adapters.drafts import FOLDER, Drafts
from workflow.adapters.filled_forms import NAME, PROPOSALS
from workflow.adapters.retention_files import RetentionFiles, load_policy
from workflow.adapters.tenders import Tenders
from workflow.domain.bidding.keeping import KeptBid, kept_bid
from workflow.domain.documents import Each, LoadedType, Standing
from workflow.domain.errors import ClocksDisagree, TemplateFault
from workflow.domain.governance.assessment import assessment
from workflow.domain.governance.papers import GovernancePaper
from workflow.domain.retention import (
    Beside,
    Hold,
    HoldKind,
    Kept,
    Pile,
    clocks_agree,
)
from workflow.services.destroying import (
    Archive,
    Destroyed,
    approve,
    came_back,
    destroy,
    hold,
    lift,
    listed,
)
from workflow.services.drafting import GOVERNANCE, about, governance_job
from workflow.services.publishing import Made, publish
from workflow.wiring.clock import day_now, drives_day
from workflow.wiring.office import Office


class Retention:
    """What may be destroyed when, and what becomes of it, in an office."""

    def __init__(self, office: Office) -> None:
        """Look after the cases of this office."""
        self.office = office

    @cached_property
    def archive(self) -> Archive:
        """All that keeping and destroying needs."""
        office = self.office
        return Archive(
            office.cases,
            office.practice,
            load_policy(office.root),
            self._decisions,
            self._vault,
            office.log,
            self._unread,
            self._certificate,
            self._vault.asked,
        )

    def listed(self) -> tuple[Kept, ...]:
        """Where every closed case stands; nothing is changed."""
        return tuple(listed(self.archive, self.office.today))

    def beside(self) -> tuple[tuple[Beside, Pile], ...]:
        """What else holds people's details, and how much of it there is."""
        places = self.archive.policy.beside
        sizes = ((one, Pile(*self._vault.size_of(one.place))) for one in places)
        return tuple((one, pile) for one, pile in sizes if pile.files)

    def bids(self) -> tuple[KeptBid, ...]:
        """How long each bid is kept."""
        periods, today = self.archive.policy.bids, self.office.today
        return tuple(
            kept_bid(
                Path(bid.tender.file).parent.name, bid.tender.record, periods, today
            )
            for bid in Tenders(self.office.root).bids([])
        )

    def unfinished(self) -> tuple[str, ...]:
        """The cases of which a cut left something half destroyed."""
        return self._vault.waiting()

    def came_back(self) -> tuple[str, ...]:
        """The cases that were destroyed and are here again."""
        return came_back(self.archive, self._decisions.cases())

    def hold(self, ref: str, kind: HoldKind, by: str, reason: str) -> Hold:
        """Keep a case. Raises `CaseNotFound`, `NotForDestruction`."""
        self.office.may_write()
        (case,) = self.office.refs((ref,))
        return hold(self.archive, case, kind, by, reason, self.office.today)

    def lift(self, ref: str, number: int, by: str, reason: str) -> None:
        """End a hold. Raises `CaseNotFound`, `NotForDestruction`."""
        self.office.may_write()
        (case,) = self.office.refs((ref,))
        lift(self.archive, case, number, by, reason, self.office.today)

    def approve(self, ref: str, by: str, reason: str) -> Kept:
        """Say yes. Raises `CaseNotFound`, `NotForDestruction`, `ClocksDisagree`."""
        self._may_judge()
        (case,) = self.office.refs((ref,))
        return approve(self.archive, case, by, reason, self.office.today)

    def destroy(self, ref: str) -> Destroyed:
        """Destroy a case, or finish it. Raises as `destroying.destroy` does."""
        self._may_judge()
        if not self._vault.away(ref) and self._decisions.order(ref) is None:
            self.office.refs((ref,))
        return destroy(self.archive, ref, self.office.today)

    def _may_judge(self) -> None:
        """Raise `ClocksDisagree` when the day cannot be trusted."""
        self.office.may_write()
        clock, share = self.office.clock, drives_day(self.office.root)
        shown = clock.seen if clock else None
        if not clocks_agree(self.office.today, day_now(), share, shown):
            raise ClocksDisagree

    @cached_property
    def _vault(self) -> CaseVault:
        return CaseVault(self.office.root, time.sleep)

    @cached_property
    def _decisions(self) -> RetentionFiles:
        return RetentionFiles(self.office.root)

    def _unread(self, ref: str) -> int:
        """How many filled forms and drafts of a case wait for somebody."""
        folder = self.office.root / "cases" / ref / PROPOSALS
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        forms = sum(
            NAME.fullmatch(name) is not None
            and f"{name.removesuffix('.json')}.settled.json" not in names
            for name in names
        )
        home, drafts = self.office.root / FOLDER, Drafts(self.office.root)
        owners = [path.name for path in home.iterdir()] if home.is_dir() else []
        return forms + sum(d.case == ref for who in owners for d in drafts.of(who))

    def _certificate(self, said: Mapping[str, object], day: date) -> bytes:
        return filled(self.office, Each.DESTRUCTION, said, day)


def assess(office: Office) -> Made:
    """Make the impact assessment to begin with, never over what somebody wrote."""
    from workflow.adapters.dpia_files import load_wording  # noqa: PLC0415 - seldom

    office.may_write()
    shop, kind = office.workshop, kind_of(office, Each.ASSESSMENT)
    policy, wording = load_policy(office.root), load_wording(office.root)
    said = assessment(office.practice.organisation, policy, wording)
    paper = GovernancePaper(kind.type.file_name, said)
    job = governance_job(shop, kind, paper, (), office.today)
    made = publish(job, office.shelf(GOVERNANCE), office.today)
    if made.problem:
        raise TemplateFault(made.problem)
    return made


def filled(office: Office, each: Each, said: Mapping[str, object], day: date) -> bytes:
    """The one paper of a kind that is made when asked for. Raises `TemplateFault`."""
    kind = kind_of(office, each)
    doc = about(kind.type.title, Standing.FINAL, (), day)
    context = {**said, "doc": doc}
    return office.workshop.word.render(kind.template, context, kind.type.name)


def kind_of(office: Office, each: Each) -> LoadedType:
    """The document type made for something. Raises `TemplateFault`."""
    for kind in office.workshop.types:
        if kind.type.each is each:
            return kind
    raise TemplateFault(f"templates: each: {each}")
