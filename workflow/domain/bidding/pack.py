"""What a pack says, put together from anonymised parts (brief 5.11)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from workflow.domain.answers.blocks import (
    Block,
    Picture,
    changed,
    in_lines,
    levelled,
)
from workflow.domain.answers.names import filled_in
from workflow.domain.bid_names import Part
from workflow.domain.bidding.anonymised import Anonymised, Body, EvidencePack, Said
from workflow.domain.bidding.answers import scored
from workflow.domain.bidding.contents import TOPICS
from workflow.domain.bidding.matrix import Row
from workflow.domain.measures import MEASURES
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Assembly, ScoredAnswer
from workflow.domain.registers import tender_context
from workflow.domain.workspace import AnswerText, Bid

public, written = Anonymised.public, Anonymised.written
BELOW_QUESTION = 2  # the level of a heading under that of its question


@dataclass(frozen=True)
class Made:
    """What is known when a pack is put together: nothing of it needs a case.

    `proof` is what `measures --for` left beside the figures: the stories that may be
    used, the samples and the learning, without anybody in them.
    """

    bid: Bid
    organisation: Organisation
    figures: Sequence[Mapping[str, str]]
    parts: Sequence[Part]
    names: Mapping[str, str]
    rows: Sequence[Row]
    stories: Sequence[Mapping[str, Anonymised]]
    proof: Mapping[str, Sequence[Mapping[str, str]]]

    @property
    def assembly(self) -> Assembly:
        """How the bid writer puts it together."""
        return self.bid.assembly.record


def evidence_pack(made: Made) -> EvidencePack:
    """Everything the documents of a pack may say."""
    tender = made.bid.tender.record
    said = tender_context(tender, made.figures, made.organisation, {})
    plain = ("title", "buyer", "tender_ref", "submit_by", "provider_name", "period")
    parts: dict[str, Said] = {name: public(str(said[name])) for name in plain}
    return EvidencePack(
        {
            **parts,
            "services": public(str(said["services"])),
            "questions": tuple(_questions(made)),
            "measures": tuple(_figures(made)),
            "sections": tuple(_sections(made)),
            "roles": tuple(_roles(said["roles"])),
            "stories": tuple(made.stories),
            "appendices": tuple(_listed(part) for part in made.parts),
            "matrix": tuple(_shown(row) for row in made.rows),
            "samples": tuple(map(Anonymised.suppressed, made.proof.get("samples", ()))),
            "learning": tuple(
                map(Anonymised.suppressed, made.proof.get("learning", ()))
            ),
        },
        dict(_bodies(made)),
    )


def _questions(made: Made) -> Iterator[Mapping[str, Said]]:
    answers = {answer.question: answer for answer in made.bid.answers}
    scores = {one.question: one for one in made.assembly.answers}
    for question in made.bid.tender.record.questions:
        answer = answers.get(question.id or "")
        weight, limit = question.weight_percent, question.word_limit
        yield {
            "id": public(question.id),
            "wording": public(question.wording),
            "weight": public(f"{weight:g}%" if weight else ""),
            "word_limit": public(str(limit) if limit else ""),
            "measures": tuple(map(public, question.measures)),
            "body": public(place_of(question.id or "") if answer else ""),
            "answer": tuple(
                {"kind": public(one.kind), "text": written(one.text)}
                for one in in_lines(_blocks(made, answer))
            ),
            "scored": tuple(_scored(made, scores.get(question.id))),
        }


def place_of(question: str) -> str:
    """What stands where an answer goes, until it is put there with all its tables."""
    return f"\u27e6answer {question}\u27e7"


def _bodies(made: Made) -> Iterator[tuple[str, Body]]:
    for answer in made.bid.answers:
        blocks = levelled(_blocks(made, answer), BELOW_QUESTION)
        yield place_of(answer.question), Body.written(blocks)


def _blocks(made: Made, answer: AnswerText | None) -> tuple[Block, ...]:
    """An answer with its names filled in; its pictures by the name they have here."""
    if answer is None:
        return ()
    filled = changed(answer.whole.blocks, partial(_filled, made))
    return tuple(
        replace(one, name=f"{answer.question}/{one.name}")
        if isinstance(one, Picture)
        else one
        for one in filled
    )


def _scored(made: Made, answer: ScoredAnswer | None) -> Iterator[Mapping[str, Said]]:
    for label, text in scored(answer) if answer else ():
        yield {"label": public(label), "text": written(_filled(made, text))}


def _filled(made: Made, text: str) -> str:
    return filled_in(text, made.names)


def _figures(made: Made) -> Iterator[Mapping[str, Said]]:
    for row in made.figures:
        known = MEASURES.get(row.get("measure", ""))
        beside = known.comparator if known else ""
        yield {**Anonymised.suppressed(row), "comparator": public(beside)}


def _sections(made: Made) -> Iterator[Mapping[str, Said]]:
    """The figures of each part of the method; a part without any is left out."""
    for topic in TOPICS:
        rows = [
            Anonymised.suppressed(row)
            for row in made.figures
            if topic.holds(row.get("measure", ""))
        ]
        if rows:
            yield {"title": public(topic.title), "figures": tuple(rows)}


def _roles(roles: object) -> Iterator[Mapping[str, Said]]:
    for line in roles if isinstance(roles, list) else ():
        yield {"role": public(line["role"]), "does": public(line["does"])}


def _listed(part: Part) -> Mapping[str, Said]:
    return {"label": public(part.label), "title": written(part.title)}


def _shown(row: Row) -> Mapping[str, Said]:
    return {name: written(value) for name, value in vars(row).items()}
