"""The single files of an invented case: person, case, plan, consent, closure."""

from datetime import date

from benchmarks.sayings import FIRST, PHRASES, PRESSURE, STREETS
from benchmarks.story import DAY, WEEK, Story
from benchmarks.writing import Value
from workflow.domain.rhythm import months_after

Content = dict[str, Value]
TOPICS: list[Value] = [
    "what_stays_private",
    "who_in_team_knows",
    "what_may_be_shared_if_risk_rises",
    "right_to_change_mind",
]
SUPPORTS = ("extra_time", "quiet_room", "picture_cards", "short_talks")
KIN = (("sibling", "my brother"), ("friend", "my friend"), ("adult_child", "my son"))
RETENTION = 8  # years


def head(story: Story) -> Content:
    """What every file begins with."""
    return {"schema_version": 1, "case_ref": story.ref}


def person(story: Story) -> Content:
    """Who they are, how to talk with them, who is around them."""
    about: Content = {
        "recorded_on": story.opened,
        "most_important_to_me": story.say("matters"),
        "how_i_communicate": "Talk to me when it is quiet. Give me time.",
    }
    if story.chance(0.5):
        about["please_do_please_dont"] = story.say("dont")
    born = date(1936, 1, 1) + story.dice.randrange(70 * 365) * DAY
    found: Content = {
        **head(story),
        "person_id": f"P-{story.number:05d}",
        "full_name": f"{story.first_name} {story.last_name}",
        "preferred_name": story.first_name,
        "date_of_birth": min(born, date(2005, 6, 1)),
        "address": f"{story.dice.randint(1, 99)} {story.dice.choice(STREETS)}",
        "about_me": about,
        "communication": _communication(story),
        "contacts": _contacts(story),
    }
    if story.chance(0.3):
        value = f"CM-{story.dice.randint(10000, 99999)}"
        found["local_ids"] = [{"kind": "council id", "value": value}]
    return found


def _communication(story: Story) -> Content:
    asked = story.opened
    found: Content = {
        "language": "English" if story.team.nation != "wales" else "Welsh",
        "formats": ["easy_read", "spoken"] if story.easy_read else ["standard_print"],
        "supports": list(SUPPORTS[: story.dice.randint(1, 4)]),
        "how_to_explain": "One thing at a time, then ask for it to be said back.",
        "trusted_supporter": "c2",
        "share_my_needs": "said_yes",
        "identified_on": asked,
        "next_review_on": months_after(story.end, 4),
        "safe_contact": {
            "method": ["in_person", "phone"],
            "number_or_address": f"07700 900{story.dice.randint(100, 999)}",
            "letters_safe": story.chance(0.7),
            "voicemail_safe": story.chance(0.5),
            "own_copy_kept": "person_keeps",
        },
    }
    if months_after(asked, 12) < months_after(story.end, 4):
        found["reviewed_on"] = max(asked, months_after(story.end, -2))
    if story.easy_read:
        found["picture_set"] = "Photos of their own places"
    return found


def _contacts(story: Story) -> list[Value]:
    code, words = story.dice.choice(KIN)
    first: Content = {
        "id": "c1",
        "name": f"{story.dice.choice(FIRST)} {story.last_name}",
        "relationship": words,
        "relationship_code": code,
        "flags": ["source_of_risk"] if story.known_source else ["emergency"],
        "okay_to_contact": not story.known_source,
    }
    second: Content = {
        "id": "c2",
        "name": f"{story.dice.choice(FIRST)} {story.dice.choice(FIRST)}son",
        "relationship": "my friend from the club",
        "relationship_code": "friend",
        "flags": ["trusted_supporter"],
        "phone": f"07700 900{story.dice.randint(100, 999)}",
        "okay_to_contact": True,
    }
    team: Content = {
        "id": "c3",
        "name": "Duty desk",
        "relationship": "council safeguarding team",
        "relationship_code": "professional",
        "flags": ["professional"],
        "organisation": story.team.authority,
        "agency": "council_safeguarding",
        "okay_to_contact": True,
    }
    helper: Content = {
        "id": "c4",
        "name": f"{story.dice.choice(FIRST)} {story.dice.choice(FIRST)}wick",
        "relationship": "my advocate",
        "relationship_code": "advocate",
        "flags": ["advocate"],
        "organisation": "Open Voices",
        "agency": "advocacy",
        "okay_to_contact": True,
    }
    return [first, second, team, helper] if story.advocate else [first, second, team]


