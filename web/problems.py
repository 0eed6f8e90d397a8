"""Errors as answers: RFC 9457 problem documents, or a French page for those who read pages.

One table says which status each error of ``search.errors`` has. Nothing internal is told: no path, no traceback.
"""

from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from search.errors import (
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
    IndexUnavailable,
    InvalidParameter,
    ItemNotFound,
    TrouvailleError,
    Unsupported,
)
from web.etag import NEVER
from web.parameters import SearchParameters
from web.templating import html
from web.typed import shown_text

STATUSES: dict[type[TrouvailleError], tuple[int, str]] = {
    InvalidParameter: (400, "Paramètre invalide"),
    ItemNotFound: (404, "Contenu introuvable"),
    Unsupported: (501, "Demande non prise en charge"),
    IndexMissing: (503, "Aucun index n’est publié"),
    IndexIncompatible: (503, "L’index publié n’est pas compatible avec cette version"),
    IndexCorrupt: (503, "L’index publié est endommagé"),
    IndexUnavailable: (503, "L’index n’est pas disponible"),
}
"""Status and title of each error; an error without an entry of its own has its parent's, and 500 when none has one."""

HTTP_TITLES = {
    400: "Requête invalide",
    404: "Page introuvable",
    405: "Méthode non autorisée",
    413: "Requête trop volumineuse",
    500: "Erreur interne",
}

_HTTP_DETAILS = {
    404: "Aucune page n’existe à cette adresse.",
    405: "Cette adresse ne répond pas à cette méthode HTTP.",
    500: "Le service a rencontré une erreur inattendue. Elle a été enregistrée.",
}
_REMEDIES = {404: "Vérifiez l’adresse, ou passez par la recherche.", 500: "Réessayez dans un instant."}

API_PREFIX = "/api/"
"""Paths under which errors are always problem documents."""

RETRY_AFTER = "30"
"""Seconds after which a client may ask an unavailable service again."""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem document (RFC 9457), with two members of ours: the parameter at fault and what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    parameter: str = ""
    remedy: str = ""


class ContentTooLarge(HTTPException):
    """The body of a request is longer than what is read."""

    def __init__(self, limit: int) -> None:
        super().__init__(413, f"Le corps de la requête dépasse {limit // 1000} ko.")


def problem_of(error: TrouvailleError, instance: str) -> Problem:
    """The problem document of one of our errors."""
    entry = next(((parent, STATUSES[parent]) for parent in type(error).__mro__ if parent in STATUSES), None)
    if entry is None:
        return http_problem(500, instance)
    parent, (status, title) = entry
    detail = f"{title}." if status == 503 else error.message
    parameter = str(error.data.get("parameter", ""))
    return Problem(_type_of(parent), title, status, detail, instance, parameter, error.remedy)


def http_problem(status: int, instance: str, detail: str = "") -> Problem:
    """The problem document of a plain HTTP status."""
    title = HTTP_TITLES.get(status, "Erreur")
    return Problem(
        "about:blank", title, status, detail or _HTTP_DETAILS.get(status, title), instance, remedy=_REMEDIES.get(status, "")
    )


def respond(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The answer to send: a page for browsers, except below ``/api/``; else the problem document."""
    headers = {"Cache-Control": NEVER, **(headers or {})}
    if problem.status == 503:
        headers["Retry-After"] = RETRY_AFTER
    if not local_path(request).startswith(API_PREFIX):
        headers["Vary"] = "Accept"
        if "text/html" in request.headers.get("accept", ""):
            typed = SearchParameters(text=shown_text(request.query_params.get("q", "")))
            page = html(request, "error.html", problem=problem, parameters=typed)
            return Response(page, problem.status, headers, "text/html")
    return Response(msgspec.json.encode(problem), problem.status, headers, "application/problem+json")


def local_path(request: Request) -> str:
    """The path below the prefix at which the service is installed."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", "").rstrip("/"))


async def on_error(request: Request, error: Exception) -> Response:
    """Answers one of our own errors."""
    assert isinstance(error, TrouvailleError)  # noqa: S101
    return respond(request, problem_of(error, request.url.path))


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answers what the framework refuses: unknown path, method or size."""
    assert isinstance(error, HTTPException)  # noqa: S101
    headers = dict(error.headers or {})
    if "Allow" in headers:
        headers["Allow"] = ", ".join(sorted(headers["Allow"].split(", ")))
    detail = error.detail if isinstance(error, ContentTooLarge) else ""
    return respond(request, http_problem(error.status_code, request.url.path, detail), headers)


async def on_disconnect(request: Request, error: Exception) -> Response:
    """Nobody reads this answer: the client went away while it was sending."""
    del request, error
    return Response(status_code=400)


EXCEPTION_HANDLERS: dict[Any, ExceptionHandler] = {
    TrouvailleError: on_error,
    HTTPException: on_http_error,
    ClientDisconnect: on_disconnect,
}


def _type_of(error: type[TrouvailleError]) -> str:
    """A stable name of the problem: ``urn:trouvaille:probleme:InvalidParameter``."""
    return f"urn:trouvaille:probleme:{error.__name__}"
