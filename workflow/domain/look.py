"""How the provider's documents look: a colour of their own, and a logo on letters."""

import re
from dataclasses import dataclass

COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
ENOUGH = 4.5  # contrast on white that anybody can read (WCAG 2.2, 1.4.3)
DARK = 0.03928  # below it a channel counts in proportion (WCAG, relative luminance)
WEIGHTS = (0.2126, 0.7152, 0.0722)


@dataclass(frozen=True)
class Look:
    """The colour of headings (six hexadecimal digits; empty for ours) and the logo.

    `logo` is the picture itself, `words` what it shows, for those who cannot see it.
    """

    colour: str = ""
    logo: bytes = b""
    words: str = ""


def colour_of(text: str) -> str:
    """The six digits of a colour written `#1F4E5F`; empty when it is none."""
    found = COLOUR.fullmatch(text.strip())
    return found[1].upper() if found else ""


def readable(colour: str) -> bool:
    """Whether text in this colour can be read on white."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    light = sum(
        weight * _linear(channel)
        for weight, channel in zip(WEIGHTS, channels, strict=True)
    )
    return (1.05) / (light + 0.05) >= ENOUGH


def _linear(channel: float) -> float:
    if channel <= DARK:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
