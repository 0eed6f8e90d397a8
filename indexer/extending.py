"""Adds what changed to what was learnt of all documents, without learning it again: in time that depends on what changed."""

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import numpy as np

from indexer.finishing import INDEX, LANGUAGE, LATENT, RELATED
from indexer.latent_space import LatentSpace
from indexer.later_language import save_later_language
from indexer.related.extension import extend_table
from indexer.related.settings import RelatedSettings
from search.document import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.linked import link_files
from search.generation import SINCE
from search.latent import LatentVectors
from search.neighbour_table import NeighbourTable


def extend(
    live: Path, folder: Path, added: Collection[str], deleted: Collection[str], settings: RelatedSettings | None = None
) -> None:
    """Gives the generation in ``folder`` the tables of the ``live`` one, and beside them what came since they were learnt.

    ``added`` are the ids of documents that are new or changed, ``deleted`` those of documents that are gone.
    """
    for name in (RELATED, LATENT, LANGUAGE):
        link_files(live / name, folder / name)
    since = live / SINCE if (live / SINCE).is_dir() else None
    table = NeighbourTable(live / RELATED, since and since / RELATED)
    left = [one for one in {*added, *deleted} if table.row_of(one) >= 0]
    with closing(EmbeddedEngine(live / INDEX)) as before, closing(EmbeddedEngine(folder / INDEX)) as after:
        documents = after.documents(sorted(added))
        extend_table(table, folder / SINCE / RELATED, documents, deleted, after.documents, settings)
        _extend_latent(live / LATENT, since and since / LATENT, folder / SINCE / LATENT, documents, deleted)
        later = {one for one in (table.since.rows if table.since else ()) if one not in deleted and table.row_of(one) >= 0}
        save_later_language(
            live / LANGUAGE,
            since and since / LANGUAGE,
            folder / SINCE / LANGUAGE,
            {*later, *added},
            documents,
            before.documents(left),
            after.documents,
        )


def _extend_latent(learnt: Path, since: Path | None, folder: Path, added: list[Document], deleted: Collection[str]) -> None:
    """Writes the vectors of what came since: those known, without what is gone, and those of ``added`` documents."""
    vectors = LatentVectors.load(learnt, since)
    known = vectors.later
    of_ids = {} if known is None else dict(zip(known.ids, known.vectors(np.arange(len(known.ids))), strict=True))
    of_ids |= dict(zip((one.id for one in added), LatentSpace.load(learnt).project(added), strict=True))
    ids = sorted(of_ids.keys() - set(deleted), key=str.encode)
    rows = np.array([of_ids[one] for one in ids], dtype=np.float32).reshape(len(ids), vectors.dimensions)
    LatentVectors.of(ids, rows).save(folder)
