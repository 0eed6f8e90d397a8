"""Bytes of a file that are read when they are asked for."""

import gc
import os
from pathlib import Path

import pytest

from search.errors import IndexCorrupt
from search.file_bytes import FileBytes

TEXT = "La coopération décentralisée entre Strasbourg et Douala".encode()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "index.arrays"
    file.write_bytes(b"tete" + TEXT + b"fin")
    return file


def test_slices_are_those_of_the_bytes(path: Path) -> None:
    read = FileBytes(path, 4, len(TEXT))
    assert len(read) == len(TEXT)
    for span in (slice(None), slice(3, 16), slice(5, 5), slice(40, 999)):
        assert read[span] == TEXT[span]


def test_a_file_that_was_replaced_is_read_as_it_was(path: Path) -> None:
    read = FileBytes(path, 4, len(TEXT))
    path.unlink()
    assert read[:] == TEXT


def test_a_file_that_became_shorter_is_refused_with_the_remedy(path: Path) -> None:
    read = FileBytes(path, 4, len(TEXT))
    os.truncate(path, 20)
    with pytest.raises(IndexCorrupt, match=r"tronqué.*trouvaille build"):
        read[:]


def test_bytes_that_end_before_they_begin_are_refused_with_the_remedy(path: Path) -> None:
    with pytest.raises(IndexCorrupt, match=r"endommagé.*trouvaille build"):
        FileBytes(path, 4, len(TEXT))[16:3]


def test_the_file_is_closed_when_nobody_reads_it_any_more(path: Path) -> None:
    gc.collect()  # what other tests left
    opened = open_files()
    read = FileBytes(path, 4, len(TEXT))
    assert open_files() == opened + 1
    del read
    assert open_files() == opened
