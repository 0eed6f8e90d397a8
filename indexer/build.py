"""A full build: sources -> documents -> index and neighbour table -> a new generation, published."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from indexer.checks import Checks
from indexer.contents import Contents, content_of, origins_of, save_contents
from indexer.language import learn_language
from indexer.latent import learn_latent
from indexer.origins import write_origins
from indexer.progress import Progress as Progress
from indexer.progress import silent as silent
from indexer.publish import build_lock, building, generation_of, publish, seal
from indexer.reading import Reading
from indexer.related.model import RelatedModel
from indexer.related.settings import RelatedSettings
from indexer.report import REPORT, BuildReport
from indexer.report_page import report_page
from indexer.source import Source
from indexer.spool import Spool
from indexer.suggestions import PopularQuery
from search.document import Document
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.errors import BuildRefused

INDEX = "index"
RELATED = "related"
LATENT = "latent"
LANGUAGE = "language"
PAGE = "report.html"
SPOOL = ".spool"
CONTENTS = "contents"


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
            reading = Reading(spool, report, progress, (portal, INDEX), mirrors=mirrors)
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
    contents: Contents = {}
    try:
        for done, (source, document) in enumerate(reading.documents(), start=1):
            writer.add(document)
            contents[document.id] = content_of(document, source)
            progress("écriture", done, report.documents)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=True)
    return contents


def learn_tables(
    folder: Path,
    report: BuildReport,
    progress: Progress,
    related: RelatedSettings | None = None,
    popular: Sequence[PopularQuery] = (),
) -> None:
    """Learns what a generation keeps beside its index; raises BuildRefused when the index does not hold what was read."""
    with timed(report, "contenus liés"):
        learned = learn_related(folder / INDEX, folder / RELATED, progress, related)
    with timed(report, "sujets"):
        progress("sujets", learned)
        learn_subjects(folder / INDEX, folder / LATENT)
    with timed(report, "langue"):
        progress("langue", learned)
        learn_language(folder / INDEX, folder / LANGUAGE, popular)
    if learned != report.documents:
        raise BuildRefused(f"L’index construit contient {learned} contenus au lieu de {report.documents} : il n’est pas publié.")


def finish(folder: Path, contents: Contents, report: BuildReport, names: tuple[str, ...], **more: Any) -> None:
    """Writes the contents and the report of a generation and seals it, with more of what ``seal`` takes."""
    save_contents(contents, folder / CONTENTS)
    write_origins(folder, origins_of(contents, names))
    (folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    (folder / PAGE).write_text(report_page(report), "utf-8")
    seal(folder, documents=report.documents, reported=report.reported, sources=names, **more)


def learn_subjects(index: Path, folder: Path) -> None:
    """Learns the latent vectors of an index and writes them in ``folder``."""
    learn_latent(_documents_of(index)).save(folder)


def learn_related(index: Path, folder: Path, progress: Progress, settings: RelatedSettings | None = None) -> int:
    """Learns the neighbour table of an index and writes it in ``folder``; returns how many documents it read back."""
    documents = _documents_of(index)
    progress("contenus liés", len(documents))
    RelatedModel(settings).learn(documents, progress).save(folder)
    return len(documents)


def _documents_of(index: Path) -> list[Document]:
    """The documents that an index holds, sorted by id."""
    engine = EmbeddedEngine(index)
    try:
        return engine.documents(sorted(engine.ids()))
    finally:
        engine.close()


@contextmanager
def timed(report: BuildReport, step: str) -> Iterator[None]:
    """Adds the seconds that a block takes to the report."""
    start = time.monotonic()
    yield
    report.seconds[step] = round(time.monotonic() - start, 3)


def refuse_nothing(report: BuildReport) -> None:
    """Raises BuildRefused when no record could be indexed."""
    if not report.documents:
        raise BuildRefused(
            f"Aucun contenu à indexer ({report.read} enregistrement(s) lu(s), tous écartés : {_reasons(report)}) ; "
            "l’index publié reste en place.",
            remedy="Corrigez la source, ou vérifiez son chemin.",
        )


def _reasons(report: BuildReport) -> str:
    return ", ".join(f"{code} {count}" for code, count in report.reasons.items()) or "aucun enregistrement"
