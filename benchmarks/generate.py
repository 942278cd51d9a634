"""Makes a workspace full of invented cases: the same seed gives the same bytes.

    python -m benchmarks.generate FOLDER --count 1000 --seed 7 [--calm] [--jobs 2]

Services of all four nations, every focus and status; most cases are calm, about one
in six has something late or amiss; with `--calm` none has, and `check` finds no error.
Nobody in them exists. Case number n of a seed is the same however many are made, and
whoever makes it.
"""

import argparse
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from random import Random

from benchmarks import case_files, event_files
from benchmarks.sayings import FIRST, LABELS, LAST, SERVICES
from benchmarks.story import Story, Team, tell
from benchmarks.writing import Value, as_yaml

REPOSITORY = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)
MOST = 100_000
PART = 100  # cases that one process makes at a time
A_YEAR = 1_000  # references of one year: SG-2026-000 to SG-2026-999
COPIED = ("config/rules", "config/timescales.yaml", "config/common_words.yaml")
TEMPLATES = "templates"
KEYWORKERS, WORKERS = 3, 4


def generate(
    folder: Path,
    count: int,
    seed: int,
    today: date = TODAY,
    *,
    amiss: bool = True,
    jobs: int = 1,
) -> None:
    """Write a workspace with `count` cases into a folder that is new or empty.

    Without `amiss` nothing in it is late or wrong; so many `jobs` work at once.
    """
    if not 0 < count <= MOST:
        raise ValueError(f"between 1 and {MOST} cases can be made")
    _organisation(folder, Random(f"{seed}"))
    at = (folder, seed, today)
    if jobs == 1:
        _write_cases(range(count), *at, amiss=amiss)
        return
    parts = [range(n, min(n + PART, count)) for n in range(0, count, PART)]
    with ProcessPoolExecutor(jobs) as pool:
        for done in [pool.submit(_write_cases, p, *at, amiss=amiss) for p in parts]:
            done.result()


def _write_cases(
    numbers: range, folder: Path, seed: int, today: date, *, amiss: bool
) -> None:
    made = set()
    for number in numbers:
        for file, content in case(number, seed, today, amiss=amiss).items():
            path = os.path.join(folder, file)  # noqa: PTH118 - quick, and many
            parent = os.path.dirname(path)  # noqa: PTH120 - likewise
            if parent not in made:
                os.makedirs(parent, exist_ok=True)  # noqa: PTH103 - likewise
                made.add(parent)
            with open(path, "wb") as opened:  # noqa: PTH123 - likewise
                opened.write(content)


def case(
    number: int, seed: int, today: date = TODAY, *, amiss: bool = True
) -> dict[str, bytes]:
    """The files of one case by their place in the workspace."""
    dice = Random(f"{seed}/{number}")
    ref = f"SG-{2026 - number // A_YEAR}-{number % A_YEAR:03d}"
    story = tell(ref, number, dice, dice.choice(TEAMS), today, amiss=amiss)
    pairs = _files(story)
    return {f"cases/{ref}/{file}": as_yaml(content, dice) for file, content in pairs}


def _files(story: Story) -> Iterator[tuple[str, case_files.Content]]:
    yield "person.yaml", case_files.person(story)
    yield "case.yaml", case_files.case(story)
    yield "consent.yaml", case_files.consent(story)
    if story.status != "listening":
        yield "plan.yaml", case_files.plan(story, story.version)
    if story.version > 1:
        yield "plan_history/plan-v1.yaml", case_files.plan(story, 1)
    for part in ("records", "reviews", "managerial_reviews", "learning"):
        for name, content in getattr(event_files, part)(story):
            yield f"{part}/{name}.yaml", content
    if story.closed:
        yield "closure.yaml", case_files.closure(story)


def _team(number: int) -> Team:
    service = SERVICES[number]
    first = 10 * (number + 1)
    ids = [f"st-{first + n:03d}" for n in range(3 + KEYWORKERS + WORKERS)]
    return Team(
        service["id"],
        service["nation"],
        service["council"],
        lead=ids[0],
        deputy=ids[1],
        manager=ids[2],
        keyworkers=tuple(ids[3 : 3 + KEYWORKERS]),
        workers=tuple(ids[3 + KEYWORKERS :]),
    )


TEAMS = tuple(_team(number) for number in range(len(SERVICES)))
TOP = "st-001"


def _organisation(folder: Path, dice: Random) -> None:
    """The provider and its staff; rules, numbers and templates are the starter's."""
    for part in (*COPIED, TEMPLATES):
        source, target = REPOSITORY / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copyfile(source, target)
    _write(folder / "config/provider.yaml", _provider(), dice)
    _write(
        folder / "config/staff.yaml", {"schema_version": 1, "staff": _staff(dice)}, dice
    )


def _write(path: Path, content: case_files.Content, dice: Random) -> None:
    path.write_bytes(as_yaml(content, dice))


def _provider() -> case_files.Content:
    routes: list[Value] = [
        {
            "id": identifier,
            "label": label,
            "who": who,
            "how": "Phone 01632 960333 any day",
            "independent": independent,
            "easy_words": f"You can ring {who}.",
        }
        for identifier, label, who, independent in (
            ("su-manager", "A manager from elsewhere", "the duty manager", False),
            ("su-voices", "A group not run by us", "Open Voices", True),
        )
    ]
    services: list[Value] = [
        {
            "id": service["id"],
            "name": service["name"],
            "type": service["type"],
            "nation": service["nation"],
            "local_authority": service["council"],
            "public_label": LABELS[service["type"]],
            "safeguarding_lead": team.lead,
            "deputy_safeguarding_lead": team.deputy,
            "registered_manager": team.manager,
        }
        for team, service in zip(TEAMS, SERVICES, strict=True)
    ]
    return {
        "schema_version": 1,
        "provider_name": "Made Up Support",
        "nominated_individual": TOP,
        "accessibility_lead": TEAMS[0].manager,
        "services": services,
        "speak_up_routes": routes,
        "data_protection": {
            "article6_default": "ea_recognised_legitimate_interest",
            "article9_default": "g_substantial_public_interest",
            "contact": "Data contact, main office",
            "caldicott_guardian": TOP,
            "complaints_how": "Tell any manager. We answer within 30 days.",
        },
    }


def _staff(dice: Random) -> list[Value]:
    everywhere: list[Value] = [team.service for team in TEAMS]
    found: list[Value] = [_member(dice, TOP, "nominated_individual", everywhere, "")]
    for team in TEAMS:
        roles = {
            team.lead: "safeguarding_lead",
            team.deputy: "deputy_safeguarding_lead",
            team.manager: "registered_manager",
            **dict.fromkeys(team.keyworkers, "keyworker"),
            **dict.fromkeys(team.workers, "support_worker"),
        }
        for identifier, role in roles.items():
            above = TOP if identifier == team.manager else team.manager
            found.append(_member(dice, identifier, role, [team.service], above))
    return found


def _member(
    dice: Random, identifier: str, role: str, services: list[Value], above: str
) -> case_files.Content:
    found: case_files.Content = {
        "id": identifier,
        "name": f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        "roles": [role],
        "services": services,
        "active_from": date(2019, 1, 7),
    }
    return found | ({"line_manager": above} if above else {})


def main() -> None:
    """Read the arguments and write the workspace."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--calm", action="store_true", help="nothing late or amiss")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    began = time.perf_counter()
    generate(
        given.folder, given.count, given.seed, amiss=not given.calm, jobs=given.jobs
    )
    took = time.perf_counter() - began
    print(f"{given.count} cases in {given.folder}, {took:.0f} s")


if __name__ == "__main__":
    main()
