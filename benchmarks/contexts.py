"""What the benchmark fills in: invented, the same for everybody, plain data."""

SAID = (
    'She said: "I\'d like to keep my own key & see <Bo> on Sundays" '
    "\N{SMILING FACE WITH SMILING EYES}. "
    "We talked about what would make that safe enough, who could help, and what she "
    "would do if it went wrong. She knows she can change her mind. "
)


def record(number: int) -> dict[str, object]:
    """The values of one case record."""
    people = [
        {
            "name": f"Ines Marlowe {n}",
            "role": "neighbour & friend",
            "phone": f"01632 96{n:04}",
            "email": f"ines{n}@example.org",
            "best_time": "after 10",
        }
        for n in range(6)
    ]
    risks = [
        {
            "what": f"Falls on the stairs <step {n}>",
            "who": "the person's own view",
            "likely": "sometimes",
            "harm": "a broken wrist",
            "good": "keeps her own home",
            "signs": "unsteady & tired",
            "then": f"Call Bo, then the team, then 111 ({number})",
        }
        for n in range(10)
    ]
    actions = [
        {
            "what": f"Ask about the key safe, part {n}",
            "who": f"Ola {n}",
            "helper": "Bo",
            "due": "7 December 2026",
            "first": "ring the landlord",
            "state": "agreed" if n % 3 else "done",
            "cost": n * 5,
            "told": "Rowan & Bo",
            "note": "",
        }
        for n in range(20)
    ]
    notes = [
        {
            "day": f"{n + 1} November 2026",
            "by": "Ola",
            "text": f"{SAID.strip()}\n{SAID.strip()}",
            "changed": "the Sunday visit" if n % 2 else "",
        }
        for n in range(8)
    ]
    return {
        "title": f"Plan {number} & what was said",
        "ref": f"SG-2026-{number % 1000:03}",
        "provider": "Larkrise Care & Support",
        "name": "Rowan Ashdown",
        "born": "4 May 1948",
        "opened": "3 August 2026",
        "urgent": True,
        "interpreter": "",
        "advocate": {"name": "Sefa O'Neil", "phone": "01632 960999"},
        "story": SAID * 3,
        "people": people,
        "risks": risks,
        "actions": actions,
        "wishes": ["to stay in my home", "to see Bo", "to cook <my> own food & eat it"],
        "notes": notes,
        "signed": "A. Lead",
    }


def letter(number: int) -> dict[str, object]:
    """The five values of a letter."""
    return {
        "name": "Rowan Ashdown",
        "address": f"{number} Tannery Row & Yard",
        "greeting": "Rowan",
        "day": "Monday 7 December 2026",
        "signed": "A. Lead <Larkrise>",
    }


def table(number: int) -> dict[str, object]:
    """Four hundred entries."""
    return {
        "entries": [
            {
                "a": f"SG-2026-{n:03}",
                "b": f"Review {number} & plan",
                "c": "7 December 2026",
                "d": "due <soon>",
            }
            for n in range(400)
        ]
    }


def rich(number: int) -> dict[str, object]:
    """What the eight rich texts say; each engine makes its own objects of it."""
    return {"said": [f"{number} & {n}: <kept> words" for n in range(8)]}
