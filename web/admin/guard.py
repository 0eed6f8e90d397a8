"""The one door of the administration: every route is made here, and every one asks who is there.

A page only shows. An action changes something: it comes from a form of ours, and the journal tells how it ended.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from search.errors import TrouvailleError
from web.admin.administration import administration
from web.admin.administrator import Administrator, TooManyTries, who_asks
from web.admin.audit import DONE, FAILED, REFUSED
from web.admin.conflict import Conflict
from web.admin.form import ForeignForm, Form, read_form, require_token
from web.admin.rendering import HEADERS, NOTICE, admin_page, place_of
from web.admin.section import ROOT
from web.problems import http_problem, problem_of


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: a sentence for the journal and for who did it, and the path below ``/admin`` to go to."""

    message: str
    then: str
    target: str = ""
    outcome: str = DONE


Page = Callable[[Request], Awaitable[Response]]
Action = Callable[[Request, Form], Awaitable[Done]]


def page(path: str, show: Page, name: str) -> Route:
    """A route below ``/admin`` that shows something to administrators."""

    async def guarded(request: Request) -> Response:
        try:
            if await _admitted(request) is None:
                return _at_the_door(request)
            response = await show(request)
        except (TrouvailleError, HTTPException, TooManyTries) as error:
            return refusal(request, error)
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        return response

    return Route(ROOT + path, guarded, methods=["GET"], name=f"admin-{name}")


def action(path: str, label: str, act: Action, name: str) -> Route:
    """A route below ``/admin`` that a form is sent to; ``label`` is what the journal calls the action."""

    async def guarded(request: Request) -> Response:
        try:
            who = await _admitted(request)
            if who is None:
                return _at_the_door(request)
            done = await _act(request, who, label, act)
        except (TrouvailleError, HTTPException, TooManyTries) as error:
            return refusal(request, error)
        entry = administration(request).journal.record(who.name, label, done.message, outcome=done.outcome, target=done.target)
        address = f"{place_of(request).root}{done.then}?{NOTICE}={entry.id}"
        return RedirectResponse(address, 303, HEADERS)

    return Route(ROOT + path, guarded, methods=["POST"], name=f"admin-{name}")


def refusal(request: Request, error: Exception) -> Response:
    """The page that says what went wrong and what to do about it."""
    headers = {}
    if isinstance(error, TooManyTries):
        minutes = -(-error.wait // 60)
        problem = http_problem(429, request.url.path, f"Trop d’essais de connexion. Réessayez dans {minutes} minute(s).")
        headers = {"Retry-After": str(error.wait)}
        title, status, message, remedy = "Trop d’essais", 429, problem.detail, ""
    elif isinstance(error, TrouvailleError):
        title, status = _told(request, error)
        message, remedy = error.message, error.remedy
    else:
        assert isinstance(error, HTTPException)  # noqa: S101
        problem = http_problem(error.status_code, request.url.path)
        title, status, message, remedy = problem.title, problem.status, problem.detail, problem.remedy
    response = admin_page(request, "error.html", status=status, title=title, message=message, remedy=remedy)
    response.headers.update(headers)
    return response


async def _act(request: Request, who: Administrator, label: str, act: Action) -> Done:
    """Does it; the journal also tells what did not come about."""
    try:
        form = await read_form(request)
        if who.session:  # a program that brings the token itself is not driven by another site
            require_token(form, administration(request).access, who.session)
        return await act(request, form)
    except TrouvailleError as error:
        outcome = REFUSED if isinstance(error, ForeignForm) else FAILED
        administration(request).journal.record(who.name, label, str(error), outcome=outcome)
        raise


async def _admitted(request: Request) -> Administrator | None:
    who = who_asks(request)
    if who is not None:
        request.state.administrator = who
    return who


def _at_the_door(request: Request) -> Response:
    """Browsers are shown where to sign in, where that is done here; programs are told that a token is wanted."""
    has_token = bool(administration(request).access.token)
    if has_token and "text/html" in request.headers.get("accept", ""):
        wanted = request.url.path if request.method == "GET" else place_of(request).root
        return RedirectResponse(f"{place_of(request).to('connexion')}?retour={quote(wanted)}", 303, HEADERS)
    message = (
        "Donnez le jeton dans l’en-tête « Authorization: Bearer … »."
        if has_token
        else ("Le serveur mandataire n’a pas dit qui vous êtes.")
    )
    response = admin_page(
        request, "error.html", status=401 if has_token else 403, title="Accès réservé", message=message, remedy=""
    )
    if has_token:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Trouvaille"'
    return response


def _told(request: Request, error: TrouvailleError) -> tuple[str, int]:
    """Title and status of one of our errors; what cannot be done is the page's whole answer, not the service's failure."""
    if isinstance(error, ForeignForm):
        return "Formulaire refusé", 403
    if isinstance(error, Conflict):
        return "Impossible pour l’instant", 409
    problem = problem_of(error, request.url.path)
    return ("Échec", 500) if problem.status == 500 else (problem.title, problem.status)
