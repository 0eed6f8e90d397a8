"""The journal: who did what."""

from starlette.requests import Request
from starlette.responses import Response

from web.admin.administration import administration
from web.admin.guard import page
from web.admin.rendering import admin_page
from web.admin.section import Section

SHOWN = 200
"""Entries on the page; the files have more."""


async def show(request: Request) -> Response:
    """The last entries."""
    entries = administration(request).journal.latest(SHOWN)
    return admin_page(request, "journal.html", SECTION, entries=entries, shown=SHOWN)


SECTION = Section("journal", "Journal", (page("/journal", show, "journal"),))
