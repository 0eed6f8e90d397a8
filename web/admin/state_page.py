"""What is served, and how the service is."""

import asyncio
import shutil
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from search.errors import IndexUnavailable
from search.generation import current_generation, disk_use, generations, is_being_built, last_run
from web.admin.administration import administration
from web.admin.guard import page
from web.admin.job_kinds import CHECK
from web.admin.job_page import shown_job
from web.admin.rendering import admin_page
from web.admin.section import Section
from web.live import LiveIndex

RECENT = 5
"""Jobs on the page."""

_OUTCOMES = {
    "BuildRefused": "refusée par les vérifications",
    "Stopped": "arrêtée à la demande",
    "SourceUnreadable": "échouée : une source est illisible",
    "FetchFailed": "échouée : une source ne répond pas",
    "UpdateImpossible": "impossible",
}
"""How a build or update ended, by the name of the error that ended it."""


@dataclass(frozen=True, slots=True)
class Served:
    """What answers visitors now; ``age`` in seconds. ``problem`` says why nothing does."""

    generation: str = ""
    created: str = ""
    documents: int = 0
    age: float = 0.0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes: what all generations take together, and what is free beside them."""

    generations: int
    used: int
    free: int


async def show(request: Request) -> Response:
    """The service at a glance."""
    common = administration(request)
    portal, jobs = common.portal, common.jobs.latest()
    disk = await asyncio.to_thread(_disk, portal)
    check = next((job for job in jobs if job.action == CHECK.action), None)
    return admin_page(
        request,
        "state.html",
        SECTION,
        served=_served(request.app.state.live, time.time()),
        published=current_generation(portal) or "",
        disk=disk,
        last=last_run(portal),
        outcomes=_OUTCOMES,
        is_being_built=is_being_built(portal),
        running=common.jobs.running(),
        recent=[shown_job(request, job) for job in jobs[:RECENT]],
        check=shown_job(request, check) if check else None,
    )


SECTION = Section("", "État", (page("", show, "state"),))


def _served(live: LiveIndex, now: float) -> Served:
    try:
        with live.lease() as index:
            age = now - datetime.fromisoformat(index.created).timestamp()
            return Served(index.generation, index.created, index.count(), age)
    except IndexUnavailable as error:
        return Served(problem=str(error))


def _disk(portal: Path) -> Disk:
    return Disk(len(generations(portal)), disk_use(portal), shutil.disk_usage(portal).free)
