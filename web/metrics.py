"""What the service measures of itself, in Prometheus's text format."""

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.errors import IndexUnavailable
from search.generation import LastRun, last_run
from web.counters import COUNTERS, Counters
from web.etag import NEVER
from web.live import LiveIndex
from web.measures import BOUNDS, Measures

_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = "trouvaille_http_request_seconds"


async def metrics(request: Request) -> Response:
    """Latency histograms by route, answers by class of status, counters of searches, what is served, the last build or update."""
    state = request.app.state
    lines = [
        *_requests(state.measures),
        *_counted(state.counters),
        *_generation(state.live, time.time()),
        *_last_run(last_run(state.settings.portal)),
    ]
    return Response("\n".join(lines) + "\n", headers={"Cache-Control": NEVER, "Content-Type": _TYPE})


def _requests(measures: Measures) -> Iterator[str]:
    found = list(measures.of_routes())
    yield f"# HELP {_SECONDS} Time from the arrival of a request to the end of its answer."
    yield f"# TYPE {_SECONDS} histogram"
    for route, measure in found:
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), accumulate(measure.buckets), strict=True):
            yield f'{_SECONDS}_bucket{{route="{route}",le="{bound}"}} {count}'
        yield f'{_SECONDS}_sum{{route="{route}"}} {measure.seconds:.6f}'
        yield f'{_SECONDS}_count{{route="{route}"}} {measure.count}'
    yield "# TYPE trouvaille_http_responses_total counter"
    for route, measure in found:
        for name, count in measure.classes.items():
            if count:
                yield f'trouvaille_http_responses_total{{route="{route}",class="{name}"}} {count}'


def _counted(counters: Counters) -> Iterator[str]:
    for name, count in counters.totals():
        yield f"# HELP {name} {COUNTERS[name]}"
        yield f"# TYPE {name} counter"
        yield f"{name} {count}"


def _generation(live: LiveIndex, now: float) -> Iterator[str]:
    try:
        with live.lease() as index:
            created, documents = datetime.fromisoformat(index.created).timestamp(), index.count()
    except IndexUnavailable:
        yield from _gauge("trouvaille_ready", "Whether there is an index to answer from.", 0)
        return
    yield from _gauge("trouvaille_ready", "Whether there is an index to answer from.", 1)
    yield from _gauge("trouvaille_generation_age_seconds", "Time since the served generation was built.", round(now - created))
    yield from _gauge("trouvaille_generation_documents", "Documents of the served generation.", documents)


def _last_run(run: LastRun | None) -> Iterator[str]:
    """Nothing before the first build, nor while one is running: how it ends is not known."""
    if run is None:
        return
    yield from _gauge("trouvaille_last_run_started_seconds", "When the last build or update began.", run.started)
    yield from _gauge("trouvaille_last_run_running", "Whether it has not ended; 1 for ever when it was killed.", run.outcome == "")
    if run.outcome:
        yield from _gauge("trouvaille_last_run_seconds", "How long it took.", run.seconds)
        yield from _gauge("trouvaille_last_run_success", "Whether it ended well.", run.outcome == "ok")


def _gauge(name: str, told: str, value: float) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    yield f"{name} {value + 0}"


ROUTES = (Route("/metrics", metrics, name="metrics"),)
