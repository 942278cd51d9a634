"""How one measure stands: against where it began, in words and for a small chart."""

from dataclasses import dataclass
from datetime import date

from workflow.domain.context import uk_date
from workflow.domain.records.plan import Measure

NOT_WRITTEN = "not written"

Rated = tuple[tuple[date, float], ...]
"""The ratings of one measure with their days, in order of date."""


@dataclass(frozen=True)
class Chart:
    """What a small chart shows: one measure against where it began.

    `values` are the ratings in order of date; `since` is the first day that the review
    looks at, `low` and `high` are the ends of the scale.
    """

    values: Rated
    low: float
    high: float
    baseline: float | None = None
    target: float | None = None
    since: date | None = None


def chart_of(measure: Measure, values: Rated, since: date | None) -> Chart:
    """The chart of a measure; where no scale is written it is as wide as needed."""
    known = [v for _, v in values]
    known += [v for v in (measure.baseline, measure.target) if v is not None]
    low, high = measure.scale_min, measure.scale_max
    return Chart(
        values,
        min(known) if low is None else low,
        max(known) if high is None else high,
        measure.baseline,
        measure.target,
        since,
    )


def scale(measure: Measure) -> str:
    """The scale and which end of it is better: `0 to 10, lower is better`."""
    ends = (measure.scale_min, measure.scale_max)
    known = f"{ends[0]:g} to {ends[1]:g}" if None not in ends else ""
    better = f"{measure.better} is better" if measure.better else ""
    return ", ".join(part for part in (known, better) if part)


def summary(measure: Measure, values: Rated) -> str:
    """Where it began, where it stands, and the goal."""
    parts = []
    if measure.baseline is not None:
        parts.append(f"{measure.baseline:g} at the start")
    if values:
        last = values[-1][1]
        told = verdict(measure, measure.baseline, last)
        parts.append(f"{last:g} on {uk_date(values[-1][0])}{told}")
    else:
        parts.append("no rating yet")
    if measure.target is not None:
        parts.append(f"the goal is {measure.target:g}")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def verdict(measure: Measure, was: float | None, now: float) -> str:
    """Whether a rating is better than another: `, worse`; empty where none can say."""
    if was is None:
        return ""
    if was == now:
        return ", the same"
    lower = measure.better == "lower"
    if measure.better not in ("lower", "higher"):
        return ""
    return ", better" if (now < was) is lower else ", worse"


def in_words(measure: Measure, values: Rated) -> str:
    """What a chart shows, for whoever does not see it."""
    ends = f", {scale(measure)}" if scale(measure) else ""
    began = f" on {uk_date(measure.baseline_on)}" if measure.baseline_on else ""
    parts = [f"Chart of {measure.name or NOT_WRITTEN}{ends}."]
    if measure.baseline is not None:
        parts.append(f"The start was {measure.baseline:g}{began}.")
    each = ", ".join(f"{value:g} on {uk_date(day)}" for day, value in values)
    parts.append(f"Ratings: {each}." if values else "No rating yet.")
    if measure.target is not None:
        parts.append(f"The goal is {measure.target:g}.")
    return " ".join(parts)
