"""Fills Word templates that were made ready once: the fast way, and the usual one.

For each document only the template's own compiled code runs; the parts that do not
change are copied as they lie. What cannot be made ready, and whatever goes wrong, goes
to docxtpl itself (`stock.py`), which tells the place of a fault. The document is the
same either way. Source: performance.md 1.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from itertools import islice
from types import CodeType
from typing import TYPE_CHECKING, cast

from jinja2.exceptions import SecurityError, TemplateError

from workflow.adapters.word.cache import Shelf
from workflow.adapters.word.coding import Compiler, Filling, runnable
from workflow.adapters.word.finish import finished
from workflow.adapters.word.members import Member, assembled, member
from workflow.adapters.word.prepared import OF_ONE_PERSON, Part, Pictured, Prepared
from workflow.adapters.word.properties import CORE_NAME, core_part, properties_of
from workflow.adapters.word.sandbox import LARGEST, TOO_MUCH, Filters
from workflow.adapters.word.values import Cleaned
from workflow.domain.errors import TemplateFault

if TYPE_CHECKING:
    from workflow.adapters.word.session import Pictures

READY = 64  # templates kept in memory
ALIKE = 16  # and those of which pictures are exchanged
PIECES = 1_000  # written between two looks at the size
Writer = Callable[[Filling], Iterable[bytes]]
FAULTS = (
    *(TemplateError, TemplateFault, TypeError, ValueError, ArithmeticError),
    *(LookupError, AttributeError, RecursionError, MemoryError, OSError),
)


class CompiledWord:
    """Fills Word templates; `filters` adds to those a template may use."""

    def __init__(
        self, filters: Filters | None = None, shelf: Shelf | None = None
    ) -> None:
        self._filters = filters
        self._environment = Compiler(filters)
        self._shelf = None if filters else shelf or Shelf()
        self._ready: dict[bytes, _Ready] = {}
        self._like: dict[bytes, Prepared] = {}
        self._alike: dict[bytes, _Ready] = {}

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """Fill a template; `name` is the document that a fault is reported of.

        The same input gives the same bytes. Raises `TemplateFault` naming the part and
        the paragraph of the template.
        """
        ready = self._found(template)
        if not ready.reason:
            try:
                return ready.filled(Cleaned(context))
            except FAULTS:
                pass  # docxtpl tells where it is, or does it after all
        from workflow.adapters.word.stock import render  # noqa: PLC0415 - slow, seldom

        return render(template, context, name, self._filters)

    def resized(self, template: bytes, points: int) -> bytes:
        """The same template with body text of so many points; see `package.resized`."""
        from workflow.adapters.word.package import resized  # noqa: PLC0415 - slow

        return resized(template, points)

    def with_logo(self, made: bytes, logo: bytes, words: str) -> bytes:
        """The same document with a logo; see `own_look.with_logo`."""
        from workflow.adapters.word.own_look import with_logo  # noqa: PLC0415 - slow

        return with_logo(made, logo, words)

    def in_language(self, made: bytes, tag: str, turned: str = "") -> bytes:
        """The same document marked as text in a language; see `in_language`."""
        from workflow.adapters.word.languages import in_language  # noqa: PLC0415 - slow

        return in_language(made, tag, turned)

    def why_stock(self, template: bytes) -> str:
        """Why a template is left to docxtpl itself; empty when it is not."""
        return self._found(template).reason

    def _found(self, template: bytes) -> "_Ready":
        """A template made ready now or before."""
        if isinstance(template, Pictured):
            return self._of_one_person(template)
        return self._ready.get(template) or self._made_ready(template)

    def _of_one_person(self, template: Pictured) -> "_Ready":
        """A template with pictures, made ready when one like it was."""
        like = self._alike.get(template.like)
        if like is None:
            from workflow.adapters.word.prepare import prepared  # noqa: PLC0415 - slow

            kept = prepared(template, self._environment)
            while len(self._alike) >= ALIKE:
                self._alike.pop(next(iter(self._alike)), None)
            like = _Ready(kept, self._environment)
            self._alike[template.like] = like
        return like.showing(template.shown)

    def _made_ready(self, template: bytes) -> "_Ready":
        shelf = None if template.endswith(OF_ONE_PERSON) else self._shelf
        kept = shelf.find(template) if shelf else None
        if kept is None:
            kept = self._prepared(template)
            if shelf and not kept.reason:
                shelf.keep(template, kept)
        while len(self._ready) >= READY:
            self._ready.pop(next(iter(self._ready)), None)
        return self._ready.setdefault(template, _Ready(kept, self._environment))

    def _prepared(self, template: bytes) -> Prepared:
        """A template made ready; only its pictures when all else in it is known."""
        from workflow.adapters.word.prepare import (  # noqa: PLC0415 - slow
            but_for_pictures,
            prepared,
            with_pictures_of,
        )

        if not template.endswith(OF_ONE_PERSON):
            return prepared(template, self._environment)
        like = but_for_pictures(template)
        if like not in self._like:
            while len(self._like) >= ALIKE:
                self._like.pop(next(iter(self._like)))
            self._like[like] = prepared(template, self._environment)
        return with_pictures_of(template, self._like[like])


def why_stock(template: bytes) -> str:
    """Why a template is left to docxtpl itself, and which part of it makes it so.

    Empty when it can be made ready, as nearly every template can.
    """
    return CompiledWord().why_stock(template)


class _Ready:
    """A template in memory, its code at hand."""

    def __init__(self, kept: Prepared, environment: Compiler) -> None:
        self.reason = kept.reason
        self._kept = kept
        self._environment = environment
        self._writers = [self._writer(part.code) for part in kept.parts]
        self._properties = [(n, self._writer(code)) for n, code in kept.properties]

    def showing(self, shown: Mapping[str, bytes]) -> "_Ready":
        """The same with other pictures."""
        from workflow.adapters.word.prepare import showing  # noqa: PLC0415 - slow

        other = copy(self)
        other._kept = showing(self._kept, shown)  # noqa: SLF001 - one of us
        return other

    def filled(self, values: Mapping[str, object]) -> bytes:
        """The document. Raises one of `FAULTS`."""
        pictures: list[Pictures] = []
        changed = [
            member(part.name, self._part(part, writer, values, pictures))
            for part, writer in zip(self._kept.parts, self._writers, strict=True)
        ]
        changed.append(member(CORE_NAME, self._core(values)))
        statics: Iterable[Member] = self._kept.statics
        return assembled((*(pictures[0].members() if pictures else statics), *changed))

    def _writer(self, code: CodeType) -> Writer:
        return runnable(self._environment, code)  # type: ignore[return-value]

    def _part(
        self,
        part: Part,
        writer: Writer,
        values: Mapping[str, object],
        pictures: list["Pictures"],
    ) -> bytes:
        filling = self._filling(values)
        filling.places = part.verdict.places

        def picture(image: object) -> str:
            from workflow.adapters.word.session import Pictures  # noqa: PLC0415 - slow

            if not pictures:
                pictures.append(Pictures(self._kept))
            return pictures[0].written(part, image)

        filling.picture = picture
        content = b"".join((part.before, *_within_size(writer(filling)), part.after))
        return finished(content, part, filling)

    def _filling(self, values: Mapping[str, object]) -> Filling:
        return Filling(self._environment, cast("dict[str, object]", values), None, {})

    def _core(self, values: Mapping[str, object]) -> bytes:
        filled = {}
        for name, writer in self._properties:
            filling = self._filling(values)
            filled[name] = b"".join(_within_size(writer(filling))).decode()
        return core_part(properties_of(values, filled))


def _within_size(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces, joined by the thousand. Raises `SecurityError` when too many."""
    length = 0
    flow = iter(pieces)
    while some := list(islice(flow, PIECES)):
        yield (joined := b"".join(some))
        length += len(joined)
        if length > LARGEST:
            raise SecurityError(TOO_MUCH)
