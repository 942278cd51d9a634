"""Filling Word templates: escaped, sandboxed, the same bytes, a place for faults."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import InlineImage, RichText
from markupsafe import Markup

from tests.word import para, word_file
from workflow.adapters.word.cache import Shelf
from workflow.adapters.word.compiled import CompiledWord
from workflow.adapters.word.package import repacked
from workflow.adapters.word.stock import render
from workflow.domain.errors import TemplateFault

Word = Callable[..., bytes]


@pytest.fixture(autouse=True, params=["docxtpl itself", "made ready"])
def engine(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Everything here holds for both ways of filling a template."""
    if request.param == "made ready":
        word = CompiledWord(shelf=Shelf(tmp_path / "shelf"))
        monkeypatch.setitem(globals(), "render", word.render)


def template(*paragraphs: str, header: str = "", footer: str = "") -> bytes:
    doc = Document()
    for text in paragraphs:
        doc.add_paragraph(text)
    section = doc.sections[0]
    section.header.paragraphs[0].text = header
    section.footer.paragraphs[0].text = footer
    doc.core_properties.author = "Somebody"
    doc.core_properties.last_modified_by = "Somebody else"
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


def texts(content: bytes) -> list[str]:
    return [p.text for p in Document(io.BytesIO(content)).paragraphs]


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w") as target,
    ):
        for item in source.namelist():
            part = source.read(item)
            target.writestr(item, part.replace(old, new) if item == name else part)
    return made.getvalue()


def fault(content: bytes, context: dict[str, object]) -> str:
    with pytest.raises(TemplateFault) as caught:
        render(content, context, "my-letter")
    return caught.value.fact


def test_the_same_input_gives_the_same_bytes() -> None:
    source = template("Hello {{ name }}", header="{{ name }}")
    first = render(source, {"name": "Rowan"}, "letter")
    assert first == render(source, {"name": "Rowan"}, "letter")
    assert texts(first) == ["Hello Rowan"]


def test_a_title_with_marks_and_a_picture_sign_comes_out_right() -> None:
    title = "Tea & cake <now> \N{SMILING FACE WITH OPEN MOUTH} \x07\"'"
    made = render(
        template("{{ doc.title }}"), {"doc": {"title": title, "language": "cy"}}, "t"
    )
    known = Document(io.BytesIO(made))
    clean = title.replace("\x07", "")
    assert known.core_properties.title == clean == known.paragraphs[0].text
    assert known.core_properties.language == "cy"


def test_nobody_and_no_time_stands_in_the_properties() -> None:
    made = render(template("x"), {}, "t")
    known = Document(io.BytesIO(made)).core_properties
    assert (known.author, known.last_modified_by, known.revision) == ("", "", 1)
    assert known.created is None
    assert known.modified is None
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {item.date_time for item in package.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
        assert package.namelist()[0] == "[Content_Types].xml"
        everything = b"".join(package.read(n) for n in package.namelist())
        names = " ".join(package.namelist())
    assert b"Somebody" not in everything
    assert b"rsid" not in everything
    assert "thumbnail" not in names
    assert "customXml" not in names


def test_a_value_that_looks_like_a_template_stays_as_it_is() -> None:
    context = {"said": "{{ 7*7 }} {% for x in y %} {{ name }}", "name": "Rowan"}
    made = render(template("{{ said }}", footer="{{ said }}"), context, "t")
    assert texts(made) == ["{{ 7*7 }} {% for x in y %} {{ name }}"]


def test_marks_of_xml_in_a_value_stay_text() -> None:
    said = "</w:t></w:r></w:p><w:p> & \"quoted\" 'said'"
    assert texts(render(template("{{ said }}"), {"said": said}, "t")) == [said]


def test_characters_that_word_cannot_hold_are_left_out() -> None:
    said = "a\x00b\x08c\x0bd\ufffee\ud800f\tg"
    assert texts(render(template("{{ said }}"), {"said": said}, "t")) == ["abcdef\tg"]


def test_the_lines_of_a_value_become_lines() -> None:
    made = render(template("{{ said }}"), {"said": "one\r\ntwo\nthree\n"}, "t")
    assert texts(made) == ["one\ntwo\nthree"]


@pytest.mark.parametrize(
    "payload",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ doc.copy }}",
        "{{ doc.update({'title': 'x'}) }}",
        "{{ 'x' * 999999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 9 ** 99999999 }}",
        "{{ self.__init__.__globals__ }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 'x'.zfill(999999999) }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ '{:{w}}'.format(1, w=999999999) }}",
        "{{ (1).to_bytes(999999999, 'big') }}",
        "{{ 1.5|round(999999999, 'floor') }}",
        "{% set a = big ~ big %}{% set b = a ~ a %}{{ b ~ b ~ b ~ b }}",
        "{% set a = big + big %}{% set b = a + a %}{{ b + b + b + b }}",
        "{{ big|replace('x', big) }}",
        "{{ big|join(big) }}",
        "{{ big.join(big) }}",
        "{{ big.replace('x', big) }}",
        (
            "{% set a = 9999999999999 %}{{ a * a * a * a * a * a * a * a * a * a * a }}"
            "{% set b = a * a * a * a * a %}{{ b * b * b * b * b * b * b * b * b * b }}"
        ),
        (
            "{% for a in many %}{% for b in many %}{% for c in many %}"
            "{% endfor %}{% endfor %}{% endfor %}"
        ),
        "{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}",
        (
            "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}"
            "{% endmacro %}{{ m(60) }}"
        ),
        (
            "{% for a in tree recursive %}{% if loop.depth < 60 %}"
            "{{ loop(tree) }}{{ loop(tree) }}{% endif %}{% endfor %}"
        ),
        "{% include 'secret' %}",
        "{% import 'secret' as s %}",
        "{% extends 'secret' %}",
        "{% autoescape false %}{{ doc.title }}{% endautoescape %}",
    ],
)
def test_what_reaches_for_the_program_is_refused(payload: str) -> None:
    context: dict[str, object] = {
        "doc": {"title": "secret"},
        "big": "x" * 200_000,
        "many": list(range(200)),
        "tree": [1],
    }
    said = fault(template("fine", payload), context)
    assert said.startswith("my-letter: body")
    assert "secret" not in said.replace(payload[:40], "")


