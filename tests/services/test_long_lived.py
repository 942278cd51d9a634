"""Memory: what stays is set apart once, what comes later is still cleared away."""

import gc
import weakref
from datetime import date
from pathlib import Path

from workflow.adapters.workspaces import make_workspace
from workflow.wiring.long_lived import settle
from workflow.wiring.office import Office


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_reading_the_settings_sets_apart_what_stays(tmp_path: Path) -> None:
    make_workspace(tmp_path / "w", examples=False)
    gc.unfreeze()
    _ = Office(tmp_path / "w", date(2026, 11, 23)).practice
    assert gc.get_freeze_count() > 0


def test_what_comes_later_is_still_cleared_away() -> None:
    settle()
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    settle()
    gc.collect()
    assert gone() is None
