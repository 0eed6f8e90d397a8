"""The terms of a segment and where they stand, as Whoosh's own searcher reads them."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.fields import NUMERIC
from whoosh.matching import LeafMatcher, ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from search.engines.embedded.segment_arrays import MISSING, Array, Postings, SegmentArrays


class ArrayTerms(base.TermsReader):
    """Terms and postings for Whoosh. Numbers have no terms of their own: theirs are made from the column when asked for.

    ``live`` tells which documents are not deleted (N,): statistics count only these.
    """

    def __init__(self, live: Callable[[], Array], arrays: SegmentArrays) -> None:
        self._live = live
        self._arrays = arrays
        self._numeric = {field: _NumericTerms(values) for field, values in arrays.numbers.items()}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(len(self._docs(*term)))

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in sorted(self.indexed_field_names()):
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        if fieldname in self._numeric:
            yield from ((fieldname, term) for term in self._numeric[fieldname].terms_from(prefix))
            return
        postings = self._postings(fieldname)
        for row in range(postings.terms.lower_bound(prefix), len(postings.terms)):
            if postings.starts[row] < postings.starts[row + 1]:
                yield fieldname, postings.terms.encoded(row)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> "_Cursor":
        del fieldobj
        return _Cursor([term.decode() for _, term in self.terms_from(fieldname, b"")])

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        docs = self._docs(fieldname, text)
        if not len(docs):
            raise KeyError(fieldname, text)  # Whoosh turns it into TermNotFound
        live = docs[self._live()[docs]]
        freqs = self._freqs(fieldname, text, len(docs))
        return TermInfo(float(freqs.sum()), len(live), 0, 2**31, float(freqs.max()), int(docs[0]), int(docs[-1]))

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return int(self.term_info(fieldname, text).doc_frequency())

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        docs = self._docs(fieldname, text)
        if not len(docs):
            raise TermNotFound(f"{fieldname}:{text!r}")
        weights = self._freqs(fieldname, text, len(docs)).astype(float).tolist()
        positions = self._positions(fieldname, text)
        return PostingMatcher(docs.tolist(), weights, positions, format_, scorer, term=(fieldname, text))

    def indexed_field_names(self) -> list[str]:
        return [*self._arrays.texts, *self._arrays.labels, *self._numeric]

    def _postings(self, field: str) -> Postings:
        try:
            return self._arrays.postings(field)
        except KeyError as error:
            raise TermNotFound(f"Unknown field {field!r}") from error

    def _docs(self, field: str, text: bytes) -> Array:
        if field in self._numeric:
            return self._numeric[field].docs(text)
        postings = self._postings(field)
        row = postings.terms.find(text.decode())
        return postings.docs_of(row) if row >= 0 else np.zeros(0, dtype=np.int32)

    def _freqs(self, field: str, text: bytes, count: int) -> Array:
        if field in self._numeric:
            return np.ones(count)
        postings = self._postings(field)
        return postings.freqs_of(postings.terms.find(text.decode()))

    def _positions(self, field: str, text: bytes) -> list[list[int]] | None:
        """The positions of a term in each of its documents."""
        if field not in self._arrays.texts or self._arrays.texts[field].positions is None:
            return None
        return positions_by_document(self._arrays.texts[field], self._arrays.texts[field].terms.find(text.decode()))


def positions_by_document(postings: Postings, term: int) -> list[list[int]]:
    """The positions of a term of the exact view, one list for each of its postings."""
    ends = np.cumsum(postings.freqs_of(term).astype(np.int64))
    return [part.tolist() for part in np.split(postings.positions_of(term), ends[:-1])]


class PostingMatcher(ListMatcher):
    """Whoosh's matcher over one term's postings, with the positions as they are."""

    def __init__(
        self,
        ids: list[int],
        weights: list[float],
        positions: list[list[int]] | None,
        format_: Any,
        scorer: Any,
        position: int = 0,
        all_weights: Any = None,
        term: Any = None,
    ) -> None:
        super().__init__(ids, weights, None, format_, scorer, position, all_weights, term)
        self._positions = positions

    def copy(self) -> "PostingMatcher":
        return PostingMatcher(
            self._ids, self._weights, self._positions, self._format, self._scorer, self._i, self._all_weights, self._term
        )

    def value_as(self, astype: str) -> Any:
        if astype != "positions" or self._positions is None:
            raise ValueError(f"no {astype} here")
        return self._positions[self._i]

    def supports(self, astype: str) -> bool:
        return astype == "positions" and self._positions is not None

    spans = LeafMatcher.spans


class _NumericTerms:
    """The terms that Whoosh's NUMERIC field would have indexed for a column, at full precision and at each coarser tier."""

    def __init__(self, values: Array) -> None:
        self._values = values
        self._by_term: dict[bytes, Array] | None = None

    def terms_from(self, prefix: bytes) -> list[bytes]:
        return sorted(term for term in self._terms() if term >= prefix)

    def docs(self, term: bytes) -> Array:
        return self._terms().get(term, np.zeros(0, dtype=np.int32))

    def _terms(self) -> dict[bytes, Array]:
        if self._by_term is None:
            field = NUMERIC(int, bits=64, signed=True)
            found: dict[bytes, list[int]] = {}
            for document, value in enumerate(self._values.tolist()):
                if value != MISSING:
                    for posting in field.index(value):
                        found.setdefault(posting[0], []).append(document)
            self._by_term = {term: np.array(docs, dtype=np.int32) for term, docs in found.items()}
        return self._by_term


class _Cursor:
    """Whoosh's cursor over the sorted terms of a field, for its fuzzy automaton."""

    def __init__(self, terms: list[str]) -> None:
        self._terms = terms
        self._place = 0

    def is_valid(self) -> bool:
        return self._place < len(self._terms)

    def first(self) -> str | None:
        self._place = 0
        return self.text()

    def find(self, text: str) -> str | None:
        self._place = bisect_left(self._terms, text)
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        return self._terms[self._place] if self.is_valid() else None
