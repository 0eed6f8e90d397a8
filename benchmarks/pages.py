"""What a page costs beside the JSON answer to the same question: the whole application, without a network.

``python -m benchmarks.pages [--collection DIR] [--queries DIR] [--json FILE] [--clock cpu]``
"""

import asyncio
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.applications import Starlette

from benchmarks import options
from benchmarks.contender import OURS
from benchmarks.inputs import Inputs, read_inputs
from benchmarks.measure import Task, interleaved
from benchmarks.results import Result, figure, latency, publish
from indexer.build import build
from indexer.sources.jsonl import JsonLinesSource
from web.app import create_app
from web.settings import WebSettings

PORTAL = "pages"
JSON = "json"
"""The reference: the API's answer to the same question."""


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options.with_clock(options.parser("Pages beside JSON answers")).parse_args(arguments)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        build([JsonLinesSource(inputs.corpus.written(work / "pages.jsonl"))], work / PORTAL)
        results = measured(inputs, work, chosen.runs, chosen.clock)
    publish(inputs.description | {"clock": chosen.clock}, chosen.runs, results, chosen.json)


def measured(inputs: Inputs, work: Path, runs: int, clock: str) -> list[Result]:
    """Search and item, as JSON and as pages, by turns."""
    asked = Asked(create_app(WebSettings(work / PORTAL)))
    ids = dict(zip(inputs.queries, cycle(document.id for document in islice(inputs.corpus, len(inputs.queries))), strict=False))
    paths: dict[tuple[str, str], Task] = {
        (JSON, "search"): lambda query: asked.body(f"/api/v1/search?q={quote(query)}"),
        (OURS, "search"): lambda query: asked.body(f"/recherche?q={quote(query)}"),
        (JSON, "item"): lambda query: (
            asked.body(f"/api/v1/items/{quote(ids[query])}") + asked.body(f"/api/v1/items/{quote(ids[query])}/related")
        ),
        (OURS, "item"): lambda query: asked.body(f"/contenu/{quote(ids[query])}"),
    }
    rounds = interleaved({f"{engine} {metric}": task for (engine, metric), task in paths.items()}, inputs.queries, runs, clock)
    times = [latency(engine, metric, rounds[f"{engine} {metric}"]) for engine, metric in paths]
    sizes = [
        figure(engine, f"{metric}_size", "kB", [len(task(query)) / 1000 for query in inputs.queries])  # type: ignore[arg-type]
        for (engine, metric), task in paths.items()
    ]
    asked.close()
    return times + sizes


class Asked:
    """Asks an application without a server between: what is timed is ours alone."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()

    def body(self, target: str) -> bytes:
        """The body of the answer; any answer that is an error ends the measurement."""
        path, _, query = target.partition("?")
        return self._loop.run_until_complete(self._answer(path, query))

    def close(self) -> None:
        self._loop.close()
        self._app.state.live.close()

    async def _answer(self, path: str, query: str) -> bytes:
        pieces: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start" and message["status"] != 200:
                raise SystemExit(f"{path}?{query} is answered {message['status']}.")
            pieces.append(message.get("body", b""))

        await self._app(_scope(path, query), receive, send)
        return b"".join(pieces)


def _scope(path: str, query: str) -> dict[str, Any]:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1"), (b"accept", b"text/html,application/json")],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }


if __name__ == "__main__":
    main()
