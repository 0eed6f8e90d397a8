"""Starts the web server; each worker makes its own application from the settings in its environment."""

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.applications import Starlette
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from search.compiled import TWINS
from search.curation import read_curation, synonyms_files
from search.errors import IndexUnavailable, TrouvailleError
from search.generation import live_folder
from search.in_french import system_problem
from trouvaille.counting import statistics_of
from trouvaille.cycles import collect_rarely
from trouvaille.logs import logging_of
from trouvaille.opening import described
from trouvaille.settings import Settings, as_environment, read_settings
from web.admin.access import access_of
from web.admin.administration import FOLDER
from web.admin.settings import AdminSettings
from web.app import create_app
from web.connections import PromptConnection
from web.look import look_of
from web.peer import Peer
from web.settings import WebSettings
from web.theme import Theme

GRACE = 20
"""Seconds that requests have to end once the service is told to stop."""

_TOKEN = "TROUVAILLE_ADMIN_TOKEN"  # noqa: S105 - the name of a variable
_MEASURES = "_TROUVAILLE_MEASURES"
"""Tells the workers in which folder they count together."""


class AddressTaken(TrouvailleError):
    """The address to listen on cannot be had."""


def application() -> Starlette:
    """The application of one worker."""
    measures = os.environ.get(_MEASURES)
    settings = read_settings(Path())
    os.environ.pop(_TOKEN, None)  # what administrators start need not know it
    app = create_app(replace(web_settings(settings), measures=Path(measures) if measures else None))
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"))
    app.add_middleware(Peer)
    collect_rarely()
    return app


def web_settings(settings: Settings) -> WebSettings:
    """What the web service needs to know of the settings."""
    theme = Theme(
        accent=settings.accent,
        logo=_path(settings.logo),
        style=_path(settings.style),
        header=settings.header,
        footer=settings.footer,
        facets=settings.facets,
        images=settings.images,
        templates=_path(settings.templates),
    )
    return WebSettings(
        portal=settings.portal,
        title=settings.title,
        public_url=settings.public_url,
        theme=theme,
        cors=settings.cors,
        synonyms=Path(settings.synonyms),
        statistics=statistics_of(settings) if settings.statistics else None,
        admin=AdminSettings(
            token=settings.admin_token,
            header=settings.admin_header,
            proxies=settings.admin_proxies,
            compared_by=(Path(settings.queries), *synonyms_files(settings.portal, Path(settings.synonyms))),
            command=(sys.executable, "-P", "-m", "trouvaille"),
            read_sources=lambda: tuple(map(described, read_settings(Path()).sources)),
        ),
    )


def run(settings: Settings) -> None:
    """Serves until it is told to stop; raises AddressTaken when another program listens there, ThemeInvalid for a wrong theme,
    AdminInvalid for wrong settings of the administration.
    """
    read_curation(settings.portal, Path(settings.synonyms))
    wanted = web_settings(settings)
    look_of(wanted)
    if wanted.admin.is_on:
        access_of(wanted.admin, wanted.portal / FOLDER)
    _require_free(settings.host, settings.port)
    os.environ.update(as_environment(settings, but=_OF_BUILDS))
    try:
        live_folder(settings.portal)
    except IndexUnavailable as error:
        sys.stderr.write(f"{error}\nLe service démarre quand même et servira l’index dès qu’il sera publié.\n")
    sys.stdout.write(f"Trouvaille écoute sur http://{settings.host}:{settings.port}/ (Ctrl+C pour arrêter)\n")
    sys.stdout.flush()
    if not TWINS:
        sys.stderr.write(_NOT_COMPILED)
    with TemporaryDirectory(prefix="trouvaille-") as measures:
        os.environ[_MEASURES] = measures
        uvicorn.run(
            "trouvaille.serving:application",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            http=PromptConnection,
            log_config=logging_of(access=settings.access_log),
            access_log=False,
            proxy_headers=False,  # the application does that itself, once it knows who its peer is
            timeout_graceful_shutdown=GRACE,
        )


_NOT_COMPILED = """\
Les recherches prennent deux fois plus de temps qu’il ne faut : rien n’est compilé, faute de compilateur C à l’installation.
Installez-en un, avec les en-têtes de Python (Debian : apt install gcc python3-dev), puis réinstallez Trouvaille.
"""

_OF_BUILDS = frozenset({"sources", "mirrors"})
"""Settings that no server reads."""


def _path(written: str) -> Path | None:
    return Path(written) if written else None


def _require_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise AddressTaken(
            f"Impossible d’écouter sur {host}:{port} ({system_problem(error)}).",
            remedy="Choisissez un autre port : --port 8001 (ou PORT=8001 make run).",
        ) from error
