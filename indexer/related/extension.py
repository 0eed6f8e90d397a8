"""Adds new, changed and removed documents to what came since a neighbour table was learnt: they get suggestions at once, and are
suggested to others. The table itself stays as it is.

Frequencies and scale are the table's, so what is old keeps its scores; only texts near the new ones are read.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.related.model import RelatedModel
from indexer.related.priors import Scale
from indexer.related.settings import RelatedSettings
from indexer.related.table import items_of
from indexer.related.vectors import Frequencies
from search.analysis import ANALYSER
from search.document import Document
from search.nearest_texts import closest, unseen
from search.neighbour_files import COLUMNS, LISTS, OFFERED, SINCE, SINCE_STRINGS, Arrays
from search.neighbour_table import NeighbourTable
from search.string_table import StringTable

DocumentsOf = Callable[[Sequence[str]], list[Document]]

NEAR, MAX_NEAR = 60, 3_000
"""Documents near each added one whose texts are read, and near all of them: each gets fewer when many are added at once, but enough
to fill its list."""


def extend_table(
    table: NeighbourTable,
    folder: Path,
    added: Sequence[Document],
    removed: Collection[str],
    documents_of: DocumentsOf,
    settings: RelatedSettings | None = None,
) -> None:
    """Writes what came since ``table`` was learnt in ``folder``: what it knows, ``added`` (new or changed), without ``removed``.

    ``documents_of`` reads whole documents by their ids.
    """
    settings = settings or RelatedSettings()
    left = {*removed, *(document.id for document in added)}
    arrays, strings = _known(table)
    if added:
        near = documents_of(_near(table, added, left, settings))
        joining = _Joining(table, local_model(table, [*added, *near], settings), len(added))
        new = joining.items() | joining.lists() | joining.texts() | joining.offers()
        arrays |= {name: _grown(name, arrays[name], values) for name, values in new.items()}
        strings = {name: [*strings[name], *values] for name, values in joining.strings().items()}
    gone = [row for row in map(table.row_of, left) if row >= 0]
    arrays["gone"] = np.concatenate((arrays["gone"], np.array(gone, dtype=np.int32)))
    _write(arrays, strings, folder)


def _known(table: NeighbourTable) -> tuple[Arrays, Mapping[str, Iterable[str]]]:
    """What came since a table was learnt, up to now."""
    if table.since is not None:
        return dict(table.since.arrays), table.since.strings
    lists = {name: table.arrays[name][:0] for name in LISTS}
    numbers = {name: np.zeros(0, dtype=np.int32) for name in ("offered_to", "gone", "label_codes", "address_rows", "text_terms")}
    starts = {name: np.zeros(1, dtype=np.int64) for name in ("label_starts", "text_starts")}
    texts = {"text_weights": np.zeros(0, dtype=np.float32)}
    offered = {f"offered_{name}": values[:, 0] for name, values in lists.items()}
    return lists | offered | {name: table.arrays[name][:0] for name in COLUMNS} | numbers | starts | texts, dict.fromkeys(
        SINCE_STRINGS, ()
    )


def _grown(name: str, before: npt.NDArray[Any], new: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """An array with more at its end; starts go on where they were."""
    return np.concatenate((before, new[1:] + before[-1] if name.endswith("_starts") else new))


def _write(arrays: Arrays, strings: Mapping[str, Iterable[str]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    order = np.argsort(arrays["offered_to"], kind="stable")
    arrays |= {name: arrays[name][order] for name in ("offered_to", *OFFERED)}
    for name in SINCE:
        np.save(folder / f"{name}.npy", arrays[name], allow_pickle=False)
    for name in SINCE_STRINGS:
        StringTable.of(strings[name]).save(folder / name)


def _near(table: NeighbourTable, added: Sequence[Document], left: Collection[str], settings: RelatedSettings) -> list[str]:
    """The ids of the documents whose texts are the closest to those added, in order: of equals the first is chosen, as ever."""
    number = max(settings.neighbours, min(NEAR, MAX_NEAR // max(1, len(added))))
    found: set[str] = set()
    for document in added:
        rows = closest(table, document, ANALYSER, number + len(left))
        found.update([item for item in map(table.id_of, rows) if item not in left][:number])
    return sorted(found)


def local_model(table: NeighbourTable, documents: Sequence[Document], settings: RelatedSettings) -> RelatedModel:
    """A model of the added documents and those near them, with the table's frequencies."""
    model = RelatedModel(settings).count(documents)
    number, substance, newest = table.arrays["scale"].tolist()

    terms, labels = (
        table.strings[strings].find_all(names) for strings, names in (("terms", model.terms_), ("labels", model.labels_))
    )

    def known(name: str, places: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        values = np.append(table.arrays[name], np.float32(unseen(table)))  # which place -1 means
        return values[places].astype(np.float32)

    frequencies = Frequencies(int(number), known("term_idf", terms), known("title_idf", terms), known("label_idf", labels))
    return model.relate(known=frequencies, scale=Scale(substance, newest))


class _Joining:
    """What a table is to have of a local model, whose first ``new`` rows are the added documents, in the table's numbers."""

    def __init__(self, table: NeighbourTable, local: RelatedModel, new: int) -> None:
        self.known, self.local, self.new = table, local, new
        self.first = len(table.arrays["groups"])
        near = [table.row_of(document.id) for document in local.documents_[new:]]
        self.rows = np.array([*range(self.first, self.first + new), *near], dtype=np.int32)
        self.texts_ = local.vectors_.whole[:new].tocsr()
        used = np.unique(self.texts_.indices).tolist()
        self.terms = _Numbers.of([local.terms_[place] for place in used], table.terms, table.ends["terms"])
        self.spellings = local.spellings([self.terms.names[place] for place in self.terms.new])
        self.term_numbers = np.full(len(local.terms_) + 1, -1, dtype=np.int32)  # the last entry stands for « no word »
        self.term_numbers[used] = self.terms.numbers
        self.columns, self.own_strings = items_of(local.documents_[:new], self._groups(), local.priors_[:new])
        self.labels = _Numbers.of(self.own_strings["labels"], table.labels, table.ends["labels"])

    def _groups(self) -> npt.NDArray[np.int32]:
        """The number of the near document that an added one may not stand beside, else a new one."""
        local, known = self.local.groups_, self.known.arrays["groups"]
        start = int(known.max(initial=-1)) + 1
        groups = np.zeros(self.new, dtype=np.int32)
        for place in range(self.new):
            same = np.flatnonzero(local == local[place])
            near, before = same[same >= self.new], same[same < place]
            groups[place] = known[self.rows[near[0]]] if len(near) else groups[before[0]] if len(before) else start + place
        return groups

    def items(self) -> Arrays:
        """The columns, labels and addresses of the added documents."""
        codes, rows = self.labels.numbers[self.columns["label_codes"]], self.columns["address_rows"] + np.int32(self.first)
        return self.columns | {"label_codes": codes, "address_rows": rows}

    def lists(self) -> Arrays:
        """The lists of the added documents are what the local model chose."""
        return self._described(slice(0, self.new), slice(None))

    def offers(self) -> Arrays:
        """What the local model would put into the lists of near documents, where it is worth it."""
        chosen = self.local.neighbours_
        places, ranks = np.nonzero((chosen.rows >= 0) & (chosen.rows < self.new))
        places, ranks = places[places >= self.new], ranks[places >= self.new]
        least = {row: self.known.lists.least(row) for row in set(self.rows[places].tolist())}
        is_worth_it = chosen.scores[places, ranks] > np.array([least[row] for row in self.rows[places].tolist()])
        places, ranks = places[is_worth_it], ranks[is_worth_it]
        values = self._described(places, ranks)
        return {"offered_to": self.rows[places]} | {f"offered_{name}": values[name] for name in LISTS}

    def _described(self, places: Any, ranks: Any) -> Arrays:
        chosen, grounds = self.local.neighbours_, self.local.grounds_
        found = chosen.rows[places, ranks]
        return {
            "neighbours": np.where(found >= 0, self.rows[np.maximum(found, 0)], np.int32(-1)),
            "scores": chosen.scores[places, ranks],
            "similarities": chosen.similarities[places, ranks],
            "parts": grounds.parts[places, ranks],
            "words": self.term_numbers[grounds.words[places, ranks]],
            "events": self.local.events_[places, ranks],
        }

    def texts(self) -> Arrays:
        """The terms of each added document."""
        return {
            "text_starts": self.texts_.indptr.astype(np.int64),
            "text_terms": self.term_numbers[self.texts_.indices],
            "text_weights": self.texts_.data.astype(np.float32),
        }

    def strings(self) -> dict[str, Sequence[str]]:
        """The strings of the added documents, and of the labels and terms that they bring."""
        items = {name: self.own_strings[name] for name in ("ids", "cards", "addresses")}
        labels = {name: [self.own_strings[name][place] for place in self.labels.new] for name in ("labels", "label_names")}
        return items | labels | {"terms": [self.terms.names[place] for place in self.terms.new], "spellings": self.spellings}


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of names in a table, int32 (n,), and which of them it does not have yet: their numbers go on at its end."""

    names: Sequence[str]
    numbers: npt.NDArray[np.int32]
    new: Sequence[int]

    @classmethod
    def of(cls, names: Sequence[str], numbers_of: Callable[[Sequence[str]], npt.NDArray[np.int64]], end: int) -> "_Numbers":
        numbers = numbers_of(names).astype(np.int32)
        new = np.flatnonzero(numbers < 0)
        numbers[new] = np.arange(end, end + len(new))
        return cls(names, numbers, new.tolist())
