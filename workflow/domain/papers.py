"""The papers of one review or one learning note: D16 and D9 (brief 5.6, 5.7).

When a case wants them, what each may say, and why it is not final yet. Each sees only
what it was made for, so that a change elsewhere in the case does not make it anew.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from workflow.domain.anonymise import Identifier, without
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.context import case_view
from workflow.domain.diary import DONE, DueItem, DueStatus
from workflow.domain.documents import (
    DocumentType,
    Each,
    Subject,
    discreet,
    own_name,
)
from workflow.domain.easy_words import in_easy_words
from workflow.domain.findings import Finding
from workflow.domain.managerial_papers import (
    STILL_OPEN,
    TAKEN_OUT,
    has_result,
    known_names,
    letter_context,
    note_context,
    review_context,
)
from workflow.domain.organisation import Organisation
from workflow.domain.pattern_sheet import Look, pattern_sheet, rewritten
from workflow.domain.ratings import Chart
from workflow.domain.records.base import Block, Reader
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.second_look import SecondLook
from workflow.domain.vocabulary import OwnCopyPlace, ReviewKind
from workflow.domain.working_days import Calendar

NUMBER = re.compile(r"\d{4}-\d{2}-\d{2}-\d{2}")
UNDATED = "undated"
OF_ONE_FILE = frozenset(
    {"pattern sheet", "managerial review document", "learning note"}
)
"""What holds back only the papers made from the file that the finding is about."""
AHEAD_OF_TIME = (DueStatus.NOT_DUE, DueStatus.MOVED)


@dataclass(frozen=True)
class PaperSubject(Subject):
    """One paper to have: the pattern review, managerial review or note it is of.

    `to_person`: the letter about a managerial review, not the review itself.
    """

    look: Look | None = None
    managerial: Filed[ManagerialReview] | None = None
    learning: Filed[Learning] | None = None
    to_person: bool = False


@dataclass(frozen=True)
class Setting:
    """What a paper may draw on: the case, the provider, the diary and the day.

    `second` is what a sampler saw of the case last.
    """

    folder: CaseFolder
    organisation: Organisation
    calendar: Calendar
    today: date
    due: Sequence[DueItem]
    second: SecondLook | None = None

    @cached_property
    def easy(self) -> CaseFolder:
        """The case in easy words."""
        return in_easy_words(self.folder)

    def view(self, reader: Reader, *, easy: bool) -> Mapping[str, object]:
        """What all documents of the case for a reader may say, worked out once."""
        key = (reader, easy)
        if key not in self._views:
            told = self.easy if easy else self.folder
            at = (self.organisation, self.calendar, self.today)
            self._views[key] = case_view(told, *at, reader)
        return self._views[key]

    @cached_property
    def _views(self) -> dict[tuple[Reader, bool], Mapping[str, object]]:
        return {}


@dataclass(frozen=True)
class Paper:
    """What a template sees of one paper, beside what the document says of itself.

    `reasons` say why it is not final, `files` are those of the case it was made from,
    `charts` take the place of the drawings `chart 1` onwards. None of `unnamed` may
    stand in it.
    """

    said: Mapping[str, object]
    files: frozenset[str]
    reasons: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    unnamed: tuple[Identifier, ...] = ()

    def seen(self, doc: Mapping[str, object]) -> dict[str, object]:
        """Everything that the template sees, with what the document says of itself.

        Of a paper that names nobody, the reasons why it is a draft name nobody either.
        """
        clean = rewritten(doc, lambda text: without(text, self.unnamed, TAKEN_OUT))
        return {**self.said, "doc": clean}

    def concern(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings that may hold it back; not those about another such paper."""
        return tuple(
            f for f in findings if f.holds - OF_ONE_FILE or f.place.file in self.files
        )


def paper_subjects(
    kind: DocumentType, folder: CaseFolder, due: Sequence[DueItem]
) -> Iterator[PaperSubject]:
    """The papers of this type that a case should have, each with a name of its own."""
    times: Counter[str] = Counter()
    for subject in _subjects(kind, folder, due):
        yield replace(subject, file_name=own_name(subject.file_name, times))


