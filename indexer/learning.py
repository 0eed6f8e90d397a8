"""Learns what a generation keeps beside its index, from all its documents together. They are read back once."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from indexer.finishing import INDEX, LANGUAGE, LATENT, RELATED, timed
from indexer.language import learn_language
from indexer.latent import learn_latent
from indexer.progress import Progress
from indexer.related.model import RelatedModel
from indexer.related.settings import RelatedSettings
from indexer.suggestions import PopularQuery
from search.build_report import BuildReport
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.errors import BuildRefused


def learn_tables(
    folder: Path,
    report: BuildReport,
    progress: Progress,
    related: RelatedSettings | None = None,
    popular: Sequence[PopularQuery] = (),
) -> None:
    """Learns the tables of the generation in ``folder``; raises BuildRefused when its index does not hold what was read."""
    documents = documents_of(folder / INDEX)
    if len(documents) != report.documents:
        raise BuildRefused(
            f"L’index construit contient {len(documents)} contenus au lieu de {report.documents} : il n’est pas publié."
        )
    with timed(report, "contenus liés"):
        progress("contenus liés", len(documents))
        RelatedModel(related).learn(documents, progress).save(folder / RELATED)
    with timed(report, "sujets"):
        progress("sujets", len(documents))
        learn_latent(documents).save(folder / LATENT)
    with timed(report, "langue"):
        progress("langue", len(documents))
        learn_language(documents, folder / LANGUAGE, popular)


def documents_of(index: Path) -> Sequence[Document]:
    """The documents that an index holds, sorted by id."""
    with closing(EmbeddedEngine(index)) as engine:
        return engine.documents(sorted(engine.ids()))
