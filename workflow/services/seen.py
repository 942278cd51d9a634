"""What a template sees, known again by its hash: a document is made when it changes."""

import hashlib
import json
from collections.abc import Mapping

from workflow.domain.languages import RIGHT_TO_LEFT
from workflow.domain.shown_tree import Print, Shown, trees_in

OF_THE_DAY = ("made_on", "late_now")  # what each day alone changes makes nothing old
ABOUT_IT = "doc"  # what a document says of itself
FROM_THE_DAY = ("made_on", "reply_by")  # in that, likewise


def printed(context: Mapping[str, object]) -> Print:
    """The print of everything a template sees, but for what each day alone changes.

    Much of it is seen by many templates: a block is gone through once.
    """
    blocks: dict[str, object] = {}
    others: dict[str, object] = {}
    turned = False
    for name, value in context.items():
        trees = trees_in(value)
        if name in OF_THE_DAY:
            continue
        if trees:
            prints = [_of(tree) for tree in trees]
            digests = [each.digest for each in prints]
            blocks[name] = digests if isinstance(value, list) else digests[0]
            turned = turned or any(each.turned for each in prints)
        elif name == ABOUT_IT and isinstance(value, dict):
            others[name] = {k: v for k, v in value.items() if k not in FROM_THE_DAY}
        else:
            others[name] = value
    whole = _print({"blocks": blocks, "others": others})
    return Print(whole.digest, turned or whole.turned)


def _of(tree: Shown) -> Print:
    """The print of a block, by what it tells; nobody may change it later."""
    if tree.print is None:
        tree.print = _print(tree.told)
    return tree.print


def _print(value: object) -> Print:
    text = WRITER.encode(value)
    turned = not text.isascii() and RIGHT_TO_LEFT.search(text) is not None
    return Print(hashlib.sha256(text.encode()).hexdigest(), turned)


WRITER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, check_circular=False)
