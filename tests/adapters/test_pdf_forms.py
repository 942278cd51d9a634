"""Fillable PDFs: what they are like, and that nothing written on one is lost."""

import io
import time
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import page
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from workflow.adapters.limited import LimitedParser
from workflow.adapters.pdf.blank import fillable
from workflow.adapters.pdf.filled import read
from workflow.adapters.pdf.names import field_name, question_and_code, tick_name
from workflow.domain.blank_forms import Answered, Asked, BlankForm, Offered, Part
from workflow.domain.filled_forms import Filled, FormNotRead

SAMPLES = Path(__file__).parent.parent / "data" / "forms"
KEPT = (Offered("kept", "Kept"), Offered("broken", "Not kept"))
HELPS = (Offered("extra_time", "Extra time"), Offered("quiet_room", "Quiet room"))
MANY = tuple(Offered(f"st-{n:02d}", f"Worker {n}") for n in range(20))
FORM = BlankForm(
    "visit",
    3,
    "SG-2026-014",
    "records/",
    "",
    "Record a visit",
    (
        Part(
            "The visit",
            (
                Asked("date", "Which day?", Answered.DATE),
                Asked("visit.left", "When did they leave?", Answered.TIME),
                Asked("rule[+1].kept", "The door?", Answered.ONE, offered=KEPT),
                Asked("rule[+2].kept", "The money?", Answered.ONE, offered=KEPT),
            ),
            "Read aloud: this is yours.",
        ),
        Part("What was said", (), level=3),
        Part(
            "",
            (
                Asked("person_said", "What was said?", Answered.WORDS, own_words=True),
                Asked("what_happened", "What happened?", Answered.WORDS, "A sentence."),
                Asked("support_used", "What helped?", Answered.MANY, offered=HELPS),
                Asked("recorded_by", "Who writes?", Answered.ONE, offered=MANY),
                Asked("note", "Anything else?"),
            ),
        ),
    ),
    "One visit, one form.",
    known=(("type", "visit"), ("rule[+1].rule", "SB1"), ("rule[+2].rule", "SB2")),
)
WELSH, POLISH = "Ŵyn â tŷ, ẃŷẁ ŶŴ", "Zażółć gęślą jaźń, ŁÓDŹ"
SAID = (
    "I said “stop” and it stopped \u2013 Ŵyn â tŷ, zażółć.\n"
    "He asked 3 times. It's okay: 100% & <fine>."
)


@cache
def blank() -> bytes:
    return fillable(FORM)


def standing(form: BlankForm, given: Mapping[str, tuple[str, ...]]) -> BlankForm:
    """The form about a file that stands, with what is known filled in."""
    parts = (
        replace(
            part,
            asked=tuple(replace(a, given=given.get(a.name, ())) for a in part.asked),
        )
        for part in form.parts
    )
    return replace(form, base="a" * 64, file="plan.yaml", parts=tuple(parts))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def fields(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The fields of a form that is open, by name, in the order of the pages."""
    notes = [note for leaf in pdf.pages for note in leaf.get("/Annots", [])]
    return {str(note.T): note for note in notes}


def saved(pdf: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    out = io.BytesIO()
    pdf.save(out, encryption=encryption or False)
    return out.getvalue()


def typed(
    pdf: bytes, answers: Mapping[str, str], *, ticks: tuple[str, ...] = ()
) -> bytes:
    """The form with some fields written in and some boxes ticked."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    for leaf in writer.pages:
        for note in leaf.get("/Annots", ()):
            field = note.get_object()
            name = str(field["/T"])
            if name in answers:
                field[NameObject("/V")] = TextStringObject(answers[name])
            if name in ticks:
                field[NameObject("/V")] = field[NameObject("/AS")] = NameObject("/Yes")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def reason(content: bytes) -> str:
    with pytest.raises(FormNotRead) as refused:
        read(content)
    return str(refused.value)


# What the form is like


def test_the_form_passes_the_pdf_ua_check() -> None:
    filled_in = standing(
        FORM, {"person_said": (WELSH,), "support_used": ("quiet_room",)}
    )
    for form in (FORM, filled_in):
        found = page.validate_pdf_bytes(
            fillable(form), profile=page.ValidationProfile.PDF_UA_1
        )
        assert [(f.rule_id, f.message) for f in found.failures] == []
        assert found.is_compliant


def test_the_same_form_gives_the_same_bytes_and_no_time_or_maker() -> None:
    assert fillable(FORM) == blank()
    facts = PdfReader(io.BytesIO(blank())).metadata
    assert facts is not None
    assert set(facts) == {"/Title"}


def test_a_screen_reader_is_told_title_language_and_every_question() -> None:
    pdf = opened(blank())
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo.Title) == "Record a visit"
    spoken = {name: str(w.TU) for name, w in fields(pdf).items()}
    assert spoken["date"] == "Which day? Like 30 11 2026."
    assert spoken["rule[+1]/kept=broken"] == "The door? Not kept"
    assert all(spoken.values())


