"""What else is looked for when a visitor types an acronym, its full name, or a word with synonyms.

It works on the query alone: no rebuild is needed when a rule changes. A rule's source and target are texts; a source matches
by its stems, so that ``collectivités territoriales`` and ``collectivité territoriale`` are one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.analysis import ANALYSER, Analyser


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
            if stems := tuple(analyser.stems(rule.source)):
                self._targets.setdefault(stems, []).append(rule.target)
                self._lengths.setdefault(stems[0], set()).add(len(stems))

    def __len__(self) -> int:
        return sum(map(len, self._targets.values()))

    def expansions(self, stems: Sequence[str]) -> Iterator[Expansion]:
        """The rules whose source stands in a query of these stems; of those that begin together, the longest first."""
        for start, stem in enumerate(stems):
            if stem in self._lengths:
                for length in sorted((length for length in self._lengths[stem] if start + length <= len(stems)), reverse=True):
                    source = tuple(stems[start : start + length])
                    for target in self._targets.get(source, ()):
                        yield Expansion(start, length, target)


def both_ways(expressions: Sequence[str]) -> Iterator[Rule]:
    """The rules that make expressions stand for each other."""
    for source in expressions:
        yield from (Rule(source, target) for target in expressions if target != source)
