"""The one door of the administration: every route is made here, and every one asks who is there.

A page only shows. An action changes something: it comes from a form of ours, and the journal tells how it ended.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from search.errors import TrouvailleError
from web.admin.administration import administration
from web.admin.administrator import Administrator, who_asks
from web.admin.audit import DONE, FAILED, REFUSED
from web.admin.form import ForeignForm, Form, read_form, require_token
from web.admin.refusal import Refused, Rejected, at_the_door, refusal
from web.admin.rendering import HEADERS, NOTICE, place_of
from web.admin.section import ROOT


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did: a sentence for the journal and for who did it, and the path below ``/admin`` to go to."""

    message: str
    then: str
    target: str = ""
    outcome: str = DONE


Page = Callable[[Request], Awaitable[Response]]
Action = Callable[[Request, Form], Awaitable[Done]]
Again = Callable[[Request, Form, TrouvailleError], Awaitable[Response]]


def page(path: str, show: Page, name: str) -> Route:
    """A route below ``/admin`` that shows something to administrators."""

    async def guarded(request: Request) -> Response:
        try:
            if _admitted(request) is None:
                return await at_the_door(request)
            response = await show(request)
        except Refused as error:
            return refusal(request, error)
        for header, value in HEADERS.items():
            response.headers.setdefault(header, value)
        return response

    return Route(ROOT + path, guarded, methods=["GET"], name=f"admin-{name}")


def action(path: str, label: str, act: Action, name: str, again: Again | None = None) -> Route:
    """A route below ``/admin`` that a form is sent to; ``label`` is what the journal calls the action.

    ``again`` makes the page that shows a refused form with what was typed in it; without one, a page only says why.
    """

    async def guarded(request: Request) -> Response:
        try:
            who = _admitted(request)
            if who is None:
                return await at_the_door(request)
            done = await _act(request, who, label, act, again)
        except Refused as error:
            return refusal(request, error)
        entry = administration(request).journal.record(who.name, label, done.message, outcome=done.outcome, target=done.target)
        address = f"{place_of(request).root}{done.then}{'&' if '?' in done.then else '?'}{NOTICE}={entry.id}"
        return RedirectResponse(address, 303, HEADERS)

    return Route(ROOT + path, guarded, methods=["POST"], name=f"admin-{name}")


async def _act(request: Request, who: Administrator, label: str, act: Action, again: Again | None) -> Done:
    """Does it; the journal also tells what did not come about."""
    form = None
    try:
        form = await read_form(request)
        if who.session:  # a program that brings the token itself is not driven by another site
            require_token(form, administration(request).access, who.session)
        return await act(request, form)
    except TrouvailleError as error:
        outcome = REFUSED if isinstance(error, ForeignForm) else FAILED
        administration(request).journal.record(who.name, label, str(error), outcome=outcome)
        if form is None or again is None:
            raise
        raise Rejected(error, await again(request, form, error)) from error


def _admitted(request: Request) -> Administrator | None:
    """The administrator who asks, whom pages find in the request's state; raises TooManyTries."""
    who = who_asks(request)
    if who is not None:
        request.state.administrator = who
    return who
