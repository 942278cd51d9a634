"""Who may speak to the pages at all (reliability S24 to S28, T23)."""

import re
from pathlib import Path

import pytest
from _pytest.fixtures import FixtureRequest as Asked
from flask import Flask

from tests.web.conftest import GARETH, HERE, HOST, JONAH, MOIRA, PRIYA, Enter, Person
from workflow.web.door import HEADERS, IDLE, Door
from workflow.wiring.front_desk import FrontDesk

STRANGE_HOSTS = [
    "evil.test",
    "127.0.0.1.evil.test:5555",
    "127.0.0.1:5556",
    "localhost:5555",
    "127.0.0.1",
    "[::1]:5555",
    "",
    "127.0.0.1:5555.evil.test",
]


@pytest.mark.parametrize("host", STRANGE_HOSTS)
def test_any_other_host_is_refused(enter: Enter, host: str) -> None:
    person = enter()

    assert person.get("/", headers={"Host": host}).status_code == 403
    answer = person.get("/static/alongside.css", headers={"Host": host})
    assert answer.status_code == 403


def test_without_a_key_nobody_comes_in(app: Flask) -> None:
    client = app.test_client()

    assert client.get("/", base_url=HERE).status_code == 403
    assert client.get("/cases", base_url=HERE).status_code == 403
    assert client.get("/launch/guess", base_url=HERE).status_code == 403


def test_a_key_opens_once(app: Flask, door: Door) -> None:
    key = door.new_key()
    first = app.test_client().get(f"/launch/{key}", base_url=HERE)
    second = app.test_client().get(f"/launch/{key}", base_url=HERE)

    assert first.status_code == 302
    assert "HttpOnly" in first.headers["Set-Cookie"]
    assert "SameSite=Strict" in first.headers["Set-Cookie"]
    assert second.status_code == 403
    assert "Set-Cookie" not in second.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_is_refused(enter: Enter, site: str) -> None:
    person = enter()

    assert person.get("/", headers={"Sec-Fetch-Site": site}).status_code == 403
    sent = person.post("/look", {"text": "l"}, headers={"Sec-Fetch-Site": site})
    assert sent.status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.test", "null", f"http://{HOST}.evil.test", "https://x"]
)
def test_another_origin_is_refused(enter: Enter, origin: str) -> None:
    sent = enter().post("/look", {"text": "l"}, headers={"Origin": origin})

    assert sent.status_code == 403


def test_our_own_form_is_taken_under_its_hidden_origin(enter: Enter) -> None:
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}

    assert enter().post("/look", {"text": "l"}, headers=headers).status_code == 302
    ours = {"Origin": f"http://{HOST}"}
    assert enter().post("/look", {"text": "l"}, headers=ours).status_code == 302


def test_nothing_changes_without_the_token_of_the_page(enter: Enter) -> None:
    person, other = enter(), enter()
    page = other.get("/who").get_data(as_text=True)
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found

    for token in ("", "guess", found[1]):
        sent = person.client.post("/stop", data={"csrf": token}, base_url=HERE)
        assert sent.status_code == 403


def test_no_get_changes_anything(app: Flask, enter: Enter) -> None:
    person = enter()
    rules = list(app.url_map.iter_rules())
    shown = {rule.rule for rule in rules if "GET" in (rule.methods or ())}
    only_posts = {rule.rule for rule in rules} - shown

    assert len(only_posts) > 4
    for rule in only_posts:
        path = re.sub(r"<int:\w+>", "1", re.sub(r"<(?!int)\w+>", "a" * 32, rule))
        assert person.get(path).status_code in (404, 405)


@pytest.mark.parametrize(
    "path",
    [
        "/static/%2e%2e/%2e%2e/wiring.py",
        "/static/../__init__.py",
        "/c/..%2f..%2fetc",
        "/w/..%5c..%5cx/1",
        "/c/%00",
        "/done/%2e%2e",
        "/<script>alert(1)</script>",
    ],
)
def test_no_address_leads_to_a_file_or_comes_back(enter: Enter, path: str) -> None:
    answer = enter().get(path)

    assert answer.status_code in (403, 404)
    assert b"alert(1)" not in answer.data


