"""The commands that make a generation from sources: ``build`` and ``update``."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from trouvaille.asked import popular_queries
from trouvaille.checking import checks_of, show_comparisons, shown_when_refused
from trouvaille.console import print_json, progress
from trouvaille.opening import opened, specified
from trouvaille.options import Data, Force, Json, Name, Prepare, settings_of
from trouvaille.reporting import report_json, show_changes, show_prepared, show_report
from trouvaille.settings import Settings
from trouvaille.stopping import stopped_cleanly

if TYPE_CHECKING:
    from indexer.checks import Checks
    from indexer.suggestions import PopularQuery


def build(
    sources: Annotated[
        list[str] | None, typer.Argument(help="spip:BASE, site:ADRESSE, rss:ADRESSE, csv:FICHIER … ou un chemin.")
    ] = None,
    data: Data = None,
    name: Name = None,
    force: Force = False,
    prepare: Prepare = False,
    json: Json = False,
) -> None:
    """Lit les sources, construit un index à côté de l’index publié, le vérifie, puis le publie."""
    from indexer.build import build as build_index  # learning is slow to import: the other commands start without it

    settings = settings_of(data, name)
    checks = checks_of(settings, force=force or prepare)
    with stopped_cleanly(), shown_when_refused(checks), progress() as show:
        report = build_index(opened(sources, settings), settings.portal, progress=show, **_wanted(settings, checks, prepare))
    if json:
        print_json(report_json(report) | {"comparisons": checks.comparisons})
    else:
        show_report(report)
        if prepare:
            show_prepared(report.generation)
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
    prepare: Prepare = False,
    json: Json = False,
) -> None:
    """Applique à l’index publié ce qui a changé dans les sources, et publie le résultat."""
    settings = settings_of(data, name)
    if watch:
        if prepare:
            raise typer.BadParameter(_PREPARED_ROUNDS, param_hint="--prepare")
        _watch(sources, settings, every * 60, settle, only=only or [], force=force)
        return
    from indexer.update import update as update_index  # takes a moment to import: the other commands start without it

    checks = checks_of(settings, force=force or prepare)
    with stopped_cleanly(), shown_when_refused(checks), progress() as show:
        report = update_index(opened(sources, settings, only), settings.portal, progress=show, **_wanted(settings, checks, prepare))
    if json:
        did = {"failures": report.failures, "changes": report.changes, "comparisons": checks.comparisons}
        print_json(report_json(report.build) | did)
    else:
        show_report(report.build, published=report.changes.count > 0)
        if prepare and report.changes.count:
            show_prepared(report.build.generation)
        show_comparisons(checks.comparisons)
        show_changes(report.changes)
    if report.failures:
        raise typer.Exit(2)


class _Wanted(TypedDict):
    """What builds and updates are given besides their sources."""

    mirrors: bool
    checks: "Checks"
    prepare: bool
    popular: "tuple[PopularQuery, ...]"


def _wanted(settings: Settings, checks: "Checks", prepare: bool) -> _Wanted:
    return {"mirrors": settings.mirrors, "checks": checks, "prepare": prepare, "popular": popular_queries(settings)}


_PREPARED_ROUNDS = (
    "avec « --watch », chaque lecture préparerait une génération de plus que personne ne publie. "
    "Lancez « trouvaille update --prepare » sans « --watch »."
)


def _watch(sources: list[str] | None, settings: Settings, every: float, settled: float, *, only: list[str], force: bool) -> None:
    from trouvaille.watching import Watch

    options = ["--data", settings.data, "--name", settings.name, "--json", *(["--force"] if force else [])]
    given = [*(sources or ()), *options]

    def command(names: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "trouvaille", "update", *given, *(part for one in names for part in ("--only", one))]

    Watch(specified(sources, settings), settings.portal, command, every, settled, only).run()
