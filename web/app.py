"""The service as a value: ``create_app`` puts lists of routes together."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import date, datetime
from functools import lru_cache

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from search.moments import PORTAL_ZONE
from web import api, discovery, files, metrics, pages, related, status, suggestions, theme, widgets
from web.admin import shell
from web.admin.administration import administration_of
from web.counters import Counters
from web.curation.following import live_index
from web.endpoint import one_thread
from web.feeds import routes as feeds
from web.live import LiveIndex, follow
from web.look import look_of
from web.measures import Measures
from web.middleware import Finishing, LastResort
from web.observation import OTHER, Observer, names_of
from web.prefix import Prefix, prefix_of
from web.problems import EXCEPTION_HANDLERS
from web.security_headers import security_headers
from web.settings import WebSettings
from web.statistics import clicks
from web.statistics.recorder import Recorder


def paris_today() -> date:
    """The day it is where the portal's readers are."""
    return _day_of(int(time.time()) // 60)


@lru_cache(maxsize=1)
def _day_of(minute: int) -> date:
    """The day there of a minute since 1970: every search asks for it."""
    return datetime.fromtimestamp(60 * minute, PORTAL_ZONE).date()


def create_app(settings: WebSettings, today: Callable[[], date] = paris_today) -> Starlette:
    """The service of one portal. It starts without an index too, and serves as soon as one is published.

    Raises ThemeInvalid when the portal's look cannot be made, AdminInvalid when its administration cannot.
    """
    look = look_of(settings)
    routes = [  # tried one after the other: what is asked most comes first
        api.SEARCH,
        *related.ROUTES,
        *api.ROUTES,
        *status.ROUTES,
        *metrics.ROUTES,
        *pages.ROUTES,
        *widgets.ROUTES,
        *feeds.ROUTES,
        *discovery.ROUTES,
        *suggestions.ROUTES,
        *clicks.ROUTES,
        *files.ROUTES,
        *(shell.ROUTES if settings.admin.is_on else ()),
    ]
    names = names_of([route for route in routes if isinstance(route, Route)])
    measures = Measures(sorted({*names.values(), OTHER}), settings.measures)
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Finishing, observer=Observer(measures, names), security_headers=security_headers(look.images)),
            *_below(prefix_of(settings.public_url)),
            *_cors(settings.cors),
            Middleware(LastResort),
        ],
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.measures = measures
    app.state.counters = Counters(settings.measures)
    app.state.recorder = None if settings.statistics is None else Recorder(settings.statistics, app.state.counters)
    app.state.clicks = clicks.Bound()
    app.state.today = today
    app.state.live = live_index(settings)
    app.state.look = look
    app.state.costly = one_thread()
    app.state.admin = administration_of(settings.admin, settings.portal, shell.SECTIONS) if settings.admin.is_on else None
    return app


def _below(prefix: str) -> list[Middleware]:
    """Tells a service that is installed below a prefix so."""
    return [Middleware(Prefix, prefix=prefix)] if prefix else []


def _cors(origins: tuple[str, ...]) -> list[Middleware]:
    """Lets the pages of these origins read the answers; without one, only our own pages can."""
    if not origins:
        return []
    allowed = origins if origins == ("*",) else theme.origins("cors", origins)
    methods, headers = ["GET", "HEAD", "POST"], ["Content-Type", "If-None-Match"]
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=list(allowed),
            allow_methods=methods,
            allow_headers=headers,
            expose_headers=["ETag"],
            max_age=86_400,
        )
    ]


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """Opens the live index, follows it while the service runs, and closes it."""
    live: LiveIndex = app.state.live
    live.refresh()
    following = asyncio.create_task(follow(live, app.state.settings.follow_every))
    recorder: Recorder | None = app.state.recorder
    if recorder is not None:
        recorder.start()
    try:
        yield
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        app.state.costly.shutdown(cancel_futures=True)
        live.close()
        if recorder is not None:
            await asyncio.to_thread(recorder.stop)
