"""What the administration answers when it does not do what is asked: a page with the reason and the remedy."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from search.errors import InvalidParameter, PinsInvalid, SynonymsInvalid, TrouvailleError
from web.admin.administration import administration
from web.admin.administrator import TooManyTries
from web.admin.conflict import Conflict
from web.admin.form import MAX_FORM, TEXT_FIELD, ForeignForm, read_form
from web.admin.rendering import HEADERS, admin_page, place_of
from web.problems import ContentTooLarge, http_problem, problem_of

Refused = (TrouvailleError, HTTPException)
"""What pages and actions raise on purpose."""

_SESSION_OVER = (
    "Votre session est terminée : rien n’a été enregistré. Copiez votre texte, connectez-vous, puis collez-le dans l’éditeur."
)

_STATUSES: dict[type[TrouvailleError], tuple[int, str]] = {
    ForeignForm: (403, "Formulaire refusé"),
    Conflict: (409, "Impossible pour l’instant"),
    TooManyTries: (429, "Trop d’essais"),
    SynonymsInvalid: (400, "Contenu refusé"),
    PinsInvalid: (400, "Contenu refusé"),
}


class Rejected(TrouvailleError):
    """A form that cannot be accepted as it is; ``page`` shows it again with all that was typed, and says why."""

    def __init__(self, error: TrouvailleError, page: Response) -> None:
        super().__init__(error.message, remedy=error.remedy)
        self.page = page


def refusal(request: Request, error: Exception) -> Response:
    """The page that says what went wrong and what to do about it."""
    if isinstance(error, Rejected):
        return error.page
    if isinstance(error, TrouvailleError):
        response = _page(request, *told(request, error), error.message, error.remedy)
    else:
        assert isinstance(error, HTTPException)  # noqa: S101
        detail = error.detail if isinstance(error, ContentTooLarge) else ""
        problem = http_problem(error.status_code, request.url.path, detail)
        response = _page(request, problem.status, problem.title, problem.detail, problem.remedy)
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.wait)
    return response


async def at_the_door(request: Request) -> Response:
    """Browsers are shown where to sign in, where that is done here; programs are told that a token is wanted.

    What somebody typed whose session ended meanwhile is shown beside, to be copied.
    """
    if not administration(request).access.token:
        return _page(request, 403, "Accès réservé", "Le serveur mandataire n’a pas dit qui vous êtes.")
    if "text/html" in request.headers.get("accept", ""):
        place = place_of(request)
        query = f"?{request.url.query}" if request.url.query else ""
        wanted = f"{request.url.path}{query}" if request.method == "GET" else place.root
        if typed := await _typed(request):
            return admin_page(request, "sign_in.html", status=403, back=request.url.path, message=_SESSION_OVER, typed=typed)
        return RedirectResponse(place.sign_in(wanted), 303, HEADERS)
    response = _page(request, 401, "Accès réservé", "Donnez le jeton dans l’en-tête « Authorization: Bearer … ».")
    response.headers["WWW-Authenticate"] = 'Bearer realm="Trouvaille"'
    return response


async def _typed(request: Request) -> str:
    """The text that was sent; a form that cannot be read holds none."""
    if request.method != "POST":
        return ""
    try:
        return (await read_form(request)).text(TEXT_FIELD, MAX_FORM)
    except (ForeignForm, InvalidParameter):
        return ""


def told(request: Request, error: TrouvailleError) -> tuple[int, str]:
    """Status and title of one of our errors; administrators are told of all others by their own messages."""
    if own := next((_STATUSES[kind] for kind in type(error).__mro__ if kind in _STATUSES), None):
        return own
    problem = problem_of(error, request.url.path)
    return (500, "Échec") if problem.status == 500 else (problem.status, problem.title)


def _page(request: Request, status: int, title: str, message: str, remedy: str = "") -> Response:
    return admin_page(request, "error.html", status=status, title=title, message=message, remedy=remedy)