def test_every_answer_has_its_headers_even_a_refusal(app: Flask, enter: Enter) -> None:
    person = enter()
    answers = [
        person.get("/"),
        person.get("/nothing"),
        person.get("/static/alongside.css"),
        app.test_client().get("/", base_url=HERE),
        person.get("/", headers={"Host": "evil.test"}),
        person.client.options("/", base_url=HERE),
    ]

    for answer in answers:
        answer.close()
        for name, text in HEADERS.items():
            assert answer.headers[name] == text
        assert not any(
            h.startswith("Access-Control") for h, _ in answer.headers.items()
        )
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_a_second_start_joins_only_with_the_secret(app: Flask, door: Door) -> None:
    client = app.test_client()

    refused = client.post("/join", base_url=HERE, headers={"X-Alongside": "guess"})
    assert refused.status_code == 403
    joined = client.post("/join", base_url=HERE, headers={"X-Alongside": door.secret})
    key = joined.get_data(as_text=True)
    assert client.get(f"/launch/{key}", base_url=HERE).status_code == 302


def test_too_much_at_once_is_refused_kindly(enter: Enter) -> None:
    person = enter()
    page = person.begin("Tam", "visit")
    sent = person.post(page, {"person_said": "a" * 3_000_000})

    assert sent.status_code == 413
    assert b"Nothing was saved" in sent.data


def test_after_ten_idle_minutes_somebody_says_again_who_is_recording() -> None:
    now = [0.0]
    door = Door(lambda: now[0])
    session = door.swap(door.new_key())
    assert session is not None
    session.who = MOIRA
    now[0] = IDLE - 1
    found = door.session(session.token)
    assert found is not None
    assert found.who == MOIRA
    now[0] += IDLE + 1
    found = door.session(session.token)
    assert found is not None
    assert found.who == ""


def test_no_page_has_a_name_in_its_tab_or_anything_from_elsewhere(enter: Enter) -> None:
    person = enter()
    paths = ["/", "/cases", "/help", "/who", "/new", "/hidden", person.case("Tam")]
    paths.append(person.begin("Tam", "visit"))
    for path in paths:
        page = person.get(path).get_data(as_text=True)
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title
        assert "Tam" not in title[1]
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page)
        assert not re.search(r"<script(?! src)|\sstyle=|\son\w+=", page)


# What each role may open (4.6).


def test_somebody_opens_the_cases_of_their_service_only(enter: Enter) -> None:
    moira, hamish = enter(MOIRA), enter("st-09")
    page = moira.get("/cases").get_data(as_text=True)

    assert "<b>Tam</b>" in page
    assert "<b>Tam</b>" not in hamish.get("/cases").get_data(as_text=True)
    assert hamish.get(moira.case("Tam")).status_code == 403


def test_a_manager_gives_a_reason_and_it_is_in_the_log(enter: Enter) -> None:
    gareth = enter(GARETH)
    case = gareth.case("Tam")
    asked = gareth.get(case)
    assert asked.status_code == 302
    assert asked.headers["Location"].endswith("/why")
    assert gareth.post(f"{case}/begin", {"form": "visit"}).status_code == 403
    gareth.post(f"{case}/why", {"reason": "oversight"})

    assert gareth.get(case).status_code == 200
    logs = (gareth.root / "_system" / "log").rglob("*.jsonl")
    assert any(b"opened.oversight" in log.read_bytes() for log in logs)


def test_a_form_for_leads_does_not_open_to_a_support_worker(enter: Enter) -> None:
    jonah = enter("st-04")

    for form in ("closing", "managerial-review"):
        sent = jonah.post(f"{jonah.case('Tam')}/begin", {"form": form})
        assert sent.status_code == 403


def test_a_bid_writer_sees_no_case(workspace: Path, request: Asked) -> None:
    path = workspace / "config" / "staff.yaml"
    text = path.read_text(encoding="utf-8")
    roles, services = "roles: [support_worker]", "services: [sv-home]"
    assert f"{roles}, {services}" in text
    writing = "roles: [bid_writer], services: [sv-quillmere]"
    path.write_text(text.replace(f"{roles}, {services}", writing), encoding="utf-8")
    enter: Enter = request.getfixturevalue("enter")
    writer = enter("st-08")

    assert "<b>" not in writer.get("/cases").get_data(as_text=True)
    assert "<b>" not in writer.get("/").get_data(as_text=True)
    assert writer.get(enter(MOIRA).case("Tam")).status_code == 403
    assert writer.get("/new").status_code == 403


