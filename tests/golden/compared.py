"""Compares what papers say with what they said before, or writes that down anew."""

from collections.abc import Mapping
from pathlib import Path

import pytest


def as_before(
    said: Mapping[str, str], folder: Path, request: pytest.FixtureRequest
) -> None:
    """See that each paper says what its text in a folder says; `--renew` writes it."""
    if request.config.getoption("--renew"):
        folder.mkdir(exist_ok=True)
        for name, text in said.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        return
    assert set(said) == {path.stem for path in folder.glob("*.txt")}
    for name, text in said.items():
        before = (folder / f"{name}.txt").read_text(encoding="utf-8")
        assert text == before, name
