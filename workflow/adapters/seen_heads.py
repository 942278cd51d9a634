"""What this computer has seen of a share's journals: kept here, never on the share.

A share whose journals are older than this is a backup that was put back (T46). Nothing
depends on it: without it a computer has simply seen nothing yet.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from workflow.adapters.share_memory import recalled, remember
from workflow.domain.errors import ConfigurationError
from workflow.domain.journal_chain import Head

ABOUT = "seen"


def seen(root: Path, environment: Mapping[str, str] = os.environ) -> tuple[Head, ...]:
    """The heads of this share that this computer has seen; none when it is new here."""
    rows = recalled(root, ABOUT, environment)
    with suppress(TypeError):
        return tuple(Head(*row) for row in rows) if isinstance(rows, list) else ()
    return ()


def note(
    root: Path, heads: tuple[Head, ...], environment: Mapping[str, str] = os.environ
) -> None:
    """Remember these heads; a computer that cannot goes without."""
    rows = [[head.log, head.seq, head.hash] for head in heads]
    remember(root, ABOUT, rows, environment)


def kept(file: Path) -> tuple[Head, ...]:
    """The heads that `verify` printed earlier. Raises `ConfigurationError`."""
    try:
        rows = json.loads(file.read_bytes())["logs"]
        return tuple(Head(row["log"], int(row["seq"]), row["hash"]) for row in rows)
    except (ValueError, KeyError, TypeError):
        raise ConfigurationError(f"{file.name} is not what verify printed") from None
