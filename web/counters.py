"""Plain counters for ``/metrics``, those of all workers of a service together."""

from collections.abc import Iterator
from pathlib import Path

from web.shared_counts import SharedCounts

_SUFFIX = ".counters"

COUNTERS = {
    "trouvaille_searches_total": "Searches with words that were answered from the index (first pages).",
    "trouvaille_searches_without_result_total": "Those of them that found nothing.",
    "trouvaille_clicks_total": "Results that were opened, as the pages' script tells.",
    "trouvaille_statistics_failures_total": "Times that query statistics could not be written.",
    "trouvaille_statistics_lost_total": "Searches and clicks that the query statistics lack because of that.",
}
"""Each counter with what it counts."""


class Counters:
    """The counters named in ``COUNTERS``. With a ``folder``, those of all processes that count there; else this process's alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self._place = {name: place for place, name in enumerate(COUNTERS)}
        self._counts = SharedCounts(len(COUNTERS), folder, _SUFFIX)

    def add(self, name: str, count: int = 1) -> None:
        """Counts."""
        self._counts.own[self._place[name]] += count

    def totals(self) -> Iterator[tuple[str, int]]:
        """Every counter with its value."""
        for name, value in zip(COUNTERS, self._counts.totals(), strict=True):
            yield name, int(value)
