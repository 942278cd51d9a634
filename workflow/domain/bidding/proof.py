"""What somebody who may see cases leaves for the bid writer, who may not (feature 42).

Which stories may be used today, what the samples showed, what was learned: nobody in
it. It is written beside the figures, and looked through like everything that leaves.
"""

from collections.abc import Iterator, Mapping, Sequence

from workflow.domain.anonymise import Identifier, without
from workflow.domain.case_folder import CaseFolder
from workflow.domain.disclosure import Figure, permitted
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.sampling_report import finished
from workflow.domain.measures.counting import Period
from workflow.domain.records.sampling import FOUR, Sampling
from workflow.domain.rules.stories import against, told_again
from workflow.domain.rules.surroundings import Surroundings
from workflow.domain.vocabulary import LearningStatus, MeasureClass, SampleResult
from workflow.domain.workspace import Bid

Rows = list[dict[str, str]]
TOLD = (LearningStatus.TOLD, LearningStatus.CHECKED)
SOMETHING = "[left out]"


def proof(
    bid: Bid,
    around: Surroundings,
    folders: Sequence[CaseFolder],
    known: Sequence[Identifier],
) -> dict[str, Rows]:
    """The stories, samples and learning of a tender, for its bid writer."""
    span = bid.tender.record.period
    if span.from_ is None or span.to is None:
        return {"stories": list(_stories(bid, around))}
    period = Period(span.from_, span.to)
    settings = around.organisation.provider.record.disclosure_control
    ours = [f for f in folders if _counts(f, bid)]
    return {
        "stories": list(_stories(bid, around)),
        "samples": list(_samples(around, {f.ref for f in ours}, period, settings)),
        "learning": list(_learning(ours, known, period)),
    }


def _counts(folder: CaseFolder, bid: Bid) -> bool:
    case = folder.case.record
    services = bid.tender.record.services
    chosen = not services or case.service_id in services
    return chosen and not case.sensitivity.exclude_from_counts


def _stories(bid: Bid, around: Surroundings) -> Iterator[dict[str, str]]:
    tender = bid.tender.record
    again = told_again(around, bid)
    for filed in bid.vignettes:
        name = filed.record.vignette_id or ""
        fits = name in tender.vignettes and name not in again
        if fits and not against(around, filed.record, tender)[1]:
            yield {"id": name, "checked_on": str(around.today)}


def _samples(
    around: Surroundings,
    refs: set[str],
    period: Period,
    settings: Mapping[str, str],
) -> Iterator[dict[str, str]]:
    first, last = f"{period.from_:%Y-%m}", f"{period.to:%Y-%m}"
    for filed in finished(around.workspace.samplings):
        month = filed.record.month or ""
        if first <= month <= last:
            n, d = _clear(filed.record, refs)
            shown = permitted(Figure("", "", n, d, MeasureClass.PROCESS), settings)
            yield {"month": Month(month).words, "shown": shown}


def _clear(sampling: Sampling, refs: set[str]) -> tuple[int, int]:
    items = [i for i in sampling.items if i.case_ref in refs and not i.untouched]
    clear = [
        all(getattr(item, name) is SampleResult.CLEAR for name in FOUR)
        for item in items
    ]
    return sum(clear), len(items)


def _learning(
    folders: Sequence[CaseFolder], known: Sequence[Identifier], period: Period
) -> Iterator[dict[str, str]]:
    """Part B of each learning note that may be shared outside its case."""
    for folder in folders:
        for filed in folder.learning:
            note = filed.record
            ready = note.share_outside_case and note.status in TOLD
            if not ready or not period.holds(note.opened_on):
                continue
            checked = note.check.done_on and note.status is LearningStatus.CHECKED
            yield {
                "learned": without(note.what_we_learned or "", known, SOMETHING),
                "changed": without(note.what_changed or "", known, SOMETHING),
                "checked": f"Checked in {note.check.done_on:%B %Y}."
                if checked and note.check.done_on
                else "The check is still to come.",
            }


def sent_notice(vignette: str, taken_back: str, sent: Sequence[str]) -> str:
    """What to tell the person about a story that was sent before they took it back."""
    where = f" It was sent already: {'; '.join(sent)}." if sent else ""
    tell = " Tell the person that a bid cannot be called back." if sent else ""
    return f"{vignette} is left out: {taken_back}{where}{tell}"
