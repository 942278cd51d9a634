"""Makes PDFs without a word processor, for tests of what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow.services.ports import Converted


@dataclass
class FakePdf:
    """A PDF is the document backwards; `broken` ones cannot be made."""

    version: str = "one"
    broken: tuple[bytes, ...] = ()
    asked: list[bytes] = field(default_factory=list)

    def convert(self, documents: Sequence[bytes]) -> Sequence[Converted]:
        """Turn each document round."""
        self.asked += documents
        return [
            Converted(None, "it hung") if d in self.broken else Converted(d[::-1])
            for d in documents
        ]
