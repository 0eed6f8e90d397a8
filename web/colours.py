"""Colours that can be read: a portal names one colour, and every shade that text needs is made from it (WCAG 2.1, 1.4.3)."""

import re

from search.errors import TrouvailleError

ENOUGH = 4.5
"""The least contrast of text with what is behind it (level AA)."""

LIGHT_GROUNDS = ("#ffffff", "#f5f5f2")
DARK_GROUNDS = ("#16181d", "#20242b")
"""What text stands on: paper and panels, by day and in the dark. The style sheet has the same."""

_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 100


class ColourInvalid(TrouvailleError):
    """A colour is not written as the style sheet can read it."""


def colour(text: str) -> str:
    """A colour as ``#rrggbb``, from ``#RGB`` or ``#RRGGBB``; raises ColourInvalid."""
    written = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", written):
        written = "#" + "".join(digit * 2 for digit in written[1:])
    if not _HEX.fullmatch(written):
        raise ColourInvalid(f"Couleur illisible : « {text[:40]} ».", remedy="Écrivez-la comme #1d4f91.")
    return written


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black and white). Source: WCAG 2.1, "contrast ratio"."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(wanted: str, grounds: tuple[str, ...]) -> str:
    """The colour, moved towards black or white no further than text on all of these grounds needs."""
    towards = "#000000" if _luminance(grounds[0]) > 0.5 else "#ffffff"
    for step in range(_STEPS):
        shade = mixed(wanted, towards, step / _STEPS)
        if all(contrast(shade, ground) >= ENOUGH for ground in grounds):
            return shade
    return towards


def text_on(ground: str) -> str:
    """White or near black, whichever reads better on this ground."""
    return max("#ffffff", "#14161a", key=lambda text: contrast(text, ground))


def mixed(one: str, other: str, share: float) -> str:
    """The first colour with this share (0 to 1) of the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)


def _channels(written: str) -> tuple[int, int, int]:
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


def _luminance(written: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(written))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
