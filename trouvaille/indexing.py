"""The commands that make a generation from sources: ``build`` and ``update``."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from trouvaille.checking import checks_of, show_comparisons, shown_when_refused
from trouvaille.console import print_json, progress
from trouvaille.opening import opened, specified
from trouvaille.options import Data, Force, Json, Name, settings_of
from trouvaille.reporting import report_json, show_changes, show_report
from trouvaille.settings import Settings


def build(
    sources: Annotated[
        list[str] | None, typer.Argument(help="spip:BASE, site:ADRESSE, rss:ADRESSE, csv:FICHIER … ou un chemin.")
    ] = None,
    data: Data = None,
    name: Name = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Lit les sources, construit un index à côté de l’index publié, le vérifie, puis le publie."""
    from indexer.build import build as build_index  # learning is slow to import: the other commands start without it

    settings = settings_of(data, name)
    checks = checks_of(settings, force=force)
    with shown_when_refused(checks), progress() as show, ended_by_exception():
        report = build_index(opened(sources, settings), settings.portal, progress=show, mirrors=settings.mirrors, checks=checks)
    if json:
        print_json(report_json(report) | {"comparisons": checks.comparisons})
    else:
        show_report(report)
        show_comparisons(checks.comparisons)
    if report.failures:
        raise typer.Exit(2)


def update(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Comme pour build ; les autres sources restent telles quelles.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NOM", help="Ne lit que la source de ce nom ; répétable.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Suit les fichiers, et relit les sources distantes régulièrement.")
    ] = False,
    every: Annotated[float, typer.Option(min=0.01, help="Avec --watch : minutes entre deux lectures d’une source distante.")] = 15,
    settle: Annotated[float, typer.Option(min=0, help="Avec --watch : secondes sans changement avant de lire un fichier.")] = 2,
    data: Data = None,
    name: Name = None,
    force: Force = False,
    json: Json = False,
) -> None:
    """Applique à l’index publié ce qui a changé dans les sources, et publie le résultat."""
    settings = settings_of(data, name)
    if watch:
        _watch(sources, settings, every * 60, settle)
        return
    from indexer.update import update as update_index  # takes a moment to import: the other commands start without it

    checks = checks_of(settings, force=force)
    with shown_when_refused(checks), progress() as show, ended_by_exception():
        found = opened(sources, settings, only)
        report = update_index(found, settings.portal, progress=show, mirrors=settings.mirrors, checks=checks)
    if json:
        print_json(report_json(report.build) | {"changes": report.changes, "comparisons": checks.comparisons})
    else:
        show_report(report.build, published=report.changes.count > 0)
        show_comparisons(checks.comparisons)
        show_changes(report.changes)
    if report.build.failures:
        raise typer.Exit(2)


def _watch(sources: list[str] | None, settings: Settings, every: float, settled: float) -> None:
    from trouvaille.watching import Watch

    given = [*(sources or ()), "--data", settings.data, "--name", settings.name, "--json"]

    def command(names: Sequence[str]) -> list[str]:
        only = [part for one in names for part in ("--only", one)]
        return [sys.executable, "-m", "trouvaille", "update", *given, *only]

    Watch(specified(sources, settings), settings.portal, command, every, settled).run()


@contextmanager
def ended_by_exception() -> Iterator[None]:
    """SIGTERM ends what runs here as an error would: what was begun is removed."""

    def end(number: int, _frame: object) -> NoReturn:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
