"""Merges new, changed and removed documents into a neighbour table: they get suggestions at once, and are given to others.

Frequencies and scale stay those of the last full build, so what is old keeps its scores; only texts near the new ones are read.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from indexer.related.grounds import Grounds
from indexer.related.model import RelatedModel, label_keys
from indexer.related.priors import Scale
from indexer.related.selection import Neighbours
from indexer.related.settings import RelatedSettings
from indexer.related.table import Learnt, write_table
from indexer.related.vectors import Frequencies
from search.analysis import ANALYSER
from search.document import Document, without_texts
from search.related import NeighbourTable

DocumentsOf = Callable[[Sequence[str]], list[Document]]


def extend_table(
    old: Path,
    new: Path,
    added: Sequence[Document],
    removed: Collection[str],
    documents_of: DocumentsOf,
    settings: RelatedSettings | None = None,
) -> None:
    """Writes the table in ``old`` to ``new`` with ``added`` (new or changed) documents, without those ``removed``.

    ``documents_of`` reads whole documents of the old table by their ids.
    """
    settings = settings or RelatedSettings()
    table = NeighbourTable(old)
    arrays = {name: np.array(array) for name, array in table.arrays.items()}
    gone = set(removed) | {document.id for document in added}
    kept = [row for row, item in enumerate(table.strings["ids"]) if item not in gone]
    near = _near(table, added, gone, settings)
    local = _local_model(table, [*added, *documents_of(near)], settings)
    cards = sorted([*(table.card(row) for row in kept), *map(without_texts, added)], key=lambda document: document.id)
    write_table(_Merge(table, arrays, local, cards, len(added), settings).learnt(), new)


def _near(table: NeighbourTable, added: Sequence[Document], gone: Collection[str], settings: RelatedSettings) -> list[str]:
    """The ids of the documents whose texts are the closest to those added."""
    found: dict[str, None] = {}
    for document in added:
        rows = table.closest(document, ANALYSER, settings.candidates + len(gone))
        found.update(dict.fromkeys(item for item in map(table.id_of, rows) if item not in gone))
    return list(found)


def _local_model(table: NeighbourTable, documents: Sequence[Document], settings: RelatedSettings) -> RelatedModel:
    """A model of the added documents and those near them, with the table's frequencies."""
    model = RelatedModel(settings).count(documents)
    number, substance, newest = table.arrays["scale"].tolist()
    unseen = np.log((1 + number) / 2) + 1

    def known(names: Sequence[str], strings: str, values: str) -> npt.NDArray[np.float32]:
        places = [table.strings[strings].find(name) for name in names]
        of_table = table.arrays[values]
        return np.array([of_table[place] if place >= 0 else unseen for place in places], dtype=np.float32)

    frequencies = Frequencies(
        int(number),
        known(model.terms_, "terms", "term_idf"),
        known(model.terms_, "terms", "title_idf"),
        known(model.labels_, "labels", "label_idf"),
    )
    return model.relate(known=frequencies, scale=Scale(substance, newest))


