"""Cuts French text into chunks, and a chunk into words, with character offsets.

A *chunk* is what stands between two blanks: ``l’assainissement,``, ``franco-togolaise``, ``(A.F.D.)``, ``élu·e·s``,
``2,4``. Texts repeat their chunks, so the analyser splits each distinct one once and a text costs a look-up per chunk.
The blanks inside a number (``10 000``) are glued first, one character for one, so that offsets stay true.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.compiled import compiled

_APOSTROPHES = "'’‘ʼ′"
_MODIFIER_APOSTROPHE = "ʼ"  # Unicode counts it as a letter
_PUNCTUATION = '.,;:!?…()[]«»“”"'
_HYPHENS = "‐‑-"  # the last one is the ASCII hyphen: it must close every character class
_MIDDLE_DOTS = "·•‧∙"
GLUE = "\ue000"
"""What stands for a blank inside a number."""

# Combining accents, soft hyphen and zero-width characters belong to the word that they stand in.
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
WORD_CHARACTER = rf"[\w{_MARKS}{GLUE}]"
_GROUP_BLANK = re.compile(r"(?<!\w)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\w)")
_HINT_OF_GROUP = re.compile(r"\d[ \u00a0\u202f]\d\d\d")
_FULL_SUFFIX = (
    "e|es|ne|nes|le|les|te|tes|se|ses|ve|ves|re|res|rice|rices|trice|trices|euse|euses"
    "|ive|ives|ere|eres|ère|ères|iere|ieres|ière|ières|elle|elles|celle|celles|ienne|iennes|ette|ettes|che|ches|sse|sses"
)
_SAFE_SUFFIX = "e|es|ne|nes|rice|rices|trice|trices|euse|euses"

_RUN = re.compile(
    rf"{WORD_CHARACTER}+(?:[{_APOSTROPHES}{_MIDDLE_DOTS}.,{_HYPHENS}]{WORD_CHARACTER}+)*"
    rf"(?:\((?:{_FULL_SUFFIX})\)s?(?!\w))?[{_APOSTROPHES}]?"
)
_LOCATED_CHUNK = re.compile(r"\S+")

_IS_GROUPED = re.compile(rf"\d{{1,3}}(?:{GLUE}\d{{3}})+(?:[.,]\d+)?$|\d{{1,3}}(?:\.\d{{3}}){{2,}}$")
_IS_DECIMAL = re.compile(r"\d+[.,]\d+$")
_IS_DOTTED_ACRONYM = re.compile(r"[^\W\d_](?:\.[^\W\d_])+$")
_ELISION = re.compile(
    rf"(?:[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}](?=[aeiouyhœæàâäéèêëîïôöùûüÿ0-9\W_]|$)",
    re.IGNORECASE,
)
_INCLUSIVE = re.compile(
    rf"(?P<base>(?:[^\W\d_]|[{_MARKS}]){{2,}})(?:"
    rf"[{_MIDDLE_DOTS}](?P<dot>{_FULL_SUFFIX})(?:[{_MIDDLE_DOTS}](?P<dots>s))?"
    rf"|(?P<sep>[.{_HYPHENS}])(?P<safe>{_SAFE_SUFFIX})(?:(?P=sep)(?P<safes>s))?"
    rf"|\((?P<paren>{_FULL_SUFFIX})\)(?P<parens>s)?)$",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[^_,]+(?:(?<=\d),(?=\d)[^_,]+)*")
_PIECE = re.compile(rf"[^.{_MIDDLE_DOTS}()]+")
_PART = re.compile(rf"[^{_HYPHENS}]+")
_DROPPED = str.maketrans("", "", _APOSTROPHES + _HYPHENS + GLUE)


class Word(NamedTuple):
    """One word of a chunk: its spelling, its position and its character offsets, all relative to the chunk."""

    spelling: str
    position: int
    start: int
    end: int


def chunks_of(text: str) -> list[str]:
    """The chunks of a text, in order."""
    return glued_text(text).split()


def located_chunks_of(text: str) -> Iterator[tuple[str, int]]:
    """The chunks of a text with the character offset of each."""
    return ((match.group(), match.start()) for match in _LOCATED_CHUNK.finditer(glued_text(text)))


def words_of(chunk: str) -> list[Word]:
    """The words of one chunk, in order; words that share a position are alternatives of each other."""
    if bare := plain_word(chunk):
        start = chunk.index(bare)
        return [Word(bare, 0, start, start + len(bare))]
    words: list[Word] = []
    position = 0
    for run in _RUN.finditer(chunk):
        text = run.group()
        if "," not in text and "_" not in text:
            position = _add_segment(words, text, run.start(), position)
            continue
        for segment in _SEGMENT.finditer(text):
            position = _add_segment(words, segment.group(), run.start() + segment.start(), position)
    return words


def plain_word(chunk: str) -> str:
    """The one word of a chunk that is nothing but a word between punctuation, as most are; else empty."""
    bare = chunk.strip(_PUNCTUATION)
    return bare if _is_whole(bare) else ""


def feminine(base: str, suffix: str) -> str:
    """The feminine that inclusive writing abbreviates: ``acteur`` + ``rice`` -> ``actrice``."""
    suffix = suffix.lower()
    for cut, heads in _FEMININE_CUTS:
        if suffix.rstrip("s") in heads:
            for ending in cut:
                if base.lower().endswith(ending):
                    return base[: len(base) - len(ending)] + suffix
    return base + suffix


# For a suffix that repeats the end of the masculine: which masculine endings it replaces, longest first.
_FEMININE_CUTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("teur", "eur"), ("trice",)),
    (("eur",), ("rice", "euse")),
    (("er",), ("ere", "ère")),
    (("ier",), ("iere", "ière")),
    (("el",), ("elle",)),
    (("ien",), ("ienne",)),
    (("et",), ("ette",)),
    (("ceux",), ("celle",)),
    (("eux",), ("elle",)),
    (("if",), ("ive",)),
    (("f",), ("ve",)),
    (("r", "x", "s"), ("se",)),
    (("s",), ("te",)),
)


FEMININE_SUFFIXES = frozenset(suffix for _, suffixes in _FEMININE_CUTS for suffix in suffixes if suffix.isascii())
"""Folded suffixes that replace the end of a masculine instead of following it."""


@compiled
def glued_text(text: str) -> str:
    """The text with the blanks inside numbers replaced, one character for one, so that chunks stand between blanks."""
    if not _HINT_OF_GROUP.search(text):
        return text
    return _GROUP_BLANK.sub(lambda number: re.sub(r"\s", GLUE, number.group()), text)


def _add_segment(words: list[Word], segment: str, offset: int, position: int) -> int:
    """Adds the words of a part of a chunk without ``_`` and without commas; returns the next position."""
    if _is_whole(segment):
        return _add(words, segment, position, offset, offset + len(segment))
    segment, offset = _without_elision(segment, offset)
    if not segment:
        return position
    if _IS_GROUPED.match(segment):
        spelling = segment.translate(_DROPPED)
        spelling = spelling.replace(".", "") if spelling.count(".") > 1 else spelling.replace(",", ".")
        return _add(words, spelling, position, offset, offset + len(segment))
    if _IS_DECIMAL.match(segment):
        return _add(words, segment.replace(",", "."), position, offset, offset + len(segment))
    if _IS_DOTTED_ACRONYM.match(segment):
        return _add(words, segment.replace(".", ""), position, offset, offset + len(segment))
    if inclusive := _INCLUSIVE.match(segment):
        for spelling in _genders(inclusive):
            _add(words, spelling, position, offset, offset + len(segment))
        return position + 1
    for piece in _PIECE.finditer(segment.replace(",", ".")):
        text, start = _without_elision(piece.group(), offset + piece.start())
        position = _add_compound(words, text, start, position)
    return position


def _add_compound(words: list[Word], text: str, offset: int, position: int) -> int:
    """Adds a word, or the parts of a hyphenated one and, at the position of the first, the whole."""
    if _is_whole(text):
        return _add(words, text, position, offset, offset + len(text))
    parts = [(part.group(), offset + part.start()) for part in _PART.finditer(text)]
    first = position
    for spelling, start in parts:
        end = start + len(spelling.rstrip(_APOSTROPHES))
        spelling, start = _without_elision(spelling, start)
        if bare := spelling.translate(_DROPPED):
            position = _add(words, bare, position, start, end)
            if position == first + 1 and len(parts) > 1:
                _add(words, text.translate(_DROPPED), first, offset, offset + len(text.rstrip(_APOSTROPHES)))
    return position


def _is_whole(text: str) -> bool:
    """Whether a text is letters and digits only, so that no rule can cut it."""
    return text.isalnum() and _MODIFIER_APOSTROPHE not in text


def _genders(inclusive: re.Match[str]) -> tuple[str, str]:
    base = inclusive["base"]
    suffix = inclusive["dot"] or inclusive["safe"] or inclusive["paren"]
    plural = bool(inclusive["dots"] or inclusive["safes"] or inclusive["parens"]) or suffix.lower().endswith("s")
    woman = feminine(base, suffix)
    if plural:
        return (base if base.endswith(("s", "x")) else base + "s", woman if woman.endswith("s") else woman + "s")
    return base, woman


def _without_elision(text: str, offset: int) -> tuple[str, int]:
    while head := _ELISION.match(text):
        text, offset = text[head.end() :], offset + head.end()
    return text, offset


def _add(words: list[Word], spelling: str, position: int, start: int, end: int) -> int:
    words.append(Word(spelling, position, start, end))
    return position + 1


RULES = (_RUN.pattern, _ELISION.pattern, _INCLUSIVE.pattern, _GROUP_BLANK.pattern, repr(_FEMININE_CUTS))
"""Every pattern above that decides how words are cut, for the fingerprint of the analysis."""