def case(story: Story) -> Content:
    """The worry, what they want, what they can decide, who looks after it."""
    found: Content = {
        **head(story),
        "person_id": f"P-{story.number:05d}",
        "service_id": story.team.service,
        "focus": list(story.focus),
        "pathway": _pathway(story),
        "status": story.status,
        "priority": "urgent" if story.chance(0.12) else "standard",
        "opened_on": story.opened,
    }
    if story.closed:
        found["closed_on"] = story.closed
    return found | {
        "ownership": {
            "owner": story.owner,
            "cover": story.cover,
            "safeguarding_lead": story.team.lead,
        },
        "sensitivity": {"restricted": False, "tender_use": "if_agreed"},
        "concern": _concern(story),
        "risk": _risk(story),
        "threshold": _threshold(story),
        "msp": {
            "asked": "asked_expressed",
            "asked_on": story.opened,
            "asked_by": story.owner,
            "how_supported": story.say("plain"),
            "who_answered": "person",
        },
        "outcomes": [_outcome(story, n) for n in range(1, story.outcomes + 1)],
        "capacity": _capacity(story),
        "advocacy": _advocacy(story),
        **_connected(story),
        "liberty": {"authorisation": "not_needed"},
    }


def _no_worry(story: Story) -> bool:
    """A positive risk plan, without a safeguarding concern."""
    return story.focus == ("positive_risk",)


def _pathway(story: Story) -> str:
    return "positive_risk_only" if _no_worry(story) else "provider_led"


def _concern(story: Story) -> Content:
    return {
        "raised_on": story.opened,
        "raised_at": story.time(),
        "raised_by_kind": "person",
        "raised_by": "person",
        "what_was_said_or_seen": story.say("concern"),
        "person_account": story.say("account"),
        "immediate_danger": False,
        "reported_to_lead_on": story.opened,
        "first_conversation_on": story.opened,
        "told_person_on": story.opened,
        "agreement_to_report": "not_applicable" if _no_worry(story) else "said_yes",
    }


def _risk(story: Story) -> Content:
    if _no_worry(story):
        source: Content = {"category": "none"}
        return {
            "abuse_types": ["none"],
            "sources": [source],
            "locations": ["community"],
        }
    source = {"category": "unknown_to_person"}
    if story.known_source:
        source = {"category": "known_to_person", "contact": "c1"}
    types: list[Value] = ["financial"]
    if story.chance(0.4):
        types.append("psychological")
    return {"abuse_types": types, "sources": [source], "locations": ["own_home"]}


def _threshold(story: Story) -> Content:
    if _no_worry(story):
        found: Content = {"decision": "not_applicable"}
    else:
        found = {
            "needs": "met",
            "at_risk": "unsure",
            "cannot_protect": "not_met",
            "decision": "not_report",
        }
    return found | {
        "decided_on": story.opened,
        "decided_by": story.team.lead,
        "rationale": story.write("reason", 2),
        "person_view": story.say("view"),
    }


def _outcome(story: Story, number: int) -> Content:
    found: Content = {
        "id": f"O{number}",
        "in_their_words": story.say("want"),
        "said_by": "person",
        "recorded_on": story.opened,
        "recorded_by": story.owner,
        "what_good_looks_like": story.say("good"),
        "status": "not_yet_known",
    }
    last = story.last_held("initial", "scheduled")
    if story.closed or last:
        reached = "fully_achieved" if story.closed else "partially_achieved"
        on = story.closed or (last.held if last else None) or story.opened
        found |= {"status": reached, "status_on": on, "status_said_by": "person"}
    return found


def _capacity(story: Story) -> list[Value]:
    decisions = (
        "How to go on with the plan day to day",
        "Who is told about this worry",
    )
    return [_entry(story, n, d) for n, d in enumerate(decisions, start=1)]


def _entry(story: Story, number: int, decision: str) -> Content:
    found: Content = {
        "id": f"CD{number}",
        "decision": decision,
        "considered_on": story.opened,
        "considered_by": story.team.lead if number == 1 else story.owner,
        "position": "presumed" if story.presumed else "has_capacity",
        "support_given": story.say("plain"),
        "undue_pressure_considered": "Talked alone, on three days. The view stayed.",
    }
    if not story.presumed:
        abilities = ("understand", "retain", "use_or_weigh", "communicate")
        found |= {
            "reason_to_doubt": "Said two different things on one day about money.",
            "assessment": {
                "assessed_on": story.opened,
                "assessor": "Practice nurse",
                "impairment": "A stroke some years ago",
                **dict.fromkeys(abilities, True),
                "evidence": story.write("plain", 2),
            },
            "review_on": months_after(story.end, 3),
        }
    return found


