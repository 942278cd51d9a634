"""What a question is called inside a PDF, and back.

A point means something else in the name of a PDF field, so it is written as a stroke:
`visit/boundaries[SB1]/kept`. A box to tick is called after its question and its code:
`place=own_home`. What is known without asking stands together in one field.
"""

from collections.abc import Iterable, Mapping

BETWEEN = "; "


def field_name(name: str) -> str:
    """The field of a question: `my_words.what_helps` is `my_words/what_helps`."""
    return name.replace(".", "/")


def tick_name(name: str, code: str) -> str:
    """The name of the box that stands for one answer."""
    return f"{field_name(name)}={code}"


def question_and_code(field: str) -> tuple[str, str]:
    """The name of the question, and the code when the field is a box to tick."""
    name, _, code = field.partition("=")
    return name.replace("/", "."), code


def known_mark(known: Iterable[tuple[str, str]]) -> str:
    """What a form knows without asking, as one text: `type=visit; ...`."""
    return BETWEEN.join(f"{name}={value}" for name, value in known)


def known_in_mark(mark: str) -> Mapping[str, str]:
    """What stands in such a text, by the name of the question."""
    pairs = (pair.partition("=") for pair in mark.split(BETWEEN))
    return {name: value for name, _, value in pairs if name and value}
