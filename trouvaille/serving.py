"""Starts the web server; each worker makes its own application from the settings in its environment."""

import os
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from search.errors import IndexUnavailable, TrouvailleError
from search.generation import live_folder
from search.synonyms_file import read_synonyms
from trouvaille.settings import Settings, read_settings
from web.app import create_app
from web.settings import WebSettings


class AddressTaken(TrouvailleError):
    """The address to listen on cannot be had."""


def application() -> Starlette:
    """The application of one worker."""
    settings = read_settings(Path())
    return create_app(
        WebSettings(portal=settings.portal, title=settings.title, public_url=settings.public_url, synonyms=Path(settings.synonyms))
    )


def run(settings: Settings) -> None:
    """Serves until it is told to stop; raises AddressTaken when another program listens there, SynonymsInvalid at once."""
    read_synonyms(Path(settings.synonyms))
    _require_free(settings.host, settings.port)
    for name in set(Settings.__struct_fields__) - {"sources"}:
        os.environ[f"TROUVAILLE_{name.upper()}"] = str(getattr(settings, name))
    try:
        live_folder(settings.portal)
    except IndexUnavailable as error:
        sys.stderr.write(f"{error}\nLe service démarre quand même et servira l’index dès qu’il sera publié.\n")
    sys.stdout.write(f"Trouvaille écoute sur http://{settings.host}:{settings.port}/ (Ctrl+C pour arrêter)\n")
    sys.stdout.flush()
    uvicorn.run(
        "trouvaille.serving:application",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level="warning",
    )


def _require_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise AddressTaken(
            f"Impossible d’écouter sur {host}:{port} ({error.strerror or error}).",
            remedy="Choisissez un autre port : --port 8001 (ou PORT=8001 make run).",
        ) from error
