"""Somebody who has no case of their own asks what is held about them."""

from dataclasses import replace

from tests.make import a_folder
from workflow.domain.access_of_others import Asker, held_about_other
from workflow.domain.case_folder import CaseRef
from workflow.domain.subject_access import ELSEWHERE

ROLF = {"id": "c1", "name": "Rolf Marrable", "phone": "01632 960123"}
PERSON = {
    "full_name": "Ines Marrable",
    "contacts": [{"id": "c0", "name": "Ada Marrable"}, ROLF],
}
HERE = a_folder(
    person=PERSON,
    case={
        "risk": {"sources": [{"contact": "c1"}]},
        "concern": {"immediate_action": "Rolf was asked to leave."},
    },
)
THERE = a_folder(
    case={
        "risk": {"sources": [{"contact": "c1"}]},
        "concern": {"immediate_action": "We rang Rolf, a neighbour."},
    }
)
NAMED = a_folder(
    case={
        "concern": {"immediate_action": "Rolf Marrable was there."},
    }
)
CONTACT = Asker("c1", ("Rolf Marrable",), HERE.ref)


def test_a_contact_is_found_by_id_name_and_in_their_own_row() -> None:
    found = held_about_other(CONTACT, (HERE,))
    words = {one.words for one in found}
    assert {"c1", "Rolf Marrable", "01632 960123", "Rolf was asked to leave."} <= words
    assert not {"c0", "Ines Marrable", "Ada Marrable"} & words
    assert all(one.reasons == (ELSEWHERE,) for one in found)


def test_in_another_case_neither_an_id_nor_a_first_name_points_to_a_contact() -> None:
    there = replace(THERE, ref=CaseRef("SG-2026-002"))
    assert held_about_other(CONTACT, (there,)) == ()
    named = replace(NAMED, ref=CaseRef("SG-2026-003"))
    (one,) = held_about_other(CONTACT, (named,))
    assert one.words == "Rolf Marrable was there."


def test_a_worker_is_found_in_every_case_by_id_and_by_name() -> None:
    case = {"ownership": {"owner": "st-03"}, "threshold": {"rationale": "Asked Moira."}}
    folder = a_folder(case=case)
    found = held_about_other(Asker("st-03", ("Moira Achebe",)), (folder, THERE))
    assert {one.words for one in found} == {"st-03", "Asked Moira."}
