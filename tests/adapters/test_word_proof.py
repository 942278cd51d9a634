"""What is shown of a template beforehand, so that documents need no second look."""

from pathlib import Path

import pytest

from benchmarks import word_templates
from tests.word import BOLD, para, run, table, word_file
from workflow.adapters.word.coding import Compiler
from workflow.adapters.word.prepare import prepared
from workflow.adapters.word.prepared import Verdict

REPOSITORY = Path(__file__).parents[2]
STARTER = sorted((REPOSITORY / "templates").glob("*/*.docx"))
DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="a"/></wp:inline>'
    "</w:drawing></w:r></w:p>"
)


def verdicts(template: bytes) -> list[Verdict]:
    ready = prepared(template, Compiler())
    assert ready.reason == ""
    return [part.verdict for part in ready.parts]


def body(*blocks: str) -> Verdict:
    return verdicts(word_file(*blocks))[0]


@pytest.mark.parametrize("path", STARTER, ids=lambda path: path.parent.name)
def test_nothing_is_left_open_of_the_starter_templates(path: Path) -> None:
    for verdict in verdicts(path.read_bytes()):
        assert (verdict.whole, verdict.tables) == (True, True)
        assert (verdict.rows, verdict.field, verdict.listing) == (False,) * 3
        assert None not in verdict.places


def test_nothing_is_left_open_of_the_benchmarks_templates() -> None:
    for work in ("record", "letter", "table", "rich"):
        for verdict in verdicts(getattr(word_templates, work)()):
            assert verdict.whole
            assert verdict.tables
            assert None not in verdict.places


def test_a_line_end_keeps_the_look_of_its_run_and_paragraph() -> None:
    look = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    (place,) = body(f"<w:p>{look}{run('{{ x }}', BOLD)}</w:p>").places
    tab, paragraph, line, page = place or ()
    assert BOLD in tab
    assert look in paragraph
    assert line == '</w:t><w:br/><w:t xml:space="preserve">'
    assert look in page


def test_a_look_that_depends_on_values_is_not_taken_for_known() -> None:
    looks = run("a {% if x %}") + run("b", BOLD) + run("{% endif %}{{ y }}")
    assert body(f"<w:p>{looks}</w:p>").places == (None,)


def test_a_condition_that_cuts_through_a_paragraph_is_followed() -> None:
    verdict = body(para("a {% if x %}b"), para("c{% endif %} {{ y }}"))
    assert verdict.whole
    assert verdict.places == (None,)


@pytest.mark.parametrize(
    "blocks",
    [
        (para("{%p if x %}"), para("a{% endif %}")),
        (para("{% macro m() %}x{% endmacro %}{{ m() }}"),),
        (para("{%p for a in b recursive %}"), para("x"), para("{%p endfor %}")),
        ("<w:p><w:r><w:t>x</w:t></w:r><!-- x --></w:p>" + para("{{ x }}"),),
    ],
)
def test_what_cannot_be_followed_is_looked_at_each_time(
    blocks: tuple[str, ...],
) -> None:
    assert not body(*blocks).whole


def test_tables_are_known_to_keep_their_columns_or_not() -> None:
    loop = (["{%tr for r in rows %}", ""], ["{{ r }}", "b"], ["{%tr endfor %}", ""])
    assert body(table(["H", "I"], *loop)).tables
    assert not body(table(["H", "I"], *loop)).rows
    assert body(table(*loop)).rows
    assert not body(table(["{%tc for c in x %}", "{{ c }}", "{%tc endfor %}"])).tables
    assert not body(table(["a {{ x }}"], columns=2)).tables
    assert not body(table(["{% colspan x %}a"])).tables


def test_drawings_keep_their_numbers_unless_they_come_and_go() -> None:
    assert body(DRAWING, para("{{ x }}")).fixed_drawings
    loop = (para("{%p for x in y %}"), DRAWING, para("{%p endfor %}"))
    assert not body(*loop).fixed_drawings


def test_a_field_with_a_tag_in_it_is_looked_at_each_time() -> None:
    field = "<w:r><w:instrText>{}</w:instrText></w:r>"
    assert not body(f"<w:p>{field.format('PAGE')}{run('{{ x }}')}</w:p>").field
    assert body(f"<w:p>{field.format('PAGE {{ x }}')}</w:p>").field
    some = run("{% if x %}") + field.format("PAGE") + run("{% endif %}")
    assert body(f"<w:p>{some}</w:p>").field
