"""A case in the easy words that people wrote beside its fields (rulings, `easy_words`).

`easy_words` maps the path of a field in the same file to its easy text:
`contingency`, `actions[0].what` or `actions[A1].what`. Only staff wording gives way;
what the person said stays as they said it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.fields import members
from workflow.domain.records.base import Block
from workflow.domain.records.header import CaseFile

R = TypeVar("R", bound=CaseFile)
B = TypeVar("B", bound=Block)

STEP = re.compile(r"([a-z_0-9]+)(?:\[([^\]]*)\])?")
STAFF_WORDING = ("text", "para")


def in_easy_words(folder: CaseFolder) -> CaseFolder:
    """The same case, its staff wording in easy words wherever somebody wrote them."""
    return replace(
        folder,
        person=_filed(folder.person),
        case=_filed(folder.case),
        plan=_filed(folder.plan),
        consent=_filed(folder.consent),
        reviews=tuple(map(_filed, folder.reviews)),
        closure=_filed(folder.closure),
    )


def eased(block: B, words: Mapping[str, str]) -> B:
    """A block with these words at these paths; one that leads nowhere is left out."""
    for path, text in words.items():
        block = _with(block, path, text)
    return block


def _filed(filed: Filed[R]) -> Filed[R]:
    return replace(filed, record=eased(filed.record, filed.record.easy_words))


def _with(block: B, path: str, text: str) -> B:
    step, _, rest = path.partition(".")
    match = STEP.fullmatch(step)
    member = members(type(block)).get(match[1]) if match else None
    if match is None or member is None:
        return block
    value = getattr(block, member.attribute)
    if isinstance(value, tuple) and member.block:
        value = tuple(
            _with(item, rest, text) if _chosen(item, number, match[2]) else item
            for number, item in enumerate(value)
        )
    elif isinstance(value, Block):
        value = _with(value, rest, text)
    elif not rest and member.kind and member.kind.name in STAFF_WORDING:
        value = text
    return block.model_copy(update={member.attribute: value})


def _chosen(item: Block, number: int, selector: str | None) -> bool:
    """Whether an item of a list is the one meant: by its number from 0, or its id."""
    return selector in {str(number), getattr(item, "id", None)}