def test_tab_goes_through_the_questions_in_order() -> None:
    pdf = opened(blank())
    assert all(leaf.Tabs == "/S" for leaf in pdf.pages)
    order = list(fields(pdf))
    assert order[:4] == [
        "date",
        "visit/left",
        "rule[+1]/kept=kept",
        "rule[+1]/kept=broken",
    ]
    assert order[-4:] == ["_form", "_file", "_base", "_known"]


def test_headings_are_headings_and_lie_in_order() -> None:
    pdf = opened(blank())
    kinds: list[str] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Dictionary) and "/S" in element:
            kinds.append(str(element.S))
            for inner in element.get("/K", []):
                walk(inner)

    walk(pdf.Root.StructTreeRoot.K)
    assert [k for k in kinds if k.startswith("/H")] == ["/H1", "/H2", "/H3", "/H2"]


def test_spelling_is_left_alone_only_in_the_own_words_of_the_person() -> None:
    pdf = opened(blank())
    unspelt = {name for name, w in fields(pdf).items() if int(w.Ff) & 1 << 22}
    assert unspelt == {"person_said"}


def test_nothing_is_ticked_or_written_unless_it_was_given() -> None:
    pdf = opened(blank())
    for name, field in fields(pdf).items():
        if not name.startswith("_"):
            assert str(field.get("/V", "")) in ("", "/Off"), name


def test_welsh_and_polish_are_drawn_with_letters_of_our_font() -> None:
    form = standing(FORM, {"what_happened": (f"{WELSH}\n{POLISH}",)})
    pdf = opened(fillable(form))
    looks = fields(pdf)["what_happened"].AP.N.read_bytes()
    assert b"<0000" not in looks
    assert b" T* " in looks
    fonts = pdf.Root.AcroForm.DR.Font.as_dict()
    assert set(fonts) == {"/F1", "/F2", "/Typed"}


def test_what_is_read_out_has_the_letters_that_were_written() -> None:
    part = Part(f"Tŷ {POLISH}", (Asked("note", f"{WELSH}?"),))
    pages = PdfReader(io.BytesIO(fillable(replace(FORM, parts=(part,))))).pages
    said = "".join(leaf.extract_text() for leaf in pages)
    assert f"Tŷ {POLISH}" in said
    assert f"{WELSH}?" in said


def test_long_words_in_the_record_get_room() -> None:
    form = standing(FORM, {"what_happened": ("A long sentence. " * 40,)})
    heights = []
    for content in (fillable(form), blank()):
        pdf = opened(content)
        rect = fields(pdf)["what_happened"].Rect
        heights.append(float(rect[3]) - float(rect[1]))
    assert heights[0] > 2 * heights[1]


# Reading back


