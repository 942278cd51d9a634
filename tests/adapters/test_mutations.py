"""Ten thousand damaged files give findings and nothing else, and none takes long."""

import random
import time
from pathlib import Path

from workflow.adapters.yaml_reading import read_tree
from workflow.domain.reading import as_record
from workflow.domain.records.base import Block
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan

REPOSITORY = Path(__file__).parents[2]
MODELS: dict[str, type[Block]] = {
    "person": Person,
    "case": Case,
    "plan": Plan,
    "consent": Consent,
}
ROUNDS = 10_000
SLOWEST = 2.0  # seconds
PIECES = [
    *(
        b"\n",
        b"\t",
        b":",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
        b"<<: ",
        b"? ",
        b"|",
        b">",
        b"#",
    ),
    *(b'"', b"'", b"{", b"[", b"}", b"]", b"!!int ", b"!!binary ", b"!!set ", b"\x00"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\x92", b"\xe2\x80\xa8", b"\r\n", b"2026-02-30"),
    *(b"12:99", b"07712345670", b"0x1F", b"1_0", b".inf", b".nan", b"no", b"~", b"="),
    *(b"9" * 5000, b"[" * 2000, b"%YAML 9.9\n---\n", b"---\n", b'"\\ud800"'),
    *(b"{{ 7*7 }}", b"=cmd", b"../../x", b"CON", b"a" * 100_000),
]


def damaged(source: bytes, dice: random.Random) -> bytes:
    content = bytearray(source)
    for _ in range(dice.randint(1, 6)):
        at, choice = dice.randrange(len(content) + 1), dice.random()
        if choice < 0.45:
            content[at:at] = dice.choice(PIECES)
        elif choice < 0.65:
            del content[at : at + dice.randint(1, 20)]
        elif choice < 0.8:
            start = dice.randrange(len(content) + 1)
            content[at:at] = content[start : start + dice.randint(1, 60)]
        elif choice < 0.9 and content:
            content[at % len(content)] = dice.randrange(256)
        else:
            del content[at:]
    return bytes(content)


def test_damaged_files_give_findings_and_nothing_else() -> None:
    dice = random.Random(20261123)  # noqa: S311 - repeatable damage, no secret
    sources = [
        (path.read_bytes(), MODELS[path.stem])
        for path in sorted((REPOSITORY / "cases").glob("*/*.yaml"))
    ]
    slowest = 0.0
    for _ in range(ROUNDS):
        source, model = dice.choice(sources)
        content = damaged(source, dice)
        begin = time.process_time()
        tree = read_tree(content, "file.yaml")
        if tree.root is not None:
            as_record(model, tree.root, "file.yaml")
        else:
            assert tree.noticed
        slowest = max(slowest, time.process_time() - begin)
    assert slowest < SLOWEST
