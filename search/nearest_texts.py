"""Compares a text that is not indexed with all items: cosines of TF-IDF vectors, by the postings of the neighbour table."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.analysis import Analyser
from search.document import Document, whole_text
from search.fields import key
from search.neighbour_table import NeighbourTable

_BY_LABEL = 0.01

TermWeights = dict[int, float]
"""Term -> weight of a text, of length 1."""


def unseen(table: NeighbourTable) -> float:
    """The inverse document frequency of a term that the table does not have."""
    return float(np.log((1 + table.arrays["scale"][0]) / 2) + 1)


def weighted(table: NeighbourTable, stems: Sequence[str]) -> TermWeights:
    """The weights of a text, as ``indexer.related.vectors`` weighs one."""
    found = Counter(stems)
    terms, counts = table.terms(list(found)), np.array(list(found.values()))
    order = np.argsort(terms)[np.count_nonzero(terms < 0) :]
    terms, counts = terms[order], counts[order]
    idf, rare = table.arrays["term_idf"], unseen(table)
    idf_of_terms = np.where(terms < len(idf), idf[np.minimum(terms, len(idf) - 1)], rare) if len(idf) else rare
    weights = np.sqrt(counts) * idf_of_terms
    length = float(np.sqrt((weights**2).sum())) or 1.0
    return {int(term): float(weight) / length for term, weight in zip(terms, weights, strict=True)}


def cosines(table: NeighbourTable, weights: TermWeights) -> npt.NDArray[np.float64]:
    """The cosine of each item (N,) with a text."""
    found: npt.NDArray[np.float64] = np.zeros(len(table.groups))
    for term, weight in weights.items():
        if term < len(table.strings["terms"]):
            rows, item_weights = table.postings(term)
            found[rows] += weight * item_weights
    if table.since is not None:
        found[table.size :] = table.since.cosines(weights)
    return found


def closest(table: NeighbourTable, document: Document, analyser: Analyser, number: int) -> list[int]:
    """The rows nearest to a document that is not indexed, whatever their groups: by texts, then by labels."""
    nearness = cosines(table, weighted(table, analyser.stems(whole_text(document))))
    for name, values in (("theme", document.themes), ("country", document.countries)):
        for value in values:
            nearness += _BY_LABEL * table.having([f"{name} {key(value)}"])
    nearness[table.groups < 0] = 0
    return _highest(nearness, number)


def shared_words(table: NeighbourTable, weights: TermWeights, row: int) -> tuple[str, ...]:
    """The three telling terms of a text that bring an item the most."""
    parts: list[tuple[float, str]] = []
    for term, weight in weights.items():
        own, spelling = _weight(table, term, row), table.spellings[term]
        if own and len(spelling) > 2 and not spelling[0].isdigit():
            parts.append((-weight * own, spelling))
    return tuple(spelling for _, spelling in sorted(parts)[:3])


def _weight(table: NeighbourTable, term: int, row: int) -> float:
    """The weight of a term in an item; 0 when it does not have it."""
    if row >= table.size:
        return table.later.weight(term, row)
    if term >= len(table.strings["terms"]):
        return 0.0
    rows, weights = table.postings(term)
    place = int(np.searchsorted(rows, row))
    return float(weights[place]) if place < len(rows) and rows[place] == row else 0.0


def _highest(values: npt.NDArray[np.float64], number: int) -> list[int]:
    """The rows of the highest values above 0, in falling order, then by row."""
    least = np.partition(values, len(values) - number)[len(values) - number] if len(values) > number else 0.0
    rows = np.flatnonzero((values >= least) & (values > 0))
    best: list[int] = rows[np.argsort(-values[rows], kind="stable")][:number].tolist()
    return best
