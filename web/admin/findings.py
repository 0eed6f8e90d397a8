"""What is wrong with a query, said in French, with what can be done about it in one click."""

from collections.abc import Callable
from dataclasses import dataclass

from search.diagnosis import Code, Finding
from web.curation.proposals import Proposal
from web.french import NBSP, number
from web.statistics.reading import QueryCount


@dataclass(frozen=True, slots=True)
class Advice:
    """A finding as a page shows it; ``proposals`` are tried with one click, ``word`` fills the form when there is none."""

    text: str
    proposals: tuple[Proposal, ...] = ()
    word: str = ""


def advice_on(findings: tuple[Finding, ...]) -> list[Advice]:
    """Each finding with what can be done about it."""
    return [Advice(_TEXTS[one.code](one), _proposals(one), one.word if one.code in _OPEN else "") for one in findings]


def told_by_filters(count: QueryCount | None) -> str:
    """What filters of the page had to do with it; nothing when they had not."""
    if count is None or not count.narrowed:
        return ""
    return f"{number(count.narrowed)} des {number(count.empty)} recherches sans résultat avaient des filtres de la page."


def _proposals(finding: Finding) -> tuple[Proposal, ...]:
    if finding.code in ("repaired", "rare"):
        return tuple(Proposal("sens-unique", finding.word, (one,)) for one in finding.proposals)
    if finding.code == "acronym":
        return tuple(Proposal("sigle", finding.word, (one,)) for one in finding.proposals)
    return ()


def _named(word: str) -> str:
    return f"«{NBSP}{word}{NBSP}»"


def _items(count: int) -> str:
    return f"{number(count)}{NBSP}contenu{'s' if count > 1 else ''}"


def _without(what: str) -> Callable[[Finding], str]:
    return lambda one: f"{what} : {_items(one.documents)} sans {_named(one.word)}."


def _either(one: Finding) -> str:
    return " ou ".join(map(_named, one.proposals))


_OPEN = frozenset({"unknown", "rare", "never-together"})
_TEXTS: dict[Code, Callable[[Finding], str]] = {
    "no-word": lambda _: "Il n’y a aucun mot à chercher.",
    "unknown": lambda one: f"Mot inconnu : {one.word}. Aucun contenu ne l’a, ni un mot qui lui ressemble.",
    "repaired": lambda one: f"Mot inconnu : {one.word} → {', '.join(one.proposals)} ?",
    "rare": lambda one: (
        f"Mot rare : {_named(one.word)} n’est que dans {_items(one.documents)}"
        + (f". Plutôt {_either(one)} ?" if one.proposals else ".")
    ),
    "acronym": lambda one: f"Sigle à confirmer : {one.word} peut vouloir dire {_either(one)}.",
    "filter": _without("Filtre dans la requête"),
    "required": lambda one: f"Mot exigé : {_items(one.documents)} si {_named(one.word)} n’est plus obligatoire.",
    "phrase": lambda one: f"Expression exacte : {_items(one.documents)} si {_named(one.word)} n’est plus entre guillemets.",
    "unwanted": lambda one: f"Mot écarté : {_items(one.documents)} si {_named(one.word)} n’est plus écarté.",
    "never-together": lambda one: f"Aucun contenu n’a tous ces mots ; celui qui manque le plus est {_named(one.word)}.",
}
