"""A template made to hang or to fill the memory comes to its end, on any machine.

Limits count steps and sizes, so what is refused here is refused everywhere; the seconds
are only a net, far above what any of these takes.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from tests.word import para, word_file
from workflow.adapters.word.cache import Shelf
from workflow.adapters.word.compiled import CompiledWord
from workflow.adapters.word.lint import look
from workflow.adapters.word.stock import render
from workflow.domain.errors import TemplateFault

Render = Callable[[bytes, Mapping[str, object], str], bytes]
SECONDS = 30.0  # of the processor
VALUES = {
    "name": "Rowan " * 300,
    "rows": [{"a": n} for n in range(60)],
    "yes": True,
}
WITHOUT_END = {
    "loops in loops": "{% for a in rows %}" * 8 + "x" + "{% endfor %}" * 8,
    "a loop of itself": "{% for a in rows recursive %}{{ loop(rows) }}{% endfor %}",
    "a macro of itself": (
        "{% macro a(n) %}{{ a(n) }}{{ a(n) }}{% endmacro %}{{ a(1) }}"
    ),
    "a text doubled": "{% set x = name %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "a list doubled": "{% set x = [1] %}" + "{% set x = x + x %}" * 40 + "{{ x }}",
    "a text repeated": "{{ name * 999999999 }}",
    "a list repeated": "{% for a in [1] * 999999999 %}{% endfor %}",
    "loops beside loops": "{% for a in [1] * 900000 %}{% endfor %}" * 50,
    "powers of powers": "{{ 9 ** 9 ** 9 ** 9 }}",
    "a wide number": "{{ '%999999999d' % 1 }}",
    "a wide text": "{{ '{:>999999999}'.format(1) }}",
    "a text within itself": "{{ name * 400 | replace('', name * 400) }}",
    "a long expression": "{{ " + "+".join(["1"] * 5000) + " }}",
    "a long chain": "{{ name" + ".a" * 5000 + " }}",
    "filters on filters": "{{ name" + " | upper" * 5000 + " }}",
    "brackets in brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "conditions in conditions": "{% if yes %}" * 3000 + "{% endif %}" * 3000,
    "tags never closed": "{{" * 9000,
}
LONG = {
    "many tags": para("{{ name }}") * 3000,
    "tags split over many runs": para(*(["{", "{", " ye", "s ", "}", "}"] * 1000)),
    "a tag opened again and again": para(*(["{", "%", "a"] * 2000)),
}


@pytest.fixture
def fast(tmp_path: Path) -> CompiledWord:
    return CompiledWord(shelf=Shelf(tmp_path / "shelf"))


def spent(action: Callable[[], object]) -> float:
    """Seconds on the processor, whatever comes of it but a fault we know."""
    begin = time.process_time()
    with suppress(TemplateFault):
        action()
    return time.process_time() - begin


@pytest.mark.parametrize("name", WITHOUT_END)
def test_what_would_not_end_is_refused_both_ways(name: str, fast: CompiledWord) -> None:
    template = word_file(para(WITHOUT_END[name]))
    for way in (fast.render, render):
        begin = time.process_time()
        with pytest.raises(TemplateFault):
            way(template, VALUES, "t")
        assert time.process_time() - begin < SECONDS


@pytest.mark.parametrize("name", WITHOUT_END)
def test_looking_at_it_ends_too_and_finds_a_fault(
    name: str, fast: CompiledWord
) -> None:
    template = word_file(para(WITHOUT_END[name]))
    begin = time.process_time()
    looked = look(template, None, (VALUES,), fast.render)
    assert looked.errors
    assert time.process_time() - begin < SECONDS


@pytest.mark.parametrize("name", LONG)
def test_what_is_only_long_takes_no_longer_than_it_must(
    name: str, fast: CompiledWord
) -> None:
    template = word_file(LONG[name])
    assert spent(lambda: fast.render(template, VALUES, "t")) < SECONDS
    assert spent(lambda: look(template, None, (), render)) < SECONDS
