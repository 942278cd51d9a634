"""An answer is changed where it was changed, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.bidding.markdown_edits import edited

LINES = st.lists(st.sampled_from(["", "One.", "Two  ", "# Head", "- point", "Ŵyn"]))


@given(LINES, LINES, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "ended"]))
def test_the_text_says_what_was_written_and_keeps_the_lines_it_had(
    old: list[str], new: list[str], ending: str, last: str
) -> None:
    before = ending.join(old) + (ending if last else "")
    text = "\n".join(line.rstrip() for line in new).strip("\n")
    after = edited(before, text)
    said = "\n".join(line.rstrip() for line in after.split(ending))
    assert said.strip("\n") == text
    if ending in before:
        assert "\n" not in after.replace(ending, "")


def test_a_line_that_was_not_touched_stays_byte_for_byte() -> None:
    before = "\r\nFirst.  \r\n\r\nSecond.\t\r\nThird.\r\n\r\n"
    after = edited(before, "First.\n\nSecond, changed.\nThird.")
    assert after == "\r\nFirst.  \r\n\r\nSecond, changed.\r\nThird.\r\n\r\n"


def test_a_text_without_a_last_line_end_gets_one_only_where_words_follow() -> None:
    assert edited("One.", "One.\nTwo.") == "One.\nTwo.\n"
    assert edited("One.\nTwo.", "One!\nTwo.") == "One!\nTwo."
