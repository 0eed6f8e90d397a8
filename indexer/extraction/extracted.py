"""What a document gives."""

import msgspec


class Part(msgspec.Struct, frozen=True):
    """A piece of text, and the fragment of an address that leads to it (``page=7``, ``t=83``), or none."""

    text: str
    anchor: str = ""


class Extracted(msgspec.Struct, frozen=True, kw_only=True):
    """The text in parts and what the file says of itself; ``remarks`` are pairs of a code and a message."""

    parts: tuple[Part, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    created: str = ""
    language: str = ""
    place: str = ""
    remarks: tuple[tuple[str, str], ...] = ()
