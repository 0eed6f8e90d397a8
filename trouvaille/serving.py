"""Starts the web server; each worker makes its own application from the settings in its environment."""

import os
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from web.app import create_app

from search.errors import IndexUnavailable
from search.generation import live_folder
from trouvaille.settings import Settings, read_settings
from web.settings import WebSettings


def application() -> Starlette:
    """The application of one worker."""
    settings = read_settings(Path())
    return create_app(WebSettings(portal=settings.portal, title=settings.title, public_url=settings.public_url))


def run(settings: Settings) -> None:
    """Serves until it is told to stop."""
    for name in Settings.__struct_fields__:
        value = getattr(settings, name)
        os.environ[f"TROUVAILLE_{name.upper()}"] = ",".join(value) if isinstance(value, tuple) else str(value)
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
