"""What a question is called inside a PDF, and back.

A point means something else in the name of a PDF field, so it is written as a stroke:
`visit/boundaries[SB1]/kept`. A box to tick is called after its question and its code:
`place=own_home`.
"""


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
