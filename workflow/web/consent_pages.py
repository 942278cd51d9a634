"""Who can know what: one card for each person, and the sentence that writes itself."""

import secrets

from flask import Flask, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from workflow.domain.consent_cards import TOLD, Card, Word, cards, dealt, sentence
from workflow.domain.filing import Hand
from workflow.domain.intake import ASKED, NOTHING, REMOVE, answers_of, rows_in
from workflow.domain.questions import Input, Sheet
from workflow.domain.tree import Fields
from workflow.services.glancing import Glance
from workflow.services.ports import Draft
from workflow.web.room import Room

FORM, FILE = "who-can-know", "consent.yaml"
FIRST = 8  # topics that stand open on a card
WORDS = {Word.YES: "Yes", Word.ASK: "Ask me first", Word.NO: "No"}


def add(app: Flask, room: Room) -> None:
    """Put these pages into the app."""

    @app.get("/c/<token>/cards")
    def deck(token: str) -> str:
        glance = room.opened(token)
        people = glance.folder.person.record
        found = cards(people, glance.folder.consent.record, room.desk.today)
        return render_template(
            "cards.html",
            to=f"/c/{token}",
            name=glance.folder.name,
            cards=[_shown(card) for card in found],
            words=[(word.value, label) for word, label in WORDS.items()],
            sentence=sentence(found),
            decides=_who_decides(room, glance),
            first=FIRST,
        )

    @app.post("/c/<token>/cards")
    def deal(token: str) -> Response:
        glance = room.opened(token)
        base = room.desk.files.read(glance.ref, FILE)
        if base is not None and base.root is None:
            abort(409)
        root = (base and base.root) or NOTHING
        hand = Hand(room.session.who, room.desk.moment())
        mine = dealt(root, _picks(room, glance), hand)
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
        return redirect(f"/w/{draft.id}/check")


def _picks(room: Room, glance: Glance) -> dict[str, dict[str, str]]:
    """What was chosen that does not stand already, by contact and topic."""
    people, consent = glance.folder.person.record, glance.folder.consent.record
    found: dict[str, dict[str, str]] = {}
    for card in cards(people, consent, room.desk.today):
        for cell in card.cells:
            word = request.form.get(f"{card.contact}.{cell.topic}", "")
            if word in WORDS and word != cell.word:
                found.setdefault(card.contact, {})[cell.topic] = word
    return found


def _shown(card: Card) -> dict[str, object]:
    name = f"{card.name} ({card.relationship})" if card.relationship else card.name
    return {
        "id": card.contact,
        "name": name,
        "cells": [
            {
                "name": f"{card.contact}.{cell.topic}",
                "label": TOLD[cell.topic][:1].upper() + TOLD[cell.topic][1:],
                "told": cell.told,
                "word": cell.word,
                "asked": cell.asked,
                "old": cell.old,
            }
            for cell in card.cells
        ],
    }


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
