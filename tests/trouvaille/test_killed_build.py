"""``kill -9`` in the middle of anything that changes a portal: the live index answers, and the next run leaves nothing behind."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from indexer.publish import prune
from search.generation import generations
from tests.trouvaille.forge import ROOT, Forge, answers, forge

SAMPLE = ROOT / "index_data" / "sample"
KILLS = int(os.environ.get("TROUVAILLE_KILLS", "8"))
"""Kills of each action; twenty-five times as many are a matter of minutes."""

ITEMS = 20
"""Items of each file: all that a build does is done with a few, too."""


def source(tmp_path: Path) -> Path:
    """Some of the sample's items as a folder of files that can be changed."""
    folder = tmp_path / "source"
    folder.mkdir()
    for file in SAMPLE.glob("*.jsonl"):
        (folder / file.name).write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:ITEMS]))
    return folder


def seconds(work: Forge, action: str) -> float:
    start = time.monotonic()
    assert work.act(action) == 0
    return time.monotonic() - start


def killed(work: Forge, action: str, duration: float, before: Callable[[int], None], after: Callable[[], None]) -> None:
    """Kills runs of an action at random moments of it; ``duration`` is about how long one takes."""
    chance = random.Random(action)
    ends = []
    for number in range(KILLS):
        before(number)
        start = time.monotonic()
        ends.append(work.act(action, kill_after=duration * (number + chance.random()) / KILLS))
        if ends[-1] == 0:
            duration = min(duration, time.monotonic() - start)  # the machine has become faster
        after()
    assert set(ends) <= {0, -signal.SIGKILL}
    assert ends.count(-signal.SIGKILL) >= KILLS // 3, ends


def only_generations(portal: Path) -> bool:
    return sorted(path.name for path in portal.iterdir()) == sorted([".lock", "CURRENT", *generations(portal)])


def test_a_build_killed_at_any_moment_leaves_the_live_index_as_it_was(tmp_path: Path) -> None:
    portal = tmp_path / "portail"
    with forge(portal, str(source(tmp_path))) as work:
        assert work.act("build") == 0
        duration = seconds(work, "build")
        before = answers(portal)

        def same() -> None:
            assert answers(portal) == before

        killed(work, "build", duration, lambda _: None, same)
        assert work.act("build") == 0
    assert answers(portal) == before
    assert only_generations(portal)


def test_an_update_killed_at_any_moment_is_done_or_undone(tmp_path: Path) -> None:
    portal, folder = tmp_path / "portail", source(tmp_path)
    file = folder / "articles.jsonl"
    texts = [file.read_bytes(), b"\n".join(file.read_bytes().replace("coopération".encode(), b"entente").splitlines()[1:])]
    with forge(portal, str(folder)) as work:
        assert work.act("build") == 0
        states = [answers(portal)]
        file.write_bytes(texts[1])
        duration = seconds(work, "update")
        states.append(answers(portal))
        assert states[0] != states[1]

        def change(number: int) -> None:
            file.write_bytes(texts[number % 2])

        def one_or_the_other() -> None:
            assert answers(portal) in states

        killed(work, "update", duration, change, one_or_the_other)
        for number in (0, 1):
            file.write_bytes(texts[number])
            assert work.act("update") == 0
            assert answers(portal) == states[number]
    assert only_generations(portal)


def test_publishing_and_pruning_killed_at_any_moment_lose_nothing_that_is_live(tmp_path: Path) -> None:
    portal = tmp_path / "portail"
    chance = random.Random(2028)
    with forge(portal, str(source(tmp_path))) as work:
        assert work.act("build") == 0
        before = answers(portal)
        first = portal / generations(portal)[0]
        ends = []
        for _ in range(KILLS):
            for number in range(4):
                shutil.copytree(first, portal / f"20990101-00000{number}-000", dirs_exist_ok=True)
            for action in ("publish", "prune"):
                ends.append(work.act(action, kill_after=chance.uniform(0.0005, 0.02)))
                assert answers(portal) == before
    assert set(ends) <= {0, -signal.SIGKILL}
    assert -signal.SIGKILL in ends
    prune(portal, 1)
    assert answers(portal) == before
    assert only_generations(portal)
