"""What this computer is called, in letters that any file can carry."""

import platform
import re

LONGEST = 40  # characters


def this_computer() -> str:
    """The name of this computer."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", platform.node())[:LONGEST]
    return name or "unnamed"
