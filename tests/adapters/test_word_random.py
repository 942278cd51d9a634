"""Random templates and values: docxtpl's document, or docxtpl's fault."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.word import BOLD, by_docxtpl, differences, parts_of, run, table, word_file
from workflow.adapters.word.cache import Shelf
from workflow.adapters.word.compiled import CompiledWord
from workflow.adapters.word.stock import render
from workflow.domain.errors import TemplateFault

SHELF = Path(tempfile.mkdtemp())
LOOK = '<w:pPr><w:jc w:val="center"/></w:pPr>'
texts = st.text("ab &<>\"'{}%#é\N{SMILING FACE WITH OPEN MOUTH}\n\t", max_size=8).map(
    lambda text: text.rstrip("\n").replace("{_", "").replace("_}", "")
)
names = st.sampled_from(["a", "b", "row.x", "row.y", "number"])
values = st.builds(
    lambda name, how: f"{{{{{how[0]}{name}{how[1]}}}}}",
    names,
    st.sampled_from([(" ", " "), ("", ""), ("- ", " "), (" ", " -"), (" ", "|upper ")]),
)
tests = st.sampled_from(
    ["yes", "no", "number > 2", "a == b", "row.x", "loop is defined"]
)
words = st.text("xy &<'\u2019\u201c\u201d{%}", max_size=6)


@st.composite
def inline(draw: st.DrawFn, depth: int = 2) -> str:
    """What stands in a paragraph: words, values, conditions, loops."""
    kinds = ["words", "value", "comment"] + ["if", "for", "else"] * (depth > 0)
    pieces = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=4)):
        inner = draw(inline(depth - 1)) if kind in ("if", "for", "else") else ""
        pieces.append(
            {
                "words": draw(words),
                "value": draw(values),
                "comment": "{# so #}",
                "if": f"{{% if {draw(tests)} %}}{inner}{{% endif %}}",
                "else": f"{{%- if {draw(tests)} %}}{inner}{{% else %}}z{{% endif -%}}",
                "for": f"{{% for row in rows %}}{inner}{{% endfor %}}",
            }[kind]
        )
    return "".join(pieces)


@st.composite
def paragraph(draw: st.DrawFn) -> str:
    """A paragraph, its text cut anywhere into runs."""
    text = draw(inline())
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
    looks = [draw(st.sampled_from(["", BOLD])) for _ in pieces]
    runs = (run(p, look) for p, look in zip(pieces, looks, strict=True))
    return f"<w:p>{draw(st.sampled_from(['', LOOK]))}{''.join(runs)}</w:p>"


@st.composite
def blocks(draw: st.DrawFn, depth: int = 2) -> str:
    """Paragraphs and tables, some under a condition or in a loop."""
    made = []
    for kind in draw(
        st.lists(st.sampled_from(["p", "table", "if", "for"]), max_size=3)
    ):
        if kind == "p" or not depth:
            made.append(draw(paragraph()))
        elif kind == "table":
            made.append(draw(tables()))
        else:
            start = f"if {draw(tests)}" if kind == "if" else "for row in rows"
            inner = draw(blocks(depth - 1))
            made.append(line(f"{{%p {start} %}}") + inner + line(f"{{%p end{kind} %}}"))
    return "".join(made)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table with a loop over rows, a condition, or a loop over cells."""
    cells = [draw(inline(1)), draw(inline(1))]
    kind = draw(st.sampled_from(["rows", "head", "if", "cells", "plain"]))
    if kind == "cells":
        return table(["{%tc for row in rows %}", cells[0], "{%tc endfor %}"])
    if kind == "plain":
        return table(cells, columns=draw(st.integers(1, 3)))
    start = "if yes" if kind == "if" else "for row in rows"
    end = "endif" if kind == "if" else "endfor"
    loop = ([f"{{%tr {start} %}}", ""], cells, [f"{{%tr {end} %}}", ""])
    return table(["H", "I"], *loop) if kind == "head" else table(*loop)


def line(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


rows = st.lists(st.fixed_dictionaries({"x": texts, "y": texts}), max_size=3)
contexts = st.fixed_dictionaries(
    {
        "a": texts,
        "b": texts,
        "row": st.fixed_dictionaries({"x": texts, "y": st.integers(-5, 5)}),
        "rows": rows,
        "yes": st.booleans(),
        "no": st.just(False),  # noqa: FBT003 - a value
        "number": st.integers(0, 5),
    }
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(blocks(), min_size=1, max_size=3), inline(1), contexts)
def test_a_random_template_gives_docxtpls_document_or_its_fault(
    body: list[str], header: str, context: dict[str, Any]
) -> None:
    template = word_file(*body, header=header.replace("\n", " "))
    word = CompiledWord(shelf=Shelf(SHELF))
    try:
        stock = render(template, context, "t")
    except TemplateFault as expected:
        event("a fault")
        try:
            word.render(template, context, "t")
        except TemplateFault as fault:
            assert fault.fact == expected.fact  # noqa: PT017 - compared with docxtpl's
        else:
            raise AssertionError(expected.fact) from None
        return
    made = parts_of(word.render(template, context, "t"))
    assert differences(made, parts_of(stock)) == []
    assert differences(made, by_docxtpl(template, context)) == []
