"""The items that joined a neighbour table after it was learnt: their rows, labels, terms and texts."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from search.neighbour_files import Strings, load_since


class LaterItems:
    """What came since, in ``folder``; all numbers go on where those of the table, whose strings are given, end."""

    def __init__(self, folder: Path, table: Strings) -> None:
        self.arrays, self.strings = load_since(folder)
        self._first = len(table["ids"])
        self.rows = {item: row for row, item in enumerate(self.strings["ids"], start=self._first)}
        self.labels = {label: code for code, label in enumerate(self.strings["labels"], start=len(table["labels"]))}
        self.terms = {term: number for number, term in enumerate(self.strings["terms"], start=len(table["terms"]))}
        rows = self.arrays["address_rows"].tolist()
        self.by_address = dict(zip(self.strings["addresses"], rows, strict=True))
        self._terms = len(table["terms"]) + len(self.terms)

    def cosines(self, weights: dict[int, float]) -> npt.NDArray[np.float64]:
        """The cosine of each item (M,) with a text of length 1 given by the weights of its terms."""
        of_term = np.zeros(self._terms)
        of_term[list(weights)] = list(weights.values())
        starts = self.arrays["text_starts"]
        items = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        products = of_term[self.arrays["text_terms"]] * self.arrays["text_weights"]
        return np.bincount(items, products, minlength=len(starts) - 1).astype(np.float64)

    def weight(self, term: int, row: int) -> float:
        """The weight of a term in an item; 0 when it does not have it."""
        first, last = self.arrays["text_starts"][row - self._first : row - self._first + 2].tolist()
        places = np.flatnonzero(self.arrays["text_terms"][first:last] == term)
        return float(self.arrays["text_weights"][first + int(places[0])]) if len(places) else 0.0
