"""What a template sees, known again by its hash: a document is made when it changes."""

import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

from workflow.domain.languages import RIGHT_TO_LEFT
from workflow.domain.shown_tree import Shown, trees_in

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
    blocks: dict[str, object] = {}
    others: dict[str, object] = {}
    turned = False
    for name, value in context.items():
        trees = trees_in(value)
        if name in OF_THE_DAY:
            continue
        if trees:
            prints = [_known(tree, known) for tree in trees]
            digests = [each.digest for each in prints]
            blocks[name] = digests if isinstance(value, list) else digests[0]
            turned = turned or any(each.turned for each in prints)
        elif name == ABOUT_IT and isinstance(value, dict):
            others[name] = {k: v for k, v in value.items() if k not in FROM_THE_DAY}
        else:
            others[name] = value
    whole = _print({"blocks": blocks, "others": others})
    return Print(whole.digest, turned or whole.turned)


def _known(tree: Shown, known: Prints) -> Print:
    """The print of a block, by what it tells; a list of them is seen by several."""
    if id(tree) not in known:
        known[id(tree)] = tree, _print(tree.told)
    return known[id(tree)][1]


def _print(value: object) -> Print:
    text = WRITER.encode(value)
    turned = not text.isascii() and RIGHT_TO_LEFT.search(text) is not None
    return Print(hashlib.sha256(text.encode()).hexdigest(), turned)


WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)
