"""The scores of matching documents, by id."""

from collections.abc import Sequence
from typing import TypeAlias

Scores: TypeAlias = dict[str, float]


def summed(parts: Sequence[Scores], *, every: bool) -> Scores:
    """The sums of the scores of documents that are in any of the parts, or in ``every`` one."""
    ids = set.intersection(*map(set, parts)) if every else set.union(*map(set, parts))
    return {i: sum(part.get(i, 0.0) for part in parts) for i in ids}
