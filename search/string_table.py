"""Many strings in two plain arrays: their UTF-8 bytes end to end, and where each one starts.

Opened memory-mapped, a table of a million strings costs no memory and no time until one of them is read.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.compiled import compiled
from search.errors import IndexCorrupt
from search.mapped_arrays import load_mapped

_PREFIX = 8
"""Bytes of a string that narrow down where it stands: those of one unsigned number."""

_KEPT = np.array([2**64 - 2 ** (8 * (_PREFIX - length)) for length in range(_PREFIX + 1)], dtype=np.uint64)
"""The bits that a string of so many bytes has in it."""

_STARTS = (np.dtype(np.uint32), np.dtype(np.int64))

_MANY = 1 / 400
"""The share of a table's strings from which it is worth reading the beginnings of all."""


@compiled
def strings_at(starts: npt.NDArray[np.integer], data: npt.NDArray[np.uint8], rows: npt.NDArray[np.int32]) -> list[str]:
    """The strings at some indices, int32 (n,), of the table with these arrays."""
    memory, start_of = memoryview(data), memoryview(starts)  # type: ignore[arg-type]
    return [str(memory[start_of[row] : start_of[row + 1]], "utf-8") for row in rows.tolist()]


class StringTable:
    """A sequence of strings; ``find`` and ``lower_bound`` need it sorted by UTF-8 bytes. Raises IndexCorrupt for what is none."""

    def __init__(self, starts: npt.NDArray[np.integer], data: npt.NDArray[np.uint8]) -> None:
        if starts.dtype not in _STARTS or data.dtype != np.uint8 or starts.ndim != 1 or data.ndim != 1 or not len(starts):
            raise IndexCorrupt("Une table de textes de l’index n’en est pas une.")
        self._starts = starts
        self._bytes = data
        # Reading one number or a few bytes of an array is several times faster through these.
        self._start_of = memoryview(starts)  # type: ignore[arg-type]
        self._memory = memoryview(data)  # type: ignore[arg-type]

    @classmethod
    def of(cls, strings: Iterable[str]) -> "StringTable":
        """A table of these strings, in this order."""
        encoded = [string.encode() for string in strings]
        starts = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(string) for string in encoded], out=starts[1:])
        if starts[-1] <= np.iinfo(np.uint32).max:
            starts = starts.astype(np.uint32)
        return cls(starts, np.frombuffer(b"".join(encoded), dtype=np.uint8))

    @classmethod
    def load(cls, stem: Path) -> "StringTable":
        """The table that ``save`` wrote to ``<stem>.starts.npy`` and ``<stem>.bytes.npy``, memory-mapped."""
        starts, data = (load_mapped(file_of(stem, part)) for part in ("starts", "bytes"))
        return cls(starts, data)

    def save(self, stem: Path) -> None:
        """Writes the two arrays."""
        np.save(file_of(stem, "starts"), self._starts, allow_pickle=False)
        np.save(file_of(stem, "bytes"), self._bytes, allow_pickle=False)

    def arrays(self) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.uint8]]:
        """Where each string starts, with one entry more for the end of the last (n + 1,), and the bytes."""
        return self._starts, self._bytes

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, index: int) -> str:
        try:
            return str(self._memory[self._start_of[index] : self._start_of[index + 1]], "utf-8")
        except (IndexError, UnicodeDecodeError) as error:
            raise damaged_strings(error) from error

    def at(self, rows: npt.NDArray[np.int32]) -> list[str]:
        """The strings at some indices (n,)."""
        try:
            return strings_at(self._starts, self._bytes, rows)
        except (IndexError, UnicodeDecodeError) as error:
            raise damaged_strings(error) from error

    def __iter__(self) -> Iterator[str]:
        data, starts = self._bytes.tobytes(), self._starts.tolist()
        try:
            for start, end in pairwise(starts):
                yield data[start:end].decode()
        except UnicodeDecodeError as error:
            raise damaged_strings(error) from error

    def encoded(self, index: int) -> bytes:
        """The bytes of a string."""
        try:
            return self._memory[self._start_of[index] : self._start_of[index + 1]].tobytes()
        except IndexError as error:
            raise damaged_strings(error) from error

    def find(self, string: str) -> int:
        """The index of a string, or -1."""
        wanted = string.encode()
        index = self.lower_bound(wanted)
        return index if index < len(self) and self.encoded(index) == wanted else -1

    def find_all(self, strings: Sequence[str]) -> npt.NDArray[np.int64]:
        """The index of each string (n,), or -1; many are narrowed down at once by their first eight bytes."""
        if len(strings) < _MANY * len(self):
            return np.array([self.find(string) for string in strings], dtype=np.int64)
        wanted = [string.encode() for string in strings]
        try:
            prefixes = _prefixes(self._starts, self._bytes)
        except IndexError as error:
            raise damaged_strings(error) from error
        own = _prefixes(*StringTable.of(strings).arrays())
        first, last = (np.searchsorted(prefixes, own, side).tolist() for side in ("left", "right"))
        found = np.full(len(wanted), -1, dtype=np.int64)
        for place, string in enumerate(wanted):
            index = bisect_left(range(last[place]), string, first[place], key=self.encoded)
            if index < last[place] and self.encoded(index) == string:
                found[place] = index
        return found

    def lower_bound(self, wanted: bytes) -> int:
        """The index of the first string that is not less than ``wanted``."""
        return bisect_left(range(len(self)), wanted, key=self.encoded)


def _prefixes(starts: npt.NDArray[np.integer], data: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """The first eight bytes of each string (n,), filled up with zeros, as numbers in the order of the strings."""
    padded = np.concatenate((data, np.zeros(_PREFIX, dtype=np.uint8)))
    from_each_byte = np.ndarray(len(data) + 1, dtype=">u8", buffer=padded.data, strides=(1,))
    lengths = np.minimum(np.diff(starts), _PREFIX).astype(np.int64)
    numbers: npt.NDArray[np.uint64] = from_each_byte[starts[:-1]].astype(np.uint64) & _KEPT[lengths]
    return numbers


def damaged_strings(error: Exception) -> IndexCorrupt:
    """What to raise where the numbers or the bytes of a table lead astray."""
    return IndexCorrupt(f"Des textes de l’index sont illisibles : {error}.")


def file_of(stem: Path, part: str) -> Path:
    return stem.with_name(f"{stem.name}.{part}.npy")
