"""What a generation was made from: the hash and the source of each document, so that an update finds what changed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from search.errors import IndexIncompatible
from search.string_table import StringTable

DIGEST_BYTES = 16
MIRRORED = "mirrored.json"

Mask = npt.NDArray[np.bool_]


class Content(NamedTuple):
    """A document by its id, the hash of it as it is stored, and the name of its source."""

    id: str
    digest: bytes
    source: str


class Mirrored(msgspec.Struct, frozen=True, gc=False):
    """An item that was left out because another says the same: the name of its source, its address, the id of the other.

    Its own ``id`` is empty in generations that were built before it was told.
    """

    source: str
    address: str
    original: str
    id: str = ""


def digest_of(encoded: bytes) -> bytes:
    """The first half of the SHA-256 of an encoded document, which holds its id: two documents never share one."""
    return sha256(encoded).digest()[:DIGEST_BYTES]


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """The contents of a generation, as plain arrays, so that opening and writing them costs little however many there are.

    ``ids`` sorted (N,), ``digests`` uint8 (N, 16), ``codes`` int32 (N,): the place of each one's source in ``names``. ``mirrored``
    are the items that are in no index, because one of these stands for them.
    """

    ids: StringTable
    digests: npt.NDArray[np.uint8]
    codes: npt.NDArray[np.int32]
    names: tuple[str, ...]
    mirrored: tuple[Mirrored, ...] = ()

    @classmethod
    def of(cls, contents: Iterable[Content], mirrored: Iterable[Mirrored] = ()) -> "Contents":
        """These contents, in the order of their ids."""
        ordered = sorted(contents, key=_encoded_id)
        names = tuple(sorted({one.source for one in ordered}))
        code_of = {name: code for code, name in enumerate(names)}
        codes = np.array([code_of[one.source] for one in ordered], dtype=np.int32)
        return cls(StringTable.of([one.id for one in ordered]), _digests(ordered), codes, names, tuple(mirrored))

    @classmethod
    def load(cls, folder: Path) -> "Contents":
        """What ``save`` wrote; raises IndexIncompatible for a generation that was built without."""
        try:
            digests, codes = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("digests", "sources"))
            names, mirrored = tuple(StringTable.load(folder / "names")), _read_mirrored(folder / MIRRORED)
            return cls(StringTable.load(folder / "ids"), digests, codes, names, mirrored)
        except (OSError, ValueError, EOFError, msgspec.DecodeError) as error:
            raise IndexIncompatible(
                f"L’index publié ne dit pas d’où viennent ses contenus ({error}) : il ne peut pas être mis à jour.",
                remedy="Lancez « trouvaille build » une fois ; les mises à jour suivront.",
            ) from error

    def save(self, folder: Path) -> None:
        """Writes the arrays."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "digests.npy", self.digests, allow_pickle=False)
        np.save(folder / "sources.npy", self.codes, allow_pickle=False)
        self.ids.save(folder / "ids")
        StringTable.of(self.names).save(folder / "names")
        (folder / MIRRORED).write_bytes(msgspec.json.encode(self.mirrored))

    def __len__(self) -> int:
        return len(self.ids)

    def given_by(self, sources: Collection[str]) -> Mask:
        """Which contents (N,) these sources gave."""
        return np.isin(self.codes, [code for code, name in enumerate(self.names) if name in sources])

    def ids_of(self, chosen: Mask) -> list[str]:
        """The ids of the chosen contents, in order."""
        return list(self.ids) if chosen.all() else [self.ids[row] for row in np.flatnonzero(chosen).tolist()]

    def rows_of(self, chosen: Mask) -> dict[bytes, int]:
        """The rows of the chosen contents by their digests."""
        rows = np.flatnonzero(chosen)
        data = self.digests[rows].tobytes()
        starts = range(0, len(data), DIGEST_BYTES)
        return dict(zip((data[start : start + DIGEST_BYTES] for start in starts), rows.tolist(), strict=True))

    def sources(self) -> list[str]:
        """The name of the source of each."""
        return [self.names[code] for code in self.codes.tolist()]

    def digests_by_id(self) -> dict[str, bytes]:
        """The digest of each by its id."""
        return dict(zip(self.ids, self.rows_of(np.ones(len(self), dtype=bool)), strict=True))

    def source_of(self, identifier: str) -> str:
        """The name of the source of one of them."""
        return self.names[int(self.codes[self.ids.find(identifier)])]

    def with_others(self, kept: Mask, others: list[Content], mirrored: Iterable[Mirrored] = ()) -> "Contents":
        """What is kept (N,) of these contents, with others, whose ids are not among those kept, and what they all stand for."""
        gone = self.ids_of(~kept)
        if sorted(one.id for one in others) != sorted(gone) or not {one.source for one in others} <= {*self.names}:
            return Contents.of([*self._contents(kept), *others], mirrored)
        digests, codes = self.digests.copy(), self.codes.copy()
        ordered = sorted(others, key=_encoded_id)
        digests[~kept] = _digests(ordered)
        codes[~kept] = [self.names.index(one.source) for one in ordered]
        return Contents(self.ids, digests, codes, self.names, tuple(mirrored))

    def _contents(self, chosen: Mask) -> Iterable[Content]:
        sources, rows = self.sources(), self.rows_of(chosen)
        return (Content(one, digest, sources[row]) for one, (digest, row) in zip(self.ids_of(chosen), rows.items(), strict=True))


def _encoded_id(content: Content) -> bytes:
    return content.id.encode()


def _digests(contents: list[Content]) -> npt.NDArray[Any]:
    return np.frombuffer(b"".join(one.digest for one in contents), dtype=np.uint8).reshape(-1, DIGEST_BYTES)


def _read_mirrored(path: Path) -> tuple[Mirrored, ...]:
    """None in a generation that was built before they were told."""
    return msgspec.json.decode(path.read_bytes(), type=tuple[Mirrored, ...]) if path.exists() else ()
