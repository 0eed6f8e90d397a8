"""Publishes and rolls back under constant load: failures, mixed answers, memory, and the p99 beside its quiet value.

``python -m benchmarks.publish [--collection DIR] [--limit N] [--turns 50] [--json FILE]``

Both generations have the same items, but for one, and every title differs. Eight clients check that each answer is of one
generation, that which it names.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import msgspec
import numpy as np

from benchmarks import options
from benchmarks.contender import OURS
from benchmarks.inputs import read_inputs
from benchmarks.memory import members, resident, resident_anonymous
from benchmarks.portal_update import Documents
from benchmarks.results import Result, figure
from benchmarks.results import publish as publish_results
from benchmarks.server import Server, serving
from benchmarks.visitors import Editions, Seen, Visitors
from indexer.build import build
from indexer.checks import Checks
from indexer.publish import publish
from search.document import Document

WORDS = ("amarante", "zinzolin")
PORTAL = "portal"
ITEMS, SEARCHES = 200, 50
PAGE = 20
"""Items of a page of results at most: no page is asked for that would be empty."""
FOLLOWED = 1.0
"""Seconds after which each worker looks which generation is live."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Memory of a worker, in MiB, and how many files of generations that are not live it has mapped."""

    resident: float
    anonymous: float
    old_files: int


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options.parser("Publishes and roll-backs under constant load")
    parser.set_defaults(limit=2000)
    parser.add_argument("--turns", type=options.positive, default=50, help="publishes and roll-backs (default: %(default)s)")
    parser.add_argument("--pause", type=float, default=1.5, help="seconds between them (default: %(default)s)")
    parser.add_argument("--quiet", type=float, default=20.0, help="seconds without any, before and after (default: %(default)s)")
    parser.add_argument("--workers", type=options.positive, default=4, help="of the server (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        documents = list(inputs.corpus)
        editions = built(documents, work / PORTAL)
        results = measured(work, paths_of(documents[:-1]), editions, chosen.turns, chosen.pause, chosen.quiet, chosen.workers)
    described = inputs.description | {"turns": chosen.turns, "pause": chosen.pause, "workers": chosen.workers}
    publish_results(described, 1, results, chosen.json)


def built(documents: Sequence[Document], portal: Path) -> Editions:
    """Two generations: in each every title has a word of its own; the second lacks the last item."""
    counts = (len(documents), len(documents) - 1)
    names = []
    for word, count in zip(WORDS, counts, strict=True):
        marked = [msgspec.structs.replace(one, title=f"{one.title[:100]} {word}", summary="") for one in documents[:count]]
        names.append(build([Documents(marked)], portal, checks=Checks(force=True)).generation)
    return Editions(WORDS, counts, (names[0], names[1]))


def paths_of(documents: Sequence[Document]) -> list[str]:
    """Searches that find all items, pages of them, items, related items and suggestions, one after the other: of documents that
    both editions have.
    """
    ids = [quote(one.id, safe="") for one in islice(documents, ITEMS)]
    titles = [quote(one.title[:100]) for one in islice(documents, ITEMS)]
    last = max(1, min(SEARCHES, (len(documents) - 1) // PAGE))
    pages = [number % last + 1 for number in range(len(ids))]
    kinds = zip(ids, titles, pages, strict=True)
    return [
        path
        for one, title, page in kinds
        for path in (
            f"/api/v1/search?q=&size=10&page={page}",
            f"/api/v1/items/{one}",
            f"/recherche?q=&page={page}",
            f"/api/v1/items/{one}/related",
            f"/api/v1/suggest?q={title}",
        )
    ]


def measured(
    work: Path, paths: Sequence[str], editions: Editions, turns: int, pause: float, quiet: float, workers: int
) -> list[Result]:
    """Quiet, then turns, then quiet again, the same load all the time."""
    settings = {"TROUVAILLE_DATA": str(work.resolve()), "TROUVAILLE_NAME": PORTAL}
    portal = work / PORTAL
    with serving("trouvaille.serving:application", "/ready", settings, workers) as server:
        before = visited(server, paths, editions, quiet)
        memory = [state(server, portal)]
        with Visitors(server.address, paths, editions) as visitors:
            for turn in range(turns):
                publish(portal, editions.generations[turn % 2])
                time.sleep(pause)
        after = visited(server, paths, editions, quiet)
        time.sleep(2 * FOLLOWED)
        memory.append(state(server, portal))
    return figures([before, after], visitors.seen, memory)


def visited(server: Server, paths: Sequence[str], editions: Editions, seconds: float) -> Seen:
    with Visitors(server.address, paths, editions) as visitors:
        time.sleep(seconds)
    return visitors.seen


def state(server: Server, portal: Path) -> list[Worker]:
    """The workers: those processes of the server that have files of a generation mapped."""
    live = (portal / "CURRENT").read_text().strip()
    found = []
    for pid in members(server.pid):
        mapped = {line.split()[-1] for line in Path(f"/proc/{pid}/maps").read_text().splitlines() if str(portal) in line}
        if mapped:
            old = [one for one in mapped if live not in one]
            found.append(Worker(resident(pid), resident_anonymous(pid), len(old)))
    return found


def figures(quiet: Sequence[Seen], busy: Seen, memory: Sequence[Sequence[Worker]]) -> list[Result]:
    seen = [*quiet, busy]
    for problem in [problem for one in seen for problem in one.wrong]:
        print(problem)
    calm = np.percentile([one for part in quiet for one in part.milliseconds], 99)
    p99 = np.percentile(busy.milliseconds, 99)
    values = {
        "answers": (len(busy.milliseconds), "answers"),
        "answers_of_the_rarer_generation": (min(busy.by_generation.values()) if len(busy.by_generation) == 2 else 0, "answers"),
        "failed": (sum(one.failed for one in seen), "answers"),
        "mixed": (sum(one.mixed for one in seen), "answers"),
        "p99_quiet": (calm, "ms"),
        "p99_publishing": (p99, "ms"),
        "p99_ratio": (p99 / calm, "× quiet"),
        "workers": (len(memory[1]), "processes"),
        "memory_before": (sum(one.anonymous for one in memory[0]), "MiB"),
        "memory_after": (sum(one.anonymous for one in memory[1]), "MiB"),
        "resident_before": (sum(one.resident for one in memory[0]), "MiB"),
        "resident_after": (sum(one.resident for one in memory[1]), "MiB"),
        "old_files_mapped": (sum(one.old_files for one in memory[1]), "files"),
    }
    return [figure(OURS, name, unit, [float(value)]) for name, (value, unit) in values.items()]


if __name__ == "__main__":
    main()
