"""What a weekly note may say beside the notes before it (brief 6.3.5).

Each note is over four weeks, three of which the last one had too. Whoever keeps them
could subtract: "about 10" last week and "about 5" now say that something happened in
the week that fell out. So a note hides what would show a week of one to four, or a
hidden count, to somebody who has every note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.domain.disclosure import HIDDEN_TOO, Limits, nearest

KEPT = (
    7  # notes that are looked at together: all that share a week, and what they share
)
MANY = 1_000_000  # more than anybody could count in four weeks
Span = tuple[int, int]
Forms = tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """What one note counted of a theme, as it was known when the note was made.

    `first` is the number of its first week. `weeks` holds the counts of each of its
    weeks, by place; the last place is for cases of no service, and is never shown.
    """

    first: int
    weeks: tuple[tuple[int, ...], ...]

    @property
    def by_place(self) -> tuple[int, ...]:
        """The counts over the whole note, by place."""
        return tuple(sum(week[at] for week in self.weeks) for at in range(self.places))

    @property
    def places(self) -> int:
        """How many places there are, with the one of no service."""
        return len(self.weeks[0])


@dataclass(frozen=True)
class Told:
    """One note's forms: over all, then service by service."""

    whole: str
    parts: Forms

    @property
    def all(self) -> Forms:
        """The whole, then its parts."""
        return (self.whole, *self.parts)


def shown(number: int, limits: Limits) -> str:
    """A count as it may be passed on: hidden when small, else rounded."""
    if number < limits.min_count:
        return f"fewer than {limits.min_count}"
    return f"about {nearest(number, limits.round_to)}"


def told(notes: Sequence[Counted], limits: Limits) -> tuple[Told, ...]:
    """The forms of every note of one theme, oldest first; each beside those before."""
    said: list[Told] = []
    for at, note in enumerate(notes):
        begin = max(at - KEPT, 0)
        before = list(zip(notes[begin:at], said[begin:at], strict=True))
        chosen = (
            one for one in _choices(note, limits) if _safe(note, one, before, limits)
        )
        said.append(next(chosen, _nothing(note)))
    return tuple(said)


def _choices(note: Counted, limits: Limits) -> Iterator[Told]:
    """The forms a note would have alone, then with more and more of it hidden."""
    *parts, _ = note.by_place
    whole, forms = shown_parts(sum(note.by_place), parts, limits)
    yield Told(whole, tuple(forms))
    large = sorted(
        (at for at, form in enumerate(forms) if _is_number(form)),
        key=lambda at: (parts[at], -at),
    )
    hidden = list(forms)
    yield Told(HIDDEN_TOO, tuple(hidden))
    for at in large:
        hidden[at] = HIDDEN_TOO
        yield Told(HIDDEN_TOO, tuple(hidden))
    yield _nothing(note)


def _is_number(form: str) -> bool:
    return form.startswith("about ")


def _nothing(note: Counted) -> Told:
    return Told(HIDDEN_TOO, (HIDDEN_TOO,) * (note.places - 1))


Notes = Sequence[tuple[Counted, Told]]


def _safe(note: Counted, forms: Told, before: Notes, limits: Limits) -> bool:
    """Whether a stranger with these notes learns of no small week and no hidden sum.

    A hidden sum or a week of one to four could still be any number from none to four.
    """
    every = [*before, (note, forms)]
    numbers = (form for _, said in every for form in said.all if _is_number(form))
    if all(form == HIDDEN_TOO for form in forms.all) or not any(numbers):
        return True
    spans = [_spans(counted, said, limits) for counted, said in every]
    first = every[0][0].first
    for place in range(note.places):
        sums = [
            (counted.first - first, len(counted.weeks), span[place])
            for (counted, _), span in zip(every, spans, strict=True)
        ]
        reach = _reach(sums)
        true = [_of_place(counted, place) for counted, _ in every]
        if not all(
            _any_small(reach, counted.first - first, weeks, span[place], limits)
            for (counted, _), weeks, span in zip(every, true, spans, strict=True)
        ):
            return False
    return True


