"""The judged queries of a run: those of test collections or, without any, known items of the sample portal."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path

import msgspec

from benchmarks.corpus import documents_of, sample_documents, write
from benchmarks.inputs import DATA
from benchmarks.queries import SEED, from_titles
from indexer.collection import Collection, Query, read_collection
from search.analysis import ANALYSER
from search.document import Document
from search.errors import CollectionInvalid

COLLECTIONS = (DATA / "cdtn", DATA / "piaf")

KNOWN_ITEMS = 300
"""Runs of words that are drawn from the sample portal's titles, before those that do not name one item are left out."""


def judged_collections(chosen: Sequence[Path], ask: int | None, work: Path) -> tuple[list[Collection], str]:
    """The collections, cut to ``ask`` queries each, and what there is to say of them; ends the program when one is unusable."""
    folders = list(chosen) or [folder for folder in COLLECTIONS if folder.is_dir()]
    missing = [folder.name for folder in COLLECTIONS if not folder.is_dir()] if not chosen else []
    note = f"Missing in ../shared/data: {', '.join(missing)}." if missing else ""
    if not folders:
        folders = [known_items(sample_documents(), work / "sample")]
        note += (
            " Known items of the sample portal stand in: words of titles, of which one item is right."
            " They tell whether a title is found, nothing of relevance."
        )
    return [_judged(folder, ask, work) for folder in folders], note


def known_items(documents: Iterable[Document], folder: Path) -> Path:
    """Writes a test collection: runs of words that only one of the titles has, and the document that has it."""
    folder.mkdir(parents=True, exist_ok=True)
    known = list(documents)
    write(known, folder / "docs.jsonl")
    titles = {document.id: f" {' '.join(document.title.lower().split())} " for document in known}
    queries, judgements = [], []
    for number, text in enumerate(from_titles(known, KNOWN_ITEMS)):
        named = [item for item, title in titles.items() if f" {text} " in title]
        if len(named) == 1 and ANALYSER.stems(text):
            queries.append(msgspec.json.encode(Query(f"q{number}", text)))
            judgements.append(f"q{number}\t{named[0]}\t1")
    (folder / "queries.jsonl").write_bytes(b"\n".join(queries))
    (folder / "qrels.tsv").write_text("\n".join(judgements), "utf-8")
    return folder


def drawn(queries: Iterable[Query], number: int) -> tuple[Query, ...]:
    """``number`` queries: one of each topic, topics in random order, then a second of each, and so on.

    A topic with many variants is as likely as any other, since means are over topics.
    """
    chance = random.Random(SEED)
    topics: dict[str, list[Query]] = defaultdict(list)
    for query in queries:
        topics[query.topic or query.id].append(query)
    variants = [chance.sample(topics[topic], len(topics[topic])) for topic in chance.sample(sorted(topics), len(topics))]
    return tuple(query for query in chain.from_iterable(zip_longest(*variants)) if query is not None)[:number]


def _judged(folder: Path, ask: int | None, work: Path) -> Collection:
    """The collection with its judged queries only; with known items in place of queries when it has none."""
    try:
        has_queries = (folder / "queries.jsonl").is_file()
        collection = read_collection(folder if has_queries else known_items(documents_of(folder), work / folder.name))
    except CollectionInvalid as error:
        raise SystemExit(str(error)) from error
    judged = [query for query in collection.queries if collection.grades.get(query.id)]
    if not judged:
        raise SystemExit(f"{folder} has queries, and judgements of none of them in qrels.tsv.")
    return replace(collection, queries=tuple(judged) if ask is None else drawn(judged, ask))
