"""What speaks for an item whatever it is suggested beside: it has something to say, and it is recent. Both are mild."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.related.settings import RelatedSettings
from indexer.related.vectors import Counts
from search.document import Document
from search.fields import reference_moment
from search.moments import seconds

_FEW_WORDS, _MANY_WORDS = 20, 3_000
_DAY = 86_400


def priors(documents: Sequence[Document], counts: Counts, settings: RelatedSettings) -> npt.NDArray[np.float32]:
    """The factor of each document (N,), 1 on the average; it does not depend on the day of the build."""
    words = np.asarray(counts.whole.sum(axis=1)).ravel()
    substance = np.log(np.clip(words, _FEW_WORDS, _MANY_WORDS))
    substance -= substance.mean()
    freshness = _freshness(documents, settings.half_life)
    factors: npt.NDArray[np.float32] = 1 + settings.substance * substance + settings.freshness * freshness
    return factors.astype(np.float32)


def _freshness(documents: Sequence[Document], half_life: float) -> npt.NDArray[np.float64]:
    """1 for the newest of the documents and for what is still to come, half of it after ``half_life`` days, 0 without a date."""
    moments = np.array([seconds(moment) if (moment := reference_moment(one)) else np.nan for one in documents])
    published = [seconds(one.published) for one in documents if one.published]
    newest = max(published, default=np.nanmax(moments, initial=0.0))
    ages = np.maximum(newest - moments, 0) / _DAY
    fresh: npt.NDArray[np.float64] = np.nan_to_num(np.exp2(-ages / half_life), nan=0.0)
    return fresh
