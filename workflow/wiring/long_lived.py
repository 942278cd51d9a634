"""What lives as long as the program: the types of records, rules, settings."""

import gc

SELDOM = (50_000, 20, 100)  # new things, and rounds, before garbage is searched for


def settle() -> None:
    """Take what is in memory now as here to stay; only the first time in a program.

    Going through it again and again in search of garbage costs a tenth of the time of
    checking many cases. Once, so that settings read anew later do not pile up. From
    then on it is searched for more seldom: nearly all that a case leaves behind goes
    without a search, as soon as nobody needs it.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.set_threshold(*SELDOM)
