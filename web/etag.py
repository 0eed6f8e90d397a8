"""ETags and cache lifetimes: a request that changes nothing is answered 304 before any work is done.

An answer depends on the generation and on the canonical request only, so both make its ETag.
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

_VERSION = version("trouvaille")


def etag(*parts: str) -> str:
    """An ETag of these parts, which are the generation and what was asked; another version of the code changes it too.

    It is weak: the same answer comes plain or compressed, in other bytes.
    """
    digest = hashlib.sha256("\x1f".join((_VERSION, *parts)).encode("utf-8", "backslashreplace"))
    return f'W/"{digest.hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client already holds the answer with this ETag."""
    held = ",".join(request.headers.getlist("if-none-match"))
    return any(candidate.strip().removeprefix("W/") == tag.removeprefix("W/") for candidate in held.split(","))


def conditional(
    request: Request, live: LiveIndex, canonical: tuple[str, ...], media_type: str, make: Callable[[Index], bytes]
) -> Response:
    """The answer that ``make`` makes of the live index, or 304. ``canonical`` is everything it depends on but the index."""
    with live.lease() as index:
        tag = etag(index.generation, *canonical)
        headers = {"ETag": tag, "Cache-Control": PUBLIC}
        if is_known(request, tag):
            return Response(status_code=304, headers=headers)
        return Response(make(index), headers=headers, media_type=media_type)
