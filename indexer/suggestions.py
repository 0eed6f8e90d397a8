"""Writes what ``search.suggestions`` proposes while one types, best first.

The rank of an entry is how much the portal uses it (the documents that have the theme or the phrase), how often visitors ask
for it, and how fresh its newest document is, counted from the newest document of all: the same documents and queries always
give the same order.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.phrases import frequent_phrases
from search.analysis import ANALYSER, fold, fold_value
from search.document import Document
from search.fields import key, reference_moment
from search.moments import seconds
from search.query_language import is_plain
from search.stopwords import STOP_WORDS
from search.string_table import StringTable
from search.suggestions import KINDS, SuggestionKind
from search.tokenisation import chunks_of

FRESHNESS = 2.0
"""What a document of today adds to a rank, beside the logarithm of the number of documents."""

_FADING = 2 * 365 * 86_400
_MAX_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PopularQuery:
    """What visitors often ask, and find something for; ``searches`` is how often."""

    text: str
    searches: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A suggestion before it is ranked: what is shown, the documents that use it, and the date of the newest, or -inf.

    ``searches`` is how often visitors ask for it.
    """

    text: str
    kind: SuggestionKind
    documents: int
    newest: float
    url: str = ""
    searches: int = 0


def save_suggestions(
    documents: Sequence[Document],
    folder: Path,
    popular: Sequence[PopularQuery] = (),
    spellings: Mapping[str, str] | None = None,
    known: Callable[[Sequence[str]], Sequence[bool]] | None = None,
) -> None:
    """Writes the arrays and string tables named in ``search.suggestions``; nothing that is ``known``, which folded texts tell.

    ``spellings`` are those of the portal's folded words.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new = entries_of(documents)
    if known is not None:
        is_known = known([fold_value(entry.text) for entry in new])
        new = [entry for entry, is_old in zip(new, is_known, strict=True) if not is_old]
    entries = _ranked(with_popular(new, popular, spellings or {}))
    folded = [fold_value(entry.text) for entry in entries]
    alphabetical = sorted(range(len(entries)), key=folded.__getitem__)
    words: dict[str, list[int]] = {}
    for number, text in enumerate(folded):
        for word in set(text.split()):
            words.setdefault(word, []).append(number)
    ordered = sorted(words)
    arrays: dict[str, npt.NDArray[Any]] = {
        "kinds": np.array([KINDS.index(entry.kind) for entry in entries], dtype=np.uint8),
        "alphabetical": np.array(alphabetical, dtype=np.int32),
        "word_starts": np.cumsum([0, *(len(words[word]) for word in ordered)], dtype=np.int64),
        "word_entries": np.array([number for word in ordered for number in words[word]], dtype=np.int32),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    StringTable.of(entry.text for entry in entries).save(folder / "texts")
    StringTable.of(entry.url for entry in entries).save(folder / "urls")
    StringTable.of(folded[number] for number in alphabetical).save(folder / "folded")
    StringTable.of(ordered).save(folder / "entry_words")


def title_of(document: Document) -> str:
    """A title as suggestions show it."""
    return document.title[:_MAX_LENGTH]


def entries_of(documents: Sequence[Document]) -> list[Entry]:
    """Every entry; of those that look the same once folded, the first: labels before phrases before titles."""
    dates = [_date(document) for document in documents]
    entries = [
        *_labels(documents, dates, "country", lambda document: document.countries),
        *_labels(documents, dates, "theme", lambda document: document.themes),
        *(
            Entry(phrase.text, "phrase", len(phrase.rows), max(dates[row] for row in phrase.rows))
            for phrase in frequent_phrases(documents)
        ),
        *(
            Entry(title_of(document), "title", 1, date, document.url)
            for document, date in sorted(zip(documents, dates, strict=True), key=lambda pair: (-pair[1], pair[0].id))
        ),
    ]
    return list({fold_value(entry.text): entry for entry in reversed(entries) if fold_value(entry.text)}.values())[::-1]


def with_popular(entries: Sequence[Entry], popular: Sequence[PopularQuery], spellings: Mapping[str, str]) -> list[Entry]:
    """The entries with the searches for them, and the popular queries that are none yet, spelt as the portal does.

    A query with an operator, or with a word that the portal does not have, is not proposed to others.
    """
    searches: dict[str, int] = {}
    for query in popular:
        if folded := fold_value(query.text):
            searches[folded] = searches.get(folded, 0) + query.searches
    found = [replace(entry, searches=searches.pop(fold_value(entry.text), 0)) for entry in entries]
    texts = {fold_value(query.text): query.text for query in reversed(popular) if is_plain(query.text)}
    spelt = ((_spelt(texts[folded], spellings), times) for folded, times in searches.items() if folded in texts)
    return [*found, *(Entry(text, "query", 0, -math.inf, searches=times) for text, times in spelt if text)]


def _spelt(text: str, spellings: Mapping[str, str]) -> str:
    """A query in the portal's spelling, small words as they were typed; empty when it has a word that the portal does not have."""
    words: list[str] = []
    for chunk in chunks_of(text):
        forms = ANALYSER.chunk(chunk)
        known = [spellings.get(word, "") for word in forms.words if word not in STOP_WORDS and word.isalpha()]
        if not all(known):
            return ""
        words.append(spellings.get(fold(chunk)) or chunk.lower() if len(forms.words) == 1 else chunk)
    return " ".join(words)[:_MAX_LENGTH]


def _labels(
    documents: Iterable[Document], dates: Iterable[float], kind: SuggestionKind, labels_of: Callable[[Document], tuple[str, ...]]
) -> Iterator[Entry]:
    """One entry a label, in the spelling that most documents have."""
    found: dict[str, dict[str, int]] = {}
    newest: dict[str, float] = {}
    for document, date in zip(documents, dates, strict=True):
        for label in labels_of(document):
            spellings = found.setdefault(key(label), {})
            spellings[label] = spellings.get(label, 0) + 1
            newest[key(label)] = max(newest.get(key(label), -math.inf), date)
    for label_key, spellings in found.items():
        shown = min(spellings, key=lambda label: (-spellings[label], label))
        yield Entry(shown, kind, sum(spellings.values()), newest[label_key])


def _ranked(entries: Sequence[Entry]) -> list[Entry]:
    now = max((entry.newest for entry in entries), default=0.0)

    def rank(entry: Entry) -> float:
        freshness = math.exp((entry.newest - now) / _FADING) if now > -math.inf else 0.0
        return math.log2(1 + entry.documents) + math.log2(1 + entry.searches) + FRESHNESS * freshness

    return sorted(entries, key=lambda entry: (-rank(entry), fold_value(entry.text)))


def _date(document: Document) -> float:
    moment = reference_moment(document)
    return float(seconds(moment)) if moment else -math.inf
