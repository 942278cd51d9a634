"""Whatever docxtpl renders, we render to the same document, part by part."""

# ruff: noqa: E501, RUF001 - templates stand as they are written

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from docxtpl import InlineImage, Listing, RichText, RichTextParagraph
from jinja2 import Environment

from tests.word import (
    BOLD,
    SPACES,
    by_docxtpl,
    canonical,
    cell,
    differences,
    para,
    parts_of,
    run,
    table,
    word_file,
)
from workflow.adapters.word.cache import Shelf
from workflow.adapters.word.compiled import CompiledWord

ROWS = [{"n": "one", "m": 1}, {"n": "two & <more>", "m": 2}, {"n": "three", "m": 3}]
PLAIN: dict[str, object] = {
    "name": "Rowan & <Bo> \"said\" 'so' \N{SMILING FACE WITH OPEN MOUTH}",
    "lines": "one\ntwo\tthree\n\nfour",
    "rows": ROWS,
    "words": ["a", "b\nc", "d"],
    "empty": [],
    "yes": True,
    "no": False,
    "number": 3,
    "half": 0.5,
    "nothing": None,
    "colour": "FF0000",
    "tree": {"kids": [{"t": "x", "kids": [{"t": "y", "kids": []}]}]},
    "matrix": [["1", "2", "3"], ["4", "5", "6"]],
    "heads": ["p", "q", "r"],
    "doc": {"title": "Plan"},
}
PROPERTIES = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
LINK = "<w:p><w:hyperlink w:anchor='x'>" + run("{{ name }}") + "</w:hyperlink></w:p>"
BOX = (
    "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ lines }}</w:t></w:r></w:p>"
    "</w:txbxContent></w:pict></w:r>" + run("{{ lines }}") + "</w:p>"
)
DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="7" name="{}" descr="{{{{ name }}}}"/>'
    "</wp:inline></w:drawing></w:r></w:p>"
)
FEATURES: dict[str, tuple[str, ...]] = {
    "values": (para("{{ name }} {{ number }} {{ half }} {{ nothing }} {{ yes }}"),),
    "split tags": (para("{", "{ na", "me }", "} and {", "% if yes %", "}x{% endif %}"),),
    "line ends": (para("{{ lines }}"), para("x {{ lines }} y", look=PROPERTIES)),
    "line ends in looks": (f"<w:p>{PROPERTIES}{run('{{ lines }}', BOLD)}</w:p>",),
    "line ends in a condition": (para("{% if yes %}", "{{ lines }}", "{% endif %}z"),),
    "line ends over runs": (
        f"<w:p>{run('a {% if yes %}')}{run('{{ lines }}', BOLD)}{run('{% endif %}', BOLD)}</w:p>",
    ),
    "line ends in a loop over runs": (
        f"<w:p>{run('a {% for w in words %}')}{run('{{ w }}', BOLD)}{run('{% endfor %}{{ lines }}')}</w:p>",
    ),
    "line ends in a text box": (BOX,),
    "line ends in a table": (table(["{{ lines }}", "{{ name }}"]),),
    "paragraphs": (
        para("{%p if yes %}"),
        para("shown"),
        para("{%p else %}"),
        para("hidden"),
        para("{%p endif %}"),
        para("{%p for w in words %}"),
        para("{{ loop.index }} {{ w }}"),
        para("{%p endfor %}"),
    ),
    "conditions": (para("{% if number > 2 and not no %}a{% elif yes %}b{% endif %}c"),),
    "rows": (
        table(["N", "M"], ["{%tr for r in rows %}", ""], ["{{ r.n }}", "{{ r.m }}"],
              ["{%tr endfor %}", ""]),
    ),
    "rows without a head": (
        table(["{%tr for r in rows %}", ""], ["{{ r.n }}", "{{ r.m }}"],
              ["{%tr endfor %}", ""]),
    ),
    "rows that do not come": (
        table(["{%tr for r in empty %}", ""], ["{{ r.n }}", "{{ r.m }}"],
              ["{%tr endfor %}", ""]),
        para("after"),
    ),
    "rows with a condition": (
        table(["N", "M"], ["{%tr for r in rows %}", ""], ["{%tr if r.m > 1 %}", ""],
              ["{{ r.n }}", "{{ r.m }}"], ["{%tr endif %}", ""],
              ["{%tr endfor %}", ""]),
    ),
    "columns": (
        table(["{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"],
              ["{%tc for h in heads %}", "{{ h }}!", "{%tc endfor %}"]),
    ),
    "rows and columns": (
        table(["x", "{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"],
              ["{%tr for line in matrix %}", "", "", ""],
              ["x", "{%tc for one in line %}", "{{ one }}", "{%tc endfor %}"],
              ["{%tr endfor %}", "", "", ""]),
    ),
    "runs": (para("a ", "{%r if yes %}", "b", "{%r endif %}", " c"),),
    "column span": (table(["{% colspan number %}{{ name }}", "b"]),),
    "cell colour": (table(["{% cellbg colour %}{{ name }}", "b"]),),
    "vertical merge": (
        table(["H", "I"], ["{%tr for r in rows %}", ""],
              ["{% vm %}same", "{{ r.n }}"], ["{%tr endfor %}", ""]),
    ),
    "horizontal merge": (
        table(["{%tc for h in heads %}", "{% hm %}over", "{%tc endfor %}"],
              ["{%tc for h in heads %}", "{{ h }}", "{%tc endfor %}"]),
    ),
    "horizontal merge of a span": (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid><w:tr>"
        + cell("{%tc for h in heads %}")
        + cell("{% hm %}over", '<w:gridSpan w:val="2"/>')
        + cell("{%tc endfor %}")
        + "</w:tr></w:tbl>",
    ),
    "spans": (
        "<w:tbl><w:tblPr/><w:tblGrid>" + "<w:gridCol w:w='900'/>" * 3 + "</w:tblGrid><w:tr>"
        + cell("a", '<w:gridSpan w:val="2"/>') + cell("{{ name }}") + "</w:tr></w:tbl>",
    ),
    "a grid too wide": (table(["{{ name }}", "b"], columns=4),),
    "a grid too narrow": (table(["{{ name }}", "b", "c"], columns=2),),
    "a table in a table": (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid><w:tr><w:tc>"
        "<w:tcPr/>" + table(["{{ name }}", "b"]) + para("x") + "</w:tc></w:tr></w:tbl>",
    ),
    "whitespace": (
        para("start"), para("a  {%- if yes %} b {%- endif %} c"), para("{{ name -}}"), para("d"),
        para("e"), para("{%- if yes %}f{% endif -%}"), para("g"),
    ),
    "comments": (para("a{# hidden #}b"), para("{#p hidden #}"), para("c"),
                 table(["a", "b"], ["{#tr hidden #}", ""], ["c", "d"])),
    "escapes": (para("{_{ name }_} {_% if %_}"), para("{{ '{{' }} {% raw %}{{ x }}{% endraw %}")),
    "quotation marks": (para("{% if doc.title == ‘Plan’ %}“a”{% endif %}{{ “b” }}"),),
    "set": (para("{%p set x = name %}"), para("{{ x }}{% set y = 2 %}{{ y + 1 }}")),
    "set of a text": (para("{% set x %}<a> {{ name }}{% endset %}{{ x }}|{{ x }}"),),
    "with": (para("{% with a = 1 %}{{ a }}{{ name }}{% endwith %}"),),
    "macros": (
        para("{%p macro said(x) %}"), para("M {{ x }} {{ lines }}"),
        para("{%p endmacro %}"), para("{{p said(name) }}"), para("{{p said(1) }}"),
    ),
    "call blocks": (
        para("{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ name }}{% endcall %}"),
    ),
    "recursive loops": (
        para("{%p for k in tree.kids recursive %}"), para("{{ k.t }}{{ lines }}"),
        para("{{p loop(k.kids) }}"), para("{%p endfor %}"),
    ),
    "filters": (
        para("{{ name|upper }} {{ words|join(', ') }} {{ rows|length }} {{ half|round(1) }}"),
        para("{{ gone|default('none') }} {{ name|e }} {{ words|first }} {{ 3|float }}"),
    ),
    "methods": (para("{{ name.upper() }} {% for k, v in doc.items() %}{{ k }}{{ v }}{% endfor %}"
                     "{{ '{:,.2f}'.format(1234.5) }}{{ '%.1f' % half }}{{ 'ab' * 2 }}"),),
    "loops": (para("{% for r in rows if r.m > 1 %}{{ loop.index }}/{{ loop.length }}"
                   "{{ loop.cycle('a', 'b') }}{{ r.n }}{% else %}none{% endfor %}"),
              para("{% for r in empty %}x{% else %}none{% endfor %}")),
    "joining": (para("{{ name ~ number ~ '<b>' }} {{ 'a' if yes else 'b' }} {{ rows[0].n[:2] }}"),),
    "hyperlinks": (LINK,),
    "pictures in the template": (DRAWING.format("a"), DRAWING.format("b")),
    "pictures in a loop": (
        para("{%p for w in words %}"), DRAWING.format("a"), para("{%p endfor %}"),
        DRAWING.format("b"),
    ),
    "values in attributes": (
        '<w:p><w:r><w:rPr><w:color w:val="{{ colour }}"/></w:rPr><w:t>{{ lines }}</w:t></w:r></w:p>',
    ),
    "control characters of its own": (para("{{ 'a\\tb\\nc\\fd\\ae' }} {{ lines }}"),),
    "tabs in the template": (para("a\tb {{ name }}"), para("c\nd")),
    "empty paragraphs": ('<w:p w:rsidR="00A1"/>' + para("{{ lines }}") + "<w:p/>",),
    "no tags at all": (para("a"), table(["a", "b"]), DRAWING.format("a").replace("{{ name }}", "")),
}  # fmt: skip


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> CompiledWord:
    return CompiledWord(shelf=Shelf(tmp_path_factory.mktemp("shelf")))


