"""No room left: a clear error, the live index untouched, and nothing left behind."""

import subprocess
from pathlib import Path

import pytest

from indexer.build import build
from indexer.sources import open_sources
from indexer.update import update
from search.generation import generations
from tests.trouvaille.conftest import Command
from tests.trouvaille.forge import answers, forge
from tests.trouvaille.test_killed_build import only_generations, source


@pytest.mark.parametrize("action", ["build", "update"])
def test_a_file_that_cannot_be_written_stops_everything_cleanly(tmp_path: Path, action: str) -> None:
    portal, folder = tmp_path / "portail", source(tmp_path)
    build(open_sources(str(folder)), portal)
    before, names = answers(portal), generations(portal)
    lines = (folder / "articles.jsonl").read_bytes().splitlines()
    (folder / "articles.jsonl").write_bytes(b"\n".join(lines[1:]))
    with forge(portal, str(folder)) as work:
        for longest in (1, 5_000, 60_000):
            assert work.act(action, longest_file=longest) == 1
            assert answers(portal) == before
            assert generations(portal) == names
            assert only_generations(portal)
        assert work.act(action) == 0
    assert answers(portal) != before


def test_a_full_disk_is_told_with_its_remedy_and_freed(small_disk: Path, trouvaille: Command, tmp_path: Path) -> None:
    portal, folder = small_disk / "portail", source(tmp_path)
    build(open_sources(str(folder)), portal)
    before = answers(portal)
    (folder / "articles.jsonl").write_bytes(b"\n".join((folder / "articles.jsonl").read_bytes().splitlines()[1:]))
    ballast = small_disk / "ballast"
    free = int(subprocess.run(["stat", "-f", "-c", "%a", str(small_disk)], capture_output=True, check=True).stdout) * 4096
    ballast.write_bytes(b"x" * (free - 100_000))
    for command in ("build", "update"):
        refused = trouvaille(command, folder, "--data", small_disk, "--name", "portail")
        assert refused.code == 1
        assert "Le disque est plein" in refused.err, refused.err
        assert "trouvaille prune" in refused.err
        assert answers(portal) == before
        assert only_generations(portal)
    ballast.unlink()
    update(open_sources(str(folder)), portal)
    assert answers(portal) != before
