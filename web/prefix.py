"""The prefix below which the service is installed, whether a proxy takes it off the path of a request or leaves it on."""

from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


def prefix_of(public_url: str) -> str:
    """The path of the address that visitors use, decoded, without a slash at its end."""
    return unquote(urlsplit(public_url).path).rstrip("/")


class Prefix:
    """Tells the service its prefix (``root_path``) when the server that calls it knows none."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope.get("root_path"):
            path: str = scope["path"]
            stays = path == self._prefix or path.startswith(f"{self._prefix}/")
            # In place: what is around this one reads in the scope which route answered.
            scope.update(root_path=self._prefix, path=path if stays else self._prefix + path)
        await self._app(scope, receive, send)
