"""Generations: which there are, what each would change, publish, go back, tidy up."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from search.comparison import GenerationComparison
from search.errors import IndexCorrupt, IndexMissing
from search.generation import (
    Manifest,
    current_generation,
    disk_use,
    earlier_generation,
    generations,
    read_manifest,
    was_published,
)
from web.admin.administration import administration
from web.admin.comparison import comparison_of, move
from web.admin.conflict import Conflict
from web.admin.form import Form
from web.admin.guard import Done, action, page
from web.admin.rendering import admin_page
from web.admin.reports import report_of
from web.admin.section import Section

PATH = "/generations"
MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A generation as pages show it; ``bytes`` with the files that it shares. ``manifest`` is None when it cannot be read."""

    name: str
    manifest: Manifest | None
    bytes: int
    is_live: bool
    was_published: bool

    @property
    def state(self) -> str:
        return "publiée" if self.is_live else "retirée" if self.was_published else "préparée"


async def show_all(request: Request) -> Response:
    """All generations, newest first."""
    portal = administration(request).portal
    shown = await asyncio.to_thread(lambda: [_shown(portal, name) for name in reversed(generations(portal))])
    used = await asyncio.to_thread(disk_use, portal)
    earlier = _earlier(portal)
    return admin_page(
        request,
        "generations.html",
        SECTION,
        generations=shown,
        used=used,
        earlier=next((one for one in shown if one.name == earlier), None),
        most_kept=MOST_KEPT,
    )


async def show(request: Request) -> Response:
    """One generation, and what publishing it would change."""
    portal, name = administration(request).portal, _named(request)
    shown = await asyncio.to_thread(_shown, portal, name)
    compared, problem = await _compared(request, shown)
    report = report_of(portal / name)
    told = {"compared": compared, "problem": problem, "report": report}
    return admin_page(request, "generation.html", SECTION, 200, shown=shown, move=move, **told)


async def publish(request: Request, form: Form) -> Done:
    """Makes a generation the live one; what the checks object to must have been read."""
    name = _named(request)
    if current_generation(administration(request).portal) == name:
        raise Conflict("Cette génération est déjà publiée.")
    if not form.ticked("malgre") and (objections := (await comparison_of(request, name)).objections):
        raise Conflict(f"{objections[0]}.", remedy="Cochez « publier quand même » si c’est voulu.")
    await administration(request).commands.do("publish", name)
    await _follow(request)
    return Done(f"La génération {name} est publiée.", PATH, target=name)


async def go_back(request: Request, form: Form) -> Done:
    """Publishes again the generation before the live one, which must be the one that the page showed."""
    portal = administration(request).portal
    earlier = earlier_generation(portal)
    if form.text("vers") != earlier:
        raise Conflict("L’index publié a changé entre-temps.", remedy="Revenez à la liste des générations.")
    before = current_generation(portal)
    await administration(request).commands.do("rollback")
    await _follow(request)
    return Done(f"La génération {earlier} est de nouveau publiée, à la place de {before}.", PATH, target=earlier)


async def prune(request: Request, form: Form) -> Done:
    """Deletes the oldest generations."""
    keep = form.whole("garder", 1, MOST_KEPT)
    said = await administration(request).commands.do("prune", "--keep", str(keep))
    return Done(said, PATH)


SECTION = Section(
    "generations",
    "Générations",
    (
        page(PATH, show_all, "generations"),
        action(PATH + "/retour", "Retour en arrière", go_back, "rollback"),
        action(PATH + "/menage", "Ménage", prune, "prune"),
        page(PATH + "/{generation}", show, "generation"),
        action(PATH + "/{generation}/publier", "Publication", publish, "publish"),
    ),
)


def _named(request: Request) -> str:
    """The generation that the address names; raises HTTPException when there is none."""
    name: str = request.path_params["generation"]
    if name not in generations(administration(request).portal):
        raise HTTPException(404)
    return name


def _shown(portal: Path, name: str) -> Shown:
    try:
        manifest = read_manifest(portal / name)
    except IndexCorrupt:
        manifest = None
    return Shown(name, manifest, disk_use(portal, (name,)), name == current_generation(portal), was_published(portal, name))


async def _compared(request: Request, shown: Shown) -> tuple[GenerationComparison | None, str]:
    """What publishing it would change, or why that is not known."""
    if shown.is_live:
        return None, ""
    try:
        return await comparison_of(request, shown.name), ""
    except Conflict as error:
        return None, str(error)


def _earlier(portal: Path) -> str:
    try:
        return earlier_generation(portal)
    except (IndexMissing, IndexCorrupt):  # nothing to go back to, or from
        return ""


async def _follow(request: Request) -> None:
    """Lets this worker serve what was just published; the others follow within a second."""
    await asyncio.to_thread(request.app.state.live.refresh)
