"""Signing in with the token, and out."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from web.admin import session
from web.admin.administration import administration
from web.admin.administrator import BY_TOKEN, may_enter, who_asks
from web.admin.form import read_form, require_token
from web.admin.refusal import Refused, refusal
from web.admin.rendering import HEADERS, admin_page, place_of
from web.admin.section import ROOT

_LABEL_IN, _LABEL_OUT = "Connexion", "Déconnexion"


async def form(request: Request) -> Response:
    """Where the token is asked for."""
    try:
        _require_token_here(request)
    except Refused as error:
        return refusal(request, error)
    return _form(request, request.query_params.get("retour", ""), message="")


async def sign_in(request: Request) -> Response:
    """Begins a session for whoever gives the token."""
    try:
        _require_token_here(request)
        given = await read_form(request)
        if not may_enter(request, given.text("secret")):
            return _form(request, given.text("retour"), message="Ce n’est pas le jeton de ce service.", status=403)
    except Refused as error:
        return refusal(request, error)
    common, place = administration(request), place_of(request)
    common.journal.record(BY_TOKEN, _LABEL_IN, "Session ouverte.")
    response = RedirectResponse(_safe(given.text("retour"), place.root), 303, HEADERS)
    session.begin(response, request, common.access, place.root)
    return response


async def sign_out(request: Request) -> Response:
    """Ends the session of this browser."""
    common, place = administration(request), place_of(request)
    try:
        if who := who_asks(request):
            require_token(await read_form(request), common.access, who.session)
            common.journal.record(who.name, _LABEL_OUT, "Session fermée.")
    except Refused as error:
        return refusal(request, error)
    response = RedirectResponse(place.to("connexion"), 303, HEADERS)
    session.end(response, request, place.root)
    return response


ROUTES = (
    Route(f"{ROOT}/connexion", form, methods=["GET"], name="admin-sign-in-form"),
    Route(f"{ROOT}/connexion", sign_in, methods=["POST"], name="admin-sign-in"),
    Route(f"{ROOT}/deconnexion", sign_out, methods=["POST"], name="admin-sign-out"),
)


def _require_token_here(request: Request) -> None:
    """Where a proxy signs people in, there is no such page."""
    if not administration(request).access.token:
        raise HTTPException(404)


def _form(request: Request, back: str, message: str, status: int = 200) -> Response:
    back = _safe(back, place_of(request).root)
    return admin_page(request, "sign_in.html", status=status, back=back, message=message, typed="")


def _safe(path: str, root: str) -> str:
    """A page of the administration to go to, whatever the address of the form said."""
    return path if path.startswith(f"{root}/") and "\\" not in path and path.isprintable() else root
