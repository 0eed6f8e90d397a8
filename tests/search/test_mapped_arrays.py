from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from search.mapped_arrays import load_mapped

types = st.sampled_from(["u1", "i1", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "S30", "?"])


@given(types.flatmap(lambda dtype: arrays(np.dtype(dtype), array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))))
def test_an_array_comes_back_as_numpy_wrote_it(tmp_path_factory: pytest.TempPathFactory, array: np.ndarray) -> None:
    path = tmp_path_factory.mktemp("npy") / "a.npy"
    np.save(path, array, allow_pickle=False)
    found, expected = load_mapped(path), np.load(path, allow_pickle=False)
    assert (found.dtype, found.shape, found.tobytes()) == (expected.dtype, expected.shape, expected.tobytes())
    with pytest.raises(ValueError, match="read-only"):
        found[...] = 0


def test_arrays_of_fortran_order_and_of_other_versions_are_left_to_numpy(tmp_path: Path) -> None:
    turned = np.asfortranarray(np.arange(6).reshape(2, 3))
    np.save(tmp_path / "f.npy", turned)
    assert load_mapped(tmp_path / "f.npy").tolist() == turned.tolist()
    with (tmp_path / "v2.npy").open("wb") as file:
        np.lib.format.write_array(file, np.arange(3), version=(2, 0))
    assert load_mapped(tmp_path / "v2.npy").tolist() == [0, 1, 2]


def test_what_is_no_array_is_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(100))
    (tmp_path / "cut.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:-8])
    (tmp_path / "empty.npy").write_bytes(b"")
    (tmp_path / "text.npy").write_bytes("Ce n’est pas un tableau.".encode())
    (tmp_path / "head.npy").write_bytes((tmp_path / "a.npy").read_bytes().replace(b"False, 'shape': (", b"False, 'shape': [", 1))
    (tmp_path / "open.npy").write_bytes((tmp_path / "a.npy").read_bytes().replace(b"}", b"(", 1))
    (tmp_path / "type.npy").write_bytes((tmp_path / "a.npy").read_bytes().replace(b"<i8", b"<i9", 1))
    endless = (tmp_path / "a.npy").read_bytes().replace(b"(100,), }" + b" " * 20, b"(1" + b"0" * 22 + b",), }", 1)
    (tmp_path / "endless.npy").write_bytes(endless)
    np.save(tmp_path / "objects.npy", np.array([{}]), allow_pickle=True)
    for name in ("cut", "empty", "text", "head", "open", "type", "endless", "objects"):
        with pytest.raises((ValueError, EOFError)):
            load_mapped(tmp_path / f"{name}.npy")
    with pytest.raises(FileNotFoundError):
        load_mapped(tmp_path / "none.npy")
