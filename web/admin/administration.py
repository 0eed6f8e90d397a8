"""What the pages of the administration have in common, made once when the service starts."""

from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request

from web.admin.access import Access, access_of
from web.admin.attempts import Attempts
from web.admin.audit import JOURNAL, Journal
from web.admin.commands import Commands
from web.admin.jobs import Jobs
from web.admin.section import Section
from web.admin.settings import AdminSettings

FOLDER = ".admin"
"""Where the administration keeps what it knows, in the portal's folder."""


@dataclass(frozen=True, slots=True)
class Administration:
    """``folder`` is the administration's own; all workers share what is in it, and nothing is kept anywhere else."""

    settings: AdminSettings
    portal: Path
    folder: Path
    access: Access
    attempts: Attempts
    journal: Journal
    jobs: Jobs
    commands: Commands
    sections: tuple[Section, ...]


def administration_of(settings: AdminSettings, portal: Path, sections: tuple[Section, ...]) -> Administration:
    """The administration of a portal; raises AdminInvalid."""
    folder = portal / FOLDER
    access = access_of(settings, folder)
    attempts = Attempts(folder / "attempts.json", lambda address: access.signature("address", address))
    return Administration(
        settings,
        portal,
        folder,
        access,
        attempts,
        Journal(folder / JOURNAL),
        Jobs(folder / "jobs", settings.command),
        Commands(settings.command, portal),
        sections,
    )


def administration(request: Request) -> Administration:
    """The administration that a request is for."""
    found: Administration = request.app.state.admin
    return found
