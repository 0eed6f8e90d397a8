"""The scores of words asked for before: what makes most searches cheap."""

from collections.abc import Callable, Hashable
from threading import Lock

from search.engines.embedded.impacts import ScoredWord
from search.query import AnyField, Or, Phrase, Query

REMEMBERED_BYTES = 128 * 2**20
"""How much memory they may take, until those scored the longest ago are forgotten."""


class RememberedWords:
    """Words by what tells them apart (see ``key_of``)."""

    def __init__(self) -> None:
        self._words: dict[Hashable, ScoredWord] = {}
        self._size = 0
        self._lock = Lock()

    def word(self, key: Hashable, score: Callable[[], ScoredWord]) -> ScoredWord:
        """The word with this key, scored when it is not known."""
        known = self._words.get(key)
        if known is None:
            known = score()
            with self._lock:
                self._keep(key, known)
        return known

    def _keep(self, key: Hashable, word: ScoredWord) -> None:
        replaced = self._words.pop(key, None)  # by another thread that wanted it too
        self._words[key] = word
        self._size += word.size - (0 if replaced is None else replaced.size)
        while self._size > REMEMBERED_BYTES:
            self._size -= self._words.pop(next(iter(self._words))).size


def key_of(query: Query) -> Hashable | None:
    """What a query has in common with those that give the same; None for one that is evaluated each time it is asked.

    Words of a portal are asked again and again, and so are its acronyms, which stand for phrases.
    """
    if type(query) is AnyField:
        return query.terms
    if type(query) is Phrase:
        return (query.fieldname, *query.words, query.slop, query.boost)
    if type(query) is Or:
        keys = [key_of(part) for part in query.subqueries]
        return None if None in keys else (query.boost, *keys)
    return None
