"""Inverts the labels of a segment: the inverted lists of their keys, and the column of their codes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from search.engines.embedded.numbering import NumberedLists
from search.engines.embedded.postings import LabelPostings, smallest
from search.engines.embedded.runs import starts_of
from search.engines.embedded.segment_arrays import Column
from search.string_table import StringTable

Array = npt.NDArray[Any]


def inverted_labels(labels: NumberedLists, key: Callable[[str], str]) -> tuple[LabelPostings, Column]:
    """The lists of each key, and the labels of each document; a key is shown as it is spelt in most documents."""
    spellings, lengths = labels.arrays()
    keys = [key(spelling) for spelling in labels.numbering]
    ordered = sorted(set(keys))
    codes = {label_key: code for code, label_key in enumerate(ordered)}
    code_of = np.array([codes[label_key] for label_key in keys], dtype=np.int64)
    spelt_in = np.repeat(np.arange(len(lengths)), lengths)
    docs, column = _distinct(spelt_in, code_of[spellings], len(ordered))
    terms = StringTable.of(ordered)
    starts = starts_of(np.bincount(column, minlength=len(ordered)))
    postings = LabelPostings(terms, smallest(starts), docs[np.argsort(column, kind="stable")].astype(np.int32))
    shown = _shown(labels, keys, _distinct(spelt_in, spellings, len(keys))[1])
    column_starts = starts_of(np.bincount(docs, minlength=len(lengths)))
    return postings, Column(smallest(column_starts), column.astype(np.int32), StringTable.of(shown[k] for k in ordered))


def _distinct(docs: Array, values: Array, count: int) -> tuple[Array, Array]:
    """The distinct pairs of a document and a value below ``count``, in order."""
    pairs = np.sort(docs * max(count, 1) + values)
    pairs = pairs[np.diff(pairs, prepend=-1) > 0]
    return pairs // max(count, 1), pairs % max(count, 1)


def _shown(labels: NumberedLists, keys: list[str], spelt: Array) -> dict[str, str]:
    """The spelling of each key that most documents have, the first in order among equals."""
    counts = np.bincount(spelt, minlength=len(keys)).tolist()
    best: dict[str, tuple[int, str]] = {}
    for spelling, label_key, count in zip(labels.numbering, keys, counts, strict=True):
        best[label_key] = min(best.get(label_key, (-count, spelling)), (-count, spelling))
    return {label_key: spelling for label_key, (_, spelling) in best.items()}
