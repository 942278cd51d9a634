"""`python -m workflow`, and what `alongside` begins with.

Whoever asks for help asks often, and mostly on a slow computer: what the command line
would say stands ready (`python -m tools.page_docs` writes it), so that nothing need be
loaded to say it.
"""

import os
import sys

ASKED = (["--help"], ["-h"])
STANDS = os.path.join(os.path.dirname(__file__), "commands", "help.txt")  # noqa: PTH118, PTH120
WIDTH = 80  # columns; in fewer the lines have to be broken anew


def begin() -> None:
    """Run what was asked for."""
    if sys.argv[1:] in ASKED and _columns() >= WIDTH:
        with open(STANDS, encoding="utf-8") as text:  # noqa: PTH123 - quick
            sys.stdout.write(text.read().replace("alongside", _name(), 1))
        return
    from workflow.cli import main  # noqa: PLC0415 - slow, and not for help

    main()


def _name() -> str:
    """What the program was called as."""
    name = os.path.basename(sys.argv[0])  # noqa: PTH119 - quick
    return "python -m workflow" if name == "__main__.py" else name


def _columns() -> int:
    """How wide the window is; as wide as need be where that cannot be told."""
    try:
        told = int(os.environ.get("COLUMNS") or 0)
        return told or os.get_terminal_size(sys.stdout.fileno()).columns or WIDTH
    except (OSError, ValueError):
        return WIDTH


if __name__ == "__main__":
    begin()
