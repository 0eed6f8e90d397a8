"""The scores of words asked for before: what makes most searches cheap."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock

from search.engines.embedded.impacts import ScoredWord
from search.query import AnyField, Or, Phrase, Query

LEAST_BYTES, DOCUMENT_BYTES = 128 * 2**20, 2**10
"""How much memory they may take, at least and for each document: the words of a thousand real queries take 0.8 kB a document."""

LATER = 16
"""Words used after a word before it is measured again: as many as most searches have, all views of each counted."""


def room_for(documents: int) -> int:
    """How many bytes the words of an index of so many documents may take."""
    return max(LEAST_BYTES, DOCUMENT_BYTES * documents)


class RememberedWords:
    """Words by what tells them apart (see ``key_of``), in ``room`` bytes: what nobody has asked for the longest is forgotten.

    They grow while they are used, most when their first search has all of its words; so they are measured again when at least
    ``later`` others have been used since.
    """

    def __init__(self, room: int, later: int = LATER) -> None:
        self._room = room
        self._later = later
        self._words: OrderedDict[Hashable, ScoredWord] = OrderedDict()
        self._size = 0
        self._used: dict[ScoredWord, None] = {}
        self._lock = Lock()

    def words(self, keys: Sequence[Hashable | None], score: Callable[[int], ScoredWord]) -> list[ScoredWord]:
        """The words with these keys, None for one not to be remembered; ``score`` gives the one at a place when it is not known."""
        known = []
        with self._lock:
            for key in keys:
                word = self._words.get(key)
                if word is not None:
                    self._words.move_to_end(key)
                    self._note(word)
                known.append(word)
        return [self._scored(keys[place], place, score) if word is None else word for place, word in enumerate(known)]

    def _scored(self, key: Hashable | None, place: int, score: Callable[[int], ScoredWord]) -> ScoredWord:
        """A word that was not known, and may be by now: another thread has scored it, or it comes twice in a query."""
        with self._lock:
            known = self._words.get(key)
        if known is not None:
            return known
        word = score(place)
        if key is not None:
            with self._lock:
                self._keep(key, word)
        return word

    def _keep(self, key: Hashable, word: ScoredWord) -> None:
        self._forget(self._words.pop(key, None))  # what another thread has scored meanwhile
        self._words[key] = word
        self._note(word)
        self._measure(word)
        for used in list(self._used)[: -self._later]:
            del self._used[used]
            self._measure(used)
        while self._size > self._room:
            self._forget(self._words.popitem(last=False)[1])

    def _note(self, word: ScoredWord) -> None:
        """Notes that a word is used, after all others."""
        self._used.pop(word, None)
        self._used[word] = None

    def _forget(self, word: ScoredWord | None) -> None:
        if word is not None:
            self._size -= word.measured
            self._used.pop(word, None)

    def _measure(self, word: ScoredWord) -> None:
        size = word.size
        self._size += size - word.measured
        word.measured = size


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
