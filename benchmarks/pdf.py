"""PDFs of 100 documents against a call of LibreOffice for each one.

Run it with `python -m benchmarks.pdf`.

Prints the seconds for one document both ways and their ratio; the aim is at most 0.2.
The slow way is measured on a few documents, before and after, in the same run.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from workflow.adapters.pdf.converter import Converter, find_libreoffice
from workflow.domain.case_folder import CaseRef
from workflow.services.drafting import case_jobs
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).resolve().parents[1]
COUNT, SINGLE = 100, 4
AIM = 0.2


def documents() -> list[bytes]:
    """The documents of the worked cases, over and over."""
    office = Office(REPOSITORY, date(2026, 11, 23))
    made = [
        job.fill()
        for ref in office.cases.refs()
        for job in case_jobs(
            office.workshop, office.cases.load(CaseRef(ref)), (), office.today
        )
    ]
    return [made[n % len(made)] for n in range(COUNT)]


def one_by_one(converter: Converter, several: list[bytes]) -> float:
    """Seconds a document when each has a call of its own, on a warm profile."""
    with tempfile.TemporaryDirectory() as folder:
        profile, work = Path(folder) / "profile", Path(folder)
        seconds = []
        for number, content in enumerate([several[0], *several]):
            (work / "one.docx").write_bytes(content)
            command = converter.processor.command(["one.docx"], work, profile)
            began = time.perf_counter()
            _run(command, work)
            if number:  # the first call makes the profile
                seconds.append(time.perf_counter() - began)
    return sum(seconds) / len(seconds)


def _run(command: list[str], work: Path) -> None:
    from workflow.adapters.pdf.ending import started  # noqa: PLC0415 - beside its use

    if started(command, work).wait(timeout=120):
        sys.exit("LibreOffice could not convert.")


def main() -> None:
    """Measure both ways and print the ratio."""
    office = find_libreoffice()
    if office is None:
        sys.exit("LibreOffice is not installed.")
    converter = Converter(office)
    several = documents()
    sample = several[:: len(several) // SINGLE][:SINGLE]
    before = one_by_one(converter, sample)
    began = time.perf_counter()
    made = converter.convert(several)
    each = (time.perf_counter() - began) / COUNT
    after = one_by_one(converter, sample)
    if any(result.pdf is None for result in made):
        sys.exit("Some documents were not made.")
    slow = (before + after) / 2
    noise = abs(before - after) / slow
    print(f"one call a document   {slow:.3f} s each (noise {noise:.0%})")
    print(f"{COUNT} documents at once {each:.3f} s each")
    print(f"ratio {each / slow:.3f} (aim: at most {AIM})")
    sys.exit(0 if each / slow <= AIM else 1)


if __name__ == "__main__":
    main()
