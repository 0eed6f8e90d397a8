"""A full build: sources -> documents -> index and neighbour table -> a new generation, published."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from indexer.language import learn_language
from indexer.latent import learn_latent
from indexer.publish import build_lock, building, generation_of, publish, seal
from indexer.records import document_of, unknown_fields
from indexer.related.model import RelatedModel
from indexer.related.settings import RelatedSettings
from indexer.report import BuildReport, LeftOut, SourceReport
from indexer.source import Record, Source, Unreadable
from search.document import Document
from search.engine import IndexWriter
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.errors import BuildRefused, InvalidDocument

Progress = Callable[[str, int], None]
"""Called with the name of a step, in French, and how many items it has done so far."""


def silent(step: str, done: int) -> None:
    """Shows nothing."""


INDEX = "index"
RELATED = "related"
LATENT = "latent"
LANGUAGE = "language"
REPORT = "report.json"


@dataclass(slots=True)
class _Reading:
    """Reads sources into a writer: every record is indexed or reported."""

    writer: IndexWriter
    report: BuildReport
    progress: Progress
    seen: set[str] = field(default_factory=set)

    def read(self, source: Source) -> None:
        account = SourceReport(source.name)
        self.report.sources.append(account)
        for record in source.records():
            document = self._document(record, source.name, account)
            if document is not None:
                self.writer.add(document)
                account.index()
            self.progress("lecture", self.report.read)

    def _document(self, record: Record | Unreadable, source: str, account: SourceReport) -> Document | None:
        if isinstance(record, Unreadable):
            account.leave_out(LeftOut(record.where, "", record.code, record.message))
            return None
        account.ignore(unknown_fields(record.values))
        try:
            document = document_of(record.values, source)
            if document.id in self.seen:
                raise InvalidDocument("doublon", f"identifiant déjà lu : {document.id!r}", field="id")
        except InvalidDocument as error:
            identifier = str(record.values.get("id") or "")[:200]
            account.leave_out(LeftOut(record.where, identifier, error.code, error.message))
            return None
        self.seen.add(document.id)
        return document


def build(
    sources: Iterable[Source],
    portal: Path,
    *,
    progress: Progress = silent,
    related: RelatedSettings | None = None,
) -> BuildReport:
    """Builds a new generation of the portal folder ``<data>/<name>`` from all sources and publishes it.

    Whatever fails, the live generation stays as it was. Raises BuildRefused when no record could be indexed.
    """
    sources = list(sources)
    with build_lock(portal), building(portal) as folder:
        report = BuildReport(generation_of(folder))
        index_sources(sources, folder / INDEX, report, progress)
        if not report.indexed:
            raise BuildRefused(
                f"Aucun contenu à indexer ({report.read} enregistrement(s) lu(s), tous écartés : {_reasons(report)}) ; "
                "l’index publié reste en place.",
                remedy="Corrigez la source, ou vérifiez son chemin.",
            )
        with _timed(report, "contenus liés"):
            learned = learn_related(folder / INDEX, folder / RELATED, progress, related)
        with _timed(report, "sujets"):
            progress("sujets", learned)
            learn_subjects(folder / INDEX, folder / LATENT)
        with _timed(report, "langue"):
            progress("langue", learned)
            learn_language(folder / INDEX, folder / LANGUAGE)
        if learned != report.indexed:
            raise BuildRefused(f"L’index construit contient {learned} contenus au lieu de {report.indexed} : il n’est pas publié.")
        (folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
        names = tuple(source.name for source in sources)
        seal(folder, documents=report.indexed, reported=report.reported, sources=names)
        publish(portal, report.generation)
    return report


def index_sources(sources: Iterable[Source], folder: Path, report: BuildReport, progress: Progress) -> None:
    """Writes the engine's index of all sources in ``folder``, and their accounts in the report."""
    writer = EmbeddedWriter(folder, processes=os.cpu_count() or 1)
    try:
        with _timed(report, "lecture"):
            reading = _Reading(writer, report, progress)
            for source in sources:
                reading.read(source)
    except BaseException:
        writer.cancel()
        raise
    with _timed(report, "écriture"):
        progress("écriture", report.indexed)
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


def _reasons(report: BuildReport) -> str:
    return ", ".join(f"{code} {count}" for code, count in report.reasons.items()) or "aucun enregistrement"
