"""What may be shown of a count, so that nobody can be found in it (brief 6.2, 6.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from workflow.domain.vocabulary import MeasureClass

NO_CASES = "no cases in this period"
TOO_FEW = "too few people to report; see the vignettes"
SMALL_PROCESS = "a small number, each one checked by a manager"
HIDDEN_TOO = "not shown, so that a small number stays hidden"
NEARLY_ALL = "all or nearly all"
WORDS = (
    (0.2, "few"),
    (0.375, "about a quarter"),
    (0.625, "about half"),
    (0.8, "about three quarters"),
)
MOST_NEED_OTHERS = 2
HALF = 0.5
STRICT_FLOOR = 8


@dataclass(frozen=True)
class Figure:
    """A measure counted: `n` of `d`, what they count, and whose circumstances.

    `largest_share` is the part of `d` that comes from one case, from 0 to 1.
    """

    id: str
    title: str
    n: int
    d: int
    klass: MeasureClass
    numerator: str = ""
    denominator: str = ""
    largest_share: float = 0.0


@dataclass(frozen=True)
class Limits:
    """The numbers of brief 6.2, under the same names."""

    min_count: int = 5
    round_to: int = 5
    min_denominator_pct: int = 20
    pct_round_to: int = 5
    min_denominator_band: int = 10
    process_min_denominator: int = 5

    @classmethod
    def of(cls, settings: Mapping[str, str]) -> Self:
        """The provider's choice (`disclosure_control`), or ours where it is silent."""
        limits = cls()
        chosen = {k: int(v) for k, v in settings.items() if _ours(limits, k, v)}
        limits = replace(limits, **chosen)
        if str(settings.get("strict_1_to_7", "")).lower() == "true":
            limits = replace(limits, min_count=max(limits.min_count, STRICT_FLOOR))
        return limits


def _ours(limits: Limits, key: str, value: str) -> bool:
    return hasattr(limits, key) and str(value).isdigit() and int(value) > 0


def class_of(figure: Figure) -> MeasureClass:
    """The class that decides: a process that is really one person is a person."""
    return MeasureClass.PERSON if figure.largest_share > HALF else figure.klass


def permitted(figure: Figure, settings: Mapping[str, str]) -> str:
    """The form in which a figure may leave the provider (brief 6.2)."""
    limits = Limits.of(settings)
    if figure.d == 0:
        return NO_CASES
    if class_of(figure) is MeasureClass.PERSON:
        return _of_people(figure.n, figure.d, limits)
    if figure.d < limits.process_min_denominator:
        return SMALL_PROCESS
    percent = rounded(100 * figure.n, figure.d)
    return f"{figure.n} of {figure.d} ({percent}%)"


def permitted_parts(
    parts: Sequence[Figure], settings: Mapping[str, str]
) -> tuple[str, ...]:
    """The forms of figures that make up one whole; a lone hidden part hides another.

    The second to be hidden is the smallest of those shown, the later one of equals
    (brief 6.3.2).
    """
    forms = [permitted(part, settings) for part in parts]
    hidden = [i for i, part in enumerate(parts) if is_hidden(part, settings)]
    shown = [i for i, form in enumerate(forms) if i not in hidden and form != NO_CASES]
    if len(hidden) == 1 and shown:
        smallest = min(shown, key=lambda i: (parts[i].n, -i))
        forms[smallest] = HIDDEN_TOO
    return tuple(forms)


def is_hidden(figure: Figure, settings: Mapping[str, str]) -> bool:
    """Whether the count itself is kept back and words stand in its place.

    Of a hidden count neither the whole nor the rest may be printed (brief 6.3.4).
    """
    limits = Limits.of(settings)
    if class_of(figure) is MeasureClass.PROCESS:
        return 0 < figure.d < limits.process_min_denominator
    few = figure.n < limits.min_count or figure.d - figure.n < limits.min_count
    return figure.d > 0 and (few or figure.d < limits.min_denominator_pct)


def counts_shown(figure: Figure, settings: Mapping[str, str]) -> tuple[int, int] | None:
    """The counts that stand in the shown form, rounded as they are there; else None."""
    if figure.d == 0 or is_hidden(figure, settings):
        return None
    if class_of(figure) is MeasureClass.PROCESS:
        return figure.n, figure.d
    to = Limits.of(settings).round_to
    return nearest(figure.n, to), nearest(figure.d, to)


def _of_people(n: int, d: int, limits: Limits) -> str:
    if d < limits.min_denominator_band:
        return TOO_FEW
    if d < limits.min_denominator_pct:
        return _in_words(n, d)
    if n < limits.min_count:
        return f"fewer than {limits.min_count}"
    if d - n < limits.min_count:
        return NEARLY_ALL
    percent = rounded(100 * n, d * limits.pct_round_to) * limits.pct_round_to
    about_n, about_d = nearest(n, limits.round_to), nearest(d, limits.round_to)
    return f"about {about_n} of {about_d} ({percent}%)"


def _in_words(n: int, d: int) -> str:
    share = n / d
    for below, words in WORDS:
        if share < below:
            return words
    return "most" if d - n >= MOST_NEED_OTHERS else NEARLY_ALL


def rounded(top: int, bottom: int) -> int:
    """The nearest whole number to a fraction, halves up."""
    return (2 * top + bottom) // (2 * bottom)


def nearest(count: int, to: int) -> int:
    """The nearest multiple, halves up."""
    return rounded(count, to) * to


def figure_json(figure: Figure, settings: Mapping[str, str]) -> dict[str, object]:
    """A figure as `measures` gives it to staff, who may see the counts."""
    return {
        "n": figure.n,
        "d": figure.d,
        "class": class_of(figure).value,
        "shown": permitted(figure, settings),
    }
