"""The explanation of a score in French, line by line: what adds to it, what multiplies it, and how often a word stands where."""

from collections.abc import Callable
from dataclasses import dataclass

from msgspec import structs

from search.explanation import Part
from web import french
from web.french import NBSP

_NAMED = ("word", "phrase")
"""Parts whose own words tell more than what they stand alone in."""

_NOTHING = 1e-9
"""What a factor may differ from 1 and change nothing."""

_FIELDS = {
    "title": "dans le titre",
    "summary": "dans le chapô",
    "themes": "dans les thèmes, pays et lieux",
    "body": "dans le texte",
}
_SENTENCES: dict[str, str] = {
    "score": "Note du résultat",
    "match": "Mots de la recherche",
    "words": "Mots trouvés",
    "all": "Tout ce qui est exigé",
    "any": "Tout ce qui est trouvé",
    "condition": "Filtre, date ou début de mot",
    "coverage": "Part gardée malgré les mots qui manquent",
    "refinement": "Précisions, pour les meilleurs résultats",
    "precision": "Mots écrits tels quels, mots voisins et mots de la même famille",
    "latent": "Sujet proche de celui des meilleurs résultats",
    "kindred": "Proche de l’un des premiers résultats",
    "recency": "Article récent",
    "upcoming": "Événement à venir",
    "weight": "Poids de ce critère",
    "best": "Meilleure note des mots parmi les résultats",
    "own": "Note de ses mots",
    "closeness": "Proximité du sujet",
    "freshness": "Fraîcheur",
    "imminence": "Proximité de la date",
    "lowering": "Placé sous les meilleurs résultats, qui sont comparés plus finement",
}


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """A line with the value it comes to, as French readers write it; ``lines`` are those that it is made of."""

    text: str
    value: str
    lines: tuple["ExplainedLine", ...] = ()


def explained(part: Part, *, multiplies: bool = False) -> ExplainedLine:
    """A part of a score and all below it; it ``multiplies`` the others beside it, or adds to them."""
    made_of = _telling(part)
    lines = tuple(explained(below, multiplies=made_of.operation == "product") for below in made_of.parts)
    named = made_of if made_of.name in _NAMED else part
    return ExplainedLine(_sentence(named), ("×" + NBSP if multiplies else "") + decimal(part.value), lines)


def decimal(value: float) -> str:
    """``12,345``; what is too small to show is told so."""
    shown = french.decimal(value, 3)
    return f"moins de{NBSP}0,001" if shown == "0,000" and value > 0 else shown


def _telling(part: Part) -> Part:
    """The part with what tells something of it: no factor of one, and no step in between with one part only."""
    parts = part.parts if part.operation == "sum" else tuple(below for below in part.parts if abs(below.value - 1) > _NOTHING)
    if len(parts) == 1 and parts[0].parts:
        return _telling(parts[0])
    return structs.replace(part, parts=parts)


def _sentence(part: Part) -> str:
    make = _MADE.get(part.name)
    return _SENTENCES[part.name] if make is None else make(part)


def _quoted(part: Part) -> str:
    """Roots end in … because a word of any ending is found by them."""
    is_root = part.field and not part.field.endswith("_exact") and " " not in part.text
    return f"«{NBSP}{part.text}{'…' if is_root else ''}{NBSP}»"


def _where(part: Part) -> str:
    """``dans le titre, 2 fois pour 8 mots importants``: roots are counted without the most common words."""
    if part.count is None:
        return ""
    frequency, length = part.count.frequency, part.count.length
    plural = "s" if length > 1 else ""
    words = f"{length}{NBSP}mot{plural}" + ("" if part.field.endswith("_exact") else f" important{plural}")
    return f"{_FIELDS[part.field.removesuffix('_exact')]}, {frequency}{NBSP}fois pour {words}"


_MADE: dict[str, Callable[[Part], str]] = {
    "word": lambda part: f"Mot {_quoted(part)}",
    "phrase": lambda part: f"Expression {_quoted(part)}",
    "occurrences": lambda part: f"{_quoted(part)} {_where(part)}",
    "exact": lambda part: f"{_quoted(part)} écrit exactement ainsi {_where(part)}",
    "family": lambda part: f"Mots qui commencent par {_quoted(part)} {_where(part)}",
    "pair": lambda part: f"{_quoted(part)}{NBSP}: mots qui se suivent {_where(part)}",
    "near": lambda part: f"{_quoted(part)}{NBSP}: mots proches {_where(part)}",
}
