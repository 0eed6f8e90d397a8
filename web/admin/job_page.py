"""Jobs: start one, follow it, cancel it, look at what it said."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic, time

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from search.generation import is_being_built
from web.admin.administration import administration
from web.admin.conflict import Conflict
from web.admin.form import Form
from web.admin.guard import Done, action, page
from web.admin.job_kinds import CHECK, KINDS, MODES, kind_of
from web.admin.job_progress import Progress, read_progress
from web.admin.job_result import JobResult, read_result
from web.admin.job_state import JobState
from web.admin.jobs import ERR, OUT, Job
from web.admin.rendering import admin_page
from web.admin.section import Section
from web.templating import html

PATH = "/travaux"
STREAMED = 10.0
"""Seconds after which a stream of events ends, for the browser to ask for another: the service can stop in between."""
_EVERY = 0.5
_RETRY = 500
"""Milliseconds that the browser waits before it asks for another stream."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as pages show it; ``seconds`` since it started, or that it took."""

    job: Job
    state: JobState
    moment: str
    seconds: float
    progress: Progress
    result: JobResult | None


async def show_all(request: Request) -> Response:
    """What can be started, and what was."""
    jobs = administration(request).jobs
    shown = [shown_job(request, job) for job in jobs.latest()]
    sources = administration(request).settings.read_sources()
    return admin_page(request, "jobs.html", SECTION, jobs=shown, running=jobs.running(), kinds=KINDS, modes=MODES, sources=sources)


async def show(request: Request) -> Response:
    """One job: how far it is, or how it ended."""
    return admin_page(request, "job.html", SECTION, shown=_asked_for(request))


async def events(request: Request) -> Response:
    """How a job goes on, as it does (server-sent events): ``etapes`` is HTML, ``journal`` text, ``fin`` the last one."""
    shown = _asked_for(request)
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_events(request, shown.job), headers=headers, media_type="text/event-stream")


async def start(request: Request, form: Form) -> Done:
    """Starts a job."""
    common = administration(request)
    kind = kind_of(form)
    if kind is not CHECK and is_being_built(common.portal) and common.jobs.running() is None:
        raise Conflict("Une construction lancée ailleurs est en cours.", remedy="Attendez sa fin, puis recommencez.")
    options = (*kind.options, *common.commands.where(), "--json")
    job = common.jobs.start(kind.action, options, kind.label, request.state.administrator.name)
    return Done(f"{kind.label} : lancement.", f"{PATH}/{job.id}", target=job.id)


async def cancel(request: Request, form: Form) -> Done:
    """Asks a job to stop."""
    del form
    job = _asked_for(request).job
    administration(request).jobs.cancel(job)
    return Done(f"{job.label} : arrêt demandé. L’index publié reste en place.", f"{PATH}/{job.id}", target=job.id)


SECTION = Section(
    "travaux",
    "Travaux",
    (
        page(PATH, show_all, "jobs"),
        action(PATH, "Lancement", start, "start"),
        page(PATH + "/{job}", show, "job"),
        page(PATH + "/{job}/flux", events, "job-events"),
        action(PATH + "/{job}/annuler", "Annulation", cancel, "cancel"),
    ),
)


def shown_job(request: Request, job: Job) -> Shown:
    """A job as it stands now."""
    jobs = administration(request).jobs
    state, end = jobs.state(job), jobs.end(job)
    seconds = (end.ended if end else time()) - job.started
    progress = read_progress(jobs.folder(job.id) / ERR)
    result = read_result(jobs.folder(job.id) / OUT) if end else None
    return Shown(job, state, _moment(job.started), seconds, progress, result)


def _asked_for(request: Request) -> Shown:
    return shown_job(request, administration(request).jobs.get(request.path_params["job"]))


async def _events(request: Request, job: Job) -> AsyncIterator[bytes]:
    """Each event is told when it differs from the one before."""
    yield f"retry: {_RETRY}\n\n".encode()
    told: dict[str, str] = {}
    until = monotonic() + STREAMED
    while monotonic() < until:
        shown = shown_job(request, job)
        for name, text in _told(request, shown):
            if told.get(name) != text:
                told[name] = text
                yield _event(name, text)
        if shown.state.is_over:
            yield _event("fin", shown.state)
            return
        await asyncio.sleep(_EVERY)


def _told(request: Request, shown: Shown) -> list[tuple[str, str]]:
    steps = html(request, "admin/_steps.html", shown=shown).decode()
    return [("etapes", steps), ("annonce", shown.progress.current), ("journal", "\n".join(shown.progress.log))]


def _event(name: str, text: str) -> bytes:
    """One event; its text as JSON, so that line ends stay what they are."""
    return f"event: {name}\ndata: ".encode() + msgspec.json.encode(text) + b"\n\n"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
