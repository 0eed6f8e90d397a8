"""Related items against the links that editors made, for the settings in use and for each one changed.

``python -m benchmarks.related [--collection DIR ...] [--json FILE]``
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

import msgspec
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.corpus import documents_of
from benchmarks.inputs import DATA
from indexer.collection import documents_file
from indexer.related.model import RelatedModel
from indexer.related.settings import RelatedSettings
from indexer.source import Record
from indexer.sources.jsonl import JsonLinesSource
from search.analysis import ANALYSER
from search.document import Document, whole_text
from search.metrics import hit, ndcg

COLLECTIONS = ("service_public", "cdtn")
LINKS = ("related", "related_qr", "related_inline")
"""What editors link: « Voir aussi »; then, as checks that are not tuned on, questions and answers, and links within texts."""

IN_USE = RelatedSettings()
SETTINGS: dict[str, RelatedSettings] = {
    "in use": IN_USE,
    **{f"{name} 0": replace(IN_USE, **{name: 0.0}) for name in ("title", "opening", "labels", "mention", "substance")},
    **{f"{name} x 2": replace(IN_USE, **{name: 2 * getattr(IN_USE, name)}) for name in ("title", "opening", "labels", "mention")},
    "substance x 2": replace(IN_USE, substance=2 * IN_USE.substance),
    "freshness 0": replace(IN_USE, freshness=0.0),
    "freshness x 4": replace(IN_USE, freshness=4 * IN_USE.freshness),
    "diversity 0": replace(IN_USE, diversity=0.0),
    "diversity x 4": replace(IN_USE, diversity=4 * IN_USE.diversity),
    "strongest 20": replace(IN_USE, strongest=20),
    "strongest 60": replace(IN_USE, strongest=60),
    "candidates 200": replace(IN_USE, candidates=200),
}

Ranking = Callable[[str], list[str]]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Related items against editors' links")
    parser.add_argument("--collection", type=Path, action="append", metavar="DIR", help="folder with docs.jsonl (repeatable)")
    parser.add_argument("--only", action="append", metavar="NAME", help="of the settings (repeatable)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    chosen = parser.parse_args(arguments)
    rows = []
    for folder in chosen.collection or [DATA / name for name in COLLECTIONS]:
        for row in measured(folder, chosen.only):
            print(
                "  ".join(f"{name} {value:.4f}" if isinstance(value, float) else value for name, value in row.items()), flush=True
            )
            rows.append(row)
    if chosen.json:
        chosen.json.write_bytes(msgspec.json.encode(rows))


def measured(folder: Path, only: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """One row for plain TF-IDF and for each of the settings."""
    documents = sorted(documents_of(folder), key=lambda document: document.id)
    links = {name: found for name in LINKS if (found := links_of(folder, name))}
    if not links:
        raise SystemExit(f"{folder} has no links of editors.")
    if not only:
        yield {"collection": folder.name, "setting": "scikit-learn TF-IDF", **measures(plain(documents), links)}
    model = RelatedModel().count(documents)
    for name, settings in SETTINGS.items():
        if not only or name in only:
            model.settings = settings
            yield {"collection": folder.name, "setting": name, **measures(learnt(model.relate()), links)}


def links_of(folder: Path, field: str) -> dict[str, dict[str, int]]:
    """What each item's record links in a field, as grades; only items that link something."""
    found: dict[str, dict[str, int]] = {}
    for record in JsonLinesSource(documents_file(folder)).records():
        values = record.values if isinstance(record, Record) else {}
        if links := values.get(field):
            found[str(values["id"])] = {str(link): 1 for link in links}
    return found


def measures(ranking: Ranking, links: Mapping[str, dict[str, dict[str, int]]]) -> dict[str, float]:
    """nDCG@10 of each kind of links; for the first also hit@5, and nDCG@10 of either half of the items."""
    figures: dict[str, float] = {}
    for name, grades in links.items():
        rankings = {item: ranking(item) for item in grades}
        figures[f"{name} ndcg@10"] = fmean(ndcg(rankings[item], grades[item], 10) for item in grades)
        if name == LINKS[0]:
            figures["hit@5"] = fmean(hit(rankings[item], grades[item], 5) for item in grades)
            for half in (0, 1):
                figures[f"half {half + 1}"] = fmean(ndcg(rankings[item], grades[item], 10) for item in sorted(grades)[half::2])
    return figures


def learnt(model: RelatedModel) -> Ranking:
    """The neighbours that a model has learnt."""
    ids = [document.id for document in model.documents_]
    rows = {item: row for row, item in enumerate(ids)}
    table = model.neighbours_.rows
    return lambda item: [ids[row] for row in table[rows[item]] if row >= 0] if item in rows else []


def plain(documents: Sequence[Document]) -> Ranking:
    """The peer: scikit-learn's TF-IDF of whole texts on the same stems, nothing else."""
    ids = [document.id for document in documents]
    matrix = TfidfVectorizer(analyzer=ANALYSER.stems, sublinear_tf=True).fit_transform(map(whole_text, documents))
    rows = {item: row for row, item in enumerate(ids)}

    def ranking(item: str) -> list[str]:
        if item not in rows:
            return []
        cosines = (matrix @ matrix[rows[item]].T).toarray().ravel()
        cosines[rows[item]] = -1
        return [ids[row] for row in np.argsort(-cosines, kind="stable")[:10]]

    return ranking


if __name__ == "__main__":
    main()