def _advocacy(story: Story) -> Content:
    offer: Content = {
        "offered_on": story.opened,
        "offered_by": story.owner,
        "how_explained": "Leaflet and a short film.",
        "answer": "accepted" if story.advocate else "declined",
    }
    found: Content = {
        "substantial_difficulty": "none",
        "considered_on": story.opened,
        "considered_by": story.owner,
        "offers": [offer],
    }
    if story.advocate:
        offer |= {"type": "general", "referred_on": story.opened, "advocate": "c4"}
        found["how_it_helped"] = "Said no for them once, and asked for more time."
    return found


def _connected(story: Story) -> Content:
    if not story.known_source:
        return {}
    return {
        "domestic_abuse": {
            "considered": True,
            "personally_connected": True,
            "coercive_control_considered": "Asking for money, no threats reported.",
            "professional_judgement_high_risk": False,
            "specialist_offered": "said_no",
            "marac_decision": "considered_not_referred",
            "rationale": story.say("reason"),
        }
    }


def plan(story: Story, version: int) -> Content:
    """The plan as it was agreed in this version; a draft while there is none."""
    if story.agreed is None:
        return _draft(story)
    new = story.new_version
    agreed = new.held if version > 1 and new and new.held else story.agreed
    found: Content = {
        **head(story),
        "version": version,
        "status": "agreed" if version == story.version else "superseded",
        "title_for_person": "My plan",
        "language": "English",
        "agreed_on": agreed,
        "first_agreed_on": story.agreed,
        "starts_on": agreed,
    }
    if version > 1:
        found["changed_because"] = story.write("reason", 2)
    return (
        found
        | _written_together(story, agreed)
        | _choices(story)
        | _limits(story)
        | _work(story)
        | _modules(story)
        | _rhythm(story)
        | _agreed(story, agreed)
    )


def _draft(story: Story) -> Content:
    """Nearly written: all but the agreeing."""
    return {
        **head(story),
        "version": 1,
        "status": "draft",
        **_written_together(story, story.opened),
        **_choices(story),
        **_work(story),
        **_modules(story),
        **_rhythm(story),
        **_if_it_fails(),
    }


def _if_it_fails() -> Content:
    return {
        "contingency": "If it does not work, meet again and think about less.",
        "emergency": {"call": ["999", "On-call team leader"]},
    }


def _written_together(story: Story, agreed: date) -> Content:
    session: Content = {
        "date": agreed,
        "with": ["person", story.owner],
        "support_used": ["extra_time"],
    }
    if story.chance(0.5):
        session["what_the_person_changed"] = story.say("reason")
    return {
        "co_production": {
            "written_with": ["person", story.owner],
            "sessions": [session],
            "person_recognises_plan": "said_yes",
        },
        "my_words": {
            "what_matters_to_me": story.say("matters"),
            "what_safe_means_to_me": story.say("good"),
            "what_i_want_to_happen": story.say("want"),
            "what_i_do_not_want": story.say("dont"),
            "what_i_can_manage_myself": story.say("manage"),
        },
    }


def _choices(story: Story) -> Content:
    outcomes: list[Value] = [f"O{n}" for n in range(1, story.outcomes + 1)]
    return {
        "outcome_refs": outcomes,
        "risks": [_worry(story, n) for n in range(1, story.dice.randint(2, 4))],
        "options": [_option(story, n) for n in range(1, story.dice.randint(3, 5))],
    }


def _worry(story: Story, number: int) -> Content:
    return {
        "id": f"R{number}",
        "what_could_happen": story.say("risk"),
        "who_is_worried": ["person", "staff"],
        "likely": "medium",
        "serious": "low",
        "person_view": story.say("view"),
        "good_side": story.say("reason"),
        "harm_of_stopping": "They would feel treated like a child.",
    }


def _option(story: Story, number: int) -> Content:
    found: Content = {
        "id": f"OP{number}",
        "what": story.say("option"),
        "for_outcomes": [f"O{n}" for n in range(1, story.outcomes + 1)],
        "suggested_by": "person" if number == 1 else "staff",
        "how_explained": story.say("plain"),
        "good_points": story.say("pro"),
        "bad_points": story.say("con"),
        "person_view": story.say("view"),
        "decision": "chosen" if number == 1 else "declined",
        "reason": story.say("reason"),
        "decided_on": story.opened,
    }
    if number > 1 and "no reason" in story.faults:
        del found["reason"]
    return found


