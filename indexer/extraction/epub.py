"""EPUB books, chapter by chapter."""

import posixpath
import xml.etree.ElementTree as ET
from urllib.parse import unquote

from indexer.charsets import decoded
from indexer.extraction.archives import Archive
from indexer.extraction.bounded import ExtractionFailed
from indexer.extraction.extracted import Extracted, Part
from indexer.html_text import html_to_text

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"


def read_epub(path: str) -> Extracted:
    """One part a chapter, in reading order."""
    archive = Archive(path)
    rootfile = archive.xml("META-INF/container.xml").find(f".//{_CONTAINER}rootfile")
    if rootfile is None or not rootfile.get("full-path"):
        raise ExtractionFailed("illisible", "le livre ne dit pas où est son contenu")
    package = str(rootfile.get("full-path"))
    book = archive.xml(package)
    chapters = _chapters(book, posixpath.dirname(package))
    texts = [html_to_text(decoded(archive.read(name))) for name in chapters if archive.has(name)]
    archive.close()
    return Extracted(
        parts=tuple(Part(text) for text in texts if text),
        title=" ".join((book.findtext(f".//{_DC}title") or "").split()),
        authors=tuple(one.text.strip() for one in book.iter(f"{_DC}creator") if one.text and one.text.strip()),
        keywords=tuple(one.text.strip() for one in book.iter(f"{_DC}subject") if one.text and one.text.strip()),
        created=(book.findtext(f".//{_DC}date") or "")[:10],
        language=(book.findtext(f".//{_DC}language") or "")[:2].lower(),
    )


def _chapters(book: ET.Element, folder: str) -> list[str]:
    files = {item.get("id"): item.get("href") or "" for item in book.iter(f"{_OPF}item")}
    order = [files.get(one.get("idref"), "") for one in book.iter(f"{_OPF}itemref")]
    return [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in order if href]
