"""The file `tender`: its fields, as frozen records (brief 2.16)."""

from workflow.domain.records.base import (
    Block,
    Bool,
    C,
    Date,
    Int,
    N,
    Num,
    Para,
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
    """Questions (brief 2.16)."""

    id: Text = one("Id", Y)
    wording: Para = one("Wording", Y)
    weight_percent: Num = one("Weight percent", N)
    word_limit: Int = one("Word limit", N)
    page_limit: Num = one("Page limit", N)
    appendices_allowed: Bool = one("Appendices allowed", Y)
    measures: Texts = many("Measures", Y)


class EvidencePeriod(Block):
    """Period (brief 2.16)."""

    from_: Date = one("From", Y)
    to: Date = one("To", Y)


class LeakCheck(Block):
    """Leak check (brief 2.16)."""

    done_on: Date = one("Done on", C)
    findings: Int = one("Findings", C, "must be 0")


class IntruderTest(Block):
    """Intruder test (brief 2.16)."""

    done_on: Date = one("Done on", C, "by someone who does not know the cases")
    by: RefStaff = one("By", C)
    result: Para = one("Result", C)


class Tender(Block):
    """Tender (brief 2.16)."""

    schema_version: Int = one("Schema version", Y)
    tender_ref: Text = one("Tender ref", Y)
    buyer: Text = one("Buyer", Y)
    title: Text = one("Title", Y)
    submit_by: Date = one("Submit by", Y)
    questions: tuple[TenderQuestion, ...] = many("Questions")
    period: EvidencePeriod = part(EvidencePeriod, "Period")
    services: RefsService = many("Services", Y)
    vignettes: Texts = many("Vignettes", N)
    approver: RefStaff = one("Approver", Y)
    leak_check: LeakCheck = part(LeakCheck, "Leak check")
    intruder_test: IntruderTest = part(IntruderTest, "Intruder test")
    released_on: Date = one("Released on", C, "figures then copied to the release log")
    prepared_by: RefStaff = one("Prepared by", N)
