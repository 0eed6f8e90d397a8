"""What an administrator sends: the fields of a form, read once it is known to come from one of our own pages."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from search.errors import InvalidParameter, TrouvailleError
from web.admin.access import Access
from web.body import read_body

MAX_FORM = 1_000_000
"""Bytes of a form."""
MAX_FIELDS = 1_000
TOKEN_FIELD = "jeton"  # noqa: S105 - the name of a field
TEXT_FIELD = "contenu"
"""The field that holds a file as it was typed."""
_HERE = ("same-origin", "none")
"""What browsers say (``Sec-Fetch-Site``) of a request that comes from our own page, or from the person alone."""
_REMEDY = "Revenez à la page, rechargez-la, puis recommencez."


class ForeignForm(TrouvailleError):
    """A form that does not come from one of our own pages, or comes from one that is too old."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, each with its values."""

    fields: Mapping[str, list[str]]

    def text(self, name: str, longest: int = 1_000) -> str:
        """A field without blanks around it; empty when it is not there. Raises InvalidParameter."""
        value = (self.fields.get(name) or [""])[-1].strip()
        if len(value) > longest:
            raise InvalidParameter(name, f"Ce champ dépasse {longest} caractères.")
        return value

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        """A field that has one of these values; raises InvalidParameter."""
        value = self.text(name)
        if value not in allowed:
            raise InvalidParameter(name, "Ce choix n’existe pas.", remedy=f"Choix possibles : {', '.join(allowed)}.")
        return value

    def whole(self, name: str, least: int, most: int) -> int:
        """A field that holds a whole number; raises InvalidParameter."""
        value = self.text(name)
        if not value.isdecimal() or len(value) > 9 or not least <= int(value) <= most:
            raise InvalidParameter(name, f"Un nombre entre {least} et {most} est attendu.")
        return int(value)

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))


async def read_form(request: Request) -> Form:
    """The form of a request; raises ForeignForm when another site sent it, InvalidParameter or ContentTooLarge."""
    require_own_page(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise InvalidParameter("Content-Type", "Un formulaire est attendu.", remedy="Envoyez application/x-www-form-urlencoded.")
    body = await read_body(request, MAX_FORM)
    try:
        return Form(
            parse_qs(body.decode(), keep_blank_values=True, strict_parsing=False, max_num_fields=MAX_FIELDS, errors="strict")
        )
    except (ValueError, UnicodeDecodeError) as error:
        raise InvalidParameter("formulaire", "Le formulaire est illisible.", remedy=_REMEDY) from error


def require_own_page(request: Request) -> None:
    """Raises ForeignForm when the browser says that another site sent the request."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    hosts = {request.url.netloc.lower(), urlsplit(request.app.state.settings.public_url).netloc.lower()}
    if (site is not None and site not in _HERE) or (origin is not None and urlsplit(origin).netloc.lower() not in hosts - {""}):
        raise ForeignForm("Ce formulaire vient d’un autre site : rien n’a été fait.", remedy=_REMEDY)


def form_token(access: Access, session: str) -> str:
    """What the forms of a session carry: another site cannot know it."""
    return access.signature("form", session)


def require_token(form: Form, access: Access, session: str) -> None:
    """Raises ForeignForm unless the form carries its session's token."""
    if not hmac.compare_digest(form.text(TOKEN_FIELD).encode(), form_token(access, session).encode()):
        raise ForeignForm("Ce formulaire a expiré : rien n’a été fait.", remedy=_REMEDY)
