"""What a run reads: a corpus and queries, from folders or, without them, from the sample portal."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus, documents_of, prepare, sample_documents
from benchmarks.machine import warn_if_busy
from benchmarks.queries import SEED, from_titles, read_queries, sampled
from search.document import Document

DATA = Path(__file__).parents[2] / "shared" / "data"
COLLECTION = DATA / "droit_fr"
QUERIES = DATA / "cdtn"

SAMPLE_NUMBER = 5_000
"""Documents to which the sample portal is repeated when nothing says how many."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The documents, the queries, and what the results say of them."""

    corpus: Corpus
    queries: tuple[str, ...]
    description: dict[str, Any]


def read_inputs(options: argparse.Namespace, work: Path) -> Inputs:
    """The inputs that the options name; says so when the sample portal stands in for a collection."""
    warn_if_busy()
    folder = _collection(options.collection)
    found = prepare(islice(_documents(folder), options.limit), work / "documents.jsonl")
    wanted = options.limit or SAMPLE_NUMBER if folder is None else found.number
    corpus = found.of(wanted * options.repeat)
    name, queries = _queries(_queries_file(options.queries, folder), found, options.ask)
    description = {
        "collection": "sample portal" if folder is None else folder.resolve().name,
        "documents": corpus.number,
        "distinct_documents": min(corpus.originals, corpus.number),
        "queries": name,
        "number_of_queries": len(queries),
        "seed": SEED,
    }
    if folder is None:
        description["note"] = f"No collection: the sample portal's {found.number} items stand in, repeated."
        print(description["note"])
    return Inputs(corpus, tuple(queries), description)


def _collection(chosen: Path | None) -> Path | None:
    if chosen is not None:
        return chosen
    return COLLECTION if COLLECTION.is_dir() else None


def _documents(folder: Path | None) -> Iterable[Document]:
    return sample_documents() if folder is None else documents_of(folder)


def _queries_file(chosen: Path | None, collection: Path | None) -> Path | None:
    """The file that was chosen, else the collection's own, else the default one for the default collection."""
    if chosen is not None:
        return chosen / "queries.jsonl"
    candidates = [] if collection is None else [collection, *([QUERIES] if collection == COLLECTION else [])]
    return next((folder / "queries.jsonl" for folder in candidates if (folder / "queries.jsonl").is_file()), None)


def _queries(path: Path | None, corpus: Corpus, number: int) -> tuple[str, list[str]]:
    if path is None:
        return "words of titles", from_titles(corpus, number)
    return path.resolve().parent.name, sampled(read_queries(path), number)
