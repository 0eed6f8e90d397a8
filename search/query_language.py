"""Reads what a visitor typed: words, "exact phrases", prefixes and filters, some required, some unwanted.

    "phrase exacte"   « phrase exacte »   +mot   -mot   préfixe*   titre:mot   theme:togo   pays:bénin   annee:2025
    ET AND   OU OR   SAUF NOT      in capitals only, between two things to look for

Anything else is plain words: there is no text that cannot be read. ``OU`` binds its two neighbours alone, as in other search
engines: ``eau OU forage togo`` wants either of the first two, and Togo.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Literal

from search.analysis import fold
from search.tokenisation import words_of

OperandKind = Literal["words", "phrase", "prefix"]
Occurrence = Literal["should", "must", "must_not"]


@dataclass(frozen=True, slots=True)
class Operand:
    """Words, a phrase or the beginning of a word; ``field`` names the text field to look in, empty for all of them."""

    kind: OperandKind
    text: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One of several operands is looked for; ``should`` raises what has it, ``must`` keeps it, ``must_not`` leaves it out."""

    alternatives: tuple[Operand, ...]
    occurrence: Occurrence = "should"


@dataclass(frozen=True, slots=True)
class LabelClause:
    """A label that documents must have, or must not have; ``name`` is one of ``search.fields.LABEL_FIELDS``."""

    name: str
    value: str
    is_wanted: bool = True


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A text, read: what is looked for and what is filtered by."""

    clauses: tuple[Clause, ...]
    labels: tuple[LabelClause, ...] = ()


TEXT_PREFIXES = {
    "titre": "title",
    "title": "title",
    "chapo": "summary",
    "resume": "summary",
    "summary": "summary",
    "texte": "body",
    "body": "body",
}
LABEL_PREFIXES = {
    "theme": "theme",
    "themes": "theme",
    "pays": "country",
    "country": "country",
    "type": "kind",
    "kind": "kind",
    "rubrique": "category",
    "categorie": "category",
    "category": "category",
    "media": "media",
    "annee": "year",
    "year": "year",
}
"""What may stand before a colon, folded, and the field that it means."""

SHORTEST_PREFIX = 2
"""Letters before an asterisk; with fewer it is a plain word."""

MAX_ITEMS = 64
"""Words, phrases and operators that are read of a query that is not plain."""

MAX_PREFIXES = 2
MAX_PHRASES = 2
"""Prefixes and phrases of one query that are looked for; the others count as plain words."""

_AND, _OR, _NOT = {"ET", "AND"}, {"OU", "OR"}, {"SAUF", "NOT"}
_IS_NOT_PLAIN = re.compile(r'["«“„*:]|(?:^|\s)[+\-−]|(?:^|\s)(?:ET|AND|OU|OR|SAUF|NOT)(?=\s)')
_ITEM = re.compile(
    r"""(?P<sign>[+\-−]?)(?:(?P<field>[^\W\d_]+):)?
        (?:"(?P<straight>[^"]*+)"|«(?P<french>[^»]*+)»|[“„](?P<curly>[^”“]*+)[”“]|(?P<chunk>[^\s"«»“”„]+))
      |(?P<stray>["«»“”„])""",
    re.VERBOSE,
)


@lru_cache(maxsize=256)  # asked several times in one search
def is_plain(text: str) -> bool:
    """Whether a text is nothing but words, the usual case."""
    return _IS_NOT_PLAIN.search(text) is None


def parse(text: str) -> ParsedQuery:
    """The text, read. Plain words are one clause."""
    if is_plain(text):
        return ParsedQuery((Clause((Operand("words", text),)),))
    matches = islice(_ITEM.finditer(text), MAX_ITEMS)
    items = [item for match in matches if not match["stray"] for item in _read(match)]
    return _assembled(items)


def words_alone(text: str, is_left_out: Callable[[Clause | LabelClause], bool]) -> str:
    """The text with blanks in place of operators, of the names of fields, and of the parts that are to be left out.

    What remains stands where it stood.
    """
    if is_plain(text):
        return text
    pieces: list[str] = []
    end = 0
    for match, parts in _parts_of(text):
        if all(map(is_left_out, parts)):  # an operator has none
            start, last = match.span()
        elif match["field"] and _is_field(match["field"]):
            start, last = match.start("field"), match.end("field") + 1
        else:
            continue
        pieces += [text[end:start], " " * (last - start)]
        end = last
    return "".join([*pieces, text[end:]])


def operands_of(parsed: ParsedQuery) -> Iterator[Operand]:
    """All that is looked for, or kept out."""
    return (operand for clause in parsed.clauses for operand in clause.alternatives)


def bounded(parsed: ParsedQuery) -> ParsedQuery:
    """The query with its costly parts bounded: those that are too many count as plain words."""
    left = {"phrase": MAX_PHRASES, "prefix": MAX_PREFIXES}

    def operand_of(operand: Operand) -> Operand:
        if operand.kind == "words":
            return operand
        left[operand.kind] -= 1
        return operand if left[operand.kind] >= 0 else replace(operand, kind="words")

    clauses = [replace(clause, alternatives=tuple(map(operand_of, clause.alternatives))) for clause in parsed.clauses]
    return replace(parsed, clauses=tuple(clauses))


_Item = Clause | LabelClause | str


def _parts_of(text: str) -> Iterator[tuple[re.Match[str], list[Clause | LabelClause]]]:
    """Each piece of a text, operators too, with the clauses and labels in it; those that ``SAUF`` leaves out are unwanted."""
    operators: set[str] = set()
    is_excepting = False
    for match in islice(_ITEM.finditer(text), MAX_ITEMS):
        parts: list[Clause | LabelClause] = []
        for item in () if match["stray"] else _read(match):
            if isinstance(item, str):
                operators.add(item)
                continue
            is_excepting = _is_excepting(operators, was=is_excepting)
            operators = set()
            parts.append(replace(item, occurrence="must_not") if is_excepting and isinstance(item, Clause) else item)
        yield match, parts


def _is_excepting(operators: set[str], *, was: bool) -> bool:
    """Whether what follows these operators is left out: of « SAUF togo OU pays:bénin » both, of « -togo OU bénin » the first."""
    return "not" in operators or (was and "or" in operators)


def _read(match: re.Match[str]) -> Iterator[_Item]:
    """An operator, as its name, a clause or a label."""
    phrase = next((match[name] for name in ("straight", "french", "curly") if match[name] is not None), None)
    sign, prefix, chunk = match["sign"], fold(match["field"] or ""), match["chunk"] or ""
    if phrase is None and not prefix and not sign and (operator := _operator(chunk)):
        yield operator
        return
    occurrence: Occurrence = {"": "should", "+": "must"}.get(sign, "must_not")  # type: ignore[assignment]
    value = chunk if phrase is None else phrase
    if prefix in LABEL_PREFIXES and fold(value):
        yield LabelClause(LABEL_PREFIXES[prefix], value, is_wanted=occurrence != "must_not")
        return
    field = TEXT_PREFIXES.get(prefix, "")
    if match["field"] and not field:
        yield Clause((Operand("words", match["field"]),), occurrence)
    if field and occurrence == "should":
        occurrence = "must"
    if phrase is not None:
        yield Clause((Operand("phrase", phrase, field),), "must" if occurrence == "should" else occurrence)
    elif chunk.endswith("*") and "*" not in chunk[:-1] and _is_long_enough(chunk):
        yield Clause((Operand("prefix", chunk[:-1], field),), occurrence)
    else:
        yield Clause((Operand("words", chunk, field),), occurrence)


def _is_long_enough(chunk: str) -> bool:
    """Whether a word is left to begin with, elision apart: of ``l’a*`` only ``a`` is."""
    return any(len(fold(word.spelling)) >= SHORTEST_PREFIX for word in words_of(chunk))


def _is_field(name: str) -> bool:
    return fold(name) in TEXT_PREFIXES or fold(name) in LABEL_PREFIXES


def _operator(chunk: str) -> str:
    return "and" if chunk in _AND else "or" if chunk in _OR else "not" if chunk in _NOT else ""


def _assembled(items: list[_Item]) -> ParsedQuery:
    """Operators applied to their neighbours; one that lacks a neighbour is left out."""
    clauses: list[Clause] = []
    labels: list[LabelClause] = []
    pending: set[str] = set()
    is_excepting = False
    for item in items:
        if isinstance(item, str):
            pending.add(item)
            continue
        is_excepting = _is_excepting(pending, was=is_excepting)
        if isinstance(item, LabelClause):
            labels.append(replace(item, is_wanted=item.is_wanted and not is_excepting))
        elif is_excepting and "not" not in pending and clauses and clauses[-1].occurrence == "must_not":
            clauses[-1] = Clause((*clauses[-1].alternatives, *item.alternatives), "must_not")
        elif is_excepting:
            clauses.append(replace(item, occurrence="must_not"))
        elif "or" in pending and clauses and clauses[-1].occurrence != "must_not":
            occurrence: Occurrence = "must" if "must" in (clauses[-1].occurrence, item.occurrence) else "should"
            clauses[-1] = Clause((*clauses[-1].alternatives, *item.alternatives), occurrence)
        elif "and" in pending and clauses and item.occurrence == "should":
            if clauses[-1].occurrence == "should":
                clauses[-1] = replace(clauses[-1], occurrence="must")
            clauses.append(replace(item, occurrence="must"))
        else:
            clauses.append(item)
        pending = set()
    return ParsedQuery(tuple(_joined(clauses)), tuple(labels))


def _joined(clauses: list[Clause]) -> Iterator[Clause]:
    """Neighbouring plain words as one clause: together they may be the name that an acronym stands for."""
    run: list[str] = []
    for clause in clauses:
        (first, *others) = clause.alternatives
        if clause.occurrence == "should" and not others and first.kind == "words" and not first.field:
            run.append(first.text)
            continue
        if run:
            yield Clause((Operand("words", " ".join(run)),))
            run = []
        yield clause
    if run:
        yield Clause((Operand("words", " ".join(run)),))
