"""A page of the live index: made when the client does not hold it already."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from search.index import Index
from web.etag import conditional

_HTML = "text/html"


def page(request: Request, canonical: tuple[str, ...], make: Callable[[Index], bytes]) -> Response:
    """The answer that ``make`` makes, or 304. ``canonical`` is what the page depends on beyond the look, the prefix and the day."""
    state = request.app.state
    around = (request.scope.get("root_path", ""), state.look.digest, state.today().isoformat())
    return conditional(request, state.live, ("page", *around, *canonical), _HTML, make)