def test_a_draft_is_for_its_writer_alone(enter: Enter) -> None:
    moira, jonah = enter(MOIRA), enter("st-04")
    page = moira.begin("Tam", "visit")
    moira.post(page, {"person_said": "That was nice.", "_do": "later"})

    assert "Begun, not in the record yet" in moira.get("/").get_data(as_text=True)
    assert jonah.get(page).status_code == 404
    assert "Begun" not in jonah.get("/").get_data(as_text=True)


SPOKEN_UP = """schema_version: 1
case_ref: SG-2026-014
record_id: 2026-11-02-speak_up-01
type: speak_up
date: 2026-11-02
time: '10:00'
place: own_home
recorded_by: st-01
recorded_at: '2026-11-02T10:30:00'
present: [person, st-01]
what_happened: A talk in the office.
person_said: Jonah is rough with me.
speak_up: {route: su-manager, about_a_worker: true, who_must_not_see: [st-04]}
"""


def test_what_is_spoken_up_reaches_managers_and_never_the_worker(
    enter: Enter, desk: FrontDesk
) -> None:
    jonah, moira, priya = enter(JONAH), enter(MOIRA), enter(PRIYA)
    file = "records/2026-11-02-speak_up-01.yaml"
    path = jonah.root / "cases" / "SG-2026-014" / file
    path.write_text(SPOKEN_UP, encoding="utf-8")
    for ref in desk.refs():
        desk.glance(ref)

    for person, sees in ((jonah, False), (moira, False), (priya, True)):
        case = person.case("Tam")
        shown = person.get(case).get_data(as_text=True)
        form = person.begin("Tam", "review")
        shown += person.get(form).get_data(as_text=True)
        shown += person.get("/").get_data(as_text=True)
        assert ("rough with me" in shown) is sees
        assert ("2026-11-02-speak_up-01" in shown) is sees
        sent = person.post(f"{case}/begin", {"form": "speak-up", "file": file})
        assert (sent.status_code == 302) is sees
    today = jonah.get("/").get_data(as_text=True)
    assert "speak" not in today.lower()


@pytest.mark.parametrize("path", ["/%09/other.example/x", "/%0a/other.example/x"])
def test_who_is_recording_never_leads_to_another_place(enter: Enter, path: str) -> None:
    person = enter("")
    assert person.get(path).status_code == 302
    answer = person.client.post("/who", data=_who(person), base_url=HERE)
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")


def _who(person: Person) -> dict[str, str]:
    page = person.client.get("/who", base_url=HERE).get_data(as_text=True)
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return {"csrf": found[1], "who": MOIRA}


@pytest.mark.parametrize("path", ["", "/keep"])
def test_words_sent_after_a_long_pause_are_kept_for_who_wrote_them(
    enter: Enter, door: Door, path: str
) -> None:
    moira = enter()
    page = moira.begin("Tam", "keywork")
    form = _who(moira) | {"person_said": "That was nice."}
    _wait(door)
    answer = moira.client.post(page + path, data=form, base_url=HERE)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/who"
    assert moira.get("/").headers["Location"] == "/who"
    moira.client.post("/who", data=_who(moira), base_url=HERE)
    assert "That was nice." in moira.get(page).get_data(as_text=True)


def test_words_sent_after_a_long_pause_are_shown_to_nobody_else(
    enter: Enter, door: Door
) -> None:
    moira = enter()
    page = moira.begin("Tam", "keywork")
    form = _who(moira) | {"person_said": "That was nice."}
    _wait(door)
    moira.client.post(page, data=form, base_url=HERE)
    moira.client.post("/who", data={**_who(moira), "who": JONAH}, base_url=HERE)
    assert moira.get(page).status_code == 404


def _wait(door: Door) -> None:
    """Ten minutes and more go by."""
    for session in door._sessions.values():  # noqa: SLF001 - no clock to turn here
        session.seen -= IDLE + 1
