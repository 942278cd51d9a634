"""The file `supervision`: its fields, as frozen records (brief 2.15)."""

from typing import ClassVar

from workflow.domain.records.base import (
    INSIDE,
    Block,
    Date,
    Int,
    N,
    Para,
    Reader,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    one,
)


class SupervisionPrompt(Block):
    """One dilemma between rights and protection, talked through (brief 2.15)."""

    prompt_id: Text = one("which supervision prompt was used", Y)
    dilemma: Para = one("the dilemma talked about", Y)
    what_the_person_would_say: Para = one(
        "what the person would say about the dilemma", N
    )
    decision_or_learning: Para = one("the decision or learning from the dilemma", Y)
    practice_change: Para = one("the change in practice", N)


class Supervision(Block):
    """A supervision talk about cases and language (brief 2.15)."""

    seen_by: ClassVar[frozenset[Reader]] = INSIDE

    schema_version: Int = one("the version of the file layout", Y)
    date: Date = one("the date of the supervision", Y)
    supervisor: RefStaff = one("who gave the supervision", Y)
    supervisee: RefStaff = one("who had the supervision", Y)
    case_refs: Texts = many("the cases talked about", N)
    prompts: tuple[SupervisionPrompt, ...] = many("the supervision prompts")
    language_noticed: Para = one("the language noticed in records", N)
