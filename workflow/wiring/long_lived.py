"""What lives as long as the program: the types of records, rules, settings."""

import gc


def settle() -> None:
    """Take what is in memory now as here to stay; only the first time in a program.

    Going through it again and again in search of garbage costs a tenth of the time of
    checking many cases. Once, so that settings read anew later do not pile up.
    """
    if not gc.get_freeze_count():
        gc.freeze()
