"""The administration's pages as answers: French HTML that nobody keeps and no other site may show."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from web.admin.administration import administration
from web.admin.administrator import Administrator
from web.admin.form import TOKEN_FIELD, form_token
from web.admin.section import ROOT, Section
from web.etag import NEVER
from web.security_headers import content_security_policy
from web.templating import html

HEADERS = {
    "Cache-Control": NEVER,
    "Content-Security-Policy": content_security_policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
NOTICE = "fait"
"""The parameter that names the journal's entry of what was just done."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the administration is: ``root`` is the path of its first page."""

    root: str

    def to(self, *parts: str) -> str:
        """The path of a page; each part is escaped, but for the section's own."""
        return "/".join((self.root, *(quote(part, safe="") for part in parts if part)))

    def sign_in(self, wanted: str) -> str:
        """Where to sign in on the way to a page."""
        return f"{self.to('connexion')}?retour={quote(wanted)}"


def place_of(request: Request) -> Place:
    return Place(quote(request.scope.get("root_path", "").rstrip("/")) + ROOT)


def admin_page(request: Request, template: str, section: Section | None = None, status: int = 200, **values: Any) -> Response:
    """A page of ``templates/admin/`` in the common frame; ``section`` is the one that the menu marks."""
    common = administration(request)
    who: Administrator | None = getattr(request.state, "administrator", None)
    notice = common.journal.find(request.query_params[NOTICE]) if who and NOTICE in request.query_params else None
    page = html(
        request,
        f"admin/{template}",
        at=place_of(request),
        menu=common.sections if who else (),
        section=section,
        who=who,
        path=quote(request.url.path),
        token=_hidden(TOKEN_FIELD, form_token(common.access, who.session)) if who else "",
        notice=notice,
        **values,
    )
    return Response(page, status, HEADERS, "text/html")


def _hidden(name: str, value: str) -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)
