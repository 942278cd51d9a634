"""D11, the monthly record-sampling report: references, never names (brief 5.9)."""

from tools.starter_templates.governance_kit import opening, rows, signatures
from tools.starter_templates.kit import (
    Word,
    bullets,
    else_,
    for_,
    heading,
    if_,
    labelled,
    para,
    save,
    then,
)

RESULTS = (
    ("Check", "{{ r.check }}", 8.6),
    ("Clear", "{{ r.n_clear }}", 1.9),
    ("Partly", "{{ r.n_partly }}", 1.9),
    ("Missing", "{{ r.n_missing }}", 2.1),
    ("Does not apply", "{{ r.n_not_applicable }}", 2.5),
)
FOUR = (
    ("Case", "{{ r.case }}", 3.0),
    ("What was wanted", "{{ r.wanted }}", 3.5),
    ("What was offered", "{{ r.choices }}", 3.5),
    ("What was agreed", "{{ r.agreed }}", 3.5),
    ("What changed", "{{ r.changed }}", 3.5),
)
FIXES = (
    ("Case", "{{ r.case }}", 2.9),
    ("What", "{{ r.what }}", 5.8),
    ("Who", "{{ r.owner }}", 3.0),
    ("By when", "{{ r.due }}", 2.7),
    ("Done?", "{{ r.done }}", 2.6),
)
LAST = (
    ("Month and case", "{{ r.month }}, {{ r.case }}", 3.6),
    ("What", "{{ r.what }}", 5.1),
    ("Who", "{{ r.owner }}", 3.0),
    ("By when", "{{ r.due }}", 2.7),
    ("Done?", "{{ r.done }}", 2.6),
)


def make() -> None:
    """Write the template of the sampling report."""
    doc = opening(
        "{{ doc.title }}, {{ month }}",
        "{{ provider_name }}. Case references only; for managers and inspectors.",
    )
    _sample(doc)
    heading(doc, "Results")
    rows(doc, RESULTS, "r in results")
    heading(doc, "The four questions of an outsider")
    para(doc, "{{ all_clear }} of {{ sampled }} records answer all four clearly.")
    rows(doc, FOUR, "r in cases")
    _dates_and_limits(doc)
    _asked(doc)
    _themes(doc)
    heading(doc, "What we put right")
    rows(doc, FIXES, "r in fixes", empty="Nothing needs to be put right.")
    heading(doc, "Fixes of earlier months: were they done?")
    rows(doc, LAST, "r in last.rows", empty="There were none.")
    _journal(doc)
    signatures(doc)
    save(doc, "sampling-report")


def _sample(doc: Word) -> None:
    heading(doc, "The sample")
    labelled(doc, "Looked at", "{{ sampled }} of {{ open_cases }} open cases")
    labelled(doc, "By", "{{ sampled_by }}" + then("sampled_on"))
    labelled(doc, "How it was chosen", "{{ method }}")


def _dates_and_limits(doc: Word) -> None:
    heading(doc, "Reviews on time")
    para(doc, "{{ month }}: {{ reviews }}")
    heading(doc, "Limits on freedom")
    para(doc, "At the end of {{ month }}: {{ limits }}")
    with if_(doc, "restrictions"):
        para(doc, "In the sample, not clear:")
        bullets(doc, "r in restrictions", "{{ r.case }}: {{ r.result }}")
    with if_(doc, "late_now.limits"):
        para(doc, "In any open case, without a reason or out of date today:")
        bullets(doc, "r in late_now.limits", "{{ r.case }}: {{ r.message }}")
        else_(doc)
        para(doc, "In no open case is a limit without a reason or out of date.")


def _asked(doc: Word) -> None:
    heading(doc, "People we asked")
    labelled(doc, "Workers: when would you go to the lead?", "{{ escalate }}")
    labelled(doc, "People: do you recognise your plan?", "{{ recognise }}")


def _journal(doc: Word) -> None:
    """Paper is the witness that nobody at a computer can change."""
    with if_(doc, "journal"):
        heading(doc, "The journal of the month")
        para(doc, "{{ journal }}")
        para(
            doc, "Keep this page. alongside verify prints the same line for the month."
        )


def _themes(doc: Word) -> None:
    heading(doc, "Themes")
    with if_(doc, "themes"):
        bullets(doc, "theme in themes", "{{ theme }}")
        else_(doc)
        para(doc, "None was written down.")
    with if_(doc, "notes"), for_(doc, "r in notes"):
        labelled(doc, "{{ r.case }}", "{{ r.note }}")
    with if_(doc, "shared_with"):
        labelled(doc, "Talked about with", "{{ shared_with | join(', ') }}")
