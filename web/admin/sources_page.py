"""Sources: which the settings name, and what the last build or update had from each."""

from starlette.requests import Request
from starlette.responses import Response

from search.generation import current_generation, generations
from web.admin.administration import administration
from web.admin.guard import page
from web.admin.rendering import admin_page
from web.admin.reports import report_of
from web.admin.section import Section


async def show(request: Request) -> Response:
    """The sources of the settings, and the report of the newest generation."""
    common = administration(request)
    newest = (generations(common.portal) or [""])[-1]
    return admin_page(
        request,
        "sources.html",
        SECTION,
        sources=common.settings.read_sources(),
        running=common.jobs.running(),
        report=report_of(common.portal / newest) if newest else None,
        is_live=newest == current_generation(common.portal),
    )


SECTION = Section("sources", "Sources", (page("/sources", show, "sources"),))