@pytest.mark.parametrize("gone", ["range(3)", "name | pprint", "lipsum()", "x | map"])
def test_only_a_few_filters_and_no_functions_are_there(gone: str) -> None:
    fault(template(f"{{{{ {gone} }}}}"), {"name": "Rowan", "x": []})


def test_an_unknown_name_is_told_with_part_and_paragraph() -> None:
    source = template("Hello {{ doc.title }}", "", "{{ plan.title }} and more text")
    said = fault(source, {"doc": {"title": "Rowan's own words"}, "plan": {}})
    assert said == (
        'my-letter: body, paragraph 3 ("{{ plan.title }} and more text"): '
        "there is nothing called title"
    )


def test_an_unknown_name_in_a_condition_or_a_loop_is_found() -> None:
    source = template("one", "{%p for r in plan.risks %}", "{{ r.x }}", "{%p endfor %}")
    assert "paragraph 2" in fault(source, {"plan": {}})
    assert "paragraph 3" in fault(source, {"plan": {"risks": [{"y": "secret"}]}})


@pytest.mark.parametrize("part", ["header", "footer"])
def test_a_fault_in_the_margin_names_it(part: str) -> None:
    source = template("body", **{part: "page {{ nobody }}"})
    assert f"{part}, paragraph 1" in fault(source, {})


def test_a_broken_tag_names_its_paragraph() -> None:
    said = fault(template("a", "b {% iff x %}"), {"x": True})
    assert 'body, paragraph 2 ("b {% iff x %}")' in said


def test_a_value_that_does_not_fit_is_told_without_the_value() -> None:
    said = fault(template("{{ 1 + name }}"), {"name": "Rowan"})
    assert "paragraph 1" in said
    assert "Rowan" not in said.replace("{{ 1 + name }}", "")


def test_a_key_taken_from_a_value_is_not_told() -> None:
    assert "Rowan" not in fault(
        template("{{ plan[name] }}"), {"plan": {}, "name": "Rowan"}
    )


def test_a_template_that_would_break_the_document_is_refused() -> None:
    source = template("{%p if on %}", "one {% endif %}")
    assert "whole Word document" in fault(source, {"on": False})


def test_what_is_not_a_word_file_is_refused() -> None:
    assert fault(b"not a zip", {}).startswith("my-letter: ")
    assert fault(b"", {}).startswith("my-letter: ")


