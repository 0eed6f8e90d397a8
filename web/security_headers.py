"""The headers that say what a page may load, and who may show it."""

from starlette.types import Message

RawHeaders = tuple[tuple[bytes, bytes], ...]


def content_security_policy(frame_ancestors: str = "'none'", images: tuple[str, ...] = ()) -> str:
    """Nothing but our own files, and images of these origins; ``frame_ancestors`` says which sites may embed the page."""
    shown = " ".join(("'self'", *images))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        f"img-src {shown}; form-action 'self'; base-uri 'none'; frame-ancestors {frame_ancestors}"
    )


def security_headers(images: tuple[str, ...] = ()) -> RawHeaders:
    """What is set on every answer that does not set it itself; pages may show images of these origins."""
    return (
        (b"content-security-policy", content_security_policy(images=images).encode()),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
        (b"x-content-type-options", b"nosniff"),
    )


def secure(start: Message, headers: RawHeaders) -> None:
    """Adds those of these headers that the answer does not set itself."""
    own = dict(start["headers"])
    start["headers"] = [*start["headers"], *[header for header in headers if header[0] not in own]]
