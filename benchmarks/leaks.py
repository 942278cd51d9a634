"""How long the leak check takes, and what it catches: 1,500 identifiers, 100 pages.

Run from the repository's root: `python -m benchmarks.leaks`.
"""

import random
import time

from tests import telling
from tests.disguises import INNOCENT, KNOWN, disguised
from workflow.adapters.config_files import load_organisation, starter_folder
from workflow.adapters.every_word import pieces
from workflow.adapters.matching import finder
from workflow.domain.anonymise import BIRTH, QUOTE, Identifier
from workflow.domain.leak_check import Sought
from workflow.domain.telling import about_one, hints, together

WORDS = load_organisation(starter_folder())[0].telling_words
IDENTIFIERS, PAGES, WORDS_A_PAGE = 1_500, 100, 500
BEGIN = ("bran", "cald", "dun", "fen", "gar", "hol", "ines", "kel", "mar", "oak", "pen")
MIDDLE = ("a", "e", "ing", "o", "er", "wick", "s")
END = ("ford", "shaw", "ton", "low", "mere", "by", "ridge", "beck", "croft", "garth")


def invented(chance: random.Random) -> tuple[Identifier, ...]:
    """So many identifiers of every kind, nobody's."""
    made: list[Identifier] = []
    while len(set(made)) < IDENTIFIERS:
        word = "".join(map(chance.choice, (BEGIN, MIDDLE, END))).title()
        first = "".join(map(chance.choice, (BEGIN, MIDDLE))).title()
        kind = chance.choice(("name", "contact", "staff"))
        made += [Identifier(f"{first} {word}", kind), Identifier(word, kind)]
        made.append(Identifier(f"{chance.randrange(1, 99)} {word} Street", "address"))
        made.append(Identifier(f"01632 96{chance.randrange(10_000):04}", "phone"))
        made.append(Identifier(f"19{chance.randrange(30, 99)}-07-29", BIRTH))
        said = " ".join(
            f"{chance.choice(BEGIN)}{chance.choice(END)}" for _ in range(12)
        )
        made.append(Identifier(said, QUOTE))
    return tuple(dict.fromkeys(made))[:IDENTIFIERS]


def pack(chance: random.Random) -> str:
    """A hundred pages of everyday sentences."""
    sentences = [chance.choice(INNOCENT) for _ in range(PAGES * WORDS_A_PAGE // 10)]
    words = " ".join(sentences).split()[: PAGES * WORDS_A_PAGE]
    return " ".join(words)


def main() -> None:
    """Print the time taken, what was caught and the false alarms."""
    chance = random.Random(7)
    known, text = invented(chance), pack(chance)
    sought = Sought(known, finder, telling=WORDS)
    began = time.process_time()
    sought.in_text("Nobody is here.")
    ready = time.process_time()
    found = sought.in_text(text)
    done = time.process_time()
    print(f"{len(known)} identifiers made ready in {ready - began:.2f} s of work")
    print(f"{len(text.split())} words searched in {done - ready:.2f} s of work", end="")
    print(f" ({len(found)} found)")
    sought = Sought(KNOWN, finder, telling=WORDS)
    missed = [
        label
        for label, (name, content) in disguised().items()
        if not any(p.fault or sought.in_text(p.text) for p in pieces(name, content))
    ]
    alarms = [text for text in INNOCENT if sought.in_text(text)]
    print(f"{len(disguised()) - len(missed)} of {len(disguised())} disguises caught")
    print(f"{len(alarms)} false alarms in {len(INNOCENT)} innocent texts")
    for line in (*missed, *alarms):
        print(f"  {line}")
    told_without_names()


def told_without_names() -> None:
    """Print what is caught of what tells without a name, and the false alarms."""
    exact = {
        label: {hint.kind for hint in hints(text, WORDS) if hint.exact} >= {kind}
        for label, (text, kind) in telling.EXACT.items()
    }
    many = {k: bool(together(hints(t, WORDS))) for k, t in telling.TOGETHER.items()}
    plain = {text: not hints(text, WORDS) for text in telling.PLAIN}
    one = {text: bool(about_one(text, WORDS)) for text in telling.TELLING_ANSWERS}
    every = {text: not about_one(text, WORDS) for text in telling.INNOCENT_ANSWERS}
    for what, right in (
        ("stories that tell one thing too exactly caught", exact),
        ("stories that tell several things together caught", many),
        ("answers that tell too much of one person caught", one),
        ("plain stories left alone", plain),
        ("answers about everybody left alone", every),
    ):
        print(f"{sum(right.values())} of {len(right)} {what}")
        for line in (line for line, good in right.items() if not good):
            print(f"  {line}")


if __name__ == "__main__":
    main()
