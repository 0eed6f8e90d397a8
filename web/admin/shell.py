"""The parts of the administration in the order of the menu, and all its routes."""

from starlette.routing import BaseRoute

from web.admin import curation_page, generations_page, job_page, journal_page, queries_page, sign_in, sources_page, state_page
from web.admin.section import Section

SECTIONS: tuple[Section, ...] = (
    state_page.SECTION,
    job_page.SECTION,
    generations_page.SECTION,
    sources_page.SECTION,
    queries_page.SECTION,
    *curation_page.SECTIONS,
    journal_page.SECTION,
)

ROUTES: tuple[BaseRoute, ...] = (*sign_in.ROUTES, *(route for section in SECTIONS for route in section.routes))