@pytest.mark.parametrize("program", ["pdfium", "pdfjs", "pdf-lib", "pdftk"])
def test_a_form_filled_by_a_real_program_reads_back(program: str) -> None:
    filled = read((SAMPLES / f"filled-by-{program}.pdf").read_bytes())
    assert (filled.form, filled.version, filled.case) == ("visit", 1, "SG-2026-014")
    assert (filled.file, filled.base) == ("records/", "")
    assert filled.answers == {
        "type": ("visit",),
        "visit.boundaries[+1].boundary": ("SB1",),
        "visit.boundaries[+1].kept": ("kept",),
        "visit.boundaries[+2].boundary": ("SB2",),
        "visit.boundaries[+2].kept": ("broken",),
        "visit.pressured_interactions": ("2",),
        "visit.exit_phrase_used": ("true",),
        "visit.visitor": ("c1",),
        "visit.arranged": ("false",),
        "person_said": (SAID,),
        "what_happened": (
            "Corin came at two.\n\nTea in the garden room; he left when asked.",
        ),
        "date": ("22 11 2026",),
        "visit.arrived": ("14:05",),
        "visit.left": ("15:10",),
        "place": ("own_home",),
        "present": ("person", "st-04"),
        "follow_up[+1].what": ("Ask Tam about Sunday",),
        "follow_up[+1].owner": ("st-03",),
        "follow_up[+1].status": ("not_started",),
    }


def test_what_is_known_of_a_row_comes_only_with_the_row() -> None:
    filled = read(typed(blank(), {}, ticks=("rule[+2]/kept=kept",)))
    assert filled.answers == {
        "type": ("visit",),
        "rule[+2].rule": ("SB2",),
        "rule[+2].kept": ("kept",),
    }


def test_two_ticks_where_one_was_asked_for_are_both_told() -> None:
    ticks = ("rule[+1]/kept=kept", "rule[+1]/kept=broken")
    assert read(typed(blank(), {}, ticks=ticks)).answers["rule[+1].kept"] == (
        "kept",
        "broken",
    )


def test_what_stood_in_the_record_and_was_not_touched_is_no_answer() -> None:
    form = standing(
        FORM, {"person_said": ("As it was.\nTwice.",), "support_used": ("quiet_room",)}
    )
    filled = read(typed(fillable(form), {"note": "New."}))
    assert filled.answers["note"] == ("New.",)
    assert set(filled.answers) == {"type", "note"}
    assert filled.base == "a" * 64


def test_a_tick_taken_away_leaves_the_others() -> None:
    given = {"support_used": ("quiet_room", "extra_time")}
    pdf = opened(fillable(standing(FORM, given)))
    tick = fields(pdf)["support_used=quiet_room"]
    tick.V = tick.AS = pikepdf.Name.Off
    assert read(saved(pdf)).answers["support_used"] == ("extra_time",)


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=80
)


@settings(max_examples=40, deadline=None)
@given(
    st.fixed_dictionaries({"person_said": WORDS, "note": WORDS, "what_happened": WORDS})
)
def test_whatever_is_typed_comes_back_word_for_word(answers: Mapping[str, str]) -> None:
    content = typed(blank(), answers)
    kept = {n: t for n, t in ((n, plain(t)) for n, t in answers.items()) if t}
    if not kept:
        assert "Nobody has written" in reason(content)
        return
    assert {n: t for n, (t,) in read(content).answers.items() if n != "type"} == kept


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_words_that_a_program_saves_as_a_stream_are_not_lost(encoding: str) -> None:
    pdf = opened(blank())
    words = "He hit me.\nI was in the caf\u00e9."
    stream = pikepdf.Stream(pdf, words.replace("\n", "\r").encode(encoding))
    fields(pdf)["what_happened"][pikepdf.Name.V] = pdf.make_indirect(stream)
    assert read(saved(pdf)).answers["what_happened"] == (words,)


def plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n\0")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(fillable(FORM)) - 1), st.binary(min_size=1, max_size=30))
def test_a_damaged_form_is_read_or_refused_and_never_anything_else(
    place: int, noise: bytes
) -> None:
    content = blank()[:place] + noise + blank()[place + len(noise) :]
    for damaged in (content, blank()[:place]):
        try:
            assert isinstance(read(damaged), Filled)
        except FormNotRead as refused:
            assert str(refused).endswith(".")  # noqa: PT017 - only if it was refused


