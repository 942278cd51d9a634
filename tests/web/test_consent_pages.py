"""Consent cards: nothing chosen beforehand, checked before it is saved."""

import re

from tests.web.conftest import Enter
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.tree import meaning


def test_what_was_not_asked_has_nothing_chosen(enter: Enter) -> None:
    person = enter()
    page = person.get(f"{person.case('Tam')}/cards").get_data(as_text=True)
    rows = re.findall(r'<fieldset class="topic.*?</fieldset>', page, re.DOTALL)

    assert len(rows) > 20
    for row in rows:
        assert ("Not asked" in row) == ("checked" not in row)


def test_new_answers_are_checked_then_saved_as_the_smallest_edit(enter: Enter) -> None:
    person = enter()
    case = person.case("Tam")
    path = person.root / "cases" / "SG-2026-014" / "consent.yaml"
    before = path.read_text(encoding="utf-8")
    sent = person.post(f"{case}/cards", {"c3.money": "yes", "c2.health": "no"})
    check = sent.headers["Location"]
    assert check.endswith("/check")
    assert path.read_text(encoding="utf-8") == before
    done = person.post(check, {"_do": "save"})

    assert done.status_code == 302
    text = path.read_text(encoding="utf-8")
    kept = [line for line in before.splitlines() if "N1" not in line]
    assert [line for line in kept if line not in text.splitlines()] == []
    root = read_tree(text.encode(), "consent.yaml").root
    assert root is not None
    found = meaning(root)
    assert isinstance(found, dict)
    assert found["boundaries"][2]["contact"] == "c3"
    assert found["boundaries"][2]["categories"] == ["money"]
    assert "money" not in found["do_not_share"][0]["categories"]
    assert found["do_not_share"][1]["contact"] == "c2"
