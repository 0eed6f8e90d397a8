"""Who is asking: an administrator, or nobody."""

from dataclasses import dataclass

from starlette.requests import Request

from search.errors import TrouvailleError
from web.admin.administration import administration
from web.admin.audit import REFUSED
from web.admin.session import COOKIE, session_number
from web.french import age

BY_TOKEN = "jeton"  # noqa: S105 - what the journal calls those who gave the token
UNKNOWN = "inconnu"


@dataclass(frozen=True, slots=True)
class Administrator:
    """``name`` is what the journal says; ``session`` is what forms are bound to, empty for a program that brings the token itself.

    ``can_leave`` unless the reverse proxy signs people in and out.
    """

    name: str
    session: str
    can_leave: bool = True


class TooManyTries(TrouvailleError):
    """Somebody gave wrong tokens; ``wait`` in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Réessayez dans {age(wait)}.")
        self.wait = wait


def who_asks(request: Request) -> Administrator | None:
    """The administrator who asks; raises TooManyTries."""
    access = administration(request).access
    if access.header and (name := access.named(peer(request), request.headers.get(access.header, ""))):
        return Administrator(name, f"user:{name}", can_leave=False)
    if access.token and (number := session_number(access, request.cookies.get(COOKIE, ""))):
        return Administrator(BY_TOKEN, number)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if access.token and scheme.lower() == "bearer":
        return Administrator(BY_TOKEN, "", can_leave=False) if may_enter(request, token.strip()) else None
    return None


def may_enter(request: Request, token: str) -> bool:
    """Whether the token is right; a wrong one is counted and noted. Raises TooManyTries."""
    common, address = administration(request), request.client.host if request.client else ""
    if wait := common.attempts.wait(address):
        raise TooManyTries(wait)
    if common.access.knows(token):
        common.attempts.succeed(address)
        return True
    if common.attempts.fail(address):
        common.journal.record(UNKNOWN, "Connexion", "Un jeton faux a été donné.", outcome=REFUSED)
    return False


def peer(request: Request) -> str:
    """The address that the request came from, whatever it says of who is behind it."""
    found = request.scope.get("peer", request.scope.get("client"))
    return found[0] if found else ""
