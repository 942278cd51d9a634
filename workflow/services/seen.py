"""What a template sees, known again by its hash: a document is made when it changes."""

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

from workflow.domain.languages import RIGHT_TO_LEFT
from workflow.domain.shown_tree import in_short

OF_THE_DAY = ("made_on", "late_now")  # what each day alone changes makes nothing old
ABOUT_IT = "doc"  # what a document says of itself
FROM_THE_DAY = ("made_on", "reply_by")  # in that, likewise


class Print(NamedTuple):
    """The hash of some data, and whether any of it runs from right to left."""

    digest: str
    turned: bool


Prints = dict[int, tuple[object, Print]]
"""Data whose print is known, by identity; the data are kept, so that it stays true."""


def printed(context: Mapping[str, object], known: Prints) -> Print:
    """The print of everything a template sees, but for what each day alone changes.

    Much of it is seen by many templates: what is `known` already is not gone through
    again. Nobody may change such data later.
    """
    prints: dict[str, Print] = {}
    others: dict[str, object] = {}
    for name, value in context.items():
        if name in OF_THE_DAY:
            continue
        told = in_short(value)
        if told is not None:
            prints[name] = _known(value, told, known)
        elif name == ABOUT_IT and isinstance(value, dict):
            others[name] = {k: v for k, v in value.items() if k not in FROM_THE_DAY}
        else:
            others[name] = value
    digests = {name: each.digest for name, each in prints.items()}
    whole = _print({"blocks": digests, "others": others})
    turned = whole.turned or any(each.turned for each in prints.values())
    return Print(whole.digest, turned)


def _known(value: object, told: object, known: Prints) -> Print:
    """The print of blocks, by what they tell."""
    if id(value) not in known:
        known[id(value)] = value, _print(told)
    return known[id(value)][1]


def _print(value: object) -> Print:
    text = WRITER.encode(value)
    turned = not text.isascii() and RIGHT_TO_LEFT.search(text) is not None
    return Print(hashlib.sha256(text.encode()).hexdigest(), turned)


WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
