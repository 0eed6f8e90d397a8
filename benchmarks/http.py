"""Requests per second of our service beside a bare Starlette JSON route, by wrk, one worker each.

``python -m benchmarks.http [--portal DIR] [--collection DIR] [--queries DIR] [--json FILE]``
"""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from benchmarks import options
from benchmarks.contender import OURS
from benchmarks.inputs import Inputs, read_inputs
from benchmarks.memory import resident
from benchmarks.results import Result, figure, publish
from benchmarks.server import Server, ask, serving
from benchmarks.wrk import Load, load, require_wrk, written_requests
from indexer.build import build
from indexer.sources.jsonl import JsonLinesSource

REQUESTS = 1_000
"""Distinct items, and at most as many distinct queries, asked in turn."""

PORTAL = "portal"
BARE = "bare"
METRIC = "requests_per_second"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options.parser("HTTP: requests per second")
    parser.set_defaults(ask=REQUESTS)
    parser.add_argument("--seconds", type=options.positive, default=3, help="of each measurement (default: %(default)s)")
    parser.add_argument("--portal", type=Path, metavar="DIR", help="a portal built from the same collection (default: a new one)")
    chosen = parser.parse_args(arguments)
    require_wrk()
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        portal = chosen.portal or work / PORTAL
        if chosen.portal is None:
            build([JsonLinesSource(inputs.corpus.written(work / "http.jsonl"))], portal)
        results = served(inputs, portal, work, chosen.runs, chosen.seconds)
    publish(inputs.description | {"seconds": chosen.seconds}, chosen.runs, results, chosen.json)


def served(inputs: Inputs, portal: Path, work: Path, runs: int, seconds: int) -> list[Result]:
    """Both servers run all the time; the loads take turns."""
    settings = {"TROUVAILLE_DATA": str(portal.resolve().parent), "TROUVAILLE_NAME": portal.name}
    with ExitStack() as stack:
        bare = stack.enter_context(serving("benchmarks.bare:application", "/bare"))
        ours = stack.enter_context(serving("trouvaille.serving:application", "/ready", settings))
        targets = {BARE: bare, "search": ours, "related": ours, "not_modified": ours}
        files = _requests(ours, inputs, work)
        for name, server in targets.items():
            load(server.address, files[name], 1)
        loads: dict[str, list[Load]] = {name: [] for name in targets}
        for _ in range(runs):
            for name, server in targets.items():
                loads[name].append(load(server.address, files[name], seconds))
        memory = figure(OURS, "server_memory", "MiB", [resident(ours.pid)])
    return [result for name, seen in loads.items() for result in _figures(name, seen)] + [memory]


def _requests(ours: Server, inputs: Inputs, work: Path) -> dict[str, Path]:
    """One file for each load: distinct queries, distinct items, and queries whose answer the client holds."""
    queries = [quote(query) for query in inputs.queries]
    ids = [quote(document.id) for document in islice(inputs.corpus, REQUESTS)]
    searches = [f"/api/v1/search?q={query}" for query in queries]
    requests = {
        BARE: [(f"/bare?q={query}", "") for query in queries],
        "search": [(path, "") for path in searches],
        "related": [(f"/api/v1/items/{document}/related", "") for document in ids],
        "not_modified": [(path, ask(ours, path)[1]) for path in searches],
    }
    return {name: written_requests(paths, work / f"{name}.txt") for name, paths in requests.items()}


def _figures(name: str, loads: Sequence[Load]) -> list[Result]:
    """``bare`` is an engine of its own; our routes are told apart by the metric."""
    engine, route = (BARE, METRIC) if name == BARE else (OURS, f"{name}_{METRIC}")
    result = figure(engine, route, "requests/s", [seen.per_second for seen in loads])
    result.compared_with = METRIC
    waiting = figure(engine, "latency" if name == BARE else f"{name}_latency", "ms", [seen.p50 for seen in loads])
    waiting.p50, waiting.p99 = waiting.median, figure(engine, "", "", [seen.p99 for seen in loads]).median
    return [result, waiting]


if __name__ == "__main__":
    main()
