"""``trouvaille update --watch`` as administrators run it: real files, a real feed over HTTP, a real process."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from indexer.build import build
from indexer.publish import build_lock, generations
from indexer.sources import open_all
from search.index import Index
from search.request import SearchRequest

HEAD = "id;titre;pays;texte\n"
LINES = [f"{number};Le forage {number};Togo;Un puits au village\n" for number in range(10)]
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Flux</title>{items}</channel></rss>"""
ITEM = "<item><guid>https://flux.example/{n}</guid><link>https://flux.example/{n}</link><title>{title}</title></item>"
PATIENCE = 60.0


class Watched:
    """A watch that runs: its rounds as they come."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line)

    def round(self, outcome: str | None = None) -> dict[str, Any]:
        """The next round; with an outcome, the next one that ended so."""
        while True:
            found: dict[str, Any] = json.loads(self._lines.get(timeout=PATIENCE))
            if outcome in (None, found["outcome"]):
                return found

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@contextmanager
def watching(folder: Path, *arguments: str) -> Iterator[Watched]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TROUVAILLE_")}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = [
        sys.executable,
        "-m",
        "trouvaille",
        "update",
        *arguments,
        "--watch",
        "--settle",
        "0.5",
        "--data",
        str(folder / "data"),
    ]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            yield Watched(process)
        finally:
            if process.poll() is None:
                process.kill()


def portal_of(folder: Path, *sources: str) -> Path:
    portal = folder / "data" / "portail"
    build(open_all(sources, folder / ".sources"), portal)
    return portal


def ids(portal: Path, text: str) -> set[str]:
    index = Index.live(portal)
    try:
        return set(index.ranking(SearchRequest(text=text, size=50)))
    finally:
        index.close()


def is_tidy(portal: Path) -> bool:
    return sorted(path.name for path in portal.iterdir()) == sorted([".lock", "CURRENT", *generations(portal)])


def test_a_file_that_changes_is_published_and_what_cannot_be_read_ends_nothing(tmp_path: Path) -> None:
    table = tmp_path / "contenus.csv"
    table.write_text(HEAD + "".join(LINES), "utf-8")
    portal = portal_of(tmp_path, str(table))
    with watching(tmp_path, str(table), "--every", "0.02") as watched:
        assert watched.round()["outcome"] == "unchanged"
        table.write_text(HEAD + "".join(LINES) + "neuf;Un moulin;Mali;Le mil\n", "utf-8")
        told = watched.round()
        assert (told["outcome"], told["changes"]["added"], told["sources"]) == ("published", 1, ["contenus.csv"])
        assert ids(portal, "moulin") == {"neuf"}
        table.unlink()
        told = watched.round()
        assert (told["outcome"], "contenus.csv" in told["error"]) == ("failed", True)
        assert told["retry_in"] > 0
        table.write_text(HEAD + LINES[0], "utf-8")
        assert watched.round("refused")["error"].count("max_drop") == 1
        table.write_text(HEAD + "".join(LINES), "utf-8")
        assert watched.round("published")["changes"]["deleted"] == 1
        assert watched.end() == 0
    assert ids(portal, "moulin") == set()
    assert is_tidy(portal)


class Feed:
    """A feed over HTTP whose items can change, and which can fail."""

    def __init__(self) -> None:
        self.titles = ["Un jumelage", "Un marché"]
        self.fails = False
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                items = "".join(ITEM.format(n=number, title=title) for number, title in enumerate(feed.titles))
                self.send_response(404 if feed.fails else 200)
                self.end_headers()
                self.wfile.write(FEED.format(items=items).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/flux.rss"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_a_remote_source_is_read_on_its_schedule_and_a_file_beside_it_at_once(tmp_path: Path) -> None:
    feed = Feed()
    (tmp_path / "contenus.csv").write_text(HEAD + "".join(LINES), "utf-8")
    settings = f"""
        sources = ["contenus.csv", {{type = "rss", location = "{feed.address}", name = "flux", allow_private = true}}]
    """
    (tmp_path / "trouvaille.toml").write_text(settings, "utf-8")
    sources = [str(tmp_path / "contenus.csv"), {"type": "rss", "location": feed.address, "name": "flux", "allow_private": True}]
    portal = tmp_path / "data" / "portail"
    build(open_all(sources, tmp_path / ".sources"), portal)
    try:
        with watching(tmp_path, "--every", "0.02") as watched:
            assert watched.round()["sources"] == ["contenus.csv", "flux"]
            feed.titles.append("Un festival")
            told = watched.round("published")
            assert (told["sources"], told["changes"]["added"]) == (["flux"], 1)
            feed.fails = True
            told = watched.round("failed")
            assert "404" in told["error"]
            feed.fails = False
            feed.titles.append("Un atelier")
            assert watched.round("published")["changes"]["added"] == 1
            assert watched.end(signal.SIGINT) == 0
    finally:
        feed.close()
    assert len(ids(portal, "festival atelier")) == 2
    assert is_tidy(portal)


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_a_watch_that_is_told_to_stop_in_the_middle_of_an_update_leaves_nothing(tmp_path: Path) -> None:
    table = tmp_path / "contenus.csv"
    table.write_text(HEAD + "".join(LINES), "utf-8")
    portal = portal_of(tmp_path, str(table))
    many = [f"n{number};Le moulin {number};Mali;{'Le mil et le sorgho du village. ' * 50}\n" for number in range(3000)]
    before = generations(portal)
    with watching(tmp_path, str(table)) as watched:
        watched.round()
        table.write_text(HEAD + "".join(LINES + many), "utf-8")
        until(lambda: any(portal.glob(".building-*/index")))
        assert watched.end() == 0
        assert watched.round()["outcome"] == "stopped"
    assert generations(portal) == before
    assert is_tidy(portal)
    assert ids(portal, "moulin") == set()
    with build_lock(portal):
        pass


def test_another_build_that_runs_is_waited_for(tmp_path: Path) -> None:
    table = tmp_path / "contenus.csv"
    table.write_text(HEAD + "".join(LINES), "utf-8")
    portal = portal_of(tmp_path, str(table))
    with build_lock(portal), watching(tmp_path, str(table), "--every", "0.02") as watched:
        assert watched.round()["outcome"] == "locked"
        assert watched.end() == 0


def test_a_watch_follows_only_what_it_is_told_to_and_publishes_by_force_what_would_be_refused(tmp_path: Path) -> None:
    first, second = tmp_path / "un.csv", tmp_path / "deux.csv"
    first.write_text(HEAD + "".join(LINES), "utf-8")
    second.write_text(HEAD + "autre;Un moulin;Mali;Le mil\n", "utf-8")
    portal = portal_of(tmp_path, str(first), str(second))
    with watching(tmp_path, str(first), str(second), "--only", "un.csv", "--force", "--every", "0.02") as watched:
        assert watched.round()["sources"] == ["un.csv"]
        second.write_text(HEAD + "neuf;Un marché;Mali;Le sorgho\n", "utf-8")
        first.write_text(HEAD + LINES[0], "utf-8")
        told = watched.round()
        assert (told["outcome"], told["sources"], told["changes"]["deleted"]) == ("published", ["un.csv"], 9)
        assert watched.end() == 0
    assert ids(portal, "moulin marché") == {"autre"}


def test_a_watch_refuses_what_it_cannot_follow_and_prepares_nothing(tmp_path: Path) -> None:
    (tmp_path / "un.csv").write_text(HEAD + "".join(LINES), "utf-8")
    with watching(tmp_path, "un.csv", "--only", "trois.csv") as watched:
        assert watched.process.wait(timeout=PATIENCE) == 1
    with watching(tmp_path, "un.csv", "--prepare") as watched:
        assert watched.process.wait(timeout=PATIENCE) == 2