def test_a_cut_list_of_fields_hides_no_answer() -> None:
    """As macOS Preview is reported to leave a form."""
    pdf = opened(typed(blank(), {"note": "Still here."}))
    pdf.Root.AcroForm.Fields = pikepdf.Array([pdf.Root.AcroForm.Fields[0]])
    with pytest.warns(pikepdf.PageCopyWarning):
        cut = saved(pdf)
    assert read(cut).answers["note"] == ("Still here.",)


def test_an_older_form_is_read_with_its_version() -> None:
    older = fillable(replace(FORM, version=1))
    assert read(typed(older, {"note": "Old."})).version == 1


def test_a_printout_is_told_apart_from_a_damaged_file() -> None:
    pdf = opened(blank())
    for leaf in pdf.pages:
        del leaf.Annots
    assert "printout" in reason(saved(pdf))
    assert "damaged" in reason(b"%PDF-1.7 and then nothing")


def test_a_foreign_form_a_locked_one_and_xfa_are_refused_in_plain_words() -> None:
    pdf = opened(blank())
    assert "locked" in reason(saved(pdf, pikepdf.Encryption(owner="a", user="b")))
    fields(pdf)["_form"].V = pikepdf.String("P45")
    assert "not one that Alongside made" in reason(saved(pdf))
    pdf.Root.AcroForm.XFA = pikepdf.String("<xdp/>")
    assert "not one that Alongside made" in reason(saved(pdf))


def test_a_form_with_a_program_or_a_file_inside_is_refused() -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    names = pikepdf.Dictionary
    loads = (
        {"OpenAction": script},
        {"Names": names(JavaScript=names(Names=pikepdf.Array(["a", script])))},
        {"Names": names(EmbeddedFiles=names(Names=pikepdf.Array([])))},
        {"AA": names(WC=script)},
    )
    for load in loads:
        pdf = opened(typed(blank(), {"note": "x"}))
        for key, value in load.items():
            pdf.Root[f"/{key}"] = value
        assert "program or another file inside" in reason(saved(pdf))
    pdf = opened(typed(blank(), {"note": "x"}))
    fields(pdf)["note"].AA = names(K=script)
    assert "program or another file inside" in reason(saved(pdf))


def test_pages_and_fields_that_lead_round_in_a_ring_do_not_hold_anybody_up() -> None:
    pdf = opened(typed(blank(), {"note": "x"}))
    field = fields(pdf)["note"]
    field.Parent = field
    assert read(saved(pdf)).form == "visit"
    pdf = opened(typed(blank(), {"note": "x"}))
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    with pytest.raises(FormNotRead):
        read(saved(pdf))


def test_a_small_file_that_would_grow_without_end_is_refused() -> None:
    started = time.monotonic()
    with pytest.raises(FormNotRead):
        LimitedParser().read(swelling(200_000_000))
    assert time.monotonic() - started < 120


def swelling(size: int) -> bytes:
    """A PDF whose catalogue lies behind so many spaces, packed small."""
    inner = b"5 0 " + b" " * size + b"<< /Type /Catalog /Pages 6 0 R >>"
    packed = zlib.compress(inner, 9)
    head = b"%PDF-1.5\n"
    body = b"1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>"
    body = body % len(packed) + b"\nstream\n" + packed + b"\nendstream\nendobj\n"
    free, place = bytes(6), b"\x01" + len(head).to_bytes(4, "big") + b"\x00"
    rows = free + place + free * 3 + b"\x02" + (1).to_bytes(4, "big") + b"\x00"
    table = b"2 0 obj\n<< /Type /XRef /Size 6 /W [1 4 1] /Root 5 0 R /Length %d >>"
    table = table % len(rows) + b"\nstream\n" + rows + b"\nendstream\nendobj\n"
    ending = b"startxref\n%d\n%%%%EOF" % (len(head) + len(body))
    return head + body + table + ending


def test_a_form_that_nobody_wrote_on_says_so() -> None:
    assert "Nobody has written" in reason(blank())


@given(st.text("abc_.[]+0123456789", min_size=1), st.text("abc_-12", min_size=1))
def test_names_go_into_a_pdf_and_come_back(name: str, code: str) -> None:

    assert question_and_code(field_name(name)) == (name, "")
    assert question_and_code(tick_name(name, code)) == (name, code)
