"""Words for invented people, from `sayings.yaml`: names, places, and sentences."""

from pathlib import Path
from typing import Any

import yaml

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_bytes())
FIRST: list[str] = WORDS["first"].split()
LAST: list[str] = WORDS["last"].split()
STREETS: list[str] = WORDS["streets"]
SERVICES: list[dict[str, str]] = WORDS["services"]
LABELS: dict[str, str] = WORDS["labels"]
GAPS: dict[str, list[str]] = {
    **{gap: words.split(", ") for gap, words in WORDS["gaps"].items()},
    "number": [str(number) for number in range(2, 58)],
}
SAYINGS: dict[str, list[str]] = WORDS["sayings"]
PRESSURE: list[str] = WORDS["pressure"]
PHRASES: list[str] = WORDS["phrases"]
RIGHTS: list[str] = WORDS["rights"]
