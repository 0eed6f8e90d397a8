"""SPIP's markup ("raccourcis typographiques") as clean text.

What the site shows becomes text: headings, emphasis, links, notes, lists, tables, models. Nothing of the markup stays.
The rules follow SPIP's own documentation of its shortcuts (spip.net, « Les raccourcis typographiques »).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.html_text import html_to_text, tidy_lines

_MULTI = re.compile(r"<multi>(.*?)</multi>", re.DOTALL | re.IGNORECASE)
_MULTI_PART = re.compile(r"\[([a-z]{2,3}(?:_[a-z_]+)?)\]", re.IGNORECASE)
_LITERAL = re.compile(r"<(code|cadre)\b[^>]*>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_DROPPED = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_NOTE = re.compile(r"\[\[(?:\s*<[^>]{0,20}>)?(.*?)\]\]", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]]*?)->(>?[^\]]*)\]")
_GLOSSARY = re.compile(r"\[\?([^\]|#]+)[^\]]*\]")
_ANCHOR = re.compile(r"\[[^\[\]]*<-\]")
_TARGET = re.compile(r"(?P<kind>[a-z_]*?)\s*(?P<number>\d+)(?:[?#].*)?$", re.IGNORECASE)
_MODEL = re.compile(r"<([a-z_]{3,})\s*(\d+)?\s*((?:\|[^<>]*)?)/?>", re.IGNORECASE)
_HEADING = re.compile(r"\{\{\{(?:\*+)?(.*?)\}\}\}", re.DOTALL)
_LEVEL_HEADING = re.compile(r"\{(\d)\{(.*?)\}\1\}", re.DOTALL)
_BRACES = re.compile(r"\{{1,2}|\}{1,2}")
_DECORATION = re.compile(r"\[(\*{1,2}|/|\(|\|)(.*?)(?:\*{1,2}|/|\)|\|)\]", re.DOTALL)
_BULLET = re.compile(r"^[ \t]*-(?:\*+|#+|[ \t])[ \t]*", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*-(#+)[ \t]*", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:-{4,}|_{4,})[ \t]*$", re.MULTILINE)
_BREAK = re.compile(r"^[ \t]*_ +", re.MULTILINE)
_ROW = re.compile(r"^[ \t]*\|(.*)\|[ \t]*$", re.MULTILINE)
_DASH = re.compile(r"(?<= )--(?= )")
_ORDER = re.compile(r"^\s*\d+\.\s+(?=\S)")
_HELD = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001]")

TITLED_MODELS = frozenset("doc emb document video audio player".split())
"""Models that show the title and the description of their document."""


@dataclass(frozen=True, slots=True)
class Titles:
    """How markup names what it points at: ``of("article", 12)`` is a title, or empty when unknown; ``legend(12)`` a document's."""

    of: Callable[[str, int], str] = lambda _kind, _number: ""
    legend: Callable[[int], str] = lambda _number: ""


def in_language(text: str, language: str = "fr") -> str:
    """The text with each ``<multi>`` block replaced by its part in a language, else by its first part."""
    return _MULTI.sub(lambda block: _part(block[1], language), text)


def spip_title(text: str, language: str = "fr") -> str:
    """A title without its order number ("1. "), its tags and its markup."""
    return _ORDER.sub("", spip_label(text, language))


def spip_label(text: str, language: str = "fr") -> str:
    """One line of text without markup: a name, a place."""
    return " ".join(spip_to_text(text, language).split("\n"))


def spip_to_text(text: str, language: str = "fr", titles: Titles = Titles()) -> str:
    """The text that SPIP would show, a block a line; notes stand at the end."""
    held: list[str] = []
    text = _PRIVATE.sub("", in_language(text, language)).replace("\r\n", "\n").replace("\r", "\n")
    text = _LITERAL.sub(lambda block: _hold(held, block[2]), text)
    text = _DROPPED.sub("", text)
    text, notes = _without_notes(text)
    shown = [_blocks(part, titles) for part in (text, *notes)]
    return tidy_lines(_HELD.sub(lambda mark: held[int(mark[1])], "\n".join(shown)))


def _hold(held: list[str], literal: str) -> str:
    """A mark in place of a text that must not be interpreted."""
    held.append(f"\n{literal.strip()}\n")
    return f"\ue000{len(held) - 1}\ue001"


def _part(block: str, language: str) -> str:
    pieces = _MULTI_PART.split(block)
    parts = {name.lower(): text for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    if not parts:
        return block
    return parts.get(language, next(iter(parts.values()))).strip()


def _without_notes(text: str) -> tuple[str, list[str]]:
    notes: list[str] = []

    def put_aside(note: re.Match[str]) -> str:
        if note[1].strip():
            notes.append(note[1].strip())
        return ""

    return _NOTE.sub(put_aside, text), notes


def _blocks(text: str, titles: Titles) -> str:
    text = _LINK.sub(lambda link: _link_text(link[1], link[2], titles), text)
    text = _GLOSSARY.sub(lambda term: term[1].strip(), text)
    text = _ANCHOR.sub("", text)
    text = _MODEL.sub(lambda model: _model_text(model, titles), text)
    text = _LEVEL_HEADING.sub(r"\n\n\2\n\n", text)
    text = _HEADING.sub(r"\n\n\1\n\n", text)
    text = _RULE.sub("", text)
    text = _ROW.sub(lambda row: _row_text(row[1]), text)
    text = _numbered(text)
    text = _BULLET.sub("• ", text)
    text = _BREAK.sub("", text)
    text = _DECORATION.sub(r"\2", text)
    text = _BRACES.sub("", text)
    text = _DASH.sub("–", text)
    return html_to_text(text.replace("~", "\u00a0"), keep_lines=True)


def _link_text(shown: str, target: str, titles: Titles) -> str:
    """What a link shows: its text, else the title of what it points at, else its address."""
    text = shown.split("|")[0].strip()
    if text:
        return text
    target = target.lstrip(">").strip()
    if internal := _TARGET.match(target):
        return titles.of(internal["kind"].lower() or "art", int(internal["number"]))
    return target


def _model_text(model: re.Match[str], titles: Titles) -> str:
    """The legend of a document, the title of an article; other models show nothing of their own. A plain tag stays a tag."""
    name, number, options = model[1].lower(), model[2], model[3]
    if number is None and not options:
        return model[0]
    if number is None:
        return "\n"
    if name in TITLED_MODELS:
        return f"\n{titles.legend(int(number))}\n"
    return f"\n{titles.of(name, int(number))}\n" if name in {"art", "article"} else "\n"


def _row_text(row: str) -> str:
    cells = [cell.strip() for cell in row.split("|")]
    shown = [cell for cell in cells if cell not in ("", "<", "^")]
    return " – ".join(shown)


def _numbered(text: str) -> str:
    """Numbers the items of ``-#`` lists, each list from 1."""
    lines, number = text.split("\n"), 0
    for position, line in enumerate(lines):
        if _NUMBERED.match(line):
            number += 1
            lines[position] = _NUMBERED.sub(f"{number}. ", line)
        elif line.strip():
            number = 0
    return "\n".join(lines)
