"""A full build: sources -> documents -> index and neighbour table -> a new generation, published."""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from indexer.checks import Checks
from indexer.contents import Contents, content_of, save_contents
from indexer.language import learn_language
from indexer.latent import learn_latent
from indexer.publish import build_lock, building, generation_of, publish, seal
from indexer.records import document_of, unknown_fields
from indexer.related import RelatedModel, RelatedSettings
from indexer.report import BuildReport, LeftOut, SourceReport
from indexer.source import Record, Source, Unreadable
from search.document import Document
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
CONTENTS = "contents"
REPORT = "report.json"


def read_documents(
    sources: Iterable[Source], report: BuildReport, progress: Progress, taken: Iterable[str] = ()
) -> Iterator[tuple[str, Document]]:
    """Each document with the name of its source, in order: every record comes out, or is reported with the reason why not.

    The ids ``taken`` are those of other sources: a record that has one is a duplicate.
    """
    seen = set(taken)
    for source in sources:
        account = SourceReport(source.name)
        report.sources.append(account)
        for record in source.records():
            document = _document(record, source.name, account, seen)
            if document is not None:
                account.index()
                yield source.name, document
            progress("lecture", report.read)


def _document(record: Record | Unreadable, source: str, account: SourceReport, seen: set[str]) -> Document | None:
    if isinstance(record, Unreadable):
        account.leave_out(LeftOut(record.where, "", record.code, record.message))
        return None
    account.ignore(unknown_fields(record.values))
    try:
        document = document_of(record.values, source)
        if document.id in seen:
            raise InvalidDocument("doublon", f"identifiant déjà lu : {document.id!r}", field="id")
    except InvalidDocument as error:
        identifier = str(record.values.get("id") or "")[:200]
        account.leave_out(LeftOut(record.where, identifier, error.code, error.message))
        return None
    seen.add(document.id)
    return document


def build(
    sources: Iterable[Source],
    portal: Path,
    *,
    progress: Progress = silent,
    related: RelatedSettings | None = None,
    checks: Checks | None = None,
) -> BuildReport:
    """Builds a new generation of the portal folder ``<data>/<name>`` from all sources and publishes it.

    Whatever fails, the live generation stays as it was. Raises BuildRefused when no record could be indexed, or when the checks
    do not hold.
    """
    sources, checks = list(sources), checks or Checks()
    with build_lock(portal, "build"), building(portal) as folder:
        report = BuildReport(generation_of(folder))
        contents = index_sources(sources, folder / INDEX, report, progress)
        refuse_nothing(report)
        checks.require_enough(portal, report.indexed)
        learn_tables(folder, report, progress, related)
        names = tuple(source.name for source in sources)
        finish(folder, contents, report, names, inspect=partial(checks.inspect, portal))
        publish(portal, report.generation)
    return report


def index_sources(sources: Iterable[Source], folder: Path, report: BuildReport, progress: Progress) -> Contents:
    """Writes the engine's index of all sources in ``folder``, and their accounts in the report; returns what is in it."""
    writer = EmbeddedWriter(folder, processes=os.cpu_count() or 1)
    contents: Contents = {}
    try:
        with timed(report, "lecture"):
            for source, document in read_documents(sources, report, progress):
                writer.add(document)
                contents[document.id] = content_of(document, source)
    except BaseException:
        writer.cancel()
        raise
    with timed(report, "écriture"):
        progress("écriture", report.indexed)
        writer.commit(optimize=True)
    return contents


def learn_tables(folder: Path, report: BuildReport, progress: Progress, related: RelatedSettings | None = None) -> None:
    """Learns what a generation keeps beside its index; raises BuildRefused when the index does not hold what was read."""
    with timed(report, "contenus liés"):
        learned = learn_related(folder / INDEX, folder / RELATED, progress, related)
    with timed(report, "sujets"):
        progress("sujets", learned)
        learn_subjects(folder / INDEX, folder / LATENT)
    with timed(report, "langue"):
        progress("langue", learned)
        learn_language(folder / INDEX, folder / LANGUAGE)
    if learned != report.indexed:
        raise BuildRefused(f"L’index construit contient {learned} contenus au lieu de {report.indexed} : il n’est pas publié.")


def refuse_nothing(report: BuildReport) -> None:
    """Raises BuildRefused when no record could be indexed."""
    if not report.indexed:
        raise BuildRefused(
            f"Aucun contenu à indexer ({report.read} enregistrement(s) lu(s), tous écartés : {_reasons(report)}) ; "
            "l’index publié reste en place.",
            remedy="Corrigez la source, ou vérifiez son chemin.",
        )


def finish(folder: Path, contents: Contents, report: BuildReport, names: tuple[str, ...], **more: Any) -> None:
    """Writes the contents and the report of a generation and seals it, with more fields of its manifest."""
    save_contents(contents, folder / CONTENTS)
    (folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    seal(folder, documents=report.indexed, reported=report.reported, sources=names, **more)


def learn_subjects(index: Path, folder: Path) -> None:
    """Learns the latent vectors of an index and writes them in ``folder``."""
    learn_latent(_documents_of(index)).save(folder)


def learn_related(index: Path, folder: Path, progress: Progress, settings: RelatedSettings | None = None) -> int:
    """Learns the neighbour table of an index and writes it in ``folder``; returns how many documents it read back."""
    documents = _documents_of(index)
    progress("contenus liés", len(documents))
    RelatedModel(settings).learn(documents).save(folder)
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


def _reasons(report: BuildReport) -> str:
    return ", ".join(f"{code} {count}" for code, count in report.reasons.items()) or "aucun enregistrement"
