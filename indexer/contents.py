"""What a generation was made from: the hash and the source of each document, so that an update finds what changed."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np

from search.errors import IndexIncompatible
from search.string_table import StringTable

DIGEST_BYTES = 16


class Content(msgspec.Struct, frozen=True, gc=False):
    """The hash of a document as it is stored, and the name of its source; so small that the collector need not look at it."""

    digest: bytes
    source: str


Contents = dict[str, Content]
"""The contents of a generation by the documents' ids."""


def content_of(encoded: bytes, source: str, old: Content | None = None) -> Content:
    """The content of an encoded document that a source gave: the old one itself when nothing changed."""
    digest = blake2b(encoded, digest_size=DIGEST_BYTES).digest()
    return old if old is not None and old.digest == digest and old.source == source else Content(digest, source)


def save_contents(contents: Contents, folder: Path) -> None:
    """Writes the contents as plain arrays: ids, ``digests`` uint8 (N, 16), ``sources`` int32 (N,) into the table of names."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = sorted(contents, key=str.encode)
    names = sorted({content.source for content in contents.values()})
    codes = {name: code for code, name in enumerate(names)}
    digests = np.frombuffer(b"".join(contents[one].digest for one in ids), dtype=np.uint8).reshape(-1, DIGEST_BYTES)
    np.save(folder / "digests.npy", digests, allow_pickle=False)
    np.save(folder / "sources.npy", np.array([codes[contents[one].source] for one in ids], dtype=np.int32), allow_pickle=False)
    StringTable.of(ids).save(folder / "ids")
    StringTable.of(names).save(folder / "names")


def load_contents(folder: Path) -> Contents:
    """What ``save_contents`` wrote; raises IndexIncompatible for a generation that was built without."""
    try:
        digests = np.load(folder / "digests.npy", allow_pickle=False)
        codes = np.load(folder / "sources.npy", allow_pickle=False)
        ids, names = StringTable.load(folder / "ids"), list(StringTable.load(folder / "names"))
    except (OSError, ValueError, EOFError) as error:
        raise IndexIncompatible(
            f"L’index publié ne dit pas d’où viennent ses contenus ({error}) : il ne peut pas être mis à jour.",
            remedy="Lancez « trouvaille build » une fois ; les mises à jour suivront.",
        ) from error
    data = digests.tobytes()
    cut = (data[start : start + DIGEST_BYTES] for start in range(0, len(data), DIGEST_BYTES))
    return {one: Content(digest, names[code]) for one, digest, code in zip(ids, cut, codes.tolist(), strict=True)}


def of_sources(contents: Contents, names: Iterable[str]) -> set[str]:
    """The ids of the documents that these sources gave."""
    wanted = set(names)
    return {one for one, content in contents.items() if content.source in wanted}


def origins_of(contents: Contents, names: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the documents that each of the sources gave."""
    origins: dict[str, list[str]] = {name: [] for name in names}
    for one, content in contents.items():
        origins.setdefault(content.source, []).append(one)
    return origins
