"""Repairs words that the portal does not have: the ones it has within one or two edits, or that sound the same.

An edit is a letter too many, missing, wrong, or two neighbours swapped (optimal string alignment, Damerau 1964). Short words
are left alone, and so are numbers and acronyms: too many others are one letter away from them.
"""

from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search.distinct import distinct
from search.vocabulary import Vocabulary

ONE_EDIT_LENGTH = 4
"""Letters from which a word may have one wrong letter."""

TWO_EDITS_LENGTH = 8
"""Letters from which a word may have two."""

MAX_REPAIRS = 3
"""Words that one unknown word may stand for."""

_SAME_SOUND = 0.75
_OTHER_START = 0.5
_TOLERANCE = 0.6


@dataclass(frozen=True, slots=True)
class Repair:
    """A word of the portal that another may stand for, the documents that have it, and how far it is, in edits."""

    word: str
    spelling: str
    documents: int
    cost: float


def allowed_edits(word: str) -> int:
    """How many edits a folded word may be away from what was meant."""
    if len(word) < ONE_EDIT_LENGTH or not word.isalpha():
        return 0
    return 2 if len(word) >= TWO_EDITS_LENGTH else 1


def repairs(word: str, vocabulary: Vocabulary) -> tuple[Repair, ...]:
    """The other words that a folded word may stand for, nearest first, then those of most documents."""
    allowed = allowed_edits(word)
    if not allowed:
        return ()
    homophones = vocabulary.homophones(word)
    alike = set(homophones.tolist())
    costs: dict[int, float] = {}
    for edits in range(1, allowed + 1):
        rows = distinct(np.concatenate((vocabulary.similar(word, edits), homophones)))
        distances = cdist([word], vocabulary.words(rows), scorer=OSA.distance, score_cutoff=edits + 1, dtype=np.int32)[0]
        words = zip(rows.tolist(), distances.tolist(), strict=True)
        costs = {row: _cost(distance, alike=row in alike) for row, distance in words if 0 < distance <= edits + (row in alike)}
        if costs:
            break
    return _best(costs, word, vocabulary)


def _cost(distance: int, *, alike: bool) -> float:
    return distance - _SAME_SOUND * alike


def _best(costs: dict[int, float], word: str, vocabulary: Vocabulary) -> tuple[Repair, ...]:
    """The cheapest candidates; a word that starts with another letter costs more, mistakes are rare there."""
    found = []
    for row, cost in costs.items():
        candidate = vocabulary.candidate(row)
        cost += _OTHER_START * (candidate.word[0] != word[0])
        found.append((cost, -candidate.documents, Repair(candidate.word, candidate.spelling, candidate.documents, cost)))
    found.sort(key=lambda entry: (entry[0], entry[1], entry[2].word))
    return tuple(repair for cost, _, repair in found[:MAX_REPAIRS] if cost <= found[0][0] + _TOLERANCE)
