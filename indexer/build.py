"""A full build: sources -> documents -> index and neighbour table -> a new generation, published."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

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
from search.document import Document
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.errors import BuildRefused

INDEX = "index"
RELATED = "related"
LATENT = "latent"
LANGUAGE = "language"
PAGE = "report.html"
_SPOOL = ".spool"


def build(
    sources: Iterable[Source],
    portal: Path,
    *,
    progress: Progress = silent,
    related: RelatedSettings | None = None,
    mirrors: bool = False,
) -> BuildReport:
    """Builds a new generation of the portal folder ``<data>/<name>`` from all sources and publishes it.

    A source that fails keeps what the live index had from it; ``mirrors`` groups items that say the same. Whatever fails, the live
    generation stays as it was. Raises BuildRefused when no record could be indexed, the first failure when every source failed.
    """
    sources = list(sources)
    with build_lock(portal), building(portal) as folder:
        report = BuildReport(generation_of(folder))
        with Spool(folder / _SPOOL) as spool:
            reading = Reading(spool, report, progress, (portal, INDEX), mirrors=mirrors)
            with _timed(report, "lecture"):
                reading.read_all(sources)
            _refuse_nothing(report)
            with _timed(report, "écriture"):
                _index(reading.documents(), folder / INDEX, report, progress)
        with _timed(report, "contenus liés"):
            learned = learn_related(folder / INDEX, folder / RELATED, progress, related)
        with _timed(report, "sujets"):
            progress("sujets", learned)
            learn_subjects(folder / INDEX, folder / LATENT)
        with _timed(report, "langue"):
            progress("langue", learned)
            learn_language(folder / INDEX, folder / LANGUAGE)
        if learned != report.documents:
            raise BuildRefused(
                f"L’index construit contient {learned} contenus au lieu de {report.documents} : il n’est pas publié."
            )
        write_origins(folder, reading.origins)
        (folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
        (folder / PAGE).write_text(report_page(report), "utf-8")
        names = tuple(source.name for source in sources)
        seal(folder, documents=report.documents, reported=report.reported, sources=names)
        publish(portal, report.generation)
    return report


def _index(documents: Iterable[Document], folder: Path, report: BuildReport, progress: Progress) -> None:
    """Writes the engine's index of the documents in ``folder``."""
    writer = EmbeddedWriter(folder, processes=os.cpu_count() or 1)
    try:
        for done, document in enumerate(documents, start=1):
            writer.add(document)
            progress("écriture", done, report.documents)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=True)


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
def _timed(report: BuildReport, step: str) -> Iterator[None]:
    """Adds the seconds that a block takes to the report."""
    start = time.monotonic()
    yield
    report.seconds[step] = round(time.monotonic() - start, 3)


def _refuse_nothing(report: BuildReport) -> None:
    if not report.documents:
        raise BuildRefused(
            f"Aucun contenu à indexer ({report.read} enregistrement(s) lu(s), tous écartés : {_reasons(report)}) ; "
            "l’index publié reste en place.",
            remedy="Corrigez la source, ou vérifiez son chemin.",
        )


def _reasons(report: BuildReport) -> str:
    return ", ".join(f"{code} {count}" for code, count in report.reasons.items()) or "aucun enregistrement"
