"""A gate before any XML parser: documents that declare entities of their own are refused, whatever they would expand to."""

import xml.etree.ElementTree as ET
from xml.parsers import expat

from search.errors import SourceUnreadable

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
    """The root element of a document without entities of its own; raises XmlRefused."""
    refuse_entities(data, where)
    try:
        return ET.fromstring(data.lstrip())  # noqa: S314 - nothing that expands or leads elsewhere is left
    except (ET.ParseError, ValueError, LookupError) as error:
        raise XmlRefused(f"{where} : XML mal formé ({error}).", remedy=_REMEDY) from error
