"""XML elements of feeds. Texts are escaped by the standard library; what no XML document may hold is taken out first."""

import re
from xml.etree import ElementTree

Element = ElementTree.Element

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def child(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new last child of ``parent``."""
    element = ElementTree.SubElement(parent, tag, {name: _xml(value) for name, value in attributes.items()})
    element.text = _xml(text) or None
    return element


def document(root: Element) -> bytes:
    """The whole document in UTF-8."""
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)
