"""How latency, build, size, memory and opening grow with the corpus, which is repeated to reach each size.

``python -m benchmarks.scale [--sizes 10000,75000,300000,900000] [--collection DIR] [--queries DIR] [--json FILE]``
"""

import argparse
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import child, options
from benchmarks.build import figures
from benchmarks.contender import OURS, contender
from benchmarks.inputs import Inputs, read_inputs
from benchmarks.results import Result, figure, publish
from benchmarks.search import BUILD_THREADS, measured

SIZES = "10000,75000,300000,900000"
BUDGET = 3600
"""Seconds; a size that would not fit into what is left of them is left out, and the results say so."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options.with_clock(options.parser("Scale: growth with the corpus", (OURS, "tantivy")))
    parser.add_argument("--sizes", type=options.names, default=options.names(SIZES), help="documents (default: %(default)s)")
    parser.add_argument("--budget", type=options.positive, default=BUDGET, help="seconds for all sizes (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    for engine in chosen.engines:
        contender(engine)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        sizes = sorted(map(options.positive, chosen.sizes))
        results, left_out = grown(sizes, inputs, chosen, work)
    description = inputs.description | {"clock": chosen.clock, "documents": [size for size in sizes if size not in left_out]}
    if left_out:
        description["left_out"] = f"{left_out}: more than {chosen.budget} s"
    publish(description, chosen.runs, results, chosen.json)


def grown(sizes: Sequence[int], inputs: Inputs, chosen: argparse.Namespace, work: Path) -> tuple[list[Result], list[int]]:
    """The results at each size, and the sizes left out because of what the one before took."""
    results: list[Result] = []
    left = float(chosen.budget)
    seconds_each = 0.0
    for rank, size in enumerate(sizes):
        if seconds_each * size > left:
            return results, list(sizes[rank:])
        start = time.monotonic()
        results += at_size(size, inputs, chosen, work)
        spent = time.monotonic() - start
        left -= spent
        seconds_each = spent / size
    return results, []


def at_size(size: int, inputs: Inputs, chosen: argparse.Namespace, work: Path) -> list[Result]:
    """Builds each engine's index once, opens it in fresh processes, then measures the latencies side by side."""
    results = []
    folders = {engine: work / f"scale-{engine}" for engine in chosen.engines}
    for engine, folder in folders.items():
        print(f"{size:,} documents: {engine} …", flush=True)
        built = child.build(engine, inputs.corpus.of(size), folder, BUILD_THREADS)
        served = [child.serve(engine, folder, inputs.queries) for _ in range(chosen.runs)]
        results += figures(engine, [built], size, documents=size)
        results.append(figure(engine, "first_answer", "s", [each.first_answer for each in served], size))
        results.append(figure(engine, "serving_memory", "MiB", [each.memory for each in served], size))
        results.append(figure(engine, "serving_memory_anonymous", "MiB", [each.anonymous for each in served], size))
    indexes = {engine: contender(engine).open(folder) for engine, folder in folders.items()}
    results += measured(indexes, inputs.queries, chosen.runs, size, chosen.clock)
    for index in indexes.values():
        index.close()
    for folder in folders.values():
        shutil.rmtree(folder)
    return results


if __name__ == "__main__":
    main()
