"""Why a query finds nothing, or not what was meant: findings that an administrator can act upon."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from search.acronyms import Acronym
from search.analysis import fold
from search.interpretation import Interpretation, Interpreter
from search.query import Every, Query
from search.query_language import Clause, ParsedQuery, parse
from search.tokenisation import chunks_of

Code = Literal["no-word", "unknown", "repaired", "rare", "acronym", "filter", "required", "phrase", "unwanted", "never-together"]

RARE, PORTAL = 2, 50
"""A word is rare when at most ``RARE`` documents have it, in a portal of ``PORTAL`` documents or more."""

MAX_PROPOSALS = 3

Count = Callable[[Query], int]
"""How many documents a query finds."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason. ``word`` is what of the query it is about; ``proposals`` are what may be meant, best first; ``documents`` is how
    many documents have the word, or would be found without what is told.

    no-word          nothing in it can be looked for
    unknown          the portal does not have the word, nor one like it
    repaired         the portal does not have the word: one of the proposals was looked for in its place
    rare             the word is in few documents
    acronym          the texts explain the acronym, but not surely: the proposals are the names
    filter           a label in the query (``pays:Togo``) leaves nothing
    required         a required word (``+mot``, ``ET``) leaves nothing
    phrase           the words are there, but not one after the other
    unwanted         a word kept out (``-mot``, ``SAUF``) leaves nothing
    never-together   no document has all words; the proposals are the words that most of the best lack, the first is ``word``
    """

    code: Code
    word: str = ""
    proposals: tuple[str, ...] = ()
    documents: int = 0


def diagnosed(
    text: str, interpreter: Interpreter, acronyms: Iterable[Acronym], count: Count, lacking: Sequence[tuple[str, ...]]
) -> tuple[Finding, ...]:
    """The findings on a text, the gravest first; ``lacking`` are the words that each of its first results lacks."""
    parsed, meant = parse(text), interpreter.interpret(text)
    found = [*_words(meant, interpreter, RARE if count(Every()) >= PORTAL else 0), *_acronyms(text, acronyms)]
    if not meant.words and not parsed.labels:
        found.append(Finding("no-word"))
    elif not count(meant.tree):
        found += _emptied(parsed, lambda parts: count(interpreter.interpret_parsed(parts, text).tree))
    elif lacking and all(lacking) and not any(one.code == "unknown" for one in found):  # else that says it all
        found.append(_never_together(lacking))
    return tuple(found)


def _words(meant: Interpretation, interpreter: Interpreter, rare: int) -> Iterator[Finding]:
    """What there is to say of each word alone; of those that synonyms find too, nothing."""
    for word in meant.words:
        if word.repairs:
            yield Finding("repaired", word.typed, tuple(repair.spelling for repair in word.repairs))
        elif word.stem and word.tree is None:
            yield Finding("unknown", word.typed)
        elif word.stem.isalpha() and 0 < word.documents <= rare:
            better = interpreter.better_spelling(word)
            yield Finding("rare", word.shown or word.typed, (better,) if better else (), word.documents)


def _acronyms(text: str, acronyms: Iterable[Acronym]) -> Iterator[Finding]:
    """The words of the text that are acronyms of which no name is sure."""
    words = {fold(chunk).replace(".", ""): chunk for chunk in chunks_of(text)}
    names: dict[str, list[Acronym]] = {}
    for one in acronyms:
        if (folded := fold(one.acronym).replace(".", "")) in words:
            names.setdefault(folded, []).append(one)
    for folded, found in names.items():
        if not any(one.is_sure for one in found):
            best = sorted(found, key=lambda one: -one.documents)[:MAX_PROPOSALS]
            yield Finding("acronym", words[folded], tuple(one.name for one in best), best[0].documents)


def _emptied(parsed: ParsedQuery, count: Callable[[ParsedQuery], int]) -> Iterator[Finding]:
    """The parts without which the query would find something."""
    for label in parsed.labels:
        others = replace(parsed, labels=tuple(other for other in parsed.labels if other is not label))
        if (others.clauses or others.labels) and (documents := count(others)):
            yield Finding("filter", label.value, documents=documents)
    for place, clause in enumerate(parsed.clauses):
        code, relieved = _relieved(clause)
        if code is None:
            continue
        before, after = parsed.clauses[:place], parsed.clauses[place + 1 :]
        without = replace(parsed, clauses=(*before, *relieved, *after))
        if (without.clauses or without.labels) and (documents := count(without)):
            yield Finding(code, " OU ".join(operand.text for operand in clause.alternatives), documents=documents)


def _relieved(clause: Clause) -> tuple[Code | None, tuple[Clause, ...]]:
    """A clause that asks for less, and what it then asks no more; None for one that asks for nothing special."""
    if clause.occurrence == "must_not":
        return "unwanted", ()
    if any(operand.kind == "phrase" for operand in clause.alternatives):
        words = tuple(replace(operand, kind="words") for operand in clause.alternatives)
        return "phrase", (Clause(words),)
    return ("required", (replace(clause, occurrence="should"),)) if clause.occurrence == "must" else (None, (clause,))


def _never_together(lacking: Sequence[tuple[str, ...]]) -> Finding:
    times = Counter(word for words in lacking for word in words)
    most = sorted(times, key=lambda word: (-times[word], word))[:MAX_PROPOSALS]
    return Finding("never-together", most[0], tuple(most), len(lacking))
