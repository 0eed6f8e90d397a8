"""Documents indexed per second, size on disk and peak memory, each build in a process of its own.

``python -m benchmarks.build [--collection DIR] [--json FILE]``
"""

import shutil
from collections.abc import Sequence

from benchmarks import child, options
from benchmarks.child import Built
from benchmarks.contender import OURS, contender
from benchmarks.inputs import read_inputs
from benchmarks.machine import cores
from benchmarks.results import Result, figure, publish

ENGINES = (OURS, "tantivy", "fts5", "whoosh")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options.parser("Build: speed, size, memory", ENGINES)
    parser.add_argument("--threads", type=options.positive, default=cores(), help="for those that can use several (default: all)")
    chosen = parser.parse_args(arguments)
    for engine in chosen.engines:
        contender(engine)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        builds: dict[str, list[Built]] = {engine: [] for engine in chosen.engines}
        for run in range(chosen.runs):
            for engine in chosen.engines:
                print(f"run {run + 1}: {engine} …", flush=True)
                folder = work / f"build-{engine}"
                builds[engine].append(child.build(engine, inputs.corpus, folder, chosen.threads))
                shutil.rmtree(folder)
    results = [result for engine, built in builds.items() for result in figures(engine, built, inputs.corpus.number)]
    publish(inputs.description | {"threads": chosen.threads}, chosen.runs, results, chosen.json)


def figures(engine: str, builds: Sequence[Built], number: int, documents: int | None = None) -> list[Result]:
    """The results of some builds of ``number`` documents."""
    return [
        figure(engine, "build_speed", "documents/s", [number / built.seconds for built in builds], documents),
        figure(engine, "size", "MiB", [built.size for built in builds], documents),
        figure(engine, "build_memory", "MiB", [built.memory for built in builds], documents),
    ]


if __name__ == "__main__":
    main()
