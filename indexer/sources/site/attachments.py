"""Documents that a site links to or names in its sitemap: each is an item."""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from indexer.extraction.bounded import BoundedWorker
from indexer.sources.folder import document_values

_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/epub+zip": ".epub",
}


def suffix_of(content_type: str) -> str:
    """The end of the name of documents of this type, or empty for those that are not read."""
    return _SUFFIXES.get(content_type.partition(";")[0].strip().lower(), "")


def attachment_values(worker: BoundedWorker, path: str, suffix: str, address: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The record of a document that was fetched from ``address``, and remarks on it; raises ExtractionFailed."""
    found = worker.call("indexer.extraction.documents:read_document", path, suffix)
    stem = PurePosixPath(unquote(urlsplit(address).path)).stem
    values = {"url": address, "kind": "ressource", "media": ["texte"], **document_values(found, stem or "Document")}
    return values, [(code, message) for code, message in found["remarks"]]
