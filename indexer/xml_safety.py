"""A gate before any XML parser: documents that declare entities of their own are refused, whatever they would expand to."""

import re
import xml.etree.ElementTree as ET
from xml.parsers import expat

from search.errors import SourceUnreadable

_ENCODING = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)""")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|(\d{1,8}));")
_REMEDY = "Ce fichier n’est pas un flux ni un document ordinaire : vérifiez d’où il vient."


class XmlRefused(SourceUnreadable):
    """The document declares entities, or is no XML."""


class _PrologEnds(Exception):
    """The first element begins: nothing can be declared any more."""


def refuse_entities(data: bytes, where: str) -> None:
    """Raises XmlRefused when the document type declares an entity; text that is no XML is left to its own parser."""

    def declared(name: str, *_: object) -> None:
        raise XmlRefused(f"{where} : le XML déclare l’entité « {name} », il n’est pas lu.", remedy=_REMEDY)

    def started(*_: object) -> None:
        raise _PrologEnds

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = started
    try:
        parser.Parse(data.lstrip(), True)
    except (_PrologEnds, expat.ExpatError):
        return


def parse_xml(data: bytes, where: str) -> ET.Element:
    """The root element of a document without entities of its own; raises XmlRefused.

    Characters that XML forbids, which texts copied from word processors bring, cost themselves only.
    """
    refuse_entities(data, where)
    try:
        return _root(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        repaired = _allowed(data)
        if repaired == data:
            raise XmlRefused(f"{where} : XML mal formé ({error}).", remedy=_REMEDY) from error
    refuse_entities(repaired, where)
    try:
        return _root(repaired)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise XmlRefused(f"{where} : XML mal formé ({error}).", remedy=_REMEDY) from error


def _root(data: bytes) -> ET.Element:
    return ET.fromstring(data.lstrip())  # noqa: S314 - nothing that expands or leads elsewhere is left


def _allowed(data: bytes) -> bytes:
    """A document in UTF-8 without the characters that XML forbids; one in another encoding as it is."""
    declared = _ENCODING.search(data[:200])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (declared and declared[1].lower() not in {b"utf-8", b"utf8"}):
        return data
    text = data.decode("utf-8", "replace")
    return _FORBIDDEN.sub("", _REFERENCE.sub(_allowed_reference, text)).encode()


def _allowed_reference(found: re.Match[str]) -> str:
    number = int(found[1], 16) if found[1] else int(found[2])
    return "" if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF or _FORBIDDEN.match(chr(number)) else found[0]
