"""How long requests took, by route, counted by all workers of a service together."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

from web.shared_counts import SharedCounts

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper bounds of the histogram's buckets, in seconds; one more bucket takes all that is longer."""

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
_SUM = len(BOUNDS) + 1
_STATUS = _SUM + 1
_WIDTH = _STATUS + len(CLASSES)
_SUFFIX = ".counts"


class RouteMeasure:
    """What was counted of one route: ``buckets`` (not cumulated), seconds in all, answers by class of status."""

    def __init__(self, values: Sequence[float]) -> None:
        self.buckets = [int(value) for value in values[:_SUM]]
        self.seconds = values[_SUM]
        self.classes = dict(zip(CLASSES, (int(value) for value in values[_STATUS:]), strict=True))

    @property
    def count(self) -> int:
        return sum(self.buckets)


class Measures:
    """Counts for ``routes``. With a ``folder``, those of all processes that count there; else this process's alone."""

    def __init__(self, routes: Sequence[str], folder: Path | None = None) -> None:
        self._routes = tuple(routes)
        self._place = {route: number * _WIDTH for number, route in enumerate(self._routes)}
        self._counts = SharedCounts(_WIDTH * len(self._routes), folder, _SUFFIX)
        self._values = self._counts.own

    def observe(self, route: str, status: int, seconds: float) -> None:
        """Counts one answer."""
        start = self._place[route]
        self._values[start + bisect_left(BOUNDS, seconds)] += 1
        self._values[start + _SUM] += seconds
        self._values[start + _STATUS + status // 100 - 1] += 1

    def of_routes(self) -> Iterator[tuple[str, RouteMeasure]]:
        """What was counted of each route that was asked for."""
        totals = self._counts.totals()
        for route, start in self._place.items():
            measure = RouteMeasure(totals[start : start + _WIDTH])
            if measure.count:
                yield route, measure
