"""Word and OpenDocument texts."""

import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterator

from indexer.extraction.archives import Archive
from indexer.extraction.extracted import Extracted, Part

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_CELLS = " – "

_NOT_WORD = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_MC}Fallback"}
"""What was deleted or moved away, codes of fields, and what old programs show in the place of what is read already."""

_NOT_ODT = {f"{_TEXT}tracked-changes", f"{_TEXT}note-citation", f"{_OFFICE}annotation"}
_ODT_APART = {f"{_DRAW}text-box", f"{_TEXT}note-body"}
"""What stands in a paragraph but is read after it."""


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
            for box in _outermost(child, {f"{_W}txbxContent"}, _NOT_WORD):
                yield from _word_lines(box)
        elif child.tag == f"{_W}tr":
            cells = _outermost(child, {f"{_W}tc"}, _NOT_WORD)
            yield _CELLS.join(" ".join(filter(None, _word_lines(cell))) for cell in cells)
        elif child.tag not in _NOT_WORD:
            yield from _word_lines(child)


def _word_text(element: ET.Element) -> str:
    """The text of a paragraph, or of a part of one, without its text boxes."""
    pieces = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}noBreakHyphen": "-"}
    if element.tag == f"{_W}t":
        return element.text or ""
    inner = (_word_text(child) for child in element if child.tag not in _NOT_WORD and child.tag != f"{_W}txbxContent")
    return pieces.get(element.tag, "") + "".join(inner)


def _odt_lines(element: ET.Element) -> Iterator[str]:
    for child in element:
        if child.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
            yield _odt_text(child)
            for inner in _outermost(child, _ODT_APART, _NOT_ODT):
                yield from _odt_lines(inner)
        elif child.tag == f"{_TABLE}table-row":
            cells = _outermost(child, {f"{_TABLE}table-cell"}, _NOT_ODT)
            yield _CELLS.join(" ".join(filter(None, _odt_lines(cell))) for cell in cells)
        elif child.tag not in _NOT_ODT:
            yield from _odt_lines(child)


def _odt_text(paragraph: ET.Element) -> str:
    """The text of a paragraph, without its text boxes and notes: in OpenDocument spaces, tabs and line ends are elements."""
    blanks = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
    inner = "".join(
        blanks.get(child.tag, "") + ("" if child.tag in _NOT_ODT | _ODT_APART else _odt_text(child)) + (child.tail or "")
        for child in paragraph
    )
    return (paragraph.text or "") + inner


def _outermost(element: ET.Element, tags: Collection[str], skipped: Collection[str]) -> Iterator[ET.Element]:
    """What has one of these tags within an element, but not what is in another one of them (a table in a cell)."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in skipped:
            yield from _outermost(child, tags, skipped)