def never(*_: object) -> bytes:
    message = "this was to be done without docxtpl"
    raise AssertionError(message)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The prepared way must do it by itself."""
    monkeypatch.setattr("workflow.adapters.word.stock.render", never)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_comes_out_as_docxtpl_has_it(
    word: CompiledWord, feature: str
) -> None:
    template = word_file(*FEATURES[feature])
    made = parts_of(word.render(template, PLAIN, "t"))
    assert differences(made, by_docxtpl(template, PLAIN)) == []
    assert word.why_stock(template) == ""


@pytest.mark.usefixtures("alone")
def test_every_feature_in_one_document_comes_out_the_same(word: CompiledWord) -> None:
    blocks = [block for feature in FEATURES.values() for block in feature]
    template = word_file(*blocks, header="{{ lines }}", footer="{{ name }} {_{")
    made = parts_of(word.render(template, PLAIN, "t"))
    assert differences(made, by_docxtpl(template, PLAIN)) == []


@pytest.mark.usefixtures("alone")
def test_margins_and_footnotes_come_out_the_same(word: CompiledWord) -> None:
    template = word_file(
        para("{{ name }}"),
        header="H {{ lines }}",
        footer="{% if yes %}F{% endif %} {{ number }}",
        notes="N {{ name }} {{ lines }}",
    )
    made = parts_of(word.render(template, PLAIN, "t"))
    assert differences(made, by_docxtpl(template, PLAIN)) == []


def picture(shade: int = 0) -> io.BytesIO:
    row = b"\0" + bytes([shade]) * 30
    data = zlib.compress(row * 10)
    head = struct.pack(">IIBBBBB", 10, 10, 8, 2, 0, 0, 0)
    made = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b"")):
        check = struct.pack(">I", zlib.crc32(kind + body))
        made += struct.pack(">I", len(body)) + kind + body + check
    return io.BytesIO(made)


def said() -> RichText:
    text = RichText("a & <b>\tc\nd", bold=True, color="#ff0000", size=20)
    text.add("e\ff", italic=True, style="Emphasis")
    text.add("g\ah", underline="wave", font="Arial")
    return text


RICH: Mapping[str, Callable[[], object]] = {
    "{{r x }}": said,
    "{{ x }}": lambda: Listing("a & <b>\nc\td\ae\ff"),
    "before {{ x }} after": lambda: InlineImage(None, picture(), width=Mm(20)),
    "two {{ x }}{{ x }}": lambda: InlineImage(None, picture(9)),
    "{{p x }}": lambda: RichTextParagraph(said(), parastyle="Heading1"),
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("text", RICH)
@pytest.mark.parametrize("wrapped", ["{}", "{{% if 1 %}}{}{{% endif %}}"])
def test_rich_values_come_out_the_same(
    word: CompiledWord, text: str, wrapped: str
) -> None:
    template = word_file(para("1"), para(wrapped.format(text)), DRAWING.format("t"))
    context = {"x": RICH[text](), "name": "n"}
    made = parts_of(word.render(template, context, "t"))
    assert differences(made, by_docxtpl(template, context)) == []


@pytest.mark.usefixtures("alone")
def test_pictures_go_into_margins_too_and_the_same_one_is_kept_once(
    word: CompiledWord,
) -> None:
    template = word_file(
        para("{{ x }}{{ y }}{{ x }}"), header="{{ x }}", footer="{{ y }}"
    )
    x, y = InlineImage(None, picture(1), height=Mm(5)), InlineImage(None, picture(2))
    made = parts_of(word.render(template, {"x": x, "y": y}, "t"))
    assert sum(name.startswith("word/media/") for name in made) == 2
    assert differences(made, by_docxtpl(template, {"x": x, "y": y})) == []


def test_a_picture_goes_into_a_margin_whose_only_relationship_was_dropped(
    word: CompiledWord,
) -> None:
    source = Document(io.BytesIO(word_file(para("x"), header="{{ x }}")))
    part = source.sections[0].header.part
    notes = Part(
        PackURI("/word/comments.xml"), "application/xml", b"<a/>", part.package
    )
    part.relate_to(notes, RELATIONSHIP_TYPE.COMMENTS)
    template = io.BytesIO()
    source.save(template)
    image = InlineImage(None, picture(), width=Mm(5))
    made = word.render(template.getvalue(), {"x": image}, "t")
    opened = Document(io.BytesIO(made)).sections[0].header.part
    assert [each.target_ref for each in opened.rels.values()] == ["media/image1.png"]


def test_a_filter_of_our_own_is_used_by_both_ways() -> None:
    template = word_file(para("{{ name|shout }} {{ 'x'|shout }}"))
    filters = {"shout": lambda text: f"{text}! & <b>"}
    environment = Environment(autoescape=True)
    environment.filters |= filters
    made = parts_of(CompiledWord(filters).render(template, PLAIN, "t"))
    assert differences(made, by_docxtpl(template, PLAIN, environment)) == []


def test_whatever_is_unknown_at_first_is_looked_at_in_each_document(
    word: CompiledWord,
) -> None:
    """A paragraph opened in one condition and closed in the next."""
    template = word_file(
        f"<w:p>{run('a {% if yes %}b')}</w:p><w:p>{run('c{% endif %} {{ lines }}')}</w:p>"
    )
    for yes in (True, False):
        context = PLAIN | {"yes": yes}
        made = parts_of(word.render(template, context, "t"))
        assert differences(made, by_docxtpl(template, context)) == []


def test_canonical_tells_apart_what_differs() -> None:
    one = canonical({"a.xml": b"<a b='1' c='2'/>"})
    assert differences(one, canonical({"a.xml": b'<a c="2" b="1"></a>'})) == []
    assert differences(one, canonical({"a.xml": b'<a c="2"/>'})) != []
    assert SPACES


def test_subdocuments_go_to_docxtpl(word: CompiledWord) -> None:
    pytest.importorskip("docxcompose")
    from workflow.adapters.word.values import Subdocument  # noqa: PLC0415

    inner = word_file(para("inside & out"))
    made = word.render(word_file(para("{{p x }}")), {"x": Subdocument(inner)}, "t")
    assert b"inside &amp; out" in parts_of(made)["word/document.xml"]


def test_the_starter_templates_are_all_prepared(word: CompiledWord) -> None:
    found = sorted((Path(__file__).parents[2] / "templates").glob("*/*.docx"))
    assert found
    assert {word.why_stock(path.read_bytes()) for path in found} == {""}
