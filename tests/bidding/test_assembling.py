"""A pack put together: one over a limit is told exactly; Word files never wait."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pytest

from tests.make import a_file
from workflow.domain.documents import DocumentType, Each, LoadedType, Standing
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Assembly, Evidence
from workflow.domain.records.base import Reader
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister
from workflow.domain.records.tender import Tender
from workflow.domain.workspace import AnswerText, Bid
from workflow.services.bidding import (
    TEMPLATES,
    Assembled,
    Ready,
    Workroom,
    assemble,
    manifest,
)
from workflow.services.ports import Converted

TODAY = date(2026, 11, 23)
Asked = Mapping[str, str] | None
ROWS = [{"measure": "TM12", "title": "Reviews on time", "shown": "8 of 9 (89%)"}]


class Words:
    """Writes down what a template would see."""

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """The template's name and everything it may print."""
        return json.dumps([template.decode(), name, context]).encode()


@dataclass(frozen=True)
class Pages:
    """Makes every document so many pages long."""

    count: int = 1
    version: str = "1"

    def convert(self, documents: Sequence[bytes]) -> Sequence[Converted]:
        """One PDF for each."""
        return [Converted(b"p" * self.count) for _ in documents]

    def begins(self, parts: Sequence[tuple[str, str, bytes]]) -> tuple[int, ...]:
        """Each part after the ones before it, and after two pages in front."""
        counts = [len(pdf) for _, _, pdf in parts]
        return tuple(3 + sum(counts[:at]) for at in range(len(counts) + 1))

    def tagged(self, pdf: bytes) -> bool:
        """What was made here is; what was given is not."""
        return set(pdf) == {ord("p")}

    def page_count(self, pdf: bytes) -> int:
        """As many as were made."""
        return len(pdf)

    def pages_with(self, pdf: bytes, texts: Sequence[str]) -> Mapping[str, int]:
        """Everything stands on the last page."""
        return dict.fromkeys(texts, len(pdf))

    def bind(
        self, title: str, cover: Sequence[str], parts: Sequence[tuple[str, str, bytes]]
    ) -> bytes:
        """The labels and titles of the parts."""
        return json.dumps([title, *cover, *(part[:2] for part in parts)]).encode()


def kind(name: str) -> LoadedType:
    made = DocumentType(name, name, name, Reader.BIDDER, Each.TENDER, f"{name}.docx")
    return LoadedType(made, b"", "")


NAMES = ("tender-evidence", "tender-answer", *TEMPLATES.values())
ROOM = Workroom(
    {name: kind(name) for name in NAMES},
    Words(),
    Pages(),
    lambda sheets: json.dumps([sheet.rows for sheet in sheets]).encode(),
    lambda file: file.encode(),
    lambda content, _: content,
    lambda content: content,
    lambda content, *_: content,
    Pages(),
    TODAY,
)


def pack(
    answer: str,
    room: Workroom = ROOM,
    asked: Asked = None,
    *,
    rows: Sequence[Mapping[str, str]] = ROWS,
    more: tuple[AnswerText, ...] = (),
    **parts: object,
) -> Assembled:
    question = {"id": "Q1", "wording": "How?", "measures": ["TM12"], **(asked or {})}
    bid = Bid(
        a_file(Tender, "tender.yaml", {"title": "Bid", "questions": [question]}),
        answers=(
            *more,
            AnswerText("answers/Q1.md", "Q1", tuple(answer.splitlines())),
        ),
        assembly=a_file(Assembly, "assembly.yaml", parts),
    )
    organisation = Organisation(
        a_file(Provider, "provider.yaml", {}), a_file(StaffRegister, "staff.yaml", {})
    )
    ready = Ready(bid, organisation, Evidence(), rows, {}, Standing.FINAL, ())
    return assemble(room, ready)


def told(made: Assembled) -> list[tuple[str, str]]:
    return [(limit.file, limit.message) for limit in made.limits]


def test_one_word_over_is_told_counted_with_the_figures_put_in() -> None:
    answer = "Reviews: **{{TM12}}**."
    assert told(pack(answer, asked={"word_limit": "5"})) == []
    assert told(pack(answer, asked={"word_limit": "4"})) == [
        ("answers/Q1.md", "This is 1 word over the limit.")
    ]


