"""What an update of a whole portal costs when one document changed: seconds beyond reading the source, and disk.

``python -m benchmarks.portal_update [--collection DIR] [--portal DIR] [--json FILE]``

``--portal`` is a portal built before from the same collection, which spares the build; the updates change its live generation.
Each update is a process of its own, as commands and jobs of the administration are: it pays for what it imports meanwhile.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import msgspec

from benchmarks import options
from benchmarks.contender import OURS
from benchmarks.corpus import Corpus
from benchmarks.inputs import read_inputs
from benchmarks.queries import SEED
from benchmarks.results import figure, publish
from indexer.build import build
from indexer.source import Record
from indexer.update import update
from search.document import Document, encode
from search.generation import live_folder


class Documents:
    """A source of documents; ``seconds`` is what reading and cleaning it last took."""

    name = "mesure"
    repeats_itself = False

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self.seconds = 0.0, 0.0

    def expected(self) -> int | None:
        return len(self.documents)

    def records(self) -> Iterator[Record]:
        start = now()
        for number, document in enumerate(self.documents, start=1):
            values: dict[str, Any] = msgspec.json.decode(encode(document))
            yield Record(f"mesure, ligne {number}", values)
        self.seconds = since(start)


def with_words(corpus: Corpus, words: Mapping[int, str]) -> Iterator[Document]:
    """The documents, some of which, by their rows, end in a word more."""
    for row, document in enumerate(corpus.of(corpus.originals)):
        yield msgspec.structs.replace(document, body=f"{document.body} {words[row]}") if row in words else document


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options.parser("Update of a portal: one document changed")
    parser.add_argument("--portal", type=Path, metavar="DIR", help="a portal built from the same collection")
    chosen = parser.parse_args(arguments)
    chance = random.Random(SEED)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        corpus, portal = inputs.corpus, chosen.portal or work / "portal"
        if chosen.portal is None:
            build([Documents(with_words(corpus, {}))], portal)
        update([Documents(with_words(corpus, {}))], portal)  # a portal built before may differ
        words = {row: f"{chance.getrandbits(64):x}" for row in chance.sample(range(corpus.originals), chosen.runs)}
        runs = [_alone(corpus, dict(islice(words.items(), number)), portal) for number in range(1, chosen.runs + 1)]
    names = (("update_beyond_reading", "s"), ("update_beyond_reading_cpu", "s"), ("update_size", "% of the generation before"))
    results = [figure(OURS, name, unit, [run[place] for run in runs]) for place, (name, unit) in enumerate(names)]
    publish(inputs.description, chosen.runs, results, chosen.json)


def now() -> tuple[float, float]:
    """Seconds on the wall, and of the processor, which other programs disturb less."""
    return perf_counter(), process_time()


def since(start: tuple[float, float]) -> tuple[float, float]:
    """The seconds that passed, on both clocks."""
    wall, cpu = now()
    return wall - start[0], cpu - start[1]


def _alone(corpus: Corpus, words: dict[int, str], portal: Path) -> tuple[float, float, float]:
    """``measured`` in a fresh process."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(measured, corpus, words, portal).result()


def measured(corpus: Corpus, words: dict[int, str], portal: Path) -> tuple[float, float, float]:
    """Updates a portal that has all but one of these words: seconds beyond reading, on both clocks, its own share in percent."""
    source = Documents(with_words(corpus, words))
    start = now()
    report = update([source], portal)
    (wall, cpu), (reading, read) = since(start), source.seconds
    if report.changes.changed != 1:
        raise SystemExit(f"One document was changed, the update saw {report.changes}")
    new = live_folder(portal)
    files = [path.stat() for path in new.rglob("*") if path.is_file()]
    own = sum(file.st_size for file in files if file.st_nlink == 1)
    return wall - reading, cpu - read, 100 * own / sum(file.st_size for file in files)


if __name__ == "__main__":
    main()
