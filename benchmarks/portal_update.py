"""What an update of a whole portal costs when one document changed: seconds beyond reading the source, and disk.

``python -m benchmarks.portal_update [--collection DIR] [--portal DIR] [--json FILE]``

``--portal`` is a portal built before from the same collection, which spares the build; the updates change its live generation.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import msgspec

from benchmarks import options
from benchmarks.contender import OURS
from benchmarks.inputs import read_inputs
from benchmarks.queries import SEED
from benchmarks.results import figure, publish
from indexer.build import build
from indexer.finishing import INDEX, SPOOL
from indexer.progress import silent
from indexer.reading import Reading
from indexer.report import BuildReport
from indexer.source import Record
from indexer.spool import Spool
from indexer.update import update
from search.document import Document, encode
from search.generation import live_folder


class Documents:
    """A source of documents, one of which may be another than before."""

    name = "mesure"
    repeats_itself = False

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = list(documents)

    def expected(self) -> int | None:
        return len(self.documents)

    def records(self) -> Iterator[Record]:
        for number, document in enumerate(self.documents, start=1):
            values: dict[str, Any] = msgspec.json.decode(encode(document))
            yield Record(f"mesure, ligne {number}", values)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options.parser("Update of a portal: one document changed")
    parser.add_argument("--portal", type=Path, metavar="DIR", help="a portal built from the same collection")
    chosen = parser.parse_args(arguments)
    chance = random.Random(SEED)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        source = Documents(list(inputs.corpus.of(inputs.corpus.originals)))
        portal = chosen.portal or work / "portal"
        if chosen.portal is None:
            build([source], portal)
        update([source], portal)  # a portal built before may differ
        runs = [measured(source, portal, chance) for _ in range(chosen.runs)]
    names = (("update_beyond_reading", "s"), ("update_size", "% of the generation before"))
    results = [figure(OURS, name, unit, [run[place] for run in runs]) for place, (name, unit) in enumerate(names)]
    publish(inputs.description, chosen.runs, results, chosen.json)


def measured(source: Documents, portal: Path, chance: random.Random) -> tuple[float, float]:
    """Changes one document; returns the seconds beyond reading, and the new generation's own part of the disk in percent."""
    place = chance.randrange(len(source.documents))
    document = source.documents[place]
    source.documents[place] = msgspec.structs.replace(document, body=f"{document.body} {chance.getrandbits(64):x}")
    reading = seconds_of_reading(source, portal)
    start = perf_counter()
    report = update([source], portal)
    spent = perf_counter() - start
    if report.changes.changed != 1:
        raise SystemExit(f"One document was changed, the update saw {report.changes}")
    new = live_folder(portal)
    files = [path.stat() for path in new.rglob("*") if path.is_file()]
    own = sum(file.st_size for file in files if file.st_nlink == 1)
    return spent - reading, 100 * own / sum(file.st_size for file in files)


def seconds_of_reading(source: Documents, portal: Path) -> float:
    """What reading and cleaning the source takes by itself."""
    with TemporaryDirectory() as folder, Spool(Path(folder, SPOOL)) as spool:
        reading = Reading(spool, BuildReport("lecture"), silent, (portal, INDEX))
        start = perf_counter()
        reading.read_all([source])
        for _ in reading.documents():
            pass
        return perf_counter() - start


if __name__ == "__main__":
    main()