def _subjects(
    kind: DocumentType, folder: CaseFolder, due: Sequence[DueItem]
) -> Iterator[PaperSubject]:
    place = folder.person.record.communication.safe_contact.own_copy_kept
    if kind.not_when_no_paper and place is OwnCopyPlace.NO_PAPER:
        return
    if kind.each is Each.PATTERN_REVIEW:
        for day, look in _looks(folder, due):
            yield PaperSubject(_named(kind, day), look=look)
    elif kind.each in (Each.MANAGERIAL_REVIEW, Each.MANAGERIAL_RESULT):
        letter = kind.each is Each.MANAGERIAL_RESULT
        for filed in folder.managerial_reviews:
            if not letter or has_result(filed.record):
                name = _named(kind, _number(filed, filed.record.opened_on))
                yield PaperSubject(name, managerial=filed, to_person=letter)
    elif kind.each is Each.LEARNING_NOTE:
        for note in folder.learning:
            if note.record.share_outside_case is not False:
                name = _named(kind, _number(note, note.record.opened_on))
                yield PaperSubject(name, learning=note)


def _looks(
    folder: CaseFolder, due: Sequence[DueItem]
) -> Iterator[tuple[date | None, Look]]:
    """The pattern reviews held, then of each schedule the next that is near or late.

    With each the day that names its sheet: the same before and after it was held.
    """
    kept = {item.held_file: item for item in due if item.held_file}
    for filed in folder.held(ReviewKind.PATTERN):
        review, item = filed.record, kept.get(filed.file)
        day = review.due_on or review.held_on
        yield _first_due(item) if item else day, Look(review.schedule or "", day, filed)
    seen: set[str] = set()
    for item in due:
        near = not item.ended and item.status not in (*AHEAD_OF_TIME, *DONE)
        if item.kind == ReviewKind.PATTERN and near and item.source not in seen:
            seen.add(item.source)
            yield _first_due(item), Look(item.source, item.due_on)


def _first_due(item: DueItem) -> date:
    """The day something was due before anybody moved it."""
    return item.unrolled if item.moved else item.due_on


def _named(kind: DocumentType, what: date | str | None) -> str:
    """The file name: a date or a number, never a name."""
    return kind.file_name.format(due_on=what or UNDATED, number=what or UNDATED)


def _number(filed: Filed[Block], opened_on: date | None) -> str | date | None:
    """The number of a file, `2026-10-30-01`; its day where it is called otherwise."""
    stem = filed.file.rpartition("/")[2].partition(".")[0]
    return stem if NUMBER.fullmatch(stem) else opened_on


def paper_of(subject: Subject, setting: Setting, *, easy: bool = False) -> Paper | None:
    """What one paper says; None for a document of another kind.

    `easy`: in the words that people wrote for an easy-read paper.
    """
    if not isinstance(subject, PaperSubject):
        return None
    if subject.look:
        return _of_pattern(subject.look, setting)
    if subject.learning:
        return _of_learning(subject.learning, setting)
    if subject.managerial is None:
        return None
    if subject.to_person:
        return _letter(subject.managerial, setting, easy=easy)
    return _of_managerial(subject.managerial, setting)


def _of_pattern(look: Look, setting: Setting) -> Paper:
    folder, today = setting.folder, setting.today
    sheet = pattern_sheet(folder, setting.organisation, setting.calendar, today, look)
    said = {"ref": folder.ref, "name": folder.name, "sheet": sheet.said}
    return Paper(said, sheet.files, charts=sheet.charts)


def _of_learning(filed: Filed[Learning], setting: Setting) -> Paper:
    known = known_names(setting.folder, setting.organisation)
    said, reasons = note_context(filed.record, setting.organisation, known)
    return Paper(said, frozenset({filed.file}), reasons, unnamed=known)


def _of_managerial(filed: Filed[ManagerialReview], setting: Setting) -> Paper:
    said = review_context(setting.folder, setting.organisation, setting.due, filed)
    reasons = () if filed.record.closed_on else (STILL_OPEN,)
    return Paper(said, frozenset({filed.file}), reasons)


def _letter(filed: Filed[ManagerialReview], setting: Setting, *, easy: bool) -> Paper:
    folder = setting.easy if easy else setting.folder
    same = next(f for f in folder.managerial_reviews if f.file == filed.file)
    said = letter_context(folder, setting.organisation, same)
    return Paper(
        {**said, "discreet": discreet(setting.folder)}, frozenset({filed.file})
    )
