"""Sets of documents as bits: an eighth of a byte for each document of a segment, counted and combined 64 at a time.

A set of N documents is uint64 (ceil(N / 64),); document d is bit d % 64 of word d // 64, and bits past N are 0.
"""

import numpy as np

from search.compiled import compiled
from search.engines.embedded.segment_arrays import Array

_WORD = 8


def packed(mask: Array) -> Array:
    """The set of the documents whose entry of the mask, bool (N,), is true."""
    octets = np.packbits(mask, bitorder="little")
    filling = -len(octets) % _WORD
    return np.concatenate((octets, np.zeros(filling, dtype=np.uint8))).view(np.uint64) if filling else octets.view(np.uint64)


def none(count: int) -> Array:
    """The set of no document of ``count``."""
    return np.zeros(-(-count // 64), dtype=np.uint64)


def packed_documents(documents: Array, count: int) -> Array:
    """The set of these documents among ``count``."""
    mask = np.zeros(count, dtype=bool)
    mask[documents] = True
    return packed(mask)


def unpacked(bits: Array, count: int) -> Array:
    """The mask of a set, bool (count,)."""
    return np.unpackbits(bits.view(np.uint8), count=count, bitorder="little").view(bool)


@compiled
def size(bits: Array) -> int:
    """How many documents are in a set."""
    return int(np.bitwise_count(bits).sum(dtype=np.int64))
