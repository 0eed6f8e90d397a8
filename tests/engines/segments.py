"""An index of several segments, as updates leave one."""

from collections.abc import Iterable
from pathlib import Path

from search.document import Document
from search.engines.embedded import EmbeddedWriter


def written(folder: Path, *parts: Iterable[Document]) -> Path:
    """The folder, with a segment for each part."""
    for documents in parts:
        writer = EmbeddedWriter(folder)
        for document in documents:
            writer.add(document)
        writer.commit()
    return folder
