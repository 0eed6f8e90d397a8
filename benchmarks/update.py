"""Seconds from opening the writer on an index to an answer that shows the one document changed.

``python -m benchmarks.update [--collection DIR] [--json FILE]``
"""

import random
import string
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks import child, options
from benchmarks.contender import OURS, TOP10_TOTAL, Contender, contender
from benchmarks.inputs import read_inputs
from benchmarks.measure import no_collection
from benchmarks.queries import SEED
from benchmarks.results import figure, publish
from benchmarks.search import BUILD_THREADS
from search.document import Document

ENGINES = (OURS, "tantivy")


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options.parser("Update: one document changed", ENGINES).parse_args(arguments)
    engines = {name: contender(name) for name in chosen.engines}
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    chance = random.Random(SEED)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        documents = chance.sample(list(inputs.corpus.of(inputs.corpus.originals)), chosen.runs)
        for name in engines:
            child.build(name, inputs.corpus, work / f"update-{name}", BUILD_THREADS)
        for document in documents:
            word = "".join(chance.choices(string.ascii_lowercase, k=12))
            for name, engine in engines.items():
                seconds[name].append(seconds_to_show(engine, document, word, work / f"update-{name}"))
    results = [figure(name, "change_shown", "s", spent) for name, spent in seconds.items()]
    publish(inputs.description, chosen.runs, results, chosen.json)


def seconds_to_show(engine: Contender, document: Document, word: str, folder: Path) -> float:
    """Gives the document a new word, then asks for it; raises when the answer is not that document alone."""
    changed = msgspec.structs.replace(document, body=f"{document.body} {word}")
    with no_collection():
        start = perf_counter()
        engine.replace(changed, folder)
        index = engine.open(folder)
        found = index.tasks[TOP10_TOTAL](word)
        spent = perf_counter() - start
    ids = index.ids(found)
    index.close()
    if ids != [document.id] or found.total != 1:
        raise SystemExit(f"After a change of {document.id}, {word} finds {found.total} documents: {ids}")
    return spent


if __name__ == "__main__":
    main()
