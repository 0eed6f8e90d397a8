"""What else is looked for when a visitor types an acronym, its full name, or a word with synonyms.

It works on the query alone: no rebuild is needed when a rule changes. A rule's source and target are texts; a source matches
by its stems, so that ``collectivités territoriales`` and ``collectivité territoriale`` are one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, islice, product

from search.analysis import ANALYSER, Analyser

MAX_SPELLINGS = 16
"""Ways in which one source may stand in a query."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whoever looks for ``source`` looks for ``target`` too."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """A rule that applies: its source stands at the telling words ``start`` to ``start + length - 1`` of a query."""

    start: int
    length: int
    target: str


class Synonyms:
    """Rules, found by the stems of their sources."""

    def __init__(self, rules: Iterable[Rule] = (), analyser: Analyser = ANALYSER) -> None:
        self._targets: dict[tuple[str, ...], list[str]] = {}
        self._lengths: dict[str, set[int]] = {}
        for rule in dict.fromkeys(rules):
            for stems in _in_queries(rule.source, analyser):
                self._targets.setdefault(stems, []).append(rule.target)
                self._lengths.setdefault(stems[0], set()).add(len(stems))

    def expansions(self, stems: Sequence[str]) -> Iterator[Expansion]:
        """The rules whose source stands in a query of these stems; of those that begin together, the longest first.

        A word has a target once: of two sources that overlap, the first counts.
        """
        ends: dict[str, int] = {}
        for start, stem in enumerate(stems):
            if stem in self._lengths:
                for length in sorted((length for length in self._lengths[stem] if start + length <= len(stems)), reverse=True):
                    source = tuple(stems[start : start + length])
                    for target in self._targets.get(source, ()):
                        if ends.get(target, 0) <= start:
                            ends[target] = start + length
                            yield Expansion(start, length, target)


def _in_queries(source: str, analyser: Analyser) -> Iterator[tuple[str, ...]]:
    """The stems that a source may have in a query: one a position, as ``search.query_words`` has them.

    Where a compound begins with a stop word (``sous-préfecture``), its whole is a word of the query only if the portal has it.
    """
    positions: list[list[tuple[str, ...]]] = []
    for _, tokens in groupby(analyser.tokens(source), lambda token: token.position):
        first, *others = [token.stem for token in tokens]
        if first:
            positions.append([(first,)])
        elif whole := next(filter(None, others), ""):
            positions.append([(whole,), ()])
    spellings = (tuple(chain.from_iterable(stems)) for stems in islice(product(*positions), MAX_SPELLINGS))
    yield from filter(None, spellings)


def both_ways(expressions: Sequence[str]) -> Iterator[Rule]:
    """The rules that make expressions stand for each other."""
    for source in expressions:
        yield from (Rule(source, target) for target in expressions if target != source)
