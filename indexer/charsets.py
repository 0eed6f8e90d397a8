"""The text of bytes whose encoding is announced, or not, or wrongly."""

import codecs
import re

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_.:-]+)""")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LATIN = {"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
"""What pages call Windows-1252."""
_HEAD = 2048


def decoded(data: bytes, announced: str = "") -> str:
    """The text: what a BOM, the server or the head of the page announces, when it fits; else UTF-8, else Windows-1252."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data.decode(name, "replace")
    declared = _DECLARED.search(data[:_HEAD])
    for name in (announced, declared[1].decode("ascii", "replace") if declared else "", "utf-8"):
        text = _strictly(data, name.strip().lower())
        if text is not None:
            return text
    utf8 = data.decode("utf-8", "replace")
    return utf8 if utf8.count("\ufffd") * 100 < len(data) and _mostly_utf8(data) else data.decode("cp1252", "replace")


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode("cp1252" if name in _LATIN else name) if name else None
    except (ValueError, LookupError):
        return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether most bytes beyond ASCII belong to valid UTF-8: a few broken ones don't make it another encoding."""
    beyond = sum(byte > 127 for byte in data)
    valid = sum(len(one.encode()) for one in data.decode("utf-8", "ignore") if one > "\x7f")
    return beyond > 0 and valid * 2 > beyond
