"""Two ways of doing one thing, by turns in one run, so that the machine cancels out.

A figure is the median of pairwise ratios; its noise is what the same comparison gives
for one way against itself: the quartiles of those ratios.
"""

import gc
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import process_time
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Ratio:
    """How many times as long the first way takes as the second, and the noise."""

    name: str
    value: float
    low: float
    high: float
    first: float
    second: float

    def __str__(self) -> str:
        spread = f"{self.low:.2f} to {self.high:.2f}"
        times = f"{self.first * 1e3:.2f} ms against {self.second * 1e3:.2f} ms"
        return f"{self.name}: {self.value:.2f} (quartiles {spread}; {times})"


def one_core() -> None:
    """Stay on one core, where the system lets us."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def taking_turns(
    name: str,
    things: Sequence[T],
    first: Callable[[T], object],
    second: Callable[[T], object],
) -> Ratio:
    """Do both to each thing, who begins changing each time; processor time counts."""
    pairs = []
    for turn, thing in enumerate(things):
        if turn % 2:
            b, a = _seconds(second, thing), _seconds(first, thing)
        else:
            a, b = _seconds(first, thing), _seconds(second, thing)
        pairs.append((a, b))
    ratios = [a / b for a, b in pairs]
    low, _, high = quantiles(ratios, n=4)
    spent = [median(each) for each in zip(*pairs, strict=True)]
    return Ratio(name, median(ratios), low, high, spent[0], spent[1])


def _seconds(do: Callable[[T], object], thing: T) -> float:
    gc.collect(0)
    begin = process_time()
    do(thing)
    return process_time() - begin
