"""Checks of a tender: stories, words, figures, limits, approval (brief 3.12, 6)."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from workflow.domain.answers.names import word_count
from workflow.domain.bid_names import appendices, names
from workflow.domain.case_folder import Filed
from workflow.domain.disclosure import HIDDEN_TOO, NO_CASES, Limits
from workflow.domain.findings import Noticed, Place
from workflow.domain.leak_check import Sought
from workflow.domain.records.release_log import ReleasedFigure
from workflow.domain.records.tender import Tender, TenderQuestion
from workflow.domain.records.vignette import STORY, Vignette
from workflow.domain.rules.kinds import word, words
from workflow.domain.rules.rule import Rule
from workflow.domain.rules.stories import (
    against,
    given_away,
    given_together,
    told,
    told_again,
)
from workflow.domain.rules.surroundings import Surroundings, WorkspaceCheck
from workflow.domain.workspace import AnswerText, Bid

SENTENCE = re.compile(r"[^.!?]+[.!?]*")
MARKS = re.compile(r"^\s*(?:#+|[-*+>|]|\d+[.)])\s+")
COUNTS = re.compile(r"(\d+) of (\d+)")
MEASURE = re.compile(r"\bTM\d\d[a-d]?p?\b")
PERCENT = re.compile(r"\d+(?:\.\d+)?\s*(?:%|per cent)")


def story_not_agreed(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """A story is offered that the person has not agreed to as it stands (TEN-01)."""
    for bid in around.workspace.bids:
        stories = {filed.record.vignette_id: filed for filed in bid.vignettes}
        again = told_again(around, bid)
        for index, name in enumerate(bid.tender.record.vignettes):
            filed = stories.get(name)
            if filed is None:
                place = bid.tender.place(f"vignettes[{index}]")
                yield Noticed(rule.id, place, {"vignette": name}, "It is not there.")
                continue
            field, why = against(around, filed.record, bid.tender.record)
            if not why and name in again:
                field, why = "source_case", again[name]
            if why:
                place = filed.place(field)
                yield Noticed(rule.id, place, {"vignette": name}, why)


def person_named(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """Words in an answer or a story point to somebody (TEN-02, 6.5)."""
    if not any(bid.answers or bid.vignettes for bid in around.workspace.bids):
        return
    agreed = tuple(agreed_words(around))
    named = Sought(around.identifiers, agreed=agreed)
    telling = replace(named, telling=around.organisation.telling_words)
    for bid in around.workspace.bids:
        allowed = {entry.text for entry in bid.assembly.record.allowed}
        for sought, texts in ((telling, _answers(bid)), (named, _stories(bid))):
            for place, where, text in texts:
                said = (found.text for found in sought.in_text(text))
                for found in dict.fromkeys(said):
                    if found not in allowed:
                        yield _named(rule, (place, where, text), found)
        for filed in bid.vignettes:
            yield from _given_away(around, filed, allowed, rule)


def _given_away(
    around: Surroundings,
    filed: Filed[Vignette],
    allowed: Collection[str | None],
    rule: Rule,
) -> Iterator[Noticed]:
    """What a story must say more generally, and what it tells together (6.1)."""
    story, name = filed.record, filed.file.rpartition("/")[2]
    cases = (around.case(source.case) for source in story.sources)
    own = (fact for case in cases if case for fact in case.for_story.telling)
    words = around.organisation.telling_words.and_of(own)
    for field, hint in given_away(story, words):
        if hint.text not in allowed:
            place, said = filed.place(field), f"{name}, {field}"
            values = {"text": hint.text, "place": said}
            why = f"Say it more generally: {words.say(hint.kind)}."
            yield Noticed(rule.id, place, values, why, wording=hint.text)
    said = given_together(story, words)
    if said and said not in allowed:
        values = {"text": said, "place": name}
        why = "Together these could point to one person. Leave some of them out."
        yield Noticed(rule.id, filed.place("situation"), values, why, wording=said)


def _named(rule: Rule, at: tuple[Place, str, str], found: str) -> Noticed:
    place, where, text = at
    line = _line_of(found, text) if not place.field else place.line
    said = f"{where}, line {line}" if line and not place.field else where
    here = Place(place.file, line, place.field)
    return Noticed(rule.id, here, {"text": found, "place": said}, wording=found)


def agreed_words(around: Surroundings) -> Iterator[str]:
    """The stories in which the person agreed to their own words."""
    for bid in around.workspace.bids:
        for filed in bid.vignettes:
            if filed.record.quotes_agreed and not against(around, filed.record)[1]:
                yield told(filed.record)


def _answers(bid: Bid) -> Iterator[tuple[Place, str, str]]:
    """Each text of the answers: where it stands, the same in words, and the text."""
    for answer in bid.answers:
        name = answer.file.rpartition("/")[2]
        yield Place(answer.file), name, "\n".join(answer.lines)
        for part, text in answer.elsewhere:
            yield Place(answer.file, None, part), f"{name}, {part}", text


def _stories(bid: Bid) -> Iterator[tuple[Place, str, str]]:
    """The same of the stories, field by field."""
    for filed in bid.vignettes:
        name = filed.file.rpartition("/")[2]
        for field in STORY:
            text = getattr(filed.record, field) or ""
            yield filed.place(field), f"{name}, {field}", text


def _line_of(found: str, text: str) -> int | None:
    at = text.find(found)
    return text.count("\n", 0, at) + 1 if at >= 0 else None


def figure_too_small(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """A figure shows a small number, or lets one be worked out (TEN-03, 6.2, 6.3)."""
    chosen = around.organisation.provider.record.disclosure_control
    limits = Limits.of(chosen)
    of_people = frozenset(words(rule.settings, "person"))
    for bid in around.workspace.bids:
        shown = {row.get("measure", ""): row.get("shown", "") for row in bid.figures}
        small = {m for m, s in shown.items() if _too_small(s, m in of_people, limits)}
        for whole in _wholes(rule):
            small |= set(_worked_out(shown, whole, limits))
        small |= set(_sliced(around, bid, of_people, limits))
        for measure in shown:
            if measure in small:
                place = Place(bid.figures_file, None, measure)
                yield Noticed(rule.id, place, {"measure": measure})


def _sliced(
    around: Surroundings, bid: Bid, of_people: frozenset[str], limits: Limits
) -> Iterator[str]:
    """Figures that differ from a released one by a slice of one to four (6.3.5).

    Only true counts can: rounded ones hide such a slice, so they differ by more.
    """
    tender = bid.tender.record
    for row in bid.figures:
        counts = COUNTS.search(row.get("shown", ""))
        for given in around.workspace.releases.record.released:
            before = COUNTS.search(given.shown or "")
            same = given.measure == row.get("measure") in of_people
            if not (same and counts and before) or not _part(tender, given):
                continue
            gaps = (abs(int(counts[n]) - int(before[n])) for n in (1, 2))
            if any(0 < gap < limits.min_count for gap in gaps):
                yield row["measure"]


def _part(tender: Tender, given: ReleasedFigure) -> bool:
    """Whether one figure is over a part of the time and services of the other."""
    days = (tender.period.from_, tender.period.to, given.from_, given.to)
    if None in days:
        return False
    first, last, given_first, given_last = map(str, days)
    mine, theirs = set(tender.services), set(given.services)
    same = (mine, first, last) == (theirs, given_first, given_last)
    inside = mine <= theirs and given_first <= first and last <= given_last
    around = theirs <= mine and first <= given_first and given_last <= last
    return not same and (inside or around)


def _too_small(shown: str, of_people: bool, limits: Limits) -> bool:  # noqa: FBT001
    """Whether the words of a figure give away what section 6.2 keeps back."""
    counts = COUNTS.search(shown)
    if counts is None:
        return of_people and bool(PERCENT.search(shown))
    n, d = int(counts[1]), int(counts[2])
    if not of_people:
        return 0 < d < limits.process_min_denominator
    rest = d - n
    rounded = n % limits.round_to == 0 and d % limits.round_to == 0
    few = n < limits.min_count or rest < limits.min_count
    return few or d < limits.min_denominator_pct or not rounded


def _wholes(rule: Rule) -> Iterator[tuple[str, ...]]:
    listed = rule.settings.get("wholes")
    for whole in listed if isinstance(listed, list) else ():
        yield tuple(map(str, whole)) if isinstance(whole, list) else ()


def _worked_out(
    shown: Mapping[str, str], whole: Sequence[str], limits: Limits
) -> Iterator[str]:
    """The hidden parts of a whole that the shown ones give away (6.3.3).

    A hidden part is safe only while every number from 0 to 4 is still possible;
    rounded figures stand for an interval.
    """
    parts = {name: COUNTS.search(shown[name]) for name in whole if name in shown}
    told = [(int(c[1]), int(c[2])) for c in parts.values() if c]
    hidden = [
        name
        for name, counts in parts.items()
        if counts is None and shown[name] not in (NO_CASES, "")
    ]
    if not told or not hidden:
        return
    slack = limits.round_to // 2
    total = told[0][1]
    least = total - slack - sum(n + slack for n, _ in told)
    most = total + slack - sum(n - slack for n, _ in told)
    least = least if len(hidden) == 1 else 0
    if least > 0 or most < limits.min_count - 1:
        yield from (name for name in hidden if shown[name] != HIDDEN_TOO)


def figure_differs(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """A figure is not what was released before for the same thing (TEN-04)."""
    log = around.workspace.releases
    released = log.record.released
    for index, figure in enumerate(released):
        earlier = _last(released[:index], figure.measure, _what(figure), figure.tender)
        if earlier and earlier.shown != figure.shown and not figure.note:
            place = log.place(f"released[{index}]")
            yield Noticed(rule.id, place, {"tender": earlier.tender or ""})
    for bid in around.workspace.bids:
        tender = bid.tender.record
        about = tender.period.from_, tender.period.to, frozenset(tender.services)
        for row in bid.figures:
            earlier = _last(released, row.get("measure"), about, tender.tender_ref)
            differs = earlier is not None and earlier.shown != row.get("shown")
            if earlier and differs and not row.get("note"):
                place = Place(bid.figures_file, None, row.get("measure", ""))
                yield Noticed(rule.id, place, {"tender": earlier.tender or ""})


def _what(figure: ReleasedFigure) -> tuple[object, object, frozenset[str]]:
    return figure.from_, figure.to, frozenset(figure.services)


def _last(
    released: Sequence[ReleasedFigure],
    measure: str | None,
    about: tuple[object, object, frozenset[str]],
    tender: str | None,
) -> ReleasedFigure | None:
    """The newest figure of another tender for this measure, period and services."""
    same = [
        f
        for f in released
        if f.measure == measure and _what(f) == about and f.tender != tender
    ]
    return same[-1] if same else None


def answer_too_long(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """An answer is over its limit of words, or of pages counted in words (TEN-05).

    Words are counted as Word shows them, with each figure in its place as it may be
    shown.
    """
    a_page = int(word(rule.settings, "words_a_page"))
    library = around.workspace.evidence.record
    for bid in around.workspace.bids:
        known = names(bid.figures, appendices(bid.assembly.record), library, {})
        questions = {question.id: question for question in bid.tender.record.questions}
        for answer in bid.answers:
            asked = questions.get(answer.question)
            limit = _limit(asked, a_page) if asked else None
            over = word_count(answer.whole, known) - limit if limit is not None else 0
            if over > 0:
                yield Noticed(rule.id, Place(answer.file), {"n": str(over)})


def _limit(question: TenderQuestion, words_a_page: int) -> int | None:
    """The most words a question allows; the stricter limit counts."""
    pages = question.page_limit
    of_pages = None if pages is None else int(pages * words_a_page)
    limits = [n for n in (question.word_limit, of_pages) if n is not None]
    return min(limits, default=None)


def claim_without_proof(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """A sentence that claims, with nothing near it that can be scored (TEN-06)."""
    for bid in around.workspace.bids:
        for answer in bid.answers:
            said = list(_sentences(answer))
            for index, (line, sentence) in enumerate(said):
                near = " ".join(s for _, s in said[max(index - 1, 0) : index + 2])
                if _unproven(sentence, near, rule):
                    place = Place(answer.file, line)
                    yield Noticed(rule.id, place, {}, f'"{sentence}"', sentence)


def _sentences(answer: AnswerText) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(answer.lines, start=1):
        if not line.lstrip().startswith("#"):
            for sentence in SENTENCE.findall(MARKS.sub("", line)):
                if sentence.strip():
                    yield number, sentence.strip()


def _unproven(sentence: str, near: str, rule: Rule) -> bool:
    """Whether a claim has no evidence near it, or a vague word nothing exact."""
    referred = bool(MEASURE.search(near)) or _says(
        near, words(rule.settings, "references")
    )
    claims = _says(sentence, words(rule.settings, "claims"))
    vague = _says(sentence, words(rule.settings, "vague"))
    exact = bool(re.search(r"\d", near)) or _says(near, words(rule.settings, "exact"))
    return (claims and not referred) or (vague and not (exact or referred))


def _says(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text has one of the phrases, as whole words or their plurals."""
    several = "|".join(re.escape(phrase) for phrase in phrases)
    found = re.search(rf"\b(?:{several})s?\b", text, re.IGNORECASE)
    return bool(several and found)


def approver_is_author(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """Whoever prepared the pack approves it too (TEN-07)."""
    for bid in around.workspace.bids:
        tender: Filed[Tender] = bid.tender
        approver = tender.record.approver
        if approver and approver == tender.record.prepared_by:
            yield Noticed(rule.id, tender.place("approver"))


CHECKS: Mapping[str, WorkspaceCheck] = {
    "story_not_agreed": story_not_agreed,
    "person_named": person_named,
    "figure_too_small": figure_too_small,
    "figure_differs": figure_differs,
    "answer_too_long": answer_too_long,
    "claim_without_proof": claim_without_proof,
    "approver_is_author": approver_is_author,
}
