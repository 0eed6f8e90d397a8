"""The body of a request, read no further than a limit, whatever its length is said to be."""

from starlette.requests import Request

from web.problems import ContentTooLarge


async def read_body(request: Request, limit: int) -> bytes:
    """At most ``limit`` bytes; raises ContentTooLarge when there are more."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and (len(declared) > 9 or int(declared) > limit):
        raise ContentTooLarge(limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise ContentTooLarge(limit)
    return bytes(body)