@dataclass
class _Merge:
    """Puts an old table and a local model together; the first ``new`` rows of the model are the added documents."""

    table: NeighbourTable
    arrays: Mapping[str, npt.NDArray[Any]]
    local: RelatedModel
    cards: Sequence[Document]
    new: int
    settings: RelatedSettings

    def learnt(self) -> Learnt:
        rows = {document.id: row for row, document in enumerate(self.cards)}
        self.row_of_old = np.array([rows.get(item, -1) for item in self.table.strings["ids"]], dtype=np.int64)
        added = {document.id for document in self.local.documents_[: self.new]}
        self.row_of_old[[self.table.row_of(item) for item in added if self.table.row_of(item) >= 0]] = -1
        self.row_of_local = np.array([rows[document.id] for document in self.local.documents_], dtype=np.int64)
        self._merge_terms()
        self._merge_neighbours()
        return Learnt(
            documents=self.cards,
            whole=self._postings(),
            frequencies=self._frequencies(),
            scale=self.local.scale_,
            terms=self.terms,
            spellings=self.spellings,
            groups=self.groups,
            priors=self._column(self.arrays["priors"], self.local.priors_),
            events=self.events,
            neighbours=Neighbours(self.neighbours, self.scores, self.similarities),
            grounds=Grounds(self.words, self.parts),
        )

    def _merge_terms(self) -> None:
        """The terms of both in order, and where each one's terms are among them."""
        old = list(self.table.strings["terms"])
        self.terms = sorted({*old, *self.local.terms_})
        places = {term: place for place, term in enumerate(self.terms)}
        self.term_of_old = np.array([places[term] for term in old], dtype=np.int64)
        self.term_of_local = np.array([places[term] for term in self.local.terms_], dtype=np.int64)
        self.spellings = [""] * len(self.terms)
        for place, spelling in zip(self.term_of_local.tolist(), self.local.spellings_, strict=True):
            self.spellings[place] = spelling
        for place, spelling in zip(self.term_of_old.tolist(), self.table.strings["spellings"], strict=True):
            self.spellings[place] = spelling

    def _merge_neighbours(self) -> None:
        self._carry_over()
        self.groups = self._merged_groups()
        for place in range(self.new):
            self._take_row(place)
        for place in range(self.new, len(self.row_of_local)):
            self._offer(place)

    def _carry_over(self) -> None:
        """The lists of the rows that stay, without those that are gone."""
        number, width = len(self.cards), self.settings.neighbours
        old = self.arrays["neighbours"]
        mapped = np.where(old >= 0, self.row_of_old[np.maximum(old, 0)], -1)
        order = np.argsort(mapped < 0, axis=1, kind="stable")[:, :width]
        stay = self.row_of_old >= 0

        def carried(values: npt.NDArray[Any], empty: float) -> npt.NDArray[Any]:
            taken = np.take_along_axis(values, order.reshape(*order.shape, *[1] * (values.ndim - 2)), 1)
            full = np.full((number, width, *values.shape[2:]), empty, dtype=values.dtype)
            full[self.row_of_old[stay], : taken.shape[1]] = taken[stay]
            return full

        words = self.arrays["words"]
        self.neighbours = carried(mapped.astype(np.int32), -1)
        self.scores, self.similarities = carried(self.arrays["scores"], 0), carried(self.arrays["similarities"], 0)
        self.parts, self.events = carried(self.arrays["parts"], 0), carried(self.arrays["events"], 0)
        self.words = carried(np.where(words >= 0, self.term_of_old[np.maximum(words, 0)], -1).astype(np.int32), -1)
        for values in (self.scores, self.similarities):
            values[self.neighbours < 0] = 0

    def _merged_groups(self) -> npt.NDArray[np.int32]:
        """The old numbers; an added document has that of the near one which it may not stand beside, else a new one."""
        groups = self._column(self.arrays["groups"], np.zeros(len(self.row_of_local), dtype=np.int32))
        start = int(self.arrays["groups"].max(initial=-1)) + 1
        for place in range(self.new):
            same = np.flatnonzero(self.local.groups_ == self.local.groups_[place])
            known = same[(same >= self.new) | (same < place)]
            row = self.row_of_local[place]
            groups[row] = groups[self.row_of_local[known[-1]]] if len(known) else start + place
        return groups

    def _take_row(self, place: int) -> None:
        """The list of an added document is what the local model chose."""
        row, local = self.row_of_local[place], self.local
        found = local.neighbours_.rows[place]
        self.neighbours[row] = np.where(found >= 0, self.row_of_local[np.maximum(found, 0)], -1)
        self.scores[row], self.similarities[row] = local.neighbours_.scores[place], local.neighbours_.similarities[place]
        self._describe(row, slice(None), place, slice(None))

    def _offer(self, place: int) -> None:
        """Puts the added documents that the local model suggests beside an old one into its list, where they are worth it."""
        row, chosen = int(self.row_of_local[place]), self.local.neighbours_
        for rank, other in enumerate(chosen.rows[place].tolist()):
            if 0 <= other < self.new:
                self._insert(row, place, rank, int(self.row_of_local[other]))

    def _insert(self, row: int, place: int, rank: int, other: int) -> None:
        score = self.local.neighbours_.scores[place, rank]
        held = self.neighbours[row]
        if other in held:
            return
        twins = np.flatnonzero((held >= 0) & (self.groups[np.maximum(held, 0)] == self.groups[other]))
        last = int(twins[0]) if len(twins) else self.settings.neighbours - 1
        if self.scores[row, last] >= score:
            return
        at = int(np.searchsorted(-self.scores[row, : last + 1], -score, side="right"))
        for values in (self.neighbours, self.scores, self.similarities, self.parts, self.words, self.events):
            values[row, at + 1 : last + 1] = values[row, at:last].copy()
        self.neighbours[row, at], self.scores[row, at] = other, score
        self.similarities[row, at] = self.local.neighbours_.similarities[place, rank]
        self._describe(row, at, place, rank)

    def _describe(self, row: int, at: int | slice, place: int, rank: int | slice) -> None:
        words = self.local.grounds_.words[place, rank]
        self.words[row, at] = np.where(words >= 0, self.term_of_local[np.maximum(words, 0)], -1)
        self.parts[row, at] = self.local.grounds_.parts[place, rank]
        self.events[row, at] = self.local.events_[place, rank]

    def _column(self, old: npt.NDArray[Any], local: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """One value for each document: the old one, or the local model's for those added."""
        values = np.zeros(len(self.cards), dtype=old.dtype)
        stay = self.row_of_old >= 0
        values[self.row_of_old[stay]] = old[stay]
        values[self.row_of_local[: self.new]] = local[: self.new]
        return values

    def _postings(self) -> Any:
        """The texts' vectors (documents, terms)."""
        shape = (len(self.cards), len(self.terms))
        terms = np.repeat(self.term_of_old, np.diff(self.arrays["term_starts"]))
        rows = self.row_of_old[self.arrays["posting_rows"]]
        stay = rows >= 0
        old = sparse.coo_matrix((self.arrays["posting_weights"][stay], (rows[stay], terms[stay])), shape=shape)
        added = self.local.vectors_.whole[: self.new].tocoo()
        places = (self.row_of_local[added.row], self.term_of_local[added.col])
        return (old + sparse.coo_matrix((added.data, places), shape=shape)).tocsr()

    def _frequencies(self) -> Frequencies:
        number = self.local.frequencies_.documents
        return Frequencies(number, self._idf("term_idf", "whole"), self._idf("title_idf", "title"), self._label_idf())

    def _idf(self, array: str, field: str) -> npt.NDArray[np.float32]:
        values = np.zeros(len(self.terms), dtype=np.float32)
        values[self.term_of_local] = getattr(self.local.frequencies_, field)
        values[self.term_of_old] = self.arrays[array]
        return values

    def _label_idf(self) -> npt.NDArray[np.float32]:
        """In the order of the labels that the merged table will have."""
        known = dict(zip(self.local.labels_, self.local.frequencies_.labels.tolist(), strict=True))
        known |= dict(zip(self.table.strings["labels"], self.arrays["label_idf"].tolist(), strict=True))
        labels = sorted({label for document in self.cards for label in label_keys(document)}, key=str.encode)
        return np.array([known[label] for label in labels], dtype=np.float32)
