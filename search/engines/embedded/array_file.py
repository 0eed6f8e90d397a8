"""Named NumPy arrays in one file, memory-mapped when read.

Layout: 8 bytes of magic, the format version (uint32), the length of the directory (uint32), the directory (JSON: name ->
[dtype, shape, offset]), then the arrays, each aligned on 64 bytes. Little-endian. No objects, no pickle.
"""

import json
import math
import mmap
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from search.errors import REBUILD, IndexCorrupt, IndexIncompatible
from search.file_bytes import FileBytes

MAGIC = b"TROUVAIL"
FORMAT_VERSION = 1
"""Raised when the layout, or the meaning of an array, changes; older versions must stay readable."""

_HEAD = struct.Struct("<8sII")
_ALIGNMENT = 64

Arrays = Mapping[str, npt.NDArray[Any]]

_Directory = dict[str, tuple[str, list[int], int]]


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Writes the arrays; whoever keeps the file makes sure that it is on the disk."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    directory: _Directory = {}
    offset = 0
    for name, array in contiguous.items():
        directory[name] = (array.dtype.str, list(array.shape), offset)
        offset = _aligned(offset + array.nbytes)
    encoded = json.dumps(directory).encode()
    start = _aligned(_HEAD.size + len(encoded))
    with path.open("wb") as file:
        file.write(_HEAD.pack(MAGIC, FORMAT_VERSION, len(encoded)) + encoded)
        for name, array in contiguous.items():
            file.seek(start + directory[name][2])
            file.write(array.data if array.size else b"")
        file.truncate(start + offset)


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file, read-only and memory-mapped; raises IndexCorrupt or IndexIncompatible."""
    mapped = _mapped(path)
    directory, start = _directory(mapped, path)
    arrays = {}
    for name, (dtype, shape, offset) in directory.items():
        count = math.prod(shape)
        try:
            arrays[name] = np.frombuffer(mapped, dtype=np.dtype(dtype), count=count, offset=start + offset).reshape(shape)
        except ValueError as error:
            raise IndexCorrupt(f"Le fichier d’index {path.name} est tronqué.") from error
        except TypeError as error:
            raise _unreadable_directory(path) from error
    return arrays


def unmapped(path: Path, name: str) -> FileBytes:
    """The bytes of one of the arrays that ``read_arrays`` gives, without mapping them."""
    directory, start = _directory(_mapped(path), path)
    dtype, shape, offset = directory[name]
    return FileBytes(path, start + offset, math.prod(shape) * np.dtype(dtype).itemsize)


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise IndexCorrupt(f"Le fichier d’index {path.name} est illisible : {error}.") from error


def _directory(mapped: mmap.mmap, path: Path) -> tuple[_Directory, int]:
    if len(mapped) < _HEAD.size or mapped[: len(MAGIC)] != MAGIC:
        raise IndexCorrupt(f"{path.name} n’est pas un fichier d’index de Trouvaille.")
    _, version, length = _HEAD.unpack_from(mapped)
    if version != FORMAT_VERSION:
        message = f"{path.name} a le format {version}, cette version de Trouvaille lit le format {FORMAT_VERSION}."
        raise IndexIncompatible(message, remedy=REBUILD, found=version, expected=FORMAT_VERSION)
    try:
        directory = msgspec.json.decode(mapped[_HEAD.size : _HEAD.size + length], type=_Directory)
    except (ValueError, msgspec.DecodeError) as error:
        raise _unreadable_directory(path) from error
    return directory, _aligned(_HEAD.size + length)


def _unreadable_directory(path: Path) -> IndexCorrupt:
    return IndexCorrupt(f"Le répertoire de {path.name} est illisible.")


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT
