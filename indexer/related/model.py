"""Learns which items belong together: counts, vectors, candidates, groups, neighbours, and what each is related by."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from indexer.related.events import report_pairs, strengthened
from indexer.related.grounds import grounds
from indexer.related.groups import groups
from indexer.related.priors import Scale, priors, scale_of
from indexer.related.selection import neighbours
from indexer.related.settings import RelatedSettings
from indexer.related.similarity import Progress, candidates
from indexer.related.table import Learnt, events_of, write_table
from indexer.related.terms import Matrix, Vocabulary, label_counts
from indexer.related.vectors import Counts, Frequencies, frequencies, vectors
from search.analysis import ANALYSER, Analyser
from search.document import Document, whole_text
from search.fields import key


def silent(step: str, done: int) -> None:
    """Shows nothing."""


class RelatedModel:
    """What is learnt from a sequence of documents. Attributes that end in ``_`` exist after ``learn``; rows are documents."""

    def __init__(self, settings: RelatedSettings | None = None, analyser: Analyser = ANALYSER) -> None:
        self.settings = settings or RelatedSettings()
        self.analyser = analyser

    def learn(self, documents: Sequence[Document], progress: Progress = silent) -> "RelatedModel":
        """Learns the neighbours of every document; rows follow the order of the documents."""
        return self.count(documents).relate(progress)

    def count(self, documents: Sequence[Document]) -> "RelatedModel":
        """The first half of ``learn``: what does not depend on the weights."""
        self.documents_ = documents
        self.counts_ = self._counted(documents)
        return self

    def relate(self, progress: Progress = silent, known: Frequencies | None = None, scale: Scale | None = None) -> "RelatedModel":
        """The second half of ``learn``; frequencies and scale may come from a larger collection that these documents join."""
        settings, documents, counts = self.settings, self.documents_, self.counts_
        self.frequencies_ = known or frequencies(counts)
        self.scale_ = scale or scale_of(documents, counts)
        self.vectors_ = vectors(counts, self.frequencies_, settings)
        self.candidates_ = candidates(self.vectors_, settings, progress)
        self.groups_ = groups(documents, self.vectors_, self.candidates_, settings)
        self.reports_ = report_pairs(documents, self.candidates_, self.analyser)
        self.priors_ = priors(documents, counts, self.scale_, settings)
        paired = strengthened(self.candidates_, self.reports_, settings)
        self.neighbours_ = neighbours(paired, self.priors_, self.groups_, settings, progress)
        self.events_ = events_of(self.neighbours_.rows, self.reports_)
        told = self._told(documents)
        self.grounds_ = grounds(self.neighbours_, self.vectors_, told, self._telling(), settings, progress)
        return self

    def save(self, folder: Path) -> None:
        """Writes the arrays and string tables named in ``search.neighbour_files``."""
        learnt = Learnt(
            documents=self.documents_,
            whole=self.vectors_.whole,
            frequencies=self.frequencies_,
            scale=self.scale_,
            terms=self.terms_,
            spellings=self.spellings(self.terms_),
            groups=self.groups_,
            priors=self.priors_,
            events=self.events_,
            neighbours=self.neighbours_,
            grounds=self.grounds_,
        )
        write_table(learnt, folder)

    def spellings(self, terms: Sequence[str]) -> list[str]:
        """How the documents spell some of the terms."""
        return self.vocabulary_.spellings(terms)

    def _counted(self, documents: Sequence[Document]) -> Counts:
        """Counts the documents' stems; the columns are the terms in order."""
        vocabulary = self.vocabulary_ = Vocabulary(self.analyser)
        wholes = vocabulary.sequences(whole_text(document) for document in documents)
        titles = np.array([len(self.analyser.stems(document.title)) for document in documents], dtype=np.int64)
        whole = vocabulary.counts(wholes)
        title = vocabulary.counts(wholes.cut(np.zeros_like(titles), titles))
        opening = vocabulary.counts(wholes.cut(titles, titles + self.settings.opening_words))
        labels, self.labels_ = label_counts([label_keys(document) for document in documents])
        self.terms_, order = vocabulary.in_order()
        whole, title, opening = (_sorted(matrix[:, order]) for matrix in (whole, title, opening))
        return Counts(whole, title, opening, labels)

    def _told(self, documents: Sequence[Document]) -> Matrix:
        """The terms of each document's countries: a reason already names those."""
        rows_of = {term: row for row, term in enumerate(self.terms_)}
        stems = [set(self.analyser.stems(" ".join(document.countries))) & rows_of.keys() for document in documents]
        rows = np.repeat(np.arange(len(documents)), [len(of_one) for of_one in stems])
        columns = np.array([rows_of[stem] for of_one in stems for stem in sorted(of_one)], dtype=np.int64)
        ones = np.ones(len(columns), dtype=np.float32)
        return sparse.csr_matrix((ones, (rows, columns)), shape=(len(documents), len(self.terms_)))

    def _telling(self) -> npt.NDArray[np.bool_]:
        """Words of three letters and more tell a reader something; numbers do not."""
        return np.array([len(term) > 2 and not term[0].isdigit() for term in self.terms_], dtype=bool)


def label_keys(document: Document) -> list[str]:
    """The themes and countries by which a document is compared."""
    return sorted({f"theme {key(one)}" for one in document.themes} | {f"country {key(one)}" for one in document.countries})


def _sorted(matrix: Matrix) -> Matrix:
    matrix.sort_indices()
    return matrix