def test_a_link_to_the_outside_is_refused() -> None:
    doc = Document()
    doc.part.relate_to(
        "https://example.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    made = io.BytesIO()
    doc.save(made)
    assert "outside" in fault(made.getvalue(), {})


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"<w:t>x</w:t>", b"<w:instrText> INCLUDEPICTURE y</w:instrText>", "outside"),
        (b"<w:p>", b'<w:p><w:ins w:id="1" w:author="Somebody"/>', "tracked"),
    ],
)
def test_fields_that_fetch_and_tracked_changes_are_refused(
    old: bytes, new: bytes, why: str
) -> None:
    assert why in fault(changed(template("x"), "word/document.xml", old, new), {})


def test_macros_are_refused() -> None:
    made = io.BytesIO(template("x"))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    with pytest.raises(TemplateFault, match="macros"):
        repacked(made.getvalue(), "t")


def test_comments_and_their_people_are_taken_out() -> None:
    doc = Document()
    run = doc.add_paragraph("words").runs[0]
    doc.add_comment(run, text="secret", author="Somebody", initials="S")
    made = io.BytesIO()
    doc.save(made)
    content = repacked(made.getvalue(), "t")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        everything = b"".join(package.read(n) for n in package.namelist())
    assert b"comment" not in everything.replace(b"omments/2006", b"")
    assert b"Somebody" not in everything
    assert texts(content) == ["words"]


def test_packing_twice_changes_nothing() -> None:
    once = repacked(template("x"), "t")
    assert repacked(once, "t") == once


def test_a_title_with_tags_is_filled_and_escaped_once() -> None:
    doc = Document(io.BytesIO(template("x")))
    doc.core_properties.title = "For {{ name }}"
    doc.core_properties.subject = "{% if name %}{{ name }}'s{% endif %} plan"
    doc.core_properties.keywords = "never {this}"
    made = io.BytesIO()
    doc.save(made)
    known = Document(
        io.BytesIO(render(made.getvalue(), {"name": "Tom & Ann"}, "t"))
    ).core_properties
    assert known.title == "For Tom & Ann"
    assert known.subject == "Tom & Ann's plan"
    assert known.keywords == ""
    assert "properties: there is nothing called name" in fault(made.getvalue(), {})


def test_a_value_in_a_footnote_is_never_filled_again() -> None:
    source = word_file(para("x"), notes="{{ said }}", sections=2)
    made = render(source, {"said": "{{ 7*7 }}"}, "t")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b"{{ 7*7 }}" in package.read("word/footnotes.xml")


def test_what_looks_like_an_escaped_tag_in_a_value_stays_as_it_is() -> None:
    said = texts(render(template("{{ said }} {_{ x }_}"), {"said": "{_{ a }_}"}, "t"))
    assert said == ["{_{ a }_} {{ x }}"]


def test_markup_and_objects_given_as_values_are_not_trusted() -> None:
    made = render(template("{{ said }}"), {"said": Markup("</w:t><b>")}, "t")
    assert texts(made) == ["</w:t><b>"]
    assert "no plain data" in fault(template("{{ x }}"), {"x": object()})


def test_a_linked_text_or_picture_is_refused() -> None:
    linked = RichText("here", url_id="rId9")
    assert "outside" in fault(template("{{r x }}"), {"x": linked})
    image = InlineImage(None, "none.png", anchor="https://example.org")
    assert "outside" in fault(template("{{ x }}"), {"x": image})


def test_a_field_made_of_values_cannot_fetch() -> None:
    code = "<w:p><w:r><w:instrText>{{ x }} y</w:instrText></w:r></w:p>"
    assert "outside" in fault(word_file(code), {"x": "INCLUDEPICTURE"})
    assert render(word_file(code), {"x": "PAGE"}, "t")


def test_templates_that_are_traps_are_refused() -> None:
    bomb = io.BytesIO(template("x"))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.bin", bytes(60_000_000))
    assert "too large" in fault(bomb.getvalue(), {})
    outside = io.BytesIO(template("x"))
    with zipfile.ZipFile(outside, "a") as package:
        package.writestr("../outside.xml", "<a/>")
    assert "outside" in fault(outside.getvalue(), {})
    assert "too many tags" in fault(template("{" * 50_000), {})


def test_each_drawing_of_the_body_has_a_number_of_its_own() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="a"/></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    source = word_file(
        para("{%p for x in xs %}"), drawing, para("{%p endfor %}"), drawing
    )
    made = render(source, {"xs": [1, 2, 3]}, "t")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = package.read("word/document.xml").decode()
    numbers = re.findall(r'docPr id="(\d+)"', body)
    assert len(set(numbers)) == len(numbers) == 4
