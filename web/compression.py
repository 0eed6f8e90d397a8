"""Answers in fewer bytes for clients that say they can read them: brotli where its package is installed, else gzip."""

import re
import zlib
from collections.abc import Callable
from functools import lru_cache

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope

try:
    import brotli
except ImportError:  # an optional extra: trouvaille[brotli]
    brotli = None

LEAST = 700
"""Bytes below which an answer fits one packet anyway."""

_GZIP_LEVEL, _BROTLI_QUALITY = 4, 4
"""Where more effort costs an answer's time and gains a few per cent."""

_TEXTUAL = re.compile(r"text/|application/(\w[\w.+-]*[+/])?(json|xml|javascript)\b|image/svg\+xml")
_QUALITY = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q=([\d.]+))?\s*")

_VARY = (b"vary", b"Accept-Encoding")

Compress = Callable[[bytes], bytes]


@lru_cache(maxsize=64)
def _is_textual(content_type: bytes) -> bool:
    return _TEXTUAL.match(content_type.decode("latin-1")) is not None


def coding_of(accepted: str) -> str:
    """The content coding to use for an ``Accept-Encoding`` header, or nothing."""
    wanted = {}
    for part in accepted.split(","):
        if found := _QUALITY.fullmatch(part):
            wanted[found[1].lower()] = found[2] is None or found[2].strip("0.") != ""
    offered = [name for name in _CODINGS if wanted.get(name, wanted.get("*", False))]
    return offered[0] if offered else ""


def _gzip(body: bytes) -> bytes:
    """Without a time in it: the same answer has the same bytes."""
    packer = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=_BROTLI_QUALITY)
    return packed


_CODINGS: dict[str, Compress] = {"br": _brotli, "gzip": _gzip} if brotli else {"gzip": _gzip}


def compressed(start: Message, body: Message, request: Scope) -> Message:
    """The body to send of an answer, compressed when that pays; the headers of ``start`` are changed with it.

    An answer that is sent in pieces, or is coded already, stays as it is.
    """
    if start["status"] == 304:
        start["headers"] = [*start["headers"], _VARY]
        return body
    own = dict(start["headers"])
    if not _is_textual(own.get(b"content-type", b"")):
        return body
    start["headers"] = [*start["headers"], _VARY]
    if b"content-encoding" in own:
        return body
    content = body.get("body", b"")
    if len(content) < LEAST or body.get("more_body"):
        return body
    accepted = [value.decode("latin-1") for name, value in request["headers"] if name == b"accept-encoding"]
    coding = coding_of(",".join(accepted)) if accepted else ""
    if not coding:
        return body
    content = _CODINGS[coding](content)
    headers = MutableHeaders(scope=start)
    headers["Content-Encoding"] = coding
    headers["Content-Length"] = str(len(content))
    return {**body, "body": content}
