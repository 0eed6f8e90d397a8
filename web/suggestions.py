"""What a browser's address bar suggests while somebody types (OpenSearch suggestions)."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.index import Index
from search.suggestions import MAX_TYPED
from web.discovery import SUGGESTIONS_TYPE
from web.etag import conditional


async def suggestions(request: Request) -> Response:
    """The beginning that was typed, and how it may go on."""
    typed = request.query_params.get("q", "")[:MAX_TYPED]

    def make(index: Index) -> bytes:
        return msgspec.json.encode([typed, [found.text for found in index.suggest(typed)]])

    return conditional(request, request.app.state.live, ("suggestions", typed), SUGGESTIONS_TYPE, make)


ROUTES = (Route("/suggestions", suggestions, name="suggestions"),)
