"""Word and OpenDocument texts."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from indexer.extraction.archives import Archive
from indexer.extraction.extracted import Extracted, Part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_CELLS = " – "


def read_docx(path: str) -> Extracted:
    """Paragraphs and tables of the body, then the notes."""
    archive = Archive(path)
    lines = list(_word_lines(archive.xml("word/document.xml")))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        if archive.has(notes):
            lines += _word_lines(archive.xml(notes))
    about = archive.xml("docProps/core.xml") if archive.has("docProps/core.xml") else ET.Element("none")
    archive.close()
    created = about.findtext(f"{_TERMS}created") or ""
    return _described(about, lines, created, about.findtext(f"{_CORE}keywords") or "")


def read_odt(path: str) -> Extracted:
    """Headings, paragraphs, lists and tables of the body."""
    archive = Archive(path)
    body = archive.xml("content.xml").find(f"{_OFFICE}body")
    lines = list(_odt_lines(body)) if body is not None else []
    meta = archive.xml("meta.xml").find(f"{_OFFICE}meta") if archive.has("meta.xml") else None
    archive.close()
    about = meta if meta is not None else ET.Element("none")
    keywords = ",".join(element.text or "" for element in about.iter(f"{_META}keyword"))
    return _described(about, lines, about.findtext(f"{_META}creation-date") or "", keywords)


def _described(about: ET.Element, lines: list[str], created: str, keywords: str) -> Extracted:
    author = (about.findtext(f"{_DC}creator") or "").strip()
    return Extracted(
        parts=(Part("\n".join(line for line in lines if line.strip())),),
        title=(about.findtext(f"{_DC}title") or "").strip(),
        authors=(author,) if author else (),
        keywords=tuple(word.strip() for word in keywords.replace(";", ",").split(",") if word.strip()),
        created=created[:10],
        language=(about.findtext(f"{_DC}language") or "")[:2].lower(),
    )


def _word_lines(element: ET.Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}p":
            yield _word_text(child)
        elif child.tag == f"{_W}tr":
            yield _CELLS.join(" ".join(filter(None, _word_lines(cell))) for cell in child.iter(f"{_W}tc"))
        elif child.tag not in {f"{_W}del", f"{_W}instrText"}:
            yield from _word_lines(child)


def _word_text(paragraph: ET.Element) -> str:
    pieces = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}noBreakHyphen": "-"}
    return "".join(one.text or "" if one.tag == f"{_W}t" else pieces.get(one.tag, "") for one in paragraph.iter())


def _odt_lines(element: ET.Element) -> Iterator[str]:
    for child in element:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield _odt_text(child)
        elif child.tag == f"{_TABLE}table-row":
            yield _CELLS.join(" ".join(filter(None, _odt_lines(cell))) for cell in child.iter(f"{_TABLE}table-cell"))
        elif child.tag != f"{_TEXT}tracked-changes":
            yield from _odt_lines(child)


def _odt_text(paragraph: ET.Element) -> str:
    """The text of a paragraph: in OpenDocument spaces, tabs and line ends are elements."""
    blanks = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
    inner = "".join(blanks.get(child.tag, "") + _odt_text(child) + (child.tail or "") for child in paragraph)
    return (paragraph.text or "") + inner
