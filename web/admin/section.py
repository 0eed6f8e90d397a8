"""A part of the administration: its place in the menu, and its routes."""

from dataclasses import dataclass

from starlette.routing import Route

ROOT = "/admin"


@dataclass(frozen=True, slots=True)
class Section:
    """``path`` is where the section's first page stands below ``/admin`` (empty for the first section); ``label`` its French name.

    ``routes`` are made by ``guard.page`` and ``guard.action``, which let nobody in but administrators.
    """

    path: str
    label: str
    routes: tuple[Route, ...]
