"""One polite and bounded HTTP client: every fetch ends, in time and in size, with a body or with a coded reason."""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import urljoin, urlsplit, urlunsplit

from indexer.fetching.addresses import checked_addresses
from indexer.fetching.inflation import Inflation
from search.errors import FetchFailed

USER_AGENT = "Trouvaille/0.1 (indexing for a search service; honours robots.txt)"
_REDIRECTS = {301, 302, 303, 307, 308}
_TEMPORARY = {408, 425, 429, *range(500, 600)} - {501, 505}
"""Besides those of the standard, proxies have numbers of their own for a server that does not answer them (520 to 530)."""
_CHUNK = 1 << 16
_MAX_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch: bytes of the body (inflated), seconds of one try, seconds without a byte, redirections, tries."""

    bytes: int = 50 << 20
    seconds: float = 60.0
    silence: float = 15.0
    redirects: int = 5
    tries: int = 3
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """What a server gave; ``url`` is where it was found after redirections, ``headers`` have lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    moved: tuple[str, ...] = field(default=())


class Client:
    """Fetches with retries and back-off; raises FetchFailed, whose code groups the reasons in reports."""

    def __init__(self, limits: Limits, *, agent: str = USER_AGENT, sleep: Callable[[float], None] = time.sleep) -> None:
        self._limits = limits
        self._agent = agent
        self._sleep = sleep
        self._tls = ssl.create_default_context()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """The answer to GET, redirections followed; 304 is an answer too. Any other status than 2xx is a FetchFailed."""
        for attempt in range(1, self._limits.tries + 1):
            try:
                return self._followed(url, headers or {})
            except FetchFailed as error:
                if not error.temporary or attempt == self._limits.tries:
                    raise
                self._sleep(min(_MAX_WAIT, max(2.0 ** (attempt - 1), error.wait)))
        raise AssertionError("unreachable: a try returns or raises")

    def _followed(self, url: str, headers: Mapping[str, str]) -> Response:
        seen = [url]
        while True:
            response = self._once(seen[-1], headers)
            if response.status not in _REDIRECTS or "location" not in response.headers:
                break
            target = _joined(seen[-1], _in_utf8(response.headers["location"]))
            if target in seen or len(seen) > self._limits.redirects:
                raise FetchFailed("redirections", f"{url} redirige sans fin ({len(seen)} étapes)")
            seen.append(target)
        if response.status == 304 or 200 <= response.status < 300:
            return Response(response.url, response.status, response.headers, response.body, tuple(seen[:-1]))
        raise FetchFailed(
            f"http-{response.status}",
            f"{response.url} répond {response.status}",
            temporary=response.status in _TEMPORARY,
            wait=_seconds(response.headers.get("retry-after", "")),
        )

    def _once(self, url: str, headers: Mapping[str, str]) -> Response:
        connection = self._connected(url)
        late = threading.Event()
        watchdog = threading.Timer(self._limits.seconds, _cut, (connection.sock, late))
        watchdog.daemon = True
        watchdog.start()
        try:
            connection.request("GET", _target(url), headers={"User-Agent": self._agent, "Accept-Encoding": "gzip", **headers})
            with connection.getresponse() as answer:
                names = {name.lower(): value for name, value in answer.headers.items()}
                body = b"" if answer.status in _REDIRECTS else self._body(answer, names)
                if late.is_set():
                    raise TimeoutError  # a connection that was cut may look like one that ended
                return Response(url, answer.status, names, body)
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            too_slow = late.is_set() or isinstance(error, TimeoutError)
            reason = (
                f"pas de réponse complète en {self._limits.seconds:g} s" if too_slow else f"{type(error).__name__} {error}".strip()
            )
            code = "trop-lent" if too_slow else "reseau"
            raise FetchFailed(code, f"{url} : {reason[:300]}", temporary=True) from error
        finally:
            watchdog.cancel()
            connection.close()

    def _body(self, answer: http.client.HTTPResponse, headers: Mapping[str, str]) -> bytes:
        is_packed = headers.get("content-encoding", "").lower() in {"gzip", "x-gzip", "deflate"}
        inflation = Inflation(self._limits.bytes) if is_packed else None
        pieces, size = [], 0
        while chunk := answer.read1(_CHUNK):
            pieces.append(inflation.inflate(chunk) if inflation else chunk)
            size += len(pieces[-1])
            if size > self._limits.bytes:
                raise FetchFailed(
                    "trop-volumineux", f"plus de {self._limits.bytes >> 20} Mio ({answer.headers.get('content-type')})"
                )
        if answer.length or (inflation and not inflation.complete):
            raise http.client.IncompleteRead(b"", answer.length)
        return b"".join(pieces)

    def _connected(self, url: str) -> http.client.HTTPConnection:
        scheme, host, port = _endpoint(url)
        problem: OSError | None = None
        for address in checked_addresses(host, port, allow_private=self._limits.allow_private):
            try:
                sock: socket.socket = socket.create_connection((address, port), timeout=self._limits.silence)
                if scheme == "https":
                    sock = self._tls.wrap_socket(sock, server_hostname=host)
            except OSError as error:
                problem = error
                continue
            connection = http.client.HTTPConnection(host, port, timeout=self._limits.silence)
            connection.sock = sock
            return connection
        raise FetchFailed("reseau", f"{host}:{port} ne répond pas ({problem})", temporary=True) from problem


def charset(headers: Mapping[str, str]) -> str:
    """The charset that the headers name, or empty."""
    message = Message()
    message["content-type"] = headers.get("content-type", "")
    return str(message.get_param("charset") or "")


def _endpoint(url: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise FetchFailed("adresse-invalide", f"adresse incomprise : {url[:200]}") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise FetchFailed("adresse-invalide", f"adresse ni http ni https : {url[:200]}")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80)


def _in_utf8(header: str) -> str:
    """A header that http.client took for Latin-1, as the UTF-8 that servers write addresses in, where it is that."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _joined(base: str, location: str) -> str:
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise FetchFailed("adresse-invalide", f"redirection incomprise : {location[:200]}") from error


def _target(url: str) -> str:
    """The path and query of an address, with what no request line may hold written as percents."""
    parts = urlsplit(url)
    target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return "".join(
        one if "!" <= one <= "~" else "".join(f"%{byte:02X}" for byte in one.encode("utf-8", "replace")) for one in target
    )


def _cut(sock: socket.socket, late: threading.Event) -> None:
    """Ends a connection from outside: the reader gets an error at once."""
    late.set()
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _seconds(retry_after: str) -> float:
    return float(retry_after) if retry_after.isdigit() else 0.0
