"""Shared by all tests."""

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Tests run on all cores: threads of linear algebra beside them, in each of their processes, would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest.register_assert_rewrite("tests.engines.contract")

# How long an example takes says more of the machine than of the code: time is measured in benchmarks/.
settings.register_profile("trouvaille", deadline=None)
settings.load_profile("trouvaille")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four MiB."""
    folder = tmp_path / "disque"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(
            "mounting a small tmpfs needs an administrator: run the tests as root; the limit of a file's size is tested anyway"
        )
    yield folder
    gc.collect()  # maps of files stay open as long as a traceback that nobody reads any more holds them
    subprocess.run(["umount", str(folder)], check=True)
