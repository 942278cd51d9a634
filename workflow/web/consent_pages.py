"""Who can know what: one card for each person, and the sentence that writes itself.

What is chosen is kept as a draft until it is checked. Nothing is chosen beforehand: an
answer that has run out is shown in words and asked anew.
"""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.consent_cards import (
    TOLD,
    Card,
    Cell,
    Turn,
    Word,
    cards,
    dealt,
    sentence,
    story_of,
)
from workflow.domain.context import uk_date
from workflow.domain.filing import Hand
from workflow.domain.intake import ASKED, NOTHING, REMOVE, answers_of, rows_in
from workflow.domain.questions import Input, Sheet
from workflow.domain.sharing import lasts
from workflow.domain.tree import Fields
from workflow.services.glancing import Glance
from workflow.services.ports import Draft
from workflow.web.door import went_away
from workflow.web.room import CARDS, Room
from workflow.web.showing import ident

FORM, FILE = "who-can-know", "consent.yaml"
FIRST = 8  # topics that stand open on a card
WORDS = {Word.YES: "Yes", Word.ASK: "Ask me first", Word.NO: "No"}
NOT_ASKED = "Not asked"
NOTHING_NEW = "Choose an answer first: nothing here is new"
UNPROCESSABLE = 422

Picks = Mapping[str, str]
"""What was chosen and is not in the record: a word by `contact.topic`."""


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/c/<token>/cards")
    def deck(token: str) -> str:
        return _page(room, room.opened(token))

    @app.post("/c/<token>/cards")
    def deal(token: str) -> str | Response | tuple[str, int]:
        glance = room.opened(token)
        do, _, name = request.form.get("_do", "").partition(":")
        draft = _put_aside(room, glance, without=name if do == "clear" else "")
        here = room.address(glance.ref)
        if do == "later" or went_away():
            return redirect(here)
        if do == "clear":
            return redirect(f"{here}/cards#{ident(name)}-topic")
        if not draft.answers:
            return _page(room, glance, NOTHING_NEW), UNPROCESSABLE
        return _dealt(room, glance, draft)

    @app.post("/c/<token>/cards/keep")
    def keep_cards(token: str) -> str:
        return _kept(_put_aside(room, room.opened(token)))

    @app.get("/c/<token>/cards/<contact>/<topic>")
    def story(token: str, contact: str, topic: str) -> str:
        glance = room.opened(token)
        card = next((c for c in _deck(room, glance) if c.contact == contact), None)
        cell = next((c for c in card.cells if c.topic == topic), None) if card else None
        if card is None or cell is None:
            abort(404)
        versions = room.desk.consents(glance.ref)
        at = (contact, cell.topic, room.desk.today, _months(room, glance))
        turns = story_of(versions, *at)
        return render_template(
            "story.html",
            back=f"{room.address(glance.ref)}/cards#{ident(_name(card, cell))}-topic",
            person=_called(card),
            topic=_label(cell),
            turns=[_turned(room, turn) for turn in turns],
        )


def _deck(room: Room, glance: Glance) -> tuple[Card, ...]:
    """The cards as the record has them."""
    people, consent = glance.folder.person.record, glance.folder.consent.record
    return cards(people, consent, room.desk.today, _months(room, glance))


def _months(room: Room, glance: Glance) -> int:
    return lasts(glance.folder, room.desk.organisation)


def _page(room: Room, glance: Glance, wrong: str = "") -> str:
    draft = room.aside(CARDS, glance.ref)
    found = _deck(room, glance)
    here = room.address(glance.ref)
    return render_template(
        "cards.html",
        to=here,
        keep=f"{here}/cards/keep",
        kept=_kept(draft) if draft.answers else "",
        name=glance.folder.name,
        cards=[_shown(card, draft.answers, here) for card in found],
        words=[(word.value, label) for word, label in WORDS.items()],
        sentence=sentence([_as_picked(card, draft.answers) for card in found]),
        decides=_who_decides(room, glance),
        first=FIRST,
        errors={"cards": wrong} if wrong else {},
    )


def _kept(draft: Draft) -> str:
    if not draft.answers:
        return "Nothing is chosen that is not in the record."
    return f"Draft kept at {draft.saved_at}. Not in the record yet."


def _put_aside(room: Room, glance: Glance, without: str = "") -> Draft:
    """Keep what was just chosen, without one answer that is taken back."""
    picks = {n: w for n, w in _picked(room, glance).items() if n != without}
    return room.put_aside(room.aside(CARDS, glance.ref), picks)


def _picked(room: Room, glance: Glance) -> dict[str, str]:
    """What was chosen that does not stand already."""
    found: dict[str, str] = {}
    for card in _deck(room, glance):
        for cell in card.cells:
            word = request.form.get(_name(card, cell), "")
            stands = "" if cell.old else cell.word
            if word in WORDS and word != stands:
                found[_name(card, cell)] = word
    return found


