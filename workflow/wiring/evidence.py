"""Figures, bids and packs, joined up."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from workflow.adapters.bid_packs import BidPacks
from workflow.adapters.safe_files import put_there
from workflow.adapters.tenders import Tenders
from workflow.domain.anonymise import QUOTE, everything_known
from workflow.domain.bid_names import appendices, names
from workflow.domain.bidding.contents import expired, used_by
from workflow.domain.bidding.library import Library, leaned_on, shown, unread_days
from workflow.domain.bidding.progress import Beside, Progress, progress
from workflow.domain.bidding.proof import proof, sent_notice
from workflow.domain.bidding.release import (
    Released,
    already_sent,
    noted,
    refusals,
    released_rows,
)
from workflow.domain.case_folder import CaseFolder
from workflow.domain.disclosure import figure_json
from workflow.domain.documents import Each, standing
from workflow.domain.errors import (
    CasesNeeded,
    EvidenceExpired,
    FileDenied,
    FolderGone,
    NoConverter,
    OtherPeriod,
    PersonStillVisible,
    ReleaseRefused,
    TemplateFault,
)
from workflow.domain.findings import Finding
from workflow.domain.leak_check import Sought
from workflow.domain.measures import Period
from workflow.domain.records.tender import Tender
from workflow.domain.registers import public_figures
from workflow.domain.rules.stories import against, asked_about, told_again
from workflow.domain.rules.surroundings import Surroundings
from workflow.domain.rules.tender import agreed_words
from workflow.domain.workspace import Bid
from workflow.services.bidding import Ready, Workroom, assemble, manifest
from workflow.services.checking import CaseRoom, check_around, seen_from
from workflow.services.crew import Crew
from workflow.services.inspecting import Pack, Press, anonymised_pack, bound, full_pack
from workflow.services.measuring import Walk, evidence, explained, measures
from workflow.services.packing import Leak, leaks
from workflow.services.troubles import explained as in_words
from workflow.wiring.office import Office
from workflow.wiring.word_and_pdf import converters

NAMED, STORY, UNPROVEN = "TEN-02", "TEN-01", "TEN-06"  # `tender` tells of each apart


class Evidence:
    """What proves the work of an office to others: figures, bids and packs."""

    def __init__(self, office: Office) -> None:
        """Count and pack what is in this office."""
        self.office = office

    def measures(
        self, start: date, end: date, ref: str, crew: Crew[CaseRoom] | None = None
    ) -> dict[str, dict[str, object]]:
        """Every measure of a period; with `ref` the figures of that tender are kept.

        A `crew` may do the work on the cases. Raises `OtherPeriod` when it is not the
        period of that tender, `ReleasesUnknown`, and `FileHeld` when they cannot be.
        """
        tender = self._asking(ref, start, end) if ref else Tender()
        counted = measures(
            self.office.cases,
            self.office.practice,
            Period(start, end),
            tender.services,
            self.office.today,
            self.office.shared.read(),
            crew,
        )
        organisation = self.office.practice.organisation
        figures, forms = counted.figures, counted.forms
        if ref:
            shown = public_figures(tender, figures, organisation, forms)
            folders = self._readable_cases()
            self.tenders.keep_figures(ref, shown)
            bid = self.tenders.bid(ref)
            self.packs.keep_proof(ref, self._proof(bid, folders or ()))
        return {name: figure_json(one, forms[name]) for name, one in figures.items()}

    def _asking(self, ref: str, start: date, end: date) -> Tender:
        """The tender for which figures are to be written."""
        self.office.may_write()
        tender = self.tenders.load(ref)
        days = tender.period.from_, tender.period.to
        if days != (start, end):
            raise OtherPeriod(" to ".join(str(day or "no day") for day in days))
        return tender

    def explain(self, name: str, start: date, end: date, ref: str) -> Walk:
        """The record lines behind one measure. Raises `NoSuchMeasure`."""
        tender = self.tenders.load(ref) if ref else Tender()
        shared = self.office.shared.read()
        facts = evidence(
            self.office.cases,
            self.office.practice,
            tender.services,
            self.office.today,
            shared,
        )
        return explained(facts, name, Period(start, end))

    def tender(self, ref: str) -> dict[str, Any]:
        """Build the pack of a tender, and look through it where cases may be read.

        Gives its files, what in them points to somebody, what is over a limit, what
        could score better, and stories that were sent and taken back. Raises
        `EvidenceExpired`.
        """
        with suppress(PermissionError):  # a bid writer may not read the journals
            self.office.may_write()
        bid = self.tenders.bid(ref)
        folders = self._readable_cases()
        self._refuse_blocked(Each.TENDER)
        self._refuse_expired(bid)
        amiss = self._amiss(ref, folders or ())
        ready = self._bid_ready(ref, bid, amiss, folders)
        done = assemble(self._workroom(ref), ready)
        listed = manifest(done, self.office.today)
        files = self.packs.keep_pack(ref, done.files, listed)
        found = [_leak(finding) for finding in amiss if finding.rule == NAMED]
        found += [vars(leak) for leak in self._leaks_in(ref, done.files, folders)]
        limits = [
            {"file": _of_tender(ref, one.file), "message": one.message}
            for one in done.limits
        ]
        return {
            "files": list(files),
            "leaks": found,
            "limits": limits,
            "prompts": [
                *done.prompts,
                *map(_said, _only(amiss, UNPROVEN)),
                *self._to_think_of(bid),
            ],
            "stories": list(self._left_out(bid, folders)),
            "checked": folders is not None,
        }

    def release(self, ref: str, signed: str) -> Released:
        """Let a finished pack go: its files are read again, the figures logged.

        The tender file then says when. Raises `PersonStillVisible` when
        anything in it points to somebody, `ReleaseRefused` for every other reason.
        """
        self.office.may_write()
        bid, folders = self.tenders.bid(ref), self._readable_cases()
        if folders is None:
            raise CasesNeeded
        organisation, day = self.office.practice.organisation, self.office.today
        finished = self.packs.finished(ref)
        why = list(refusals(bid.tender.record, finished, organisation, signed))
        amiss = self._amiss(ref, folders)
        errors = (f for f in amiss if f.severity == "error" and f.rule != NAMED)
        why += [f"{f.message} {f.detail}".strip() for f in errors]
        why += self._left_out(bid, folders)
        why += _not_read(folders)
        files = self.packs.files(ref)
        leaking = self._leaks_in(ref, files, folders)
        if leaking or any(f.rule == NAMED for f in amiss):
            raise PersonStillVisible(f"tender {ref} shows {len(leaking)} places")
        if why:
            raise ReleaseRefused(" ".join(why))
        tender = bid.tender.record
        stories = " ".join(row["id"] for row in self._proof(bid, folders)["stories"])
        said = {
            "tender": ref,
            "released_on": str(day),
            "signed_by": signed,
            "intruder_test_by": tender.intruder_test.by,
            "intruder_test_on": str(tender.intruder_test.done_on),
            "leaks": "0",
            "stories": stories,
            "files": finished.listed,
        }
        self.packs.append_log(released_rows(tender, self.tenders.figures(ref), day))
        kept = self.packs.keep_release(ref, day, said)
        log = self.office.log
        return Released(kept, self.tenders.change(ref, lambda r: noted(r, day), log))

    def progress_of(self, ref: str) -> Progress:
        """How far a bid is, without reading a case. Raises `WorkspaceNotFound`."""
        beside = Beside(
            self.office.shared.read().evidence.record,
            self.office.practice.organisation,
            self.packs.proof(ref),
            self.packs.finished(ref),
            self._amiss(ref, ()),
            self.office.today,
        )
        return progress(self.tenders.bid(ref), beside)

    def library(self) -> Library:
        """What we can show and which bids lean on it, without reading a case."""
        workspace, practice = self.office.shared.read(), self.office.practice
        filed, bids, today = workspace.evidence, workspace.bids, self.office.today
        found = check_around(workspace, practice, (), today)
        return Library(
            shown(
                filed.record,
                bids,
                practice.organisation,
                today,
                unread_days(found, filed.record),
            ),
            leaned_on(filed.record, bids),
            tuple(_said(one) for one in found if one.place.file == filed.file),
        )

    def names_in(self, ref: str) -> Mapping[str, str]:
        """What a name in an answer of a bid stands for. Raises `WorkspaceNotFound`."""
        bid, library = self.tenders.bid(ref), self.office.shared.read().evidence.record
        return names(bid.figures, appendices(bid.assembly.record), library, {})

    def inspection(
        self, *, anonymised: bool, pdf: bool
    ) -> tuple[tuple[Path, ...], tuple[Leak, ...]]:
        """Make the inspection pack: its files, or what in it points to somebody.

        Nothing of it is written while anything does. Raises `NoConverter` when PDFs
        are wanted and nothing can make them, `FileHeld` when one made before is open.
        """
        self.office.may_write()
        shop = self.office.ready
        pack = (
            anonymised_pack(shop, self.looked_through, self.office.today)
            if anonymised
            else full_pack(shop, self.office.today)
        )
        if pack.leaks:
            return (), pack.leaks
        made = dict(pack.files)
        if pdf:
            made |= self._as_pdf(pack.files)
            whole = self._bound(pack)
            for name, content in whole.items():
                found = self.looked_through(name, content) if anonymised else ()
                if found:
                    return (), found
            made |= whole
        home = self.office.root / "governance" / "pack"
        folder = home / f"{self.office.today}{' anonymised' if anonymised else ''}"
        for name, content in made.items():
            put_there(folder / name, content)
        if pack.key:
            key = home / f"{self.office.today} key, not to hand over.txt"
            put_there(key, pack.key.encode())
        return tuple(folder / name for name in sorted(made)), ()

    def _as_pdf(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """PDFs of Word files; those that cannot be made are left out."""
        converted = converters().convert(list(files.values()))
        pairs = zip(files, converted, strict=True)
        return {
            f"{name.removesuffix('.docx')}.pdf": one.pdf
            for name, one in pairs
            if one.pdf is not None
        }

    def _bound(self, pack: Pack) -> Mapping[str, bytes]:
        """The inspection pack as one PDF."""
        from workflow.adapters.pdf import binder  # noqa: PLC0415 - slow, seldom
        from workflow.adapters.word.package import (  # noqa: PLC0415 - likewise
            without_footers,
        )

        provider = self.office.practice.organisation.provider.record.provider_name
        press = Press(converters(), binder, without_footers)
        return bound(press, pack, provider or "", self.office.today)

    def _readable_cases(self) -> tuple[CaseFolder, ...] | None:
        """Every case; None for somebody who may not read them, or sees no such folder.

        Raises what is wrong with the drive: a leak is never looked for with fewer.
        """
        cases = self.office.cases
        if _kept_from(self.office.root / "cases"):
            return None
        try:
            return tuple(cases.load(ref).folder for ref in cases.refs())
        except PermissionError:
            return None
        except OSError as error:
            raise in_words(error) from None

    def _refuse_expired(self, bid: Bid) -> None:
        """Raise `EvidenceExpired` when an answer leans on what has run out."""
        library = self.office.shared.read().evidence.record
        used = used_by(bid.assembly.record, bid.answers, bid.tender.record, library)
        gone = expired(library, used, self.office.today)
        if gone:
            raise EvidenceExpired("; ".join(gone))

    def _bid_ready(
        self,
        ref: str,
        bid: Bid,
        amiss: Sequence[Finding],
        folders: tuple[CaseFolder, ...] | None,
    ) -> Ready:
        """What a pack is made from; without cases, what was left for the bid writer."""
        proof = self.packs.proof(ref) if folders is None else self._proof(bid, folders)
        untold = {NAMED} if folders is not None else {NAMED, STORY}
        holding = [finding for finding in amiss if finding.rule not in untold]
        kind = next(k for k in self.office.ready.types if k.type.each is Each.TENDER)
        stands, reasons = standing(kind.type, holding, None)
        return Ready(
            bid,
            self.office.practice.organisation,
            self.office.shared.read().evidence.record,
            self.tenders.figures(ref),
            proof,
            stands,
            tuple(reasons),
        )

    def _proof(
        self, bid: Bid, folders: Sequence[CaseFolder]
    ) -> dict[str, list[dict[str, str]]]:
        """What the bid writer may have of the cases, with nobody in it."""
        around = self._surroundings(folders)
        known = everything_known(folders, self.office.practice.organisation)
        direct = [one for one in known if one.kind != QUOTE]
        return proof(bid, around, folders, direct)

    def _surroundings(self, folders: Sequence[CaseFolder]) -> Surroundings:
        workspace, organisation = (
            self.office.shared.read(),
            self.office.practice.organisation,
        )
        seen = tuple(seen_from(workspace, f, self.office.practice) for f in folders)
        return Surroundings(workspace, organisation, seen, self.office.today)

    def _to_think_of(self, bid: Bid) -> Iterator[str]:
        """What in the stories could point to somebody who knows them."""
        words = self.office.practice.organisation.telling_words
        for filed in bid.vignettes:
            if filed.record.vignette_id in bid.tender.record.vignettes:
                yield from asked_about(filed.record, words)

    def _left_out(
        self, bid: Bid, folders: Sequence[CaseFolder] | None
    ) -> Iterator[str]:
        """The stories asked for that may not be used, and where they were sent."""
        if folders is None:
            return
        around, sent = self._surroundings(folders), tuple(self.packs.releases())
        again = told_again(around, bid)
        for filed in bid.vignettes:
            name = filed.record.vignette_id or ""
            _, why = against(around, filed.record, bid.tender.record)
            why = why or again.get(name, "")
            if why and name in bid.tender.record.vignettes:
                yield sent_notice(name, why, already_sent(name, sent))

    def _leaks_in(
        self,
        ref: str,
        files: Mapping[str, bytes],
        folders: Sequence[CaseFolder] | None,
    ) -> tuple[Leak, ...]:
        """What in finished files points to somebody; nothing is known without cases."""
        from workflow.adapters.every_word import pieces  # noqa: PLC0415 - slow, seldom

        if folders is None:
            return ()
        bid = self.tenders.bid(ref)
        allowed = [one.text for one in bid.assembly.record.allowed if one.text]
        sought = replace(
            self._sought(folders),
            agreed=tuple(agreed_words(self._surroundings(folders))),
        )
        return tuple(
            leak
            for name, content in files.items()
            for leak in leaks(
                f"tenders/{ref}/pack/{name}", pieces(name, content), sought, allowed
            )
        )

    def _workroom(self, ref: str) -> Workroom:
        from workflow.adapters.pdf import binder  # noqa: PLC0415 - slow, seldom
        from workflow.adapters.spreadsheets import workbook  # noqa: PLC0415 - likewise
        from workflow.adapters.word.answer_writing import (  # noqa: PLC0415 - likewise
            with_answers,
        )
        from workflow.adapters.word.package import (  # noqa: PLC0415 - likewise
            repacked,
            without_footers,
        )

        try:
            pdf = converters()
        except NoConverter:
            pdf = None
        return Workroom(
            {
                k.type.name: k
                for k in self.office.ready.types
                if k.type.each is Each.TENDER
            },
            self.office.ready.word,
            binder,
            workbook,
            lambda file: self.packs.read(ref, file),
            repacked,
            without_footers,
            with_answers,
            pdf,
            self.office.today,
        )

    def looked_through(self, name: str, content: bytes) -> tuple[Leak, ...]:
        """What in a finished file points to anybody of any case."""
        from workflow.adapters.every_word import pieces  # noqa: PLC0415 - slow, seldom

        folders = [
            self.office.cases.load(ref).folder for ref in self.office.cases.refs()
        ]
        return leaks(name, pieces(name, content), self._sought(folders))

    def _sought(self, folders: Sequence[CaseFolder]) -> Sought:
        """What no finished file may hold, ready to be looked for."""
        from workflow.adapters.matching import finder  # noqa: PLC0415 - seldom

        organisation = self.office.practice.organisation
        known = everything_known(folders, organisation)
        return Sought(known, finder, telling=organisation.telling_words)

    def _amiss(self, ref: str, folders: Sequence[CaseFolder]) -> tuple[Finding, ...]:
        """What the rules say of one tender, and of the days of what it leans on."""
        workspace, home = self.office.shared.read(), f"tenders/{ref}/"
        seen = tuple(seen_from(workspace, f, self.office.practice) for f in folders)
        found = check_around(workspace, self.office.practice, seen, self.office.today)
        library = workspace.evidence.record
        bids = [bid for bid in workspace.bids if bid.tender.file.startswith(home)]
        leaned = leaned_on(library, bids)
        return tuple(
            one
            for one in found
            if one.place.file.startswith(home) or unread_days([one], library) & leaned
        )

    def _refuse_blocked(self, each: Each) -> None:
        """Raise `TemplateFault` when a document made for this has no good template."""
        names = {k.type.name for k in self.office.workshop.types if k.type.each is each}
        for blocked in self.office.ready.blocked:
            if blocked.document in names and not blocked.in_use.any:
                raise TemplateFault(f"{blocked.document}: {blocked.first}")

    @cached_property
    def packs(self) -> BidPacks:
        """The finished packs of the workspace."""
        return BidPacks(self.office.root)

    @cached_property
    def tenders(self) -> Tenders:
        """The tender folders of the workspace."""
        return Tenders(self.office.root)


def _not_read(folders: Sequence[CaseFolder]) -> Iterator[str]:
    """The cases of which something cannot be read: whom it names nobody can tell."""
    refs = [folder.ref for folder in folders if folder.unreadable]
    if refs:
        yield (
            f"A file cannot be read in {', '.join(refs)}, so nobody can tell whether"
            " the pack points to somebody there. Mend what alongside check shows, then"
            " release it."
        )


def _kept_from(cases: Path) -> bool:
    """Whether somebody may not look into the folder of the cases, or sees none.

    Raises what is wrong with the drive when it is that.
    """
    try:
        os.listdir(cases)  # noqa: PTH208 - asks the share
        os.stat(f"{cases}{os.sep}.")  # noqa: PTH116 - asks whether one may enter
    except OSError as error:
        trouble = in_words(error)
        denied = isinstance(error, PermissionError) and isinstance(trouble, FileDenied)
        if denied or isinstance(trouble, FolderGone):
            return True
        raise trouble from None
    return False


def _only(findings: Iterable[Finding], rule: str) -> Iterator[Finding]:
    return (finding for finding in findings if finding.rule == rule)


def _said(finding: Finding) -> str:
    """A finding in one line: where, what, and what it is about."""
    line = f", line {finding.place.line}" if finding.place.line else ""
    return f"{finding.place.file}{line}: {finding.message} {finding.detail}".strip()


def _of_tender(ref: str, file: str) -> str:
    """Where a file of a tender stands in the workspace."""
    return file if file.startswith("tenders/") else f"tenders/{ref}/{file}"


def _leak(finding: Finding) -> dict[str, str]:
    where = finding.place.field or f"line {finding.place.line}"
    return {"file": finding.place.file, "place": where, "text": finding.wording}
