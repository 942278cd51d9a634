"""An answer written as text: its headings, lists, tables, pictures, bold words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.answers.blocks import (
    Block,
    Content,
    Paragraph,
    Picture,
    Run,
    Table,
    in_lines,
    levelled,
)
from workflow.domain.answers.markdown import taken_apart
from workflow.domain.answers.names import word_count
from workflow.domain.workspace import AnswerText


def read(text: str, *pictures: str) -> Content:
    return taken_apart(text.splitlines(), pictures)


def said(blocks: tuple[Block, ...]) -> list[tuple[str, str, int]]:
    return [(p.kind, p.text, p.level) for p in blocks if isinstance(p, Paragraph)]


def rows(text: str) -> list[list[str]]:
    (table,) = read(text).blocks
    assert isinstance(table, Table)
    return [
        [cell.paragraphs[0].text if cell else "" for cell in row] for row in table.rows
    ]


def test_bold_words_stay_bold_and_other_marks_leave_no_trace() -> None:
    (block,) = read("We **always ask** *first*, in `plan`.").blocks
    assert isinstance(block, Paragraph)
    assert block.runs == (
        Run("We "),
        Run("always ask", bold=True),
        Run(" first, in plan."),
    )


def test_a_table_has_a_head_and_every_row_as_many_cells() -> None:
    text = "| Step | Who |\n|:--|--:|\n| Ask | **Us** |\n| Look again |"
    assert rows(text) == [["Step", "Who"], ["Ask", "Us"], ["Look again", ""]]
    (table,) = read(text).blocks
    assert isinstance(table, Table)
    assert table.heads == 1


def test_a_table_ends_where_the_text_goes_on_and_bars_in_a_text_are_no_table() -> None:
    made = read("| a | b |\n|---|---|\n| 1 | 2 |\nThen more.\n\nEither | or.")
    assert [type(block).__name__ for block in made.blocks] == [
        "Table",
        "Paragraph",
        "Paragraph",
    ]
    assert rows("| a \\| b | c |") == [["a | b", "c"]]


def test_lists_in_lists_keep_their_depth_and_their_numbers() -> None:
    made = read("1. Ask\n2. Agree\n   - with them\n3. Look\n\nText.\n\n4. Again")
    steps = [b for b in made.blocks if isinstance(b, Paragraph)]
    assert said(made.blocks)[2] == ("bullet", "with them", 2)
    assert [(s.number, s.list) for s in steps if s.kind == "numbered"] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 2),
    ]


def test_headings_go_on_below_the_question_and_leave_no_level_out() -> None:
    made = levelled(read("# A\n### B\n#### C\n## D\n# E").blocks, 2)
    assert [level for _, _, level in said(made)] == [2, 3, 4, 3, 2]


def test_a_picture_beside_the_answer_is_carried_and_another_is_told_of() -> None:
    made = read(
        "![Our flow](flow.png)\n\n![](x.png)\n\n![Gone](gone.png)", "flow.png", "x.png"
    )
    assert made.blocks == (Picture("flow.png", "Our flow"), Picture("x.png", ""))
    no_words, gone = made.untold
    assert "x.png has no words" in no_words
    assert "gone.png is not beside" in gone


def test_the_address_of_a_link_is_left_out_and_told_of() -> None:
    made = read("See [our policy](https://example.org/a).")
    assert said(made.blocks) == [("text", "See our policy.", 1)]
    assert made.untold == ("The link of “our policy” is left out; its words are kept.",)


def test_in_lines_a_table_and_a_picture_are_still_told() -> None:
    made = read("| a | b |\n|---|---|\n| 1 | 2 |\n\n![Flow](f.png)", "f.png")
    assert [p.text for p in in_lines(made.blocks)] == [
        "a | b",
        "1 | 2",
        "Picture: Flow",
    ]


NAMES = {"TM12": "8 of 9 (89%)", "TM15": "too few people to report"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Reviews: {{TM12}}.", 5),
        ("{{ TM15 }}", 5),
        ("**{{TM12}}** on time", 6),
        ("# Heading here\n\n- a point\n1. a step", 6),
        ("| Step | Who |\n|---|---|\n| Ask | {{TM12}} |", 7),
        ("{{ TM99 }} is not made yet", 5),
        ("![not counted at all](f.png)", 0),
        ("one\ntwo", 2),
        ("", 0),
    ],
)
def test_words_are_counted_as_word_shows_them(text: str, count: int) -> None:
    from workflow.domain.answers.blocks import PictureFile  # noqa: PLC0415

    pictures = {"f.png": PictureFile(b"")}
    answer = AnswerText("Q1.md", "Q1", tuple(text.splitlines()), pictures=pictures)
    assert word_count(answer.whole, NAMES) == count


LETTERS = st.text(alphabet="ab #|-*1.[]()!\\`_{}\n", max_size=60)


@given(LETTERS)
def test_no_letter_of_any_text_is_lost(text: str) -> None:
    made = read(text)
    kept = "".join(p.text for p in in_lines(made.blocks))
    for letter in "ab":
        assert kept.count(letter) + "".join(made.untold).count(letter) >= text.count(
            letter
        ) - sum(line.count(letter) for line in text.splitlines() if "](" in line)