def test_one_page_over_is_told_for_the_answer_and_for_the_pack() -> None:
    two = replace(ROOM, pdf=Pages(2))
    assert told(pack("Yes.", two, {"page_limit": "2"})) == []
    assert told(pack("Yes.", two, {"page_limit": "1"})) == [
        ("answers/Q1.md", "This is 1 page over the limit.")
    ]
    assert told(pack("Yes.", limits={"pages": "7"})) == []
    assert told(pack("Yes.", limits={"pages": "6"})) == [
        ("pack/Tender pack.pdf", "This is 1 page over the limit.")
    ]


def test_one_byte_and_one_letter_over_are_told_for_each_file() -> None:
    made = pack("Yes.")
    largest = max(map(len, made.files.values()))
    limits = {"largest_bytes": str(largest - 1), "file_name_characters": "."}
    over = told(pack("Yes.", limits=limits))
    assert [m for _, m in over if "byte" in m] == ["The file is 1 byte too large."]
    bad = [f for f, m in over if m.startswith("The name has -,")]
    assert "pack/A2 tender-stories.docx" in bad


def test_a_name_that_is_not_there_and_a_part_nobody_wrote_are_told() -> None:
    answers = [{"question": "Q1", "method": "We ask."}]
    made = pack("See {{TM99}}.", answers=answers)
    assert told(made) == [("answers/Q1.md", "{{TM99}} is not there to refer to.")]
    (prompt,) = made.prompts
    assert prompt.startswith("Q1: nothing is said yet about who does it,")


def test_page_numbers_settle_and_follow_the_order_of_the_appendices() -> None:
    first = {"id": "policy", "title": "Policy", "file": "policy.pdf"}
    made = pack("On {{page:stories}} of {{appendix:stories}}.", appendices=[first])
    main = made.files["Tender evidence.docx"].decode()
    assert "On page 15 of Appendix A3." in main  # ten pages of "policy.pdf" before it
    assert list(made.files)[1] == "A1 Policy.pdf"
    matrix = json.loads(made.files["Compliance matrix.xlsx"])
    assert matrix[0][0][3:5] == ["3", "Appendix A2: TM12"]


def test_without_a_word_processor_the_word_files_are_made_all_the_same() -> None:
    made = pack("Yes, {{page:stories}}.", replace(ROOM, pdf=None))
    assert "Tender pack.pdf" not in made.files
    assert "A2 tender-stories.docx" in made.files
    assert "Compliance matrix.xlsx" in made.files


@pytest.mark.parametrize("answer", ["", "   "])
def test_a_question_nobody_answered_stands_in_the_matrix_as_such(answer: str) -> None:
    made = pack(answer)
    assert "Q1: no answer yet." in made.prompts


def test_what_cannot_be_carried_stands_among_what_is_over_a_limit() -> None:
    assert told(pack("See [this](https://example.org).")) == [
        ("answers/Q1.md", "The link of “this” is left out; its words are kept.")
    ]


def test_what_is_over_a_limit_holds_a_pack_and_what_stayed_behind_does_not() -> None:
    made = pack("{{TM99}} in [this](https://example.org).")
    assert [(one.message.partition(" ")[0], one.holds) for one in made.limits] == [
        ("{{TM99}}", True),
        ("The", False),
    ]
    assert manifest(made, TODAY)["over"] == [
        "answers/Q1.md: {{TM99}} is not there to refer to."
    ]


def test_a_sentence_round_a_figure_that_is_hidden_is_to_be_read_again() -> None:
    assert not [p for p in pack("In {{TM12}} we see it.").prompts if "TM12" in p]
    hidden = [{**ROWS[0], "shown": "too few people to report"}]
    (prompt,) = (
        p for p in pack("In {{TM12}} we see it.", rows=hidden).prompts if "TM12" in p
    )
    assert prompt == (
        "Q1: TM12 is shown in words, “too few people to report”."
        " Read that sentence again."
    )


def test_two_files_for_one_question_are_told_of() -> None:
    again = AnswerText("answers/Q1.docx", "Q1", ("No.",))
    assert told(pack("Yes.", more=(again,))) == [
        (
            "answers/Q1.md",
            "Q1.docx answers this question too, and is left out. Keep one of them.",
        )
    ]
