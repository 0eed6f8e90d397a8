"""Shared by all tests."""

import gc
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.built import BuiltPortals

# Tests run on all cores: threads of linear algebra beside them, in each of their processes, would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest.register_assert_rewrite("tests.engines.contract")

# How long an example takes says more of the machine than of the code: time is measured in benchmarks/.
settings.register_profile("trouvaille", deadline=None)
settings.load_profile("trouvaille")

LONGEST = (
    "engines/test_evaluation_oracle.py",
    "benchmarks/test_benchmarks.py",
    "trouvaille/test_killed_build.py",
    "trouvaille/test_watching.py",
    "web/admin/test_generations_page.py",
    "indexer/test_hostile.py",
    "indexer/test_update.py",
)
"""Files that begin first: the last one to begin decides when two cores are done. Those of a browser, which they share, follow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; what else there is keeps its order."""
    ranks = {Path(__file__).parent / name: rank for rank, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks) + ("browser" not in item.path.parts)))


def pytest_collection_finish() -> None:
    """Garbage is collected often, and that of every benchmark's turn: what is loaded by now stays, and is not looked through again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> "BuiltPortals":
    """Makes small portals that a test may change."""
    from tests.built import BuiltPortals  # linear algebra is loaded once it knows how many threads it has

    return BuiltPortals(tmp_path_factory.mktemp("portails"))


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
