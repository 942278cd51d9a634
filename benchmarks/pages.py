"""How long a page takes when there are many cases.

    python -m benchmarks.pages [--count 1000] [--seed 7]

Every case is read once, as the pages do in a thread of their own. Then each page is
asked for in turn by somebody who may open every case of a service; milliseconds of
processor time, median and worst of the turns. Exit code 1 when a median is not under
100 ms.
"""

import argparse
import re
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from benchmarks.generate import TODAY, generate
from workflow.domain.access import LEADS
from workflow.web import create_app
from workflow.web.door import Door
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

HOST = "127.0.0.1:5555"
LIMIT = 100.0  # milliseconds
TURNS = 15


def main() -> int:
    """Print the figures; 1 when a page is too slow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with TemporaryDirectory() as temporary:
        root = Path(temporary)
        generate(root, given.count, given.seed)
        desk = FrontDesk(Office(root, TODAY), fixed_day=True)
        began = time.process_time()
        for ref in desk.refs():
            desk.glance(ref)
        print(f"reading {given.count} cases once: {time.process_time() - began:.1f} s")
        client = _inside(desk)
        figures = {name: _time(client, path) for name, path in _pages(client).items()}
    for name, times in figures.items():
        print(f"{name:28} median {median(times):6.1f} ms, worst {max(times):6.1f} ms")
    return 0 if all(median(times) < LIMIT for times in figures.values()) else 1


def _inside(desk: FrontDesk) -> FlaskClient:
    """A browser of a safeguarding lead."""
    door = Door()
    door.host = HOST
    client = create_app(desk, door).test_client()
    client.get(f"/launch/{door.new_key()}", base_url=f"http://{HOST}")
    staff = desk.organisation.staff.record.staff
    lead = max(
        (m for m in staff if LEADS.intersection(m.roles)),
        key=lambda member: len(member.services),
    )
    _post(client, "/who", {"who": lead.id or ""})
    return client


def _pages(client: FlaskClient) -> dict[str, str]:
    cases = client.get("/cases", base_url=f"http://{HOST}").get_data(as_text=True)
    found = re.findall(r'href="(/c/\w+)"', cases)
    case = found[len(found) // 2]
    began = _post(client, f"{case}/begin", {"form": "visit"})
    form = began.partition("#")[0]
    return {
        "Today": "/",
        f"the list of {len(found)} cases": "/cases",
        "a case": case,
        "who can know what": f"{case}/cards",
        "a form": form,
        "check what you wrote": f"{form.rpartition('/')[0]}/check",
        "the inbox": "/inbox",
    }


def _post(client: FlaskClient, path: str, form: dict[str, str]) -> str:
    page = client.get("/who", base_url=f"http://{HOST}").get_data(as_text=True)
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    sent = {"csrf": token[1] if token else "", **form}
    answer = client.post(path, data=sent, base_url=f"http://{HOST}")
    return answer.headers.get("Location", "")


def _time(client: FlaskClient, path: str) -> list[float]:
    times = []
    for _ in range(TURNS):
        began = time.process_time()
        answer = client.get(path, base_url=f"http://{HOST}")
        times.append((time.process_time() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
    return times


if __name__ == "__main__":
    raise SystemExit(main())
