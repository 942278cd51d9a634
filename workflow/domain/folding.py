"""Text reduced to what an eye would still recognise, with the way back to the text.

Case, accents, spaces, punctuation and look-alike letters do not count (brief 6.5).
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

TOKEN = re.compile(r"\d+|[^\W\d_]+")
SPOKEN_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
UNSEEN = dict.fromkeys(
    [
        0xAD,
        0x034F,
        0x061C,
        0x180E,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x2060, 0x2065),
    ]
)
ALIKE = str.maketrans(
    {
        **dict(zip("øłđðıƒ", "olddif", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        **dict(zip("аеорсухіјѕһԁԛԝвкмнтзб", "aeopcyxijshdqwbkmht36", strict=True)),
        **dict(zip("αβγεηικνορτυχ", "abyenikvoptux", strict=True)),
    }
)
"""Letters that look like others: not accents, so that folding keeps them."""


@lru_cache(maxsize=4096)  # some cases: their names are asked for over and over
def folded(text: str) -> str:
    """Letters and digits only, without case or accents; look-alikes as what they seem.

    >>> folded("Zoë Ferncastle-Bo")
    'zoeferncastlebo'
    """
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(c for c in apart if c.isalnum()).translate(ALIKE)


def readable(text: str) -> str:
    """The text with letters and their accents in one piece, and nothing unseen."""
    return unicodedata.normalize("NFC", text).translate(UNSEEN)


@dataclass(frozen=True)
class Token:
    """One word or number: where it stands in the text, and its folded form."""

    begin: int
    end: int
    folded: str


def tokens(text: str) -> Iterator[Token]:
    """The words and numbers of a text; `tessOakhollow2` is three of them."""
    for match in TOKEN.finditer(text):
        word, begin = match.group(), match.start()
        if word.islower() or word.istitle() or word.isupper() or word.isdigit():
            yield Token(begin, match.end(), folded(word))
            continue
        for cut_at, cut_end in _cuts(word):
            yield Token(begin + cut_at, begin + cut_end, folded(word[cut_at:cut_end]))


def _cuts(word: str) -> Iterator[tuple[int, int]]:
    """The parts of a word that begin with a capital after a small letter."""
    begin = 0
    for at in range(1, len(word)):
        if word[at].isupper() and word[at - 1].islower():
            yield begin, at
            begin = at
    yield begin, len(word)


def spoken(text: str) -> Iterator[tuple[int, int, str]]:
    """The words as people count them ("don't" is one): begin, end, folded form."""
    for match in SPOKEN_WORD.finditer(text):
        yield match.start(), match.end(), folded(match.group())


@dataclass(frozen=True)
class Page:
    """A text with its words run together, so that punctuation hides nothing."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words and numbers, in order."""
        return tuple(token for token in tokens(self.text) if token.folded)

    @cached_property
    def joined(self) -> str:
        """The folded words without anything between them."""
        return "".join(token.folded for token in self.tokens)

    @cached_property
    def starts(self) -> dict[int, int]:
        """Which token begins at a place of the joined text."""
        return {at: index for index, at in enumerate(self._places)}

    @cached_property
    def ends(self) -> dict[int, int]:
        """Which token ends at a place of the joined text."""
        return {
            at + len(token.folded): index
            for index, (at, token) in enumerate(
                zip(self._places, self.tokens, strict=True)
            )
        }

    @cached_property
    def _places(self) -> tuple[int, ...]:
        places, at = [], 0
        for token in self.tokens:
            places.append(at)
            at += len(token.folded)
        return tuple(places)

    def token_at(self, place: int) -> int:
        """Which token covers a place of the joined text."""
        return bisect_right(self._places, place) - 1

    def said(self, first: int, last: int) -> str:
        """The text from one token to another, both included."""
        return self.text[self.tokens[first].begin : self.tokens[last].end]


def one_slip(word: str, name: str) -> bool:
    """Whether one letter too many, too few, wrong or swapped parts two words."""
    if word == name:
        return True
    short, long = sorted((word, name), key=len)
    if len(long) - len(short) > 1:
        return False
    same = 0
    while same < len(short) and short[same] == long[same]:
        same += 1
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    swapped = short[same + 1 : same + 2] + short[same : same + 1]
    tail = short[same + 2 :] == long[same + 2 :]
    return short[same + 1 :] == long[same + 1 :] or (
        long[same : same + 2] == swapped and tail
    )


def shortened(word: str) -> Iterator[str]:
    """A word, and the word without each of its letters."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
