"""Things known again by being the very same object, where comparing them costs more.

For what is worked out several times from one case that was read once.
"""

from typing import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """One thing; equal only to itself, however alike another is."""

    __slots__ = ("thing",)

    def __init__(self, thing: T) -> None:
        """Keep the thing, so that nothing else takes its identity."""
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the very same thing."""
        return isinstance(other, Same) and self.thing is other.thing

    def __hash__(self) -> int:
        """That of the identity."""
        return id(self.thing)
