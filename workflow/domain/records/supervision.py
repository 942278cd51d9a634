"""The file `supervision`: its fields, as frozen records (brief 2.15)."""

from workflow.domain.records.base import (
    Block,
    Date,
    Int,
    N,
    Para,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    one,
)


class SupervisionPrompt(Block):
    """Prompts (brief 2.15)."""

    prompt_id: Text = one("Prompt id", Y)
    dilemma: Para = one("Dilemma", Y)
    what_the_person_would_say: Para = one("What the person would say", N)
    decision_or_learning: Para = one("Decision or learning", Y)
    practice_change: Para = one("Practice change", N)


class Supervision(Block):
    """Supervision (brief 2.15)."""

    schema_version: Int = one("Schema version", Y)
    date: Date = one("Date", Y)
    supervisor: RefStaff = one("Supervisor", Y)
    supervisee: RefStaff = one("Supervisee", Y)
    case_refs: Texts = many("Case refs", N)
    prompts: tuple[SupervisionPrompt, ...] = many("Prompts")
    language_noticed: Para = one("Language noticed", N)
