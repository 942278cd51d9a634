"""The files of days: records, reviews, looks of a manager, learning notes."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from benchmarks.case_files import Content, head, journeys, visits
from benchmarks.sayings import RIGHTS
from benchmarks.story import DAY, Held, Story

TALKS = 25  # days from one everyday talk to the next
KEYWORK = 50  # days from one planned talk about rights to the next
LONGEST_SILENCE = 35
RECHECKED = ("options", "advocacy", "agreements", "capacity", "communication")


def records(story: Story) -> Iterator[tuple[str, Content]]:
    """The daily records by name; those of a case without a plan are few."""
    yield _keywork(story, story.opened)
    if story.agreed is None:
        return
    for day in _days(story, KEYWORK):
        yield _keywork(story, day)
    for day in _days(story, TALKS):
        silent = "no check-in" in story.faults
        if not silent or (story.today - day).days > LONGEST_SILENCE:
            yield _check_in(story, day)
    for day in visits(story):
        yield _visit(story, day)
    for day in journeys(story):
        yield _journey(story, day)
    if "information_sharing" in story.focus or story.chance(0.15):
        yield from _contact(story)
    if story.chance(0.1):
        yield _noted(story)


def _days(story: Story, apart: int) -> Iterator[date]:
    day = (story.agreed or story.opened) + 2 * DAY
    while day < story.end:
        yield day
        day += timedelta(days=apart - story.dice.randint(0, 4))


def _record(story: Story, kind: str, day: date) -> tuple[str, Content]:
    name = f"{day}-{kind}-01"
    at = story.time()
    written = datetime.combine(day, time.fromisoformat(at)) + timedelta(
        minutes=story.dice.randrange(30, 240, 5)
    )
    by = story.dice.choice((story.owner, *story.team.workers))
    found: Content = {
        **head(story),
        "record_id": name,
        "type": kind,
        "date": day,
        "time": at,
        "place": "own_home" if kind != "journey" else "community",
        "recorded_by": by,
        "recorded_at": written.isoformat(),
        "present": ["person", by],
    }
    if story.agreed and day >= story.agreed:
        found["plan_version"] = story.version_on(day)
    found["what_happened"] = story.write("happened")
    if "nothing said" not in story.faults or story.chance(0.6):
        found["person_said"] = story.say("said")
    return name, found


def _rated(story: Story) -> Content:
    rating: Content = {
        "measure": "M1",
        "value": story.dice.randint(4, 9),
        "given_by": "person",
    }
    return {"measurements": [rating]}


def _keywork(story: Story, day: date) -> tuple[str, Content]:
    name, found = _record(story, "keywork", day)
    talk: Content = {
        "rights_talked_about": list(story.dice.sample(RIGHTS, 2)),
        "planned": True,
        "what_we_agreed": story.say("reason"),
    }
    return name, found | {"keywork": talk}


def _check_in(story: Story, day: date) -> tuple[str, Content]:
    name, found = _record(story, "check_in", day)
    answers: Content = {
        "feels_listened_to": "said_yes",
        "anyone_pressuring": "said_no",
        "feels_in_control": story.dice.choice(("said_yes", "said_partly")),
        "happy_with_worker": "said_yes",
    }
    return name, found | _rated(story) | {"check_in": answers}


def _visit(story: Story, day: date) -> tuple[str, Content]:
    name, found = _record(story, "visit", day)
    found["present"] = ["person", "c1", found["recorded_by"]]
    visit: Content = {
        "visitor": "c1",
        "arranged": True,
        "arrangement": "AR1",
        "arrived": "14:00",
        "left": "15:00",
        "boundaries": [
            {"boundary": "SB1", "kept": "kept"},
            {"boundary": "SB2", "kept": story.dice.choice(("kept", "not_tested"))},
        ],
        "pressured_interactions": 0,
        "exit_phrase_used": False,
        "spoke_after_at": "15:20",
    }
    return name, found | _rated(story) | {"visit": visit}


def _journey(story: Story, day: date) -> tuple[str, Content]:
    name, found = _record(story, "journey", day)
    journey: Content = {
        "route": "RT1",
        "step": 1,
        "support": "beside_me",
        "set_off": "10:30",
        "returned": "11:45",
        "check_ins": [{"check_in": "CI1", "status": "made", "at": "11:00"}],
        "outcome": story.dice.choice(("completed", "completed_with_help")),
        "falls": 0,
        "signs_of_targeting": False,
    }
    return name, found | _rated(story) | {"journey": journey}


def _contact(story: Story) -> Iterator[tuple[str, Content]]:
    """Something told to the council, and the talk about it some days later."""
    day = story.working(story.agreed or story.opened, 2)
    if story.working(day, 2) >= story.end:
        return
    name, found = _record(story, "external_contact", day)
    talk_on = story.working(day, 2)
    talk_name, talk = _record(story, "review_conversation", talk_on)
    shared: Content = {
        "what": "The worry and what is wanted",
        "categories": ["identity", "concern_summary"],
        "purpose": "So that the council can say if more is wanted",
        "boundary": story.agreement_on(day),
    }
    if "shared outside" in story.faults:
        del shared["boundary"]
    contact: Content = {
        "direction": "shared_by_us",
        "contact": "c3",
        "agency": "council_safeguarding",
        "organisation": story.team.authority,
        "channel": "phone",
        "started_by": story.owner,
        "told_person_before": "said_yes",
        "person_present": False,
        "shared": [shared],
        "response": {"status": "received", "date": day, "what": story.say("result")},
        "review_conversation": {
            "answer": "accepted",
            "offered_on": day,
            "offered_by": story.owner,
            "record": talk_name,
        },
    }
    about: Content = {
        "about": name,
        "still_involved": "said_yes",
        "still_informed": "said_yes",
        "feels_in_control": "said_yes",
        "wants_boundary_change": "said_no",
    }
    yield name, found | {"external_contact": contact}
    yield talk_name, talk | {"review_conversation": about}


def _noted(story: Story) -> tuple[str, Content]:
    name, found = _record(story, "concern_note", story.agreed or story.opened)
    note: Content = {
        "noticed": story.say("concern"),
        "other_explanations": "A bad night, or the new medicine.",
        "asked_the_person": "said_yes",
        "talked_with": [story.team.deputy],
        "decision": story.say("reason"),
    }
    return name, found | {"concern_note": note}


def reviews(story: Story) -> Iterator[tuple[str, Content]]:
    """Every review that was held, and for some the next one, planned."""
    since = story.agreed or story.opened
    for review in story.reviews:
        yield review.name, _review(story, review, since)
        since = review.held or since


def _review(story: Story, review: Held, since: date) -> Content:
    held = review.held or review.due
    found: Content = {
        **head(story),
        "review_id": review.name,
        "kind": review.kind,
        "schedule": review.schedule,
        "due_on": review.due,
        "status": "held",
        "held_on": held,
        "lead": story.team.lead,
        "involvement": "took_part",
        "period": {"from": min(since, held), "to": held},
        "what_has_improved": story.say("improved"),
        "what_has_not": story.say("not_yet"),
        "measure_notes": [
            {"measure": "M1", "trend": story.dice.choice(("better", "same"))}
        ],
        "thresholds": [{"threshold": "E1", "reached": False}],
        "decision": "carry_on",
        "decision_reason": story.say("reason"),
        "signed_by": story.team.lead,
    }
    if review.kind != "pattern":
        found |= _together(story, held)
    if review is story.new_version:
        found |= {"decision": "change_plan", "new_plan_version": 2}
    if review.kind in ("initial", "scheduled"):
        found["outcome_progress"] = [
            {
                "outcome": f"O{n}",
                "status": "partially_achieved",
                "person_words": story.say("said"),
            }
            for n in range(1, story.outcomes + 1)
        ]
        found["rechecked"] = dict.fromkeys(RECHECKED, True)
    if story.has_limit and review.kind != "pattern":
        found["restrictions"] = [_kept(story, held)]
    return found


def _together(story: Story, held: date) -> Content:
    return {
        "attended": ["person", story.owner, story.team.lead],
        "person_view": story.say("said"),
        "what_person_says_changed": story.say("changed"),
        "person_recognises_plan": "said_yes",
        "told_person_result_on": held,
    }


def _kept(story: Story, held: date) -> Content:
    return {
        "restriction": "X1",
        "still_needed_because": story.say("reason"),
        "less_restrictive_now": "A smaller amount carried on visit days",
        "decision": "keep",
        "next_review_on": story.calendar.roll_back(held + 28 * DAY),
    }


def managerial_reviews(story: Story) -> Iterator[tuple[str, Content]]:
    """For some of the older cases: a manager's look after a complaint, now closed."""
    opened = story.working(story.agreed or story.opened, 5)
    if (
        story.agreed is None
        or story.number % 9
        or story.working(opened, 4) >= story.end
    ):
        return
    name = f"{opened}-01"
    yield (
        name,
        {
            **head(story),
            "mreview_id": name,
            "reasons": ["complaint"],
            "opened_on": opened,
            "due_on": story.working(opened, 5),
            "reviewer": story.team.manager,
            "what_was_agreed": story.say("reason"),
            "what_happened": story.write("happened", 2),
            "why": "A new worker had not read the plan.",
            "effect_on_person": story.say("said"),
            "was_it_necessary_and_proportionate": "It was not necessary.",
            "outcome": "partly_justified",
            "put_right": "Said sorry the same day.",
            "person_told_on": story.working(opened, 3),
            "notify_considered": "Looked at with the data contact; no report needed.",
            "learning": name,
            "closed_on": story.working(opened, 4),
        },
    )


def learning(story: Story) -> Iterator[tuple[str, Content]]:
    """The learning note that belongs to each closed look of a manager."""
    for name, look in managerial_reviews(story):
        opened = date.fromisoformat(str(look["opened_on"]))
        told = story.working(opened, 4)
        check_on = story.calendar.roll_back(told + 28 * DAY)
        check: Content = {"how": "Ask two workers", "due_on": check_on}
        status = "told"
        if check_on < story.end:
            status = "checked"
            check |= {
                "done_on": check_on,
                "by": story.team.lead,
                "result": "Both workers knew where to look.",
            }
        yield (
            name,
            {
                **head(story),
                "learning_id": name,
                "source": "managerial_review",
                "source_ref": name,
                "opened_on": opened,
                "due_on": story.working(opened, 10),
                "owner": story.team.manager,
                "what_happened_short": "A worker did not know what had been agreed.",
                "what_we_learned": story.say("learned"),
                "what_changed": "The agreed points are on the front page.",
                "told": [{"who": "Day team", "how": "Briefing", "date": told}],
                "check": check,
                "status": status,
                "share_outside_case": True,
            },
        )
