"""Opens arrays that ``numpy.save`` wrote, memory-mapped: an index has a hundred of them, and NumPy takes its time for each.

The format is that of NumPy's own documentation (``numpy.lib.format``), version 1.0.
"""

import math
import mmap
import re
import tokenize
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_PREFIX = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(rb"\{'descr': '([<>|=]?[a-zA-Z]\d+)', 'fortran_order': False, 'shape': \(([\d, ]*)\), \}\s*")


def load_mapped(path: Path) -> npt.NDArray[Any]:
    """The array in a ``.npy`` file, read-only; raises OSError, ValueError or EOFError for what is none."""
    with path.open("rb", buffering=0) as file:
        head = file.read(1024)
        size = len(_PREFIX) + 2
        end = size + int.from_bytes(head[len(_PREFIX) : size], "little")
        if not head.startswith(_PREFIX) or not (header := _HEADER.fullmatch(head, size, end)):
            return _loaded(path)  # another version, or what NumPy refuses
        shape = tuple(int(number) for number in header[2].replace(b" ", b"").split(b",") if number)
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        values = np.frombuffer(mapped, dtype=np.dtype(header[1].decode()), count=math.prod(shape), offset=end)
    except (TypeError, OverflowError) as error:  # a type that there is not, more values than there can be
        raise ValueError(f"{path.name}: {error}") from error
    return values.reshape(shape)


def _loaded(path: Path) -> npt.NDArray[Any]:
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except (SyntaxError, tokenize.TokenError) as error:  # NumPy reads some heads as Python
        raise ValueError(f"{path.name}: {error}") from error
