"""What every record is built from: the kinds of value, and how a field is described.

A field is described once, where it stands in its record: its kind (the annotation),
its label, when it is needed, the information category it carries and who may see it.
Forms, the JSON Schema, the field catalogue, templates and the FIL rules follow from it.
Source: brief 2.0 (types, Req letters).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field


class Need(StrEnum):
    """When a field is needed (brief 2.0, the Req column)."""

    ALWAYS = "Y"
    TO_AGREE = "A"
    SOMETIMES = "C"
    OPTIONAL = "N"


Y, A, C, N = Need.ALWAYS, Need.TO_AGREE, Need.SOMETIMES, Need.OPTIONAL


class Reader(StrEnum):
    """Who a document is written for, and so who may see a field."""

    PERSON = "person"
    STAFF = "staff"
    MANAGER = "manager"
    AUDITOR = "auditor"
    PROFESSIONAL = "professional"
    BIDDER = "bidder"


INSIDE = frozenset({Reader.STAFF, Reader.MANAGER, Reader.AUDITOR})
SHARED = INSIDE | {Reader.PERSON}
OUTSIDE = SHARED | {Reader.PROFESSIONAL}
MANAGERS = frozenset({Reader.MANAGER, Reader.AUDITOR})
EVIDENCE = INSIDE | {Reader.BIDDER}


@dataclass(frozen=True)
class Kind:
    """The kind of value a field holds, in the words of brief 2.0.

    `name` is the kind (text, para, quote, bool, int, num, date, time, code, ref,
    file, map), `of` the code list or the kind of thing referred to, `many` whether
    the field holds a list of them.
    """

    name: str
    of: str = ""
    many: bool = False

    def __str__(self) -> str:
        """Write the kind as the brief's tables do: `codes(format)`, `list(quote)`."""
        if self.of:
            return f"{self.name}{'s' if self.many else ''}({self.of})"
        if self.many:
            return "list" if self.name == "text" else f"list({self.name})"
        return self.name


Listed = TypeVar("Listed", bound=StrEnum)
B = TypeVar("B", bound="Block")

Text = Annotated[str | None, Kind("text")]
Para = Annotated[str | None, Kind("para")]
Quote = Annotated[str | None, Kind("quote")]
Bool = Annotated[bool | None, Kind("bool")]
Int = Annotated[int | None, Kind("int")]
Num = Annotated[float | None, Kind("num")]
Date = Annotated[date | None, Kind("date")]
Time = Annotated[str | None, Kind("time")]
File = Annotated[str | None, Kind("file")]
Texts = Annotated[tuple[str, ...], Kind("text", many=True)]
Quotes = Annotated[tuple[str, ...], Kind("quote", many=True)]
Map = Annotated[Mapping[str, str], Kind("map")]
Code = Annotated[Listed | None, Kind("code")]
Codes = Annotated[tuple[Listed, ...], Kind("code", many=True)]

RefStaff = Annotated[str | None, Kind("ref", "staff")]
RefContact = Annotated[str | None, Kind("ref", "contact")]
RefService = Annotated[str | None, Kind("ref", "service")]
RefOutcome = Annotated[str | None, Kind("ref", "outcome")]
RefRestriction = Annotated[str | None, Kind("ref", "restriction")]
RefMeasure = Annotated[str | None, Kind("ref", "measure")]
RefTrigger = Annotated[str | None, Kind("ref", "trigger")]
RefThreshold = Annotated[str | None, Kind("ref", "threshold")]
RefSchedule = Annotated[str | None, Kind("ref", "schedule")]
RefCapacity = Annotated[str | None, Kind("ref", "capacity")]
RefBoundary = Annotated[str | None, Kind("ref", "boundary")]
RefVisitBoundary = Annotated[str | None, Kind("ref", "visit_boundary")]
RefArrangement = Annotated[str | None, Kind("ref", "arrangement")]
RefRoute = Annotated[str | None, Kind("ref", "route")]
RefCheckin = Annotated[str | None, Kind("ref", "checkin")]
RefStep = Annotated[str | None, Kind("ref", "step")]
RefRecord = Annotated[str | None, Kind("ref", "record")]
RefLearning = Annotated[str | None, Kind("ref", "learning")]
RefSpeakup = Annotated[str | None, Kind("ref", "speakup")]
RefAnyone = Annotated[str | None, Kind("ref", "anyone")]
RefsStaff = Annotated[tuple[str, ...], Kind("ref", "staff", many=True)]
RefsService = Annotated[tuple[str, ...], Kind("ref", "service", many=True)]
RefsOutcome = Annotated[tuple[str, ...], Kind("ref", "outcome", many=True)]
RefsRisk = Annotated[tuple[str, ...], Kind("ref", "risk", many=True)]
RefsTrigger = Annotated[tuple[str, ...], Kind("ref", "trigger", many=True)]
RefsThreshold = Annotated[tuple[str, ...], Kind("ref", "threshold", many=True)]
RefsSchedule = Annotated[tuple[str, ...], Kind("ref", "schedule", many=True)]
RefsRecord = Annotated[tuple[str, ...], Kind("ref", "record", many=True)]
RefsReview = Annotated[tuple[str, ...], Kind("ref", "review", many=True)]
RefsAnyone = Annotated[tuple[str, ...], Kind("ref", "anyone", many=True)]


@dataclass(frozen=True)
class About:
    """What is known of a field besides its kind."""

    label: str
    need: Need
    when: str = ""
    category: str = ""
    seen_by: frozenset[Reader] | None = None


class Block(BaseModel):
    """Some fields that belong together; empty, and so false, when nothing is filled."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    seen_by: ClassVar[frozenset[Reader] | None] = None
    only_if_given: ClassVar[bool] = False

    def __bool__(self) -> bool:
        """Whether anything at all is filled in."""
        for name in self.__pydantic_fields_set__:  # noqa: SIM110 - a loop is quicker
            if filled(getattr(self, name)):
                return True
        return False

    def __reduce__(self) -> tuple[object, ...]:
        """What is filled in, for another process: the rest is the same everywhere."""
        values = {name: self.__dict__[name] for name in self.model_fields_set}
        return typed, (type(self), values)


def typed(block: type[B], values: Mapping[str, object]) -> B:
    """A block of what is filled in, each value of its field's kind: nobody looks again.

    For values that were typed field by field as they were read, or that were read
    before.
    """
    found = block.__new__(block)
    object.__setattr__(found, "__dict__", {**_nothing_filled(block), **values})
    object.__setattr__(found, "__pydantic_fields_set__", set(values))
    object.__setattr__(found, "__pydantic_extra__", None)
    object.__setattr__(found, "__pydantic_private__", None)
    return found


@cache
def _nothing_filled(block: type[Block]) -> dict[str, object]:
    return dict(block().__dict__)


def filled(value: object) -> bool:
    """Whether a value counts as filled in: missing, empty and null all do not."""
    if value is None:
        return False
    return bool(value) or not isinstance(value, (str, tuple, Block, Mapping))


def one(label: str, need: Need, when: str = "", **about: Any) -> Any:  # noqa: ANN401
    """A field that holds a single value, empty (None) until filled in."""
    return Field(
        default=None, title=label, json_schema_extra=_extra(label, need, when, about)
    )


def many(label: str, need: Need = N, when: str = "", **about: Any) -> Any:  # noqa: ANN401
    """A field that holds a list, empty until filled in."""
    return Field(
        default=(), title=label, json_schema_extra=_extra(label, need, when, about)
    )


def mapping(label: str, need: Need = N, when: str = "", **about: Any) -> Any:  # noqa: ANN401
    """A field whose keys are not known beforehand."""
    extra = _extra(label, need, when, about)
    return Field(default_factory=dict, title=label, json_schema_extra=extra)


def part(block: type[Block], label: str, **about: Any) -> Any:  # noqa: ANN401
    """A block inside a record; an absent one is an empty one."""
    return Field(
        default=block(), title=label, json_schema_extra=_extra(label, N, "", about)
    )


def _extra(label: str, need: Need, when: str, about: dict[str, Any]) -> Any:  # noqa: ANN401
    return {"about": About(label, need, when, **about)}
