"""Starts the web server; each worker makes its own application from the settings in its environment."""

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from starlette.applications import Starlette

from search.errors import IndexUnavailable, TrouvailleError
from search.generation import live_folder
from search.synonyms_file import read_synonyms
from trouvaille.logs import logging_of
from trouvaille.settings import LISTS, Settings, read_settings
from web.app import create_app
from web.look import look_of
from web.settings import WebSettings
from web.theme import Theme

GRACE = 20
"""Seconds that requests have to end once the service is told to stop."""

_MEASURES = "_TROUVAILLE_MEASURES"
"""Tells the workers in which folder they count together."""


class AddressTaken(TrouvailleError):
    """The address to listen on cannot be had."""


def application() -> Starlette:
    """The application of one worker."""
    measures = os.environ.get(_MEASURES)
    return create_app(replace(web_settings(read_settings(Path())), measures=Path(measures) if measures else None))


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
    )


def run(settings: Settings) -> None:
    """Serves until it is told to stop; raises AddressTaken when another program listens there, ThemeInvalid for a wrong theme."""
    read_synonyms(Path(settings.synonyms))
    look_of(web_settings(settings))
    _require_free(settings.host, settings.port)
    for name in set(Settings.__struct_fields__) - _OF_BUILDS:
        value = getattr(settings, name)
        os.environ[f"TROUVAILLE_{name.upper()}"] = ",".join(value) if name in LISTS else str(value)
    try:
        live_folder(settings.portal)
    except IndexUnavailable as error:
        sys.stderr.write(f"{error}\nLe service démarre quand même et servira l’index dès qu’il sera publié.\n")
    sys.stdout.write(f"Trouvaille écoute sur http://{settings.host}:{settings.port}/ (Ctrl+C pour arrêter)\n")
    sys.stdout.flush()
    with TemporaryDirectory(prefix="trouvaille-") as measures:
        os.environ[_MEASURES] = measures
        uvicorn.run(
            "trouvaille.serving:application",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            log_config=logging_of(access=settings.access_log),
            access_log=False,
            timeout_graceful_shutdown=GRACE,
        )


_OF_BUILDS = frozenset({"sources", "mirrors"})
"""Settings that no server reads."""


def _path(written: str) -> Path | None:
    return Path(written) if written else None


def _require_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise AddressTaken(
            f"Impossible d’écouter sur {host}:{port} ({error.strerror or error}).",
            remedy="Choisissez un autre port : --port 8001 (ou PORT=8001 make run).",
        ) from error
