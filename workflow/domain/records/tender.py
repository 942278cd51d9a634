"""The file `tender`: its fields, as frozen records (brief 2.16)."""

from typing import ClassVar

from workflow.domain.records.base import (
    EVIDENCE,
    Block,
    Bool,
    C,
    Date,
    Int,
    N,
    Num,
    Para,
    Reader,
    RefsService,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    one,
    part,
)


class TenderQuestion(Block):
    """One scored question of the tender (brief 2.16)."""

    id: Text = one("the identifier of the tender question", Y)
    wording: Para = one("the wording of the tender question", Y)
    weight_percent: Num = one("the weight of the question, in per cent", N)
    word_limit: Int = one("the word limit of the answer", N)
    page_limit: Num = one("the page limit of the answer", N)
    appendices_allowed: Bool = one("whether appendices are allowed", Y)
    measures: Texts = many("the measures for the tender question", Y)


class EvidencePeriod(Block):
    """The time the evidence covers (brief 2.16)."""

    from_: Date = one("the first day of the evidence period", Y)
    to: Date = one("the last day of the evidence period", Y)


class LeakCheck(Block):
    """The check that nothing in the evidence names anyone (brief 2.16)."""

    done_on: Date = one("the date of the leak check", C, "before release")
    findings: Int = one(
        "how many findings the leak check had (must be 0)", C, "before release"
    )


class IntruderTest(Block):
    """Someone who does not know the cases tries to recognise a person (brief 2.16)."""

    done_on: Date = one("the date of the intruder test", C, "before release")
    by: RefStaff = one("who did the intruder test", C, "before release")
    result: Para = one("the result of the intruder test", C, "before release")


class Tender(Block):
    """A bid, its questions and the evidence offered (brief 2.16)."""

    seen_by: ClassVar[frozenset[Reader]] = EVIDENCE

    schema_version: Int = one("the version of the file layout", Y)
    tender_ref: Text = one("the reference of the tender", Y)
    buyer: Text = one("the buyer", Y)
    title: Text = one("the title of the tender", Y)
    submit_by: Date = one("the date to submit by", Y)
    questions: tuple[TenderQuestion, ...] = many("the tender questions")
    period: EvidencePeriod = part(EvidencePeriod, "the time the evidence covers")
    services: RefsService = many("the services the tender covers", Y)
    vignettes: Texts = many("the vignettes offered", N)
    approver: RefStaff = one("who approves the evidence", Y)
    leak_check: LeakCheck = part(LeakCheck, "the leak check")
    intruder_test: IntruderTest = part(IntruderTest, "the intruder test")
    released_on: Date = one("the date the evidence was released", C, "when released")
    prepared_by: RefStaff = one("who prepared the evidence", N)