def _limits(story: Story) -> Content:
    if not story.has_limit or story.agreed is None:
        return {}
    last = story.last_held("restriction")
    seen = (last.held if last else None) or story.agreed
    following = story.calendar.roll_back(seen + 4 * WEEK)
    late = story.calendar.roll_back(story.today - 6 * DAY)
    return {
        "restrictions": [
            {
                "id": "X1",
                "what": "Bank card kept in the office safe on visit days",
                "kind": "money",
                "started_on": story.agreed,
                "rationale": story.write("reason", 2),
                "risk_refs": ["R1"],
                "freedom_affected": "Cannot use the card on those days without asking.",
                "less_restrictive": [
                    {
                        "tried_or_considered": "A smaller weekly amount",
                        "why_not_enough": story.say("reason"),
                    }
                ],
                "person_view": story.say("view"),
                "basis": "person_agrees",
                "authorised_by": story.team.lead,
                "review_on": late if "old limit" in story.faults else following,
                "status": "active",
            }
        ]
    }


def _alone(story: Story) -> Content:
    return {
        "id": "SM1",
        "i_can": story.say("manage"),
        "staff_step_in_when": "They ask, or go quiet.",
    }


def _work(story: Story) -> Content:
    strengths: list[Value] = [
        {"id": f"P{n}", "what": story.say("strength"), "kind": "relationship"}
        for n in range(1, story.dice.randint(2, 4))
    ]
    start = story.agreed or story.opened
    measure: Content = {
        "id": "M1",
        "name": "How in control I feel",
        "question": "0 is not at all, 10 is fully. Where are you?",
        "given_by": "person",
        "scale_min": 0,
        "scale_max": 10,
        "better": "higher",
        "baseline": story.dice.randint(2, 5),
        "baseline_on": start,
        "target": 8,
        "collected_in": ["check_in", "visit", "journey"],
    }
    return {
        "protective_factors": strengths,
        "self_management": [_alone(story)],
        "agreed_summary": story.say("want"),
        "actions": [_action(story, n) for n in range(1, story.dice.randint(3, 6))],
        "measures": [measure],
    }


def _action(story: Story, number: int) -> Content:
    start = story.agreed or story.opened
    due = story.working(start, 4 * number)
    found: Content = {
        "id": f"A{number}",
        "what": story.say("action"),
        "for_outcomes": ["O1"],
        "owner": "person" if number == 2 else story.owner,
        "due_on": due,
        "how_we_will_know": story.say("known"),
        "status": "in_progress",
    }
    late = number == 1 and "late action" in story.faults
    if due < story.end and not late:
        result = story.say("result")
        found |= {"status": "done", "done_on": due, "result": result}
    elif story.closed:
        found |= {"status": "no_longer_needed"}
    return found


def _modules(story: Story) -> Content:
    found: Content = {}
    if "safe_contact" in story.focus:
        found["safe_contact"] = _safe_contact(story)
    if "positive_risk" in story.focus:
        found["positive_risk"] = _positive_risk(story)
    return found


def _safe_contact(story: Story) -> Content:
    whom: list[Value] = ["person", "c2", story.owner, story.team.lead]
    arrangement: Content = {
        "id": "AR1",
        "place": "Garden room",
        "when": "Every other week, 14:00",
        "max_minutes": 60,
        "who_else": [story.team.workers[0]],
    }
    if visits(story):
        arrangement["dates"] = [str(day) for day in visits(story)]
    signs = (story.say("concern"), story.say("risk"), "Will not leave", "Threats")
    steps: list[Value] = []
    for number, sign in enumerate(signs, start=1):
        step: Content = {"step": number, "if": sign, "staff_do": story.say("step")}
        if number == len(signs):
            step["call"] = "emergency_services"
        steps.append(step)
    return {
        "with_whom": "c1",
        "wish": "continue",
        "what_safe_contact_means": story.say("good"),
        "arrangements": [arrangement],
        "boundaries": [
            {
                "id": f"SB{n}",
                "words": story.say("boundary"),
                "told_to_visitor": "said_yes",
            }
            for n in (1, 2)
        ],
        "pressure_signs": list(PRESSURE),
        "exit_phrase": {
            "phrase": story.dice.choice(PHRASES),
            "who_knows": whom,
            "first_staff_action": "Come in at once and walk out together.",
        },
        "response_steps": steps,
        "after_visit": "Ask within the hour, in the kitchen, with the number card.",
    }


