"""What each kind of due item is called, what it needs, and what its lateness risks.

Words for staff; they name nobody and say nothing of what happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PROMISED = "Something that was promised has not been done."


@dataclass(frozen=True)
class KindWords:
    """A kind of due item in words: its label, what is needed, the risk while late."""

    label: str
    needed: str
    risk: str = PROMISED


UNSEEN = "Nobody has asked the person whether the plan still keeps them safe."
UNHEARD = "The person may not know what was done or decided about them."
UNCHECKED = "A mistake may be repeated, and the person has had no answer."

REVIEW = KindWords(
    "Review", "Hold the review with the person, or agree a new date", UNSEEN
)
KINDS: Mapping[str, KindWords] = {
    "pattern": KindWords(
        "Pattern review",
        "Read the records since last time and write the pattern review",
        "A pattern of pressure or harm may go unseen.",
    ),
    "triggered": KindWords(
        "Review brought forward",
        "Hold the review with the person now",
        "Something happened that was agreed to bring a review forward.",
    ),
    "review_to_plan": KindWords(
        "Review to plan", "Agree the next review date with the person", UNSEEN
    ),
    "restriction": KindWords(
        "Limit on freedom",
        "Decide with the person: keep with reasons, reduce or end",
        "A limit on somebody's freedom goes on without a reason in date.",
    ),
    "unlisted_limit": KindWords(
        "Limit outside the plan",
        "Stop the limit, or write it into the plan with its reason",
        "A limit that nobody agreed is being used.",
    ),
    "sharing_boundary": KindWords(
        "Sharing agreement",
        "Ask the person: renew, change or stop",
        "Information may be shared that the person no longer agrees to.",
    ),
    "consent_review": KindWords(
        "Sharing choices",
        "Go through the sharing choices with the person",
        "Information may be shared that the person no longer agrees to.",
    ),
    "capacity": KindWords(
        "Capacity",
        "Look at this decision again with the person",
        "A decision may be made for somebody who can now make it.",
    ),
    "capacity_assessment": KindWords(
        "Capacity assessment",
        "Get the assessment done, or say why not",
        "A decision waits, or is made without knowing who may make it.",
    ),
    "communication": KindWords(
        "Communication",
        "Ask about communication needs again",
        "The person may not be understanding or be understood.",
    ),
    "action": KindWords("Action", "Do it, or write why it cannot be done"),
    "follow_up": KindWords("Follow-up", "Do it, or write why it cannot be done"),
    "managerial_review": KindWords(
        "Managerial review", "Open it, finish it and tell the person", UNCHECKED
    ),
    "learning": KindWords(
        "Learning", "Finish this stage of the learning note", UNCHECKED
    ),
    "lead_decision": KindWords(
        "Lead decision",
        "Look at the decision again and write what you find",
        "A hard decision stands without anybody checking it.",
    ),
    "liberty": KindWords(
        "Liberty authorisation",
        "Ask for a new authorisation, or say why none is needed",
        "Somebody may be kept from leaving without the law behind it.",
    ),
    "notification": KindWords(
        "Notification",
        "Send it now and write the date",
        "Somebody outside who could act does not know.",
    ),
    "telling_lead": KindWords(
        "Telling the lead",
        "Tell the safeguarding lead now",
        "Nobody with oversight knows of a concern.",
    ),
    "first_conversation": KindWords(
        "First talk",
        "Talk with the person about what they want",
        "Decisions are being made without the person's own words.",
    ),
    "report_to_council": KindWords(
        "Report to the council",
        "Report it now and write the date",
        "The council cannot act on what it does not know.",
    ),
    "plan": KindWords(
        "Plan", "Agree the plan with the person", "There is no agreed way to be safe."
    ),
    "copy_to_person": KindWords(
        "The person's copy",
        "Give the person their copy in their format, in the safe way",
        UNHEARD,
    ),
    "advocacy": KindWords(
        "Advocate",
        "Refer to the advocacy service and write the date",
        "The person may have nobody on their side.",
    ),
    "result_to_person": KindWords(
        "Result of a review", "Tell the person what was decided", UNHEARD
    ),
    "review_conversation": KindWords(
        "Talk after a contact",
        "Offer the talk, or hold it",
        "The person may feel that things go on behind their back.",
    ),
    "response": KindWords(
        "Reply to chase",
        "Ask again and write down what happened",
        "Help from outside may not be coming.",
    ),
    "speak_up": KindWords(
        "Answer to a speak-up",
        "Answer the person, and write it down",
        "Somebody spoke up and has not been heard.",
    ),
    "threshold": KindWords(
        "Threshold reached",
        "Do what the plan says, and look at it in a review",
        "The point agreed for more help has passed.",
    ),
    "sampling": KindWords(
        "Monthly sample",
        "Check this month's sample of records",
        "Weak records and forgotten people go unseen.",
    ),
    "sampling_action": KindWords(
        "Fix from a sample", "Put it right and write the date", UNCHECKED
    ),
    "supervision": KindWords(
        "Supervision",
        "Talk about a rights or protection dilemma",
        "Staff carry hard choices alone.",
    ),
}


def words_of(kind: str) -> KindWords:
    """The words of a kind; a kind of review that has none of its own is a review."""
    return KINDS.get(kind, REVIEW)
