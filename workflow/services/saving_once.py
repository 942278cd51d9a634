"""Puts a draft in the record exactly once, whatever happens in the middle of it.

What is about to be written stands in the draft before it is written. So whoever presses
Save again, after a crash or on a drive that did not answer in time, writes the same
bytes under the same name, or is told that they stand there already (decision 124).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from workflow.domain.case_folder import CaseRef
from workflow.domain.filing import SINGLE, Hand, amended
from workflow.domain.intake import NOTHING, put
from workflow.domain.questions import Sheet
from workflow.domain.tree import Fields, meaning
from workflow.services.ports import Attempt, CaseFiles, Draft, Standing
from workflow.services.saving import Differs, Saved, save, save_new


@dataclass
class Writing:
    """A draft on its way into the record.

    `root_of` gives what the file should say with some answers, `keep` puts a draft on
    its shelf. `base` is the file as the draft found it, `why` why words are changed.
    """

    files: CaseFiles
    draft: Draft
    sheet: Sheet
    base: Standing
    root_of: Callable[[Mapping[str, str]], Fields]
    keep: Callable[[Draft], Draft]
    hand: Hand
    why: str = ""
    done: Attempt | None = field(init=False)

    def __post_init__(self) -> None:
        """Look what became of what was begun."""
        self.done = stood(self.files, self.draft)

    @property
    def ref(self) -> CaseRef:
        """The case."""
        return CaseRef(self.draft.case)

    @property
    def file(self) -> str:
        """The file that is changed; for something new "" or the one of its kind."""
        if self.done:
            return self.done.file
        single = self.sheet.writes in SINGLE
        return self.draft.file or (f"{self.sheet.writes}.yaml" if single else "")

    @property
    def words(self) -> tuple[Fields, Fields]:
        """What the person began with, and what they say now."""
        answers = self.draft.answers
        if self.done is None:
            return self.base.root or NOTHING, self.root_of(answers)
        stands = self.files.standing(self.done.text).root or NOTHING
        then, now = (
            _as_saved(self.root_of(said), stands, self.sheet)
            for said in (self.done.answers, answers)
        )
        return then, now

    def amended(self, hand: Hand) -> Fields:
        """What they say now; a record keeps its old wording beside it."""
        before, now = self.words
        if self.sheet.writes != "record" or not (self.draft.file or self.done):
            return now
        return amended(before, now, hand, self.why, self.sheet)

    @property
    def rewords(self) -> bool:
        """Whether saving changes words that stand in a record already."""
        return self.amended(self.hand) != self.words[1]


def stood(files: CaseFiles, draft: Draft) -> Attempt | None:
    """The newest save of a draft that came to its end; None when none did."""
    ref = CaseRef(draft.case)
    found = (a for a in reversed(draft.attempts) if files.held(ref, a.file, a.text))
    return next(found, None)


def already(files: CaseFiles, draft: Draft) -> Saved | None:
    """What was saved of a draft, when every word of it was; None otherwise."""
    done = stood(files, draft)
    same = done and dict(done.answers) == dict(draft.answers)
    return _as_it_was(files, draft, done) if done and same else None


def save_once(writing: Writing) -> Saved | Differs:
    """Put a draft in the record; what was saved before is not saved again.

    Words that were changed since then change what was saved. When somebody else has
    changed the file, what differs comes back; see `save` for that and what is raised.
    """
    if writing.done is not None:
        return _changed_since(writing, writing.done)
    hand, ref = _hand(writing), writing.ref
    root, files = writing.amended(hand), _noting(writing, hand)
    if writing.draft.file or (writing.file and files.read(ref, writing.file)):
        return save(files, ref, writing.file, writing.base, root)
    begun = [attempt.file for attempt in writing.draft.attempts]
    return save_new(files, ref, writing.sheet, root, hand, begun)


def save_chosen(writing: Writing, seen: Standing, root: Fields) -> Saved | Differs:
    """Save what was chosen against the version that was looked at."""
    files = _noting(writing, writing.hand)
    return save(files, writing.ref, writing.file, seen, root)


def _changed_since(writing: Writing, done: Attempt) -> Saved | Differs:
    """Change what was saved by what the answers say otherwise than they did then."""
    then, now = writing.words
    if meaning(then) == meaning(now):
        return _as_it_was(writing.files, writing.draft, done)
    root, files = writing.amended(writing.hand), _noting(writing, writing.hand)
    return save(files, writing.ref, done.file, Standing("", then), root)


def _as_it_was(files: CaseFiles, draft: Draft, done: Attempt) -> Saved:
    """What a save that came to its end put in the record."""
    after = files.standing(done.text).sha
    return Saved(CaseRef(draft.case), done.file, done.before, after)


def _as_saved(root: Fields, saved: Fields, sheet: Sheet) -> Fields:
    """What the answers say, with what nobody was asked as it was saved."""
    asked = {question.field.partition(".")[0] for question in sheet.whole}
    for key, node in saved.values.items():
        if key not in asked:
            root = put(root, key, node, sheet.model)
    return root


def _hand(writing: Writing) -> Hand:
    """Who writes, and when: the same moment when the same answers are saved again."""
    for attempt in reversed(writing.draft.attempts):
        if dict(attempt.answers) == dict(writing.draft.answers):
            return replace(writing.hand, at=attempt.at)
    return writing.hand


def _noting(writing: Writing, hand: Hand) -> CaseFiles:
    """The files; what is about to be written is put in the draft first."""

    def about_to(file: str, before: str, text: str) -> None:
        draft = writing.draft
        attempt = Attempt(file, before, text, dict(draft.answers), hand.at)
        if attempt not in draft.attempts:
            attempts = (*draft.attempts, attempt)
            writing.draft = writing.keep(replace(draft, attempts=attempts))

    return writing.files.noting(about_to)
