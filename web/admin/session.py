"""An administrator's session: one signed cookie that expires, and that scripts and other sites never see."""

import hmac
import secrets
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from web.admin.access import Access

COOKIE = "trouvaille_admin"
LIFETIME = 8 * 3600
"""Seconds after which the token is asked for again."""


def new_session(access: Access, clock: Callable[[], float] = time.time) -> str:
    """A cookie's value: when it expires, a number of its own, and their signature."""
    expires, number = str(int(clock()) + LIFETIME), secrets.token_hex(16)
    return f"{expires}.{number}.{access.signature('session', expires, number)}"


def session_number(access: Access, cookie: str, clock: Callable[[], float] = time.time) -> str:
    """The number of a session that is signed and has not expired, or nothing."""
    expires, _, rest = cookie.partition(".")
    number, _, signature = rest.partition(".")
    if not hmac.compare_digest(signature.encode(), access.signature("session", expires, number).encode()):
        return ""
    return number if int(expires) > clock() else ""


def begin(response: Response, request: Request, access: Access, path: str) -> None:
    """Gives the browser a session for the pages below ``path``."""
    response.set_cookie(
        COOKIE,
        new_session(access),
        max_age=LIFETIME,
        path=path,
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )


def end(response: Response, request: Request, path: str) -> None:
    """Takes the session back."""
    response.delete_cookie(COOKIE, path=path, secure=_is_secure(request), httponly=True, samesite="strict")


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https" or request.app.state.settings.public_url.startswith("https://")
