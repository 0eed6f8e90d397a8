"""Writes what a model learnt as the arrays and string tables that ``search.neighbour_files`` names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.related.grounds import Grounds
from indexer.related.priors import Scale
from indexer.related.selection import Neighbours
from indexer.related.terms import Matrix
from indexer.related.vectors import Frequencies
from search.addresses import canonical_address, mirror_hosts
from search.document import KINDS, Document, encode, without_texts
from search.fields import ENDS_AT, key, numbers_of
from search.moments import seconds
from search.related import ANNOUNCEMENT, NO_MOMENT, REPORT
from search.string_table import StringTable


@dataclass(frozen=True, slots=True)
class Learnt:
    """All that a table is made of; rows are documents."""

    documents: Sequence[Document]
    whole: Matrix
    frequencies: Frequencies
    scale: Scale
    terms: Sequence[str]
    spellings: Sequence[str]
    groups: npt.NDArray[np.int32]
    priors: npt.NDArray[np.float32]
    events: npt.NDArray[np.int8]
    neighbours: Neighbours
    grounds: Grounds


def write_table(learnt: Learnt, folder: Path) -> None:
    """Writes a table."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays, strings = table_of(learnt)
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    for name, values in strings.items():
        StringTable.of(values).save(folder / name)


def table_of(learnt: Learnt) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Sequence[str]]]:
    """The arrays and the strings of a table."""
    postings = learnt.whole.tocsc()
    postings.sort_indices()
    columns, strings = items_of(learnt.documents, learnt.groups, learnt.priors)
    addresses = dict(zip(strings["addresses"], columns["address_rows"].tolist(), strict=True))
    hosts = mirror_hosts(addresses, dict(enumerate(learnt.groups.tolist())))
    arrays = columns | {
        "neighbours": learnt.neighbours.rows,
        "scores": learnt.neighbours.scores,
        "similarities": learnt.neighbours.similarities,
        "parts": learnt.grounds.parts,
        "words": learnt.grounds.words,
        "events": learnt.events,
        "term_starts": postings.indptr.astype(np.int64),
        "posting_rows": postings.indices.astype(np.int32),
        "posting_weights": postings.data.astype(np.float32),
        "term_idf": learnt.frequencies.whole,
        "title_idf": learnt.frequencies.title,
        "label_idf": learnt.frequencies.labels,
        "scale": np.array([learnt.frequencies.documents, learnt.scale.substance, learnt.scale.newest]),
    }
    hosts_and_words = {"hosts": [f"{one} {other}" for one, other in hosts], "terms": learnt.terms, "spellings": learnt.spellings}
    return arrays, strings | hosts_and_words


def items_of(
    documents: Sequence[Document], groups: npt.NDArray[np.int32], priors: npt.NDArray[np.float32]
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Sequence[str]]]:
    """The columns, labels and addresses of items, and their strings."""
    addresses = _addresses(documents)
    codes, starts, labels, names = _labels(documents)
    arrays: dict[str, npt.NDArray[Any]] = {
        "groups": groups,
        "priors": priors,
        "kinds": np.array([KINDS.index(document.kind) for document in documents], dtype=np.int8),
        "moments": np.array([_moment(document) for document in documents], dtype=np.int64),
        "ends_at": np.array([_ends_at(document) for document in documents], dtype=np.int64),
        "label_starts": starts,
        "label_codes": codes,
        "address_rows": np.array(list(addresses.values()), dtype=np.int32),
    }
    strings: dict[str, Sequence[str]] = {
        "ids": [document.id for document in documents],
        "cards": [encode(without_texts(document)).decode() for document in documents],
        "addresses": list(addresses),
        "labels": labels,
        "label_names": names,
    }
    return arrays, strings


def events_of(rows: npt.NDArray[np.int32], reports: Sequence[tuple[int, int]]) -> npt.NDArray[np.int8]:
    """For each neighbour (N, K) whether it reports on the item's event, announces it, or neither (0)."""
    events = np.zeros(rows.shape, dtype=np.int8)
    for report, announcement in reports:
        events[report][rows[report] == announcement] = ANNOUNCEMENT
        events[announcement][rows[announcement] == report] = REPORT
    return events


def _labels(
    documents: Sequence[Document],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64], list[str], list[str]]:
    """The codes of each document's labels end to end, where each document's start, the labels sorted, and their usual spellings."""
    spellings: dict[str, Counter[str]] = {}
    of_each = []
    for document in documents:
        found = {f"{name} {key(one)}": one for name, values in _named_labels(document) for one in reversed(values)}
        for label, spelling in found.items():
            spellings.setdefault(label, Counter())[spelling] += 1
        of_each.append(list(reversed(found)))
    labels = sorted(spellings, key=str.encode)
    codes = {label: code for code, label in enumerate(labels)}
    starts = np.zeros(len(documents) + 1, dtype=np.int64)
    np.cumsum([len(found) for found in of_each], out=starts[1:])
    names = [min(spellings[label], key=lambda name: (-spellings[label][name], name)) for label in labels]
    return np.array([codes[label] for found in of_each for label in found], dtype=np.int32), starts, labels, names


def _named_labels(document: Document) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (("theme", document.themes), ("country", document.countries))


def _addresses(documents: Sequence[Document]) -> dict[str, int]:
    """Canonical address -> row, sorted by UTF-8 bytes; the first document keeps an address that two claim.

    The addresses of an item's mirrors lead to it too.
    """
    rows: dict[str, int] = {}
    for row, document in enumerate(documents):
        if document.url:
            rows.setdefault(canonical_address(document.url), row)
    for row, document in enumerate(documents):
        for mirror in document.mirrors:
            rows.setdefault(canonical_address(mirror), row)
    return dict(sorted(rows.items(), key=lambda item: item[0].encode()))


def _moment(document: Document) -> int:
    moment = document.published or document.starts
    return seconds(moment) if moment else NO_MOMENT


def _ends_at(document: Document) -> int:
    return numbers_of(document).get(ENDS_AT, NO_MOMENT) if document.kind == "evenement" else NO_MOMENT
