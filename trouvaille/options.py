"""What the commands have in common: their arguments and options, and the settings that these change."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from trouvaille.settings import Settings, read_settings


def _readable(text: str) -> str:
    """What was typed, with a mark in place of bytes that are no text."""
    return text.encode("utf-8", "replace").decode()


Typed = Annotated[str, typer.Argument(metavar="TEXTE", callback=_readable)]
Data = Annotated[Path | None, typer.Option("--data", help="Dossier des index.", show_default="index_data")]
Name = Annotated[str | None, typer.Option("--name", help="Nom du portail dans ce dossier.", show_default="portail")]
Json = Annotated[bool, typer.Option("--json", help="Un objet JSON sur la sortie standard.")]
Force = Annotated[bool, typer.Option("--force", help="Publie même ce que les vérifications refuseraient.")]
Prepare = Annotated[
    bool,
    typer.Option("--prepare", help="Ne publie ni ne refuse rien : « compare » montre ce qui changerait."),
]
Limit = Annotated[int, typer.Option(min=1, max=100, help="Nombre de résultats.")]


def settings_of(data: Path | None, name: str | None) -> Settings:
    """The settings of the working folder and the environment, with what was given on the command line."""
    changes = {"data": str(data) if data else None, "name": name}
    settings = read_settings(Path())
    return msgspec.structs.replace(settings, **{key: value for key, value in changes.items() if value is not None})
