"""The commands that make a generation from sources: ``build`` and ``update``."""

from typing import Annotated

import typer

from trouvaille.asked import popular_queries
from trouvaille.checking import checks_of, show_comparisons, shown_when_refused
from trouvaille.console import print_json, progress
from trouvaille.opening import opened
from trouvaille.options import Data, Force, Json, Name, Prepare, settings_of
from trouvaille.reporting import report_json, show_changes, show_prepared, show_report
from trouvaille.stopping import stopped_cleanly


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
        report = build_index(
            opened(sources, settings),
            settings.portal,
            progress=show,
            mirrors=settings.mirrors,
            checks=checks,
            prepare=prepare,
            popular=popular_queries(settings),
        )
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
    data: Data = None,
    name: Name = None,
    force: Force = False,
    prepare: Prepare = False,
    json: Json = False,
) -> None:
    """Applique à l’index publié ce qui a changé dans les sources, et publie le résultat."""
    from indexer.update import update as update_index  # learning is slow to import: the other commands start without it

    settings = settings_of(data, name)
    checks = checks_of(settings, force=force or prepare)
    with stopped_cleanly(), shown_when_refused(checks), progress() as show:
        report = update_index(
            opened(sources, settings),
            settings.portal,
            progress=show,
            mirrors=settings.mirrors,
            checks=checks,
            prepare=prepare,
            popular=popular_queries(settings),
        )
    if json:
        print_json(report_json(report.build) | {"changes": report.changes, "comparisons": checks.comparisons})
    else:
        show_report(report.build, published=report.changes.count > 0)
        if prepare and report.changes.count:
            show_prepared(report.build.generation)
        show_comparisons(checks.comparisons)
        show_changes(report.changes)
    if report.build.failures:
        raise typer.Exit(2)
