"""Writes the list of faults in `docs/how-to/template-faults.md` from the code."""

from pathlib import Path

from workflow.domain.findings import Severity
from workflow.domain.template_faults import FaultKind

PAGE = Path(__file__).resolve().parents[1] / "docs/how-to/template-faults.md"
BEGIN, END = "<!-- faults: made by tools/fault_docs.py -->", "<!-- faults end -->"
HEADS = {
    Severity.ERROR: "Must be mended (the template is not used until then)",
    Severity.WARNING: "Better mended (the template is used all the same)",
}
NAMES = {
    "not_word": "The file is not there or is no Word document",
    "macro": "It carries macros",
    "embedded": "It carries an embedded file or control",
    "outside": "A link or picture leads out of the document",
    "fetches": "A Word field reads from outside",
    "tracked": "Tracked changes are left in",
    "comment": "Comments are left in",
    "unclosed": "A tag is not closed",
    "stray": "Marks without a tag",
    "mixed_marks": "A tag begins with {{ and ends with %}, or the other way round",
    "syntax": "A tag cannot be read",
    "not_ended": "An if or for is never ended",
    "not_begun": "An endif or endfor without a beginning",
    "mixed_room": "{% if %} ended with {%p endif %}, or the like",
    "two_places": "Begun in one table cell or text box, ended in another",
    "not_in_table": "{%tr or {%tc outside a table",
    "two_in_one": "Two such tags in one paragraph or row, or a field beside one",
    "words_lost": "Other words beside {%p, {%tr or {%tc",
    "percent": "A % or } inside {%p, {%tr, {%tc or {%r",
    "split": "A tag is split by a link, a field, a picture or the like",
    "in_field": "A tag inside the instructions of a Word field",
    "never_filled": "A tag in an endnote or another place that nothing fills",
    "formatted": "{{r, {{p, {{tr or {{tc",
    "unknown_field": "A field that is not there",
    "kept_back": "A field that this reader may not see",
    "raw_value": "A code, an id, a raw date, True or False, or a whole list",
    "unsafe": "Something that runs a piece of program, or an unknown filter",
    "not_made": "Trying it out failed",
    "empty_cell": "A table cell that may be left with nothing in it",
    "text_box": "Words in a text box",
    "missing_style": "A style that the template has not got",
    "fake_heading": "A bold line in place of a heading",
    "merged_header": "Merged cells in the header row",
    "no_header_row": "A table without a header row",
    "no_alt_text": "A picture without alt text",
}


def listed() -> str:
    """The table of faults and what mends them."""
    lines: list[str] = []
    for severity, heading in HEADS.items():
        lines += [f"## {heading}", "", "| What it says | What to do |", "|---|---|"]
        lines += [
            f"| {NAMES[kind.value]} | {kind.fix} |"
            for kind in FaultKind
            if kind.weight is severity
        ]
        lines.append("")
    return "\n".join(lines)


def page(text: str) -> str:
    """The page with its list made anew."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n\n{listed()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