def _of_place(counted: Counted, place: int) -> tuple[int, ...]:
    """The weeks of a note at one place; place 0 is everywhere."""
    if place == 0:
        return tuple(map(sum, counted.weeks))
    return tuple(week[place - 1] for week in counted.weeks)


Reach = Sequence[Sequence[float]]


def _any_small(
    reach: Reach, at: int, weeks: tuple[int, ...], span: Span, limits: Limits
) -> bool:
    """Whether its small weeks, and its sum when hidden, could be any small number."""
    largest = limits.min_count - 1
    slices = [(at + n, at + n + 1, count) for n, count in enumerate(weeks)]
    small = [(a, b) for a, b, count in slices if 0 < count <= largest]
    if sum(weeks) <= largest and span[0] == 0:
        small.append((at, at + len(weeks)))
    return all(-reach[b][a] <= 0 and reach[a][b] >= largest for a, b in small)


def _reach(sums: Sequence[tuple[int, int, Span]]) -> Reach:
    """The most that may lie between two week ends, for somebody who knows the sums.

    `reach[a][b]` is the largest, `-reach[b][a]` the smallest count of the weeks from a
    to b; no week is below nothing.
    """
    size = max(at + weeks for at, weeks, _ in sums) + 1
    most = [[0.0 if a >= b else float(MANY) for b in range(size)] for a in range(size)]
    for at, weeks, (low, high) in sums:
        end = at + weeks
        most[at][end] = min(most[at][end], high)
        most[end][at] = min(most[end][at], -low)
    for via in range(size):
        row = most[via]
        for line in most:
            to = line[via]
            for b in range(size):
                line[b] = min(line[b], to + row[b])
    return most


def _spans(counted: Counted, said: Told, limits: Limits) -> list[Span]:
    """What the whole and each part may be, with what they say of one another."""
    plain = [_span(form, limits) for form in said.all]
    whole, *parts = plain
    low, high = sum(s[0] for s in parts), sum(s[1] for s in parts)
    tight = [(max(whole[0], low), whole[1])]
    for low_part, high_part in parts:
        least = whole[0] - (high - high_part)
        most = whole[1] - (low - low_part)
        tight.append((max(low_part, least), min(high_part, most)))
    return [*tight, (0, MANY)][: counted.places]


def _span(form: str, limits: Limits) -> Span:
    """The counts that a form may stand for, as somebody outside would reckon."""
    if form == HIDDEN_TOO:
        return 0, MANY
    if not _is_number(form):
        return 0, limits.min_count - 1
    middle, step = int(form.removeprefix("about ")), limits.round_to
    return max(middle - step // 2, limits.min_count), middle + (step - 1) // 2


def shown_parts(
    whole: int, parts: Sequence[int], limits: Limits
) -> tuple[str, list[str]]:
    """A whole and its parts as they may be passed on together.

    When exactly one part is hidden beside a shown whole, the smallest shown part is
    hidden too, or the whole when no part is left (brief 6.3.2); the whole also where a
    hidden part could be worked out from it (6.3.3).
    """
    forms = [shown(part, limits) for part in parts]
    small = [part < limits.min_count for part in parts]
    if whole >= limits.min_count and small.count(True) == 1:
        left = [n for n, hidden in enumerate(small) if not hidden]
        if not left:
            return HIDDEN_TOO, forms
        forms[min(left, key=lambda n: (parts[n], -n))] = HIDDEN_TOO
    told_whole = shown(whole, limits)
    spans = [_span(form, limits) for form in forms]
    told_span = _span(told_whole, limits)
    safe = all(
        _covers(told_span, spans, n, limits) for n, hidden in enumerate(small) if hidden
    )
    return told_whole if safe else HIDDEN_TOO, forms


def _covers(whole: Span, spans: Sequence[Span], n: int, limits: Limits) -> bool:
    """Whether a hidden part may be any small count, given the whole and the others."""
    low = whole[0] - sum(high for k, (_, high) in enumerate(spans) if k != n)
    high = whole[1] - sum(low for k, (low, _) in enumerate(spans) if k != n)
    return low <= 0 and high >= limits.min_count - 1
