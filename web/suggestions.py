"""What a browser's address bar suggests while somebody types (OpenSearch suggestions)."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.index import Index
from web.discovery import SUGGESTIONS_TYPE
from web.etag import conditional

LONGEST = 100
"""Characters of a beginning that are read."""


async def suggestions(request: Request) -> Response:
    """The beginning that was typed, and how it may go on."""
    typed = request.query_params.get("q", "")[:LONGEST]

    def make(index: Index) -> bytes:
        suggest = getattr(index, "suggest", None)  # an index that suggests nothing is none to complain about
        return msgspec.json.encode([typed, [found.text for found in suggest(typed)] if suggest and typed.strip() else []])

    return conditional(request, request.app.state.live, ("suggestions", typed), SUGGESTIONS_TYPE, make)


ROUTES = (Route("/suggestions", suggestions, name="suggestions"),)
