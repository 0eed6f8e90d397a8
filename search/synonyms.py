"""What else is looked for when a visitor types an acronym, its full name, or a word with synonyms.

It works on the query alone: no rebuild is needed when a rule changes. A rule's source and target are texts; a source matches
by its stems, so that ``collectivités territoriales`` and ``collectivité territoriale`` are one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from search.analysis import ANALYSER, Analyser


@dataclass(frozen=True, slots=True)
class Rule:
    """Whoever looks for ``source`` looks for ``target`` too."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """A rule that applies: its source stands at the stems ``start`` to ``start + length - 1`` of a query."""

    start: int
    length: int
    target: str


class Synonyms:
    """Rules, found by the stems of their sources."""

    def __init__(self, rules: Iterable[Rule] = (), analyser: Analyser = ANALYSER) -> None:
        self._targets: dict[tuple[str, ...], list[str]] = {}
        self._lengths: dict[str, set[int]] = {}
        for rule in dict.fromkeys(rules):
            if stems := _in_query(rule.source, analyser):
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


def _in_query(source: str, analyser: Analyser) -> tuple[str, ...]:
    """The stems that a source has in a query: one a position, as ``search.query_words`` has them.

    Where a compound begins with a stop word (``sous-préfecture``), its whole stands for that.
    """
    positions = groupby(analyser.tokens(source), lambda token: token.position)
    stems = (next((token.stem for token in tokens if token.stem), "") for _, tokens in positions)
    return tuple(filter(None, stems))


def both_ways(expressions: Sequence[str]) -> Iterator[Rule]:
    """The rules that make expressions stand for each other."""
    for source in expressions:
        yield from (Rule(source, target) for target in expressions if target != source)
