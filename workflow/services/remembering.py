"""Keeps what is known of many cases small: what is the same is kept once.

Most of what is kept of cases is the same words, days and places over and over, and
each process that helps sends its own. What is given back is equal to what was given.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from workflow.domain.governance.extract import Extract
from workflow.domain.measures import Tally

FEW = 3  # parts of a tuple that is likely to come again
LONGEST = 60  # characters of a text that is likely to come again
AGAIN = (Tally, StrEnum, date)  # besides short texts


class Memory:
    """What has been met before, to be used again; as old as what is known."""

    def __init__(self) -> None:
        """Nothing has been met yet."""
        self._met: dict[type, dict[object, object]] = {}

    def kept(self, extract: Extract) -> Extract:
        """The same extract, of parts that were met before."""
        made = self._made(extract)
        return made if isinstance(made, Extract) else extract

    def _made(self, whole: object) -> object:
        parts = {
            part.name: self._value(getattr(whole, part.name))
            for part in fields(whole)  # type: ignore[arg-type]
        }
        return type(whole)(**parts)

    def _value(self, value: object) -> object:
        if isinstance(value, AGAIN) or (type(value) is str and len(value) <= LONGEST):
            return self._once(value)
        if is_dataclass(value):
            return self._made(value)
        if type(value) is tuple:
            made = tuple(map(self._value, value))
            return self._once(made) if len(made) <= FEW else made
        if isinstance(value, Mapping):
            return {self._once(k): self._value(v) for k, v in value.items()}
        return value if type(value) is str else self._once(value)

    def _once(self, value: object) -> object:
        """The first of all values that are equal to this one, and of its type."""
        try:
            return self._met.setdefault(type(value), {}).setdefault(value, value)
        except TypeError:  # it holds a map, and that has no hash
            return value
