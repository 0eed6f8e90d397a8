"""What a search box proposes while one types: titles, themes, countries, frequent phrases of the portal, and what visitors
often ask.

``indexer.suggestions`` writes the entries in order of rank (use, popularity and freshness), so the best matches of anything are
the lowest numbers. An entry matches when it begins with the text, or when each word of the text begins one of its words.
Accents, case and punctuation do not count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from search.analysis import fold_value
from search.mapped_arrays import load_mapped
from search.stopwords import STOP_WORDS
from search.string_table import StringTable

SuggestionKind = Literal["title", "theme", "country", "phrase", "query"]
KINDS: tuple[SuggestionKind, ...] = get_args(SuggestionKind)

FILES = {
    "kinds": "uint8 (E,): the kind of each entry, as its place in KINDS; entries by rank, best first",
    "alphabetical": "int32 (E,): the entry of each line of the sorted string table folded",
    "word_starts": "int64 (W + 1,): where the entries of each line of the sorted string table entry_words start",
    "word_entries": "int32: the entries that have the word",
}
"""The arrays, with their types and shapes; E entries, W words."""

STRINGS = ("texts", "urls", "folded", "entry_words")
"""The string tables: the entries as they are shown, the addresses of titles, their folded texts, the words in them."""

HIDDEN = "hidden.npy"
"""In the folder of what came since: int32, the entries that are shown no more."""

MAX_SUGGESTIONS = 20
MAX_TYPED = 100
"""Characters that are read of what was typed."""

SHORTEST_INSIDE = 3
"""Letters from which the word being typed is looked for inside entries: fewer begin too many words."""

_Entries = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion; ``url`` is the address of an item, empty for what is to be searched."""

    text: str
    kind: SuggestionKind
    url: str = ""


class Suggestions:
    """The entries in ``folder``, memory-mapped, and those that came ``since``, which hide what is gone."""

    def __init__(self, folder: Path, since: Path | None = None) -> None:
        self._later = Suggestions(since) if since is not None else None
        self._hidden = np.zeros(0, dtype=np.int32) if since is None else np.load(since / HIDDEN, allow_pickle=False)
        arrays = {name: load_mapped(folder / f"{name}.npy") for name in FILES}
        self._kinds, self._alphabetical = arrays["kinds"], arrays["alphabetical"]
        self._word_starts, self._word_entries = arrays["word_starts"], arrays["word_entries"]
        self._texts, self._urls, self._folded, self._words = (StringTable.load(folder / name) for name in STRINGS)

    def complete(self, typed: str, limit: int) -> list[Suggestion]:
        """The best entries for what was typed so far: those that begin with it, then those that have its words.

        What came since stands before the first title: it is new.
        """
        words = fold_value(typed[:MAX_TYPED]).split()
        if not words or limit <= 0:
            return []
        found = self._complete(words, limit)
        if self._later is None:
            return found
        first = next((place for place, one in enumerate(found) if one.kind == "title"), len(found))
        return [*found[:first], *self._later.complete(typed, limit), *found[first:]][:limit]

    def entries(self, folded: Sequence[str]) -> list[int]:
        """For each text the entry that looks so once folded, and that is not hidden, or -1."""
        entries = np.append(self._alphabetical, np.int32(-1))[self._folded.find_all(folded)]
        entries[np.isin(entries, self._hidden)] = -1
        found: list[int] = entries.tolist()
        return found

    def url_of(self, entry: int) -> str:
        """The address of an entry; empty for what is no title."""
        return self._urls[entry]

    def is_title(self, entry: int) -> bool:
        """Whether an entry is the title of an item."""
        return bool(KINDS[self._kinds[entry]] == "title")

    @property
    def hidden(self) -> npt.NDArray[np.int32]:
        """The entries that are gone."""
        return self._hidden

    def _complete(self, words: list[str], limit: int) -> list[Suggestion]:
        found = _lowest(self._beginning(" ".join(words)), limit)
        if len(found) < limit and len(words[-1]) >= SHORTEST_INSIDE:
            inside = self._having(words)[: 2 * limit].tolist()
            found = list(dict.fromkeys([*found, *inside]))[:limit]
        return [Suggestion(self._texts[entry], KINDS[self._kinds[entry]], self._urls[entry]) for entry in found]

    def _beginning(self, text: str) -> _Entries:
        """The entries whose folded text begins so, in no order."""
        first, last = _range(self._folded, text)
        entries = self._alphabetical[first:last]
        return entries[~np.isin(entries, self._hidden)] if len(self._hidden) else entries

    def _having(self, words: list[str]) -> npt.NDArray[np.int64]:
        """The entries in which each word begins a word, best first; stop words before the last are in too many to tell."""
        matching = np.ones(len(self._kinds), dtype=bool)
        for word in [*(word for word in words[:-1] if word not in STOP_WORDS), words[-1]]:
            first, last = _range(self._words, word)
            having = np.zeros(len(self._kinds), dtype=bool)
            having[self._word_entries[self._word_starts[first] : self._word_starts[last]]] = True
            matching &= having
        matching[self._hidden] = False
        return np.flatnonzero(matching)


def _range(table: StringTable, prefix: str) -> tuple[int, int]:
    """The lines of a sorted table that begin with an ASCII text: from the first to the one after the last."""
    encoded = prefix.encode()
    return table.lower_bound(encoded), table.lower_bound(encoded + b"\x7f")


def _lowest(entries: _Entries, limit: int) -> list[int]:
    if len(entries) > limit:
        entries = np.partition(entries, limit)[:limit]
    return sorted(entries.tolist())