def _positive_risk(story: Story) -> Content:
    start = story.agreed or story.opened
    done = [day for day in journeys(story) if day < story.end]
    first: Content = {
        "step": 1,
        "what": "With somebody beside them",
        "support": "beside_me",
        "move_on_when": "Two walks with no help needed",
        "status": "achieved" if done else "trying",
    }
    if done:
        first["achieved_on"] = done[0]
    found: Content = {
        "activity": story.say("want"),
        "why_it_matters": story.say("matters"),
        "steps": [
            first,
            {
                "step": 2,
                "what": "With somebody at a distance",
                "support": "nearby",
                "move_on_when": "Four walks, sure of the way",
                "status": "trying",
            },
        ],
        "routes": [
            {
                "id": "RT1",
                "name": "Home to the cafe",
                "way": "Out of the front, left past the post box, over at the lights.",
                "safe_places": ["Library porch", "Chemist"],
                "practised_on": [str(start)],
                "plan_b": story.say("step"),
            }
        ],
        "check_ins": [_check_in_point(story)],
        "help_seeking": {
            "formats": ["card"],
            "my_words": [f"My name is {story.first_name}.", "Please give me time."],
            "call_first": "c2",
            "call_next": story.owner,
        },
    }
    if done:
        found["planned_dates"] = [str(day) for day in done]
    return found


def _check_in_point(story: Story) -> Content:
    return {
        "id": "CI1",
        "point": "When I get there",
        "chosen_by": "person",
        "how": "text_message",
        "to": story.owner,
        "expected": "on arrival",
        "grace_minutes": 30,
        "if_missed": ["Text", "Ring after 10 minutes", "Walk the route", "Call 999"],
    }


def visits(story: Story) -> list[date]:
    """The days on which the visits of a safe-contact plan took place."""
    return _every(story, "safe_contact", 2)


def journeys(story: Story) -> list[date]:
    """The days of the journeys of a positive-risk plan."""
    return _every(story, "positive_risk", 2)


def _every(story: Story, focus: str, weeks: int) -> list[date]:
    if focus not in story.focus or story.agreed is None:
        return []
    days, day = [], story.agreed + 3 * DAY
    while day < story.end:
        days.append(day)
        day += weeks * WEEK
    return days


def _rhythm(story: Story) -> Content:
    every = story.weeks_between
    lead = story.team.lead
    dated = _schedule("RS1", "initial", lead, story.first_review)
    schedules = [dated]
    if not story.closed or story.second_review < story.closed:
        on = story.calendar.roll_back(story.second_review)
        repeated: Content = {"every": every, "unit": "weeks"}
        schedules.append(_schedule("RS2", "scheduled", lead, on) | repeated)
    if "safe_contact" in story.focus:
        weekly: Content = {
            "every": 1,
            "unit": "weeks",
            "occurrences": story.pattern_weeks,
        }
        on = (story.agreed or story.opened) + WEEK
        schedules.append(_schedule("RS3", "pattern", lead, on) | weekly)
    if story.has_limit and story.agreed:
        monthly: Content = {"every": 4, "unit": "weeks"}
        on = story.agreed + 4 * WEEK
        schedules.append(_schedule("RS4", "restriction", lead, on) | monthly)
    return {
        "escalation_thresholds": [_warning_point()],
        "review_schedule": list(schedules),
        "review_triggers": _triggers(story),
    }


def _schedule(identifier: str, kind: str, lead: str, first: date) -> Content:
    return {
        "id": identifier,
        "kind": kind,
        "purpose": "See how it goes together",
        "lead": lead,
        "first_due": first,
    }


def _warning_point() -> Content:
    return {
        "id": "E1",
        "when": "Anyone is threatened or hurt.",
        "detect": {
            "record_type": "incident",
            "field": "incident.kind",
            "op": "eq",
            "value": "threat",
        },
        "then": "Tell the council and think about the police.",
        "to": "council",
        "within": 4,
        "unit": "hours",
        "person_told_in_advance": True,
    }


