"""The catalogue of fields: labels people can read, conditions, audiences."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

from workflow.domain import records
from workflow.domain.fields import Field, catalogue, members
from workflow.domain.records.base import (
    EVIDENCE,
    INSIDE,
    MANAGERS,
    OUTSIDE,
    SHARED,
    Block,
    Need,
)
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.header import CaseFile
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import Vignette
from workflow.domain.vocabulary import InfoCategory

SAYS_TOO_LITTLE = {"id", "what", "how", "date", "by", "who", "to", "when", "kind"}


def blocks() -> Iterator[type[Block]]:
    for module in pkgutil.iter_modules(records.__path__):
        found = vars(importlib.import_module(f"{records.__name__}.{module.name}"))
        for item in found.values():
            if isinstance(item, type) and issubclass(item, Block):
                yield item


BLOCKS = sorted(set(blocks()), key=lambda block: block.__qualname__)


def field(model: type[Block], path: str) -> Field:
    return next(found for found in catalogue(model) if found.path == path)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)
def test_every_label_reads_well_after_please_fill_in(block: type[Block]) -> None:
    for key, member in members(block).items():
        label = member.about.label
        assert label, key
        assert label[0].islower() or label.startswith(("DASH", "MARAC")), label
        assert " " in label, f"{key}: {label}"
        assert label.lower() not in SAYS_TOO_LITTLE
        assert not label.endswith((".", " "))
        assert "service user" not in label


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)
def test_no_two_fields_of_a_block_carry_the_same_label(block: type[Block]) -> None:
    labels = [member.about.label for member in members(block).values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)
def test_a_field_needed_sometimes_says_when_and_no_other_does(
    block: type[Block],
) -> None:
    for key, member in members(block).items():
        sometimes = member.about.need is Need.SOMETIMES
        assert bool(member.about.when) is sometimes, key


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.__name__)
def test_a_category_is_one_of_the_codes(block: type[Block]) -> None:
    codes = {"", *(code.value for code in InfoCategory)}
    assert {member.about.category for member in members(block).values()} <= codes


def test_no_message_or_docstring_says_service_user() -> None:
    assert not [b for b in BLOCKS if "service user" in (b.__doc__ or "").lower()]


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (CaseFile, "saved_by"),
        (CaseFile, "amendments[].was"),
        (Case, "sensitivity.reason"),
        (Case, "threshold.rationale"),
        (Case, "domestic_abuse.dash_yes_count"),
        (Case, "liberty.authorisation"),
        (Case, "lead_decisions[].decision"),
        (Case, "notifications[].why"),
        (Case, "links.related_cases"),
        (Consent, "lawful_basis.article6"),
        (Consent, "capacity_ref"),
        (Learning, "what_we_learned"),
        (Person, "demographics.ethnicity"),
        (Person, "date_of_birth"),
        (Person, "address"),
        (Person, "communication.safe_contact.number_or_address"),
        (Person, "communication.safe_contact.caution"),
        (Plan, "risks[].likely"),
        (Plan, "risks[].serious"),
        (Plan, "risks[].staff_view"),
        (Plan, "safe_contact.exit_phrase.phrase"),
        (Record, "staff_view"),
        (Record, "deviation.why"),
    ],
)
def test_what_is_for_the_team_stays_inside(model: type[Block], path: str) -> None:
    assert field(model, path).seen_by == INSIDE


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (ManagerialReview, "why"),
        (ManagerialReview, "amendments[].was"),
        (Record, "speak_up.answer_given"),
    ],
)
def test_what_is_about_staff_is_for_managers(model: type[Block], path: str) -> None:
    assert field(model, path).seen_by == MANAGERS


@pytest.mark.parametrize(
    ("model", "path"),
    [
        (Case, "outcomes[].in_their_words"),
        (Person, "preferred_name"),
        (Person, "communication.formats"),
        (Plan, "my_words.what_matters_to_me"),
        (Plan, "agreed_summary"),
        (Plan, "actions[].what"),
    ],
)
def test_a_professional_may_read_what_helps_them_help(
    model: type[Block], path: str
) -> None:
    assert field(model, path).seen_by == OUTSIDE


def test_a_bid_shows_only_what_is_made_for_it() -> None:
    assert field(Tender, "questions[].wording").seen_by == EVIDENCE
    assert field(Vignette, "situation").seen_by == EVIDENCE
    assert field(Vignette, "source_case").seen_by == INSIDE


def test_the_person_may_read_what_is_not_set_apart() -> None:
    assert field(Plan, "risks[].person_view").seen_by == SHARED


@pytest.mark.parametrize(
    ("model", "path", "category"),
    [
        (Case, "concern.raised_on", "concern_summary"),
        (Case, "risk.sources[].contact", "source_of_risk_identity"),
        (Case, "outcomes[].status", "desired_outcomes"),
        (Case, "advocacy.offers[].answer", "capacity_advocacy"),
        (Person, "full_name", "identity"),
        (Person, "about_me.my_wellness", "health"),
        (Person, "communication.formats", "communication_needs"),
        (Person, "contacts[].relationship", "family_relationships"),
        (Plan, "risks[].what_could_happen", "safety_plan"),
        (Plan, "positive_risk.routes[].way", "whereabouts_routine"),
        (Review, "decision", "review_outcome"),
    ],
)
def test_a_field_carries_its_category_of_information(
    model: type[Block], path: str, category: str
) -> None:
    assert field(model, path).category == category
