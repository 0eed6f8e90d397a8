"""A full build: sources -> documents -> index and neighbour table -> a new generation, published."""

import os
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from indexer.checks import Checks
from indexer.contents import Content, Contents, digest_of
from indexer.finishing import INDEX, SPOOL, finish, refuse_nothing, timed
from indexer.learning import learn_tables
from indexer.progress import Progress, silent
from indexer.publish import build_lock, building, generation_of, publish
from indexer.reading import Reading
from indexer.related.settings import RelatedSettings
from indexer.source import Source
from indexer.spool import Spool
from indexer.suggestions import PopularQuery
from search.build_report import BuildReport
from search.engines.embedded import EmbeddedWriter


def build(
    sources: Iterable[Source],
    portal: Path,
    *,
    progress: Progress = silent,
    related: RelatedSettings | None = None,
    mirrors: bool = False,
    checks: Checks | None = None,
    prepare: bool = False,
    popular: Sequence[PopularQuery] = (),
) -> BuildReport:
    """Builds a new generation of the portal folder ``<data>/<name>`` from all sources and publishes it, unless to ``prepare`` it
    is all that is wanted.

    A source that fails keeps what the live index had from it; ``mirrors`` groups items that say the same; queries that are
    ``popular`` take part in suggestions. Whatever fails, the live generation stays as it was. Raises BuildRefused when no record
    could be indexed or the checks do not hold, the first failure when every source failed.
    """
    sources, checks = list(sources), checks or Checks()
    with build_lock(portal, "build"), building(portal) as folder:
        report = BuildReport(generation_of(folder))
        with Spool(folder / SPOOL) as spool:
            reading = Reading(spool, report, progress, portal, mirrors=mirrors)
            with timed(report, "lecture"):
                reading.read_all(sources)
            refuse_nothing(report)
            checks.require_enough(portal, report.documents)
            with timed(report, "écriture"):
                contents = _index(reading, folder / INDEX, report, progress)
        learn_tables(folder, report, progress, related, popular)
        names = tuple(source.name for source in sources)
        finish(folder, contents, report, names, inspect=partial(checks.inspect, portal))
        if not prepare:
            publish(portal, report.generation)
    return report


def _index(reading: Reading, folder: Path, report: BuildReport, progress: Progress) -> Contents:
    """Writes the engine's index of the documents read in ``folder``; returns what is in it."""
    writer = EmbeddedWriter(folder, processes=os.cpu_count() or 1)
    contents: list[Content] = []
    try:
        for done, (source, identifier, encoded) in enumerate(reading.documents(), start=1):
            writer.add_encoded(identifier, encoded)
            contents.append(Content(identifier, digest_of(encoded), source))
            progress("écriture", done, report.documents)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=True)
    return Contents.of(contents, reading.mirrored)