def _triggers(story: Story) -> list[Value]:
    kinds = {"person_asks": "I say I want to talk about it."}
    if "positive_risk" in story.focus:
        kinds |= {
            "missed_check_in": "I miss a check-in.",
            "increased_falls": "I fall more than before.",
            "signs_of_targeting": "Somebody picks on me.",
        }
    return [
        {
            "id": f"T{number}",
            "kind": kind,
            "words": words,
            "lead": story.team.lead,
            "within": 2,
            "unit": "working_days",
        }
        for number, (kind, words) in enumerate(kinds.items(), start=1)
    ]


def _agreed(story: Story, agreed: date) -> Content:
    found: Content = {
        **_if_it_fails(),
        "signatures": [
            {"who": "person", "how": "said", "date": agreed},
            {"who": story.team.lead, "how": "signed", "date": agreed},
        ],
    }
    given = min(story.working(agreed, 2), story.end)
    copy: Content = {"to": "person", "version": "own copy", "given_on": given}
    copies: list[Value] = [copy]
    if story.easy_read:
        copies.append({"to": "person", "version": "easy read", "given_on": given})
    return found | {"copies": copies}


def consent(story: Story) -> Content:
    """What was explained, and what may be told to whom."""
    found: Content = {**head(story), "use_of_story": {"decision": "not_asked"}}
    if story.status == "listening":
        return found
    told = story.agreed or story.opened
    return found | {
        "explained": [
            {
                "date": told,
                "by": story.owner,
                "topics": TOPICS,
                "how": story.say("plain"),
                "understood": "said_yes",
                "person_words": story.say("share"),
            }
        ],
        "wishes": story.say("share"),
        "worries": story.say("worry"),
        "capacity_ref": "CD2",
        "options_explained": [
            {
                "option": option,
                "good_points": story.say("pro"),
                "bad_points": story.say("con"),
                "person_view": story.say("view"),
            }
            for option in ("Tell nobody outside", "Tell the council, with limits")
        ],
        "agreed_approach": story.write("reason", 2),
        **_boundaries(story),
        "if_risk_rises": {
            "what_may_be_shared": "What happened and who was there",
            "when": "Somebody is hurt or threatened",
            "who_decides": story.team.lead,
            "told_person_on": told,
        },
        "lawful_basis": {
            "article6": "ea_recognised_legitimate_interest",
            "article9": "g_substantial_public_interest",
        },
        "review_on": months_after(story.end, 2),
    }


def _boundaries(story: Story) -> Content:
    if not story.agreements:
        return {}
    return {
        "boundaries": [_boundary(story, *each) for each in story.agreements],
        "do_not_share": _kept_from(story),
    }


def _boundary(story: Story, identifier: str, since: date, until: date) -> Content:
    return {
        "id": identifier,
        "what": "The worry, what I want, and that staff are helping",
        "categories": ["identity", "concern_summary", "desired_outcomes"],
        "contact": "c3",
        "agency": "council_safeguarding",
        "organisation": story.team.authority,
        "why": "So they know and can say if more is wanted",
        "decision": "agreed",
        "person_words": story.say("share"),
        "decided_on": since,
        "recorded_by": story.owner,
        "agreed_how": "said",
        "until": until,
    }


def _kept_from(story: Story) -> list[Value]:
    found: Content = {
        "id": "N1",
        "categories": ["concern_summary", "money"],
        "contact": "c1",
        "person_words": story.say("worry"),
    }
    return [found]


def closure(story: Story) -> Content:
    """How it ended."""
    closed = story.closed or story.today
    capable = "has" if not story.presumed else "not_recorded"
    asked = story.calendar.roll_back(min(closed + 3 * WEEK, story.today))
    return {
        **head(story),
        "closed_on": closed,
        "reason": "outcomes_met",
        "person_agrees": "said_yes",
        "person_words": story.say("changed"),
        "msp_asked": "asked_expressed",
        "outcomes": [
            {
                "outcome": f"O{n}",
                "status": "fully_achieved",
                "said_by": "person",
                "person_words": story.say("changed"),
            }
            for n in range(1, story.outcomes + 1)
        ],
        "risk_assessment": "identified_action",
        "risk_outcome": "reduced",
        "capacity_sac": capable,
        "feedback": {"asked_on": asked, "felt_listened_to": "said_yes"},
        "what_changed_for_person": story.say("changed"),
        "what_service_learned": story.write("learned", 2),
        "if_worried_again": "Ring any manager, or ask a supporter to ring.",
        "records_review_on": months_after(closed, RETENTION * 12),
    }
