"""The bare Starlette route that the HTTP benchmark compares with: what the server and the framework alone cost."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


async def answer(request: Request) -> JSONResponse:
    """The smallest JSON object that says something."""
    return JSONResponse({"query": request.query_params.get("q", "")})


def application() -> Starlette:
    """The application."""
    return Starlette(routes=[Route("/bare", answer)])
