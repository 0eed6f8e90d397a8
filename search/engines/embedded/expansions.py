"""Words that are only described: by their beginning, by a pattern, by a word that they are near.

Each stands for the words of the segment that it describes; a document with any of them counts the same.
"""

import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from itertools import islice

import numpy as np
from whoosh.automata.lev import levenshtein_automaton

from search.engines.embedded.scored import Scored, constant
from search.engines.embedded.snapshot import OpenSegment
from search.engines.embedded.target import Target
from search.query import FuzzyTerm, Prefix, Wildcard

MAX_EXPANSIONS = 1024
"""Words that a pattern or a fuzzy term may stand for; the first ones in order are taken."""


def prefix(query: Prefix, on: Target) -> Scored:
    """The documents with a word that begins so, however many words do: these stand in a row, so their lists do."""
    postings = on.segment.arrays.postings(query.fieldname)
    start = query.text.encode()
    words = range(postings.terms.lower_bound(start), postings.terms.lower_bound(start + b"\xff"))
    matched = np.zeros(on.count, dtype=bool)
    matched[postings.docs_of_all(words)] = True
    return constant(matched, query.boost)


def wildcard(query: Wildcard, on: Target) -> Scored:
    """The documents with a word that fits a pattern of ``*``, ``?`` and ``[letters]``."""
    pattern = re.compile(translate(query.text))
    start = re.split(r"[*?\[]", query.text, maxsplit=1)[0]
    fitting = filter(pattern.match, _beginning_with(start, query.fieldname, on.segment))
    return constant(on.with_any(query.fieldname, _first(fitting)), query.boost)


def fuzzy(query: FuzzyTerm, on: Target) -> Scored:
    """The documents with a word within an edit distance of the query's, the same at its beginning."""
    automaton = levenshtein_automaton(query.text, int(query.maxdist), query.prefixlength).to_dfa()
    near = filter(automaton.accept, _beginning_with(query.text[: query.prefixlength], query.fieldname, on.segment))
    return constant(on.with_any(query.fieldname, _first(near)), query.boost)


def _first(words: Iterable[str]) -> Iterator[str]:
    return islice(words, MAX_EXPANSIONS)


def _beginning_with(start: str, field: str, segment: OpenSegment) -> Iterator[str]:
    """The words of a field that begin so, in order."""
    postings = segment.arrays.postings(field)
    encoded = start.encode()
    for row in range(postings.terms.lower_bound(encoded), len(postings.terms)):
        word = postings.terms.encoded(row)
        if not word.startswith(encoded):
            return
        if postings.starts[row] < postings.starts[row + 1]:
            yield word.decode()
