"""Takes what the pages' script tells of a result that was opened: the query, the rank, the generation; nothing of who did it.

Without JavaScript nothing is told. Links lead to the items themselves, never through us.
"""

import time
from collections.abc import Callable
from typing import Annotated

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.errors import InvalidParameter
from web.body import read_body
from web.etag import NEVER
from web.links import CLICKS, origin_of
from web.problems import http_problem, respond
from web.statistics.observations import MAX_LENGTH
from web.templating import links_of

MAX_BODY = 2_000
MAX_RANK = 1_000

PER_SECOND, AT_ONCE = 20.0, 100.0
"""Clicks that a process takes for long, and in a burst: more are no visitors."""


class Click(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A result that was opened."""

    query: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_LENGTH)]
    rank: Annotated[int, msgspec.Meta(ge=1, le=MAX_RANK)]
    generation: Annotated[str, msgspec.Meta(max_length=100)]


class Bound:
    """Lets so many through a second, whoever they come from: no address is remembered."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left = AT_ONCE
        self._seen = clock()

    def lets_through(self) -> bool:
        """Whether one more is taken."""
        now = self._clock()
        self._left = min(AT_ONCE, self._left + (now - self._seen) * PER_SECOND)
        self._seen = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


async def clicked(request: Request) -> Response:
    """Counts a click; 204 whether it was or not, unless something is wrong with the request."""
    state = request.app.state
    if state.recorder is None:
        return respond(request, http_problem(404, request.url.path))
    if not _is_ours(request):
        return respond(request, http_problem(403, request.url.path, "Seules les pages du service envoient des clics."))
    if not state.clicks.lets_through():
        return respond(request, http_problem(429, request.url.path, "Trop de clics à la fois."), {"Retry-After": "5"})
    click = _decoded(await read_body(request, MAX_BODY))
    with state.live.lease() as index:
        is_current = click.generation == index.generation  # another generation had other ranks
    if is_current:
        state.recorder.clicked(click.query, click.rank)
        state.counters.add("trouvaille_clicks_total")
    return Response(status_code=204, headers={"Cache-Control": NEVER})


def _decoded(body: bytes) -> Click:
    try:
        return msgspec.json.decode(body, type=Click)
    except msgspec.DecodeError as error:
        raise InvalidParameter("corps", "Un clic est un objet JSON : « query », « rank », « generation ».") from error


def _is_ours(request: Request) -> bool:
    """Whether a page of ours sent it: browsers say so themselves, older ones at least from which site."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "").lower()
    return bool(origin) and origin == origin_of(links_of(request).base)


ROUTES = (Route(CLICKS, clicked, methods=["POST"], name="clicks"),)