def _dealt(room: Room, glance: Glance, chosen: Draft) -> Response:
    """The form about sharing with what was chosen, to be checked before it is saved."""
    base = room.desk.files.read(glance.ref, FILE)
    if base is not None and base.root is None:
        abort(409)
    root = (base and base.root) or NOTHING
    hand = Hand(room.session.who, room.desk.moment())
    picks: dict[str, dict[str, str]] = {}
    for name, word in chosen.answers.items():
        contact, _, topic = name.rpartition(".")
        picks.setdefault(contact, {})[topic] = word
    mine = dealt(root, picks, hand, _months(room, glance))
    draft = Draft(
        secrets.token_hex(16),
        room.session.who,
        glance.ref,
        FORM,
        FILE if base else "",
        base.text if base else "",
        _between(room.sheet(FORM), root, mine),
        room.desk.moment()[11:16],
    )
    room.keep(draft)
    room.forget(chosen)
    return redirect(f"/w/{draft.id}/check")


def _name(card: Card, cell: Cell) -> str:
    return f"{card.contact}.{cell.topic}"


def _called(card: Card) -> str:
    return f"{card.name} ({card.relationship})" if card.relationship else card.name


def _label(cell: Cell) -> str:
    return TOLD[cell.topic][:1].upper() + TOLD[cell.topic][1:]


def _as_picked(card: Card, picks: Picks) -> Card:
    """A card with what was chosen since, for the sentence above it."""
    cells = (
        replace(cell, word=picks[_name(card, cell)], old=False)
        if _name(card, cell) in picks
        else cell
        for cell in card.cells
    )
    return replace(card, cells=tuple(cells))


def _shown(card: Card, picks: Picks, here: str) -> dict[str, object]:
    cells = [_cell(card, cell, picks, here) for cell in card.cells]
    shown = any(cell["word"] or cell["old"] for cell in cells[FIRST:])
    return {
        "id": card.contact,
        "name": _called(card),
        "cells": cells,
        "more_open": shown,
    }


def _cell(card: Card, cell: Cell, picks: Picks, here: str) -> dict[str, object]:
    """One row of a card. What has run out has nothing chosen: it is asked anew."""
    name = _name(card, cell)
    return {
        "name": name,
        "label": _label(cell),
        "told": cell.told,
        "word": picks.get(name, "" if cell.old else cell.word),
        "before": "" if cell.old else cell.word,
        "picked": name in picks,
        "old": cell.old,
        "stands": _stands(cell),
        "story": f"{here}/cards/{card.contact}/{cell.topic}" if cell.word else "",
    }


def _stands(cell: Cell) -> str:
    """What the record says of one row."""
    if not cell.word:
        return NOT_ASKED
    asked = f", asked {cell.asked}" if cell.asked else ""
    if cell.old:
        word = WORDS[Word(cell.word)]
        return f"Was: {word}{asked}. It ran out on {cell.ended}. Ask again"
    return f"In the record: {WORDS[Word(cell.word)]}{asked}"


def _turned(room: Room, turn: Turn) -> dict[str, str]:
    member = room.desk.organisation.member(turn.by) if turn.by else None
    named = {"": NOT_ASKED, **{word.value: label for word, label in WORDS.items()}}
    return {
        "word": named[turn.word] if turn.word else "Taken back, or taken out",
        "before": named[turn.before],
        "by": (member.name if member else None) or "",
        "on": turn.on,
        "written": _moment(turn.written),
        "words": turn.words,
    }


def _moment(at: str) -> str:
    """A minute as people read it; "" where nobody knows it."""
    day, _, clock = at.partition(" ")
    return f"{uk_date(date.fromisoformat(day))}, {clock}" if day else ""


def _between(sheet: Sheet, base: Fields, mine: Fields) -> dict[str, str]:
    """The answers that turn one consent file into the other."""
    answers = answers_of(sheet, mine)
    before = answers_of(sheet, base)
    for question in sheet.whole:
        if question.input is not Input.GROUP:
            continue
        name, count = question.field, rows_in(question, question.field, answers)
        kept = {answers.get(f"{name}.{i}.id") for i in range(count)}
        for index in range(count):
            for part in question.parts:
                if part.input is Input.MANY:
                    answers[f"{name}.{index}.{part.field}.{ASKED}"] = "yes"
        for index in range(rows_in(question, name, before)):
            identifier = before.get(f"{name}.{index}.id", "")
            if identifier and identifier not in kept:
                answers[f"{name}.{count}.id"] = identifier
                answers[f"{name}.{count}.{REMOVE}"] = "yes"
                count += 1
    return answers


def _who_decides(room: Room, glance: Glance) -> str:
    decides = glance.folder.consent.record.if_risk_rises.who_decides
    lead = glance.folder.case.record.ownership.safeguarding_lead
    member = room.desk.organisation.member(decides or lead)
    return (member.name if member else None) or "The safeguarding lead"
