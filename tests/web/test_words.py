"""What people write is shown as words, never as a page of its own."""

from tests.web.conftest import Enter

ODD = "<b>Tam</b> said:\n<script>alert(1)</script> & “no”"


def test_words_that_look_like_a_page_are_shown_as_words(enter: Enter) -> None:
    person = enter()
    form = person.begin("Tam", "visit")
    person.post(form, {"person_said": ODD, "what_happened": ODD, "_do": "anyway"})
    check = f"{form.rpartition('/')[0]}/check"
    shown = person.get(form).get_data(as_text=True)
    shown += person.get(check).get_data(as_text=True)
    done = person.post(check, {"_do": "save"})
    shown += person.get(done.headers["Location"]).get_data(as_text=True)
    shown += person.get(person.case("Tam")).get_data(as_text=True)

    assert "<script>alert" not in shown
    assert "<b>Tam</b> said" not in shown
    assert shown.count("&lt;script&gt;alert(1)") >= 5
    record = "cases/SG-2026-014/records/2026-11-23-visit-01.yaml"
    text = (person.root / record).read_text(encoding="utf-8")
    assert "<script>alert(1)</script> & “no”" in text
