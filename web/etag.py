"""ETags and cache lifetimes: a request that changes nothing is answered 304 before any work is done.

An answer depends on the edition of the index (its generation and synonyms) and on the canonical request only, so both make
its ETag.
"""

import hashlib
from collections.abc import Callable
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response

from search.index import Index
from web.live import LiveIndex

PUBLIC = "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400"
"""Answers from the index: a new generation shows within a minute, and a server that is down goes unnoticed for a day."""

FOREVER = "public, max-age=31536000, immutable"
"""Files whose address changes with their content."""

NEVER = "no-store"

_PUBLIC_HEADER = (b"cache-control", PUBLIC.encode())
_VERSION = version("trouvaille")


def etag(*parts: str) -> str:
    """An ETag of these parts, which are the generation and what was asked; another version of the code changes it too.

    It is weak: the same answer comes plain or compressed, in other bytes.
    """
    digest = hashlib.blake2b("\x1f".join((_VERSION, *parts)).encode("utf-8", "backslashreplace"), digest_size=16)
    return f'W/"{digest.hexdigest()}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client already holds the answer with this ETag."""
    known = tag.removeprefix("W/").encode()
    for name, value in request.scope["headers"]:
        if name == b"if-none-match" and known in value:
            return any(candidate.strip().removeprefix(b"W/") == known for candidate in value.split(b","))
    return False


class Answer(Response):
    """A response whose headers are bytes already: making them from texts costs more than some answers."""

    def __init__(self, body: bytes, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        self.status_code = status
        self.body = body
        self.raw_headers = headers
        self.background = None


def conditional(
    request: Request, live: LiveIndex, canonical: tuple[str, ...], media_type: str, make: Callable[[Index], bytes]
) -> Response:
    """The answer that ``make`` makes of the live index, or 304. ``canonical`` is everything it depends on but the index."""
    with live.lease() as index:
        tag = etag(index.edition, *canonical)
        headers = [(b"etag", tag.encode()), _PUBLIC_HEADER]
        if is_known(request, tag):
            return Answer(b"", 304, headers)
        body = make(index)
        headers += [(b"content-length", b"%d" % len(body)), (b"content-type", _content_type(media_type))]
        return Answer(body, 200, headers)


def _content_type(media_type: str) -> bytes:
    return f"{media_type}; charset=utf-8".encode() if media_type.startswith("text/") else media_type.encode()
