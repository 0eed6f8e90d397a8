"""What speaks for an item whatever it is suggested beside: it has something to say, and it is recent. Both are mild."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.related.settings import RelatedSettings
from indexer.related.vectors import Counts
from search.document import Document
from search.fields import reference_moment
from search.moments import seconds

_FEW_WORDS, _MANY_WORDS = 20, 3_000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Scale:
    """What documents are compared with: the mean logarithm of their words, and the newest publication (seconds since 1970)."""

    substance: float
    newest: float


def scale_of(documents: Sequence[Document], counts: Counts) -> Scale:
    """The scale of a collection."""
    published = [seconds(one.published) for one in documents if one.published]
    newest = max(published, default=np.nanmax(_moments(documents), initial=0.0))
    return Scale(float(_substance(counts).mean()), float(newest))


def priors(documents: Sequence[Document], counts: Counts, scale: Scale, settings: RelatedSettings) -> npt.NDArray[np.float32]:
    """The factor of each document (N,), 1 on the average; it does not depend on the day of the build."""
    substance = _substance(counts) - scale.substance
    ages = np.maximum(scale.newest - _moments(documents), 0) / _DAY
    freshness = np.nan_to_num(np.exp2(-ages / settings.half_life), nan=0.0)
    factors: npt.NDArray[np.float64] = 1 + settings.substance * substance + settings.freshness * freshness
    return factors.astype(np.float32)


def _substance(counts: Counts) -> npt.NDArray[np.float64]:
    words = np.asarray(counts.whole.sum(axis=1), dtype=np.float64).ravel()
    substance: npt.NDArray[np.float64] = np.log(np.clip(words, _FEW_WORDS, _MANY_WORDS))
    return substance


def _moments(documents: Sequence[Document]) -> npt.NDArray[np.float64]:
    return np.array([seconds(moment) if (moment := reference_moment(one)) else np.nan for one in documents], dtype=np.float64)
