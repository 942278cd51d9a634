"""A pack in which everything is filled in: what a template of a bid may use."""

from workflow.domain.bid_names import appendices
from workflow.domain.bidding.anonymised import Anonymised
from workflow.domain.bidding.answers import SCORED
from workflow.domain.bidding.matrix import Row
from workflow.domain.bidding.pack import Made, evidence_pack
from workflow.domain.case_folder import Filed
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Assembly, ScoredAnswer
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import STORY
from workflow.domain.registers import public_figures
from workflow.domain.workspace import AnswerText, Bid

WORDS = "words"
SCORES = tuple(name for name, _ in SCORED)


def example_pack(tender: Tender, organisation: Organisation) -> dict[str, object]:
    """A pack as plain data with something in every place."""
    questions = [question.id or "" for question in tender.questions]
    tender = tender.model_copy(
        update={
            "questions": tuple(
                question.model_copy(update={"measures": ("TM01", "TM05a")})
                for question in tender.questions
            )
        }
    )
    bid = Bid(
        Filed("tender.yaml", tender),
        answers=tuple(AnswerText("Q.md", one, (WORDS,)) for one in questions),
        assembly=Filed(
            "assembly.yaml",
            Assembly(
                answers=tuple(
                    ScoredAnswer(question=one, **dict.fromkeys(SCORES, WORDS))
                    for one in questions
                )
            ),
        ),
    )
    story = {name: Anonymised.written(WORDS) for name in ("id", *STORY)}
    made = Made(
        bid,
        organisation,
        [{**row, "shown": WORDS} for row in public_figures(tender, {}, organisation)],
        appendices(Assembly()),
        {},
        (Row(WORDS, WORDS, WORDS, WORDS, WORDS, WORDS),),
        (story,),
        {
            "samples": [{"month": WORDS, "shown": WORDS}],
            "learning": [{"learned": WORDS, "changed": WORDS, "checked": WORDS}],
        },
    )
    return evidence_pack(made).plain()
