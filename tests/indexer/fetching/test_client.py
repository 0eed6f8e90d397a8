import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from indexer.fetching.client import Client, Limits, Response
from search.errors import FetchFailed
from tests.indexer.fetching.misbehaving import PAGE, BadServer

QUICK = Limits(bytes=4 << 20, seconds=0.6, silence=0.3, tries=2, allow_private=True)
Get = Callable[..., Response]


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def get(server: BadServer, waits: list[float]) -> Get:
    def fetched(path: str, limits: Limits = QUICK, **headers: str) -> Response:
        return Client(limits, sleep=waits.append).get(server.address + path, headers)

    return fetched


def failure(get: Get, path: str, limits: Limits = QUICK) -> FetchFailed:
    begun = time.monotonic()
    with pytest.raises(FetchFailed) as failed:
        get(path, limits)
    assert time.monotonic() - begun < 20
    assert str(failed.value)
    return failed.value


def test_a_page_comes_with_its_headers_and_its_address(get: Get, server: BadServer) -> None:
    response = get("/ok?a=é&b=c d")
    assert (response.status, response.body, response.headers["etag"]) == (200, PAGE, '"v1"')
    assert server.headers_of["/ok"]["user-agent"].startswith("Trouvaille/")


def test_a_gzipped_page_is_inflated(get: Get) -> None:
    assert get("/gzipped").body == PAGE


def test_a_page_compressed_in_several_members_is_whole(get: Get) -> None:
    assert get("/members").body == PAGE


def test_what_has_not_changed_is_not_sent_again(get: Get) -> None:
    response = get("/ok", **{"If-None-Match": '"v1"'})
    assert (response.status, response.body) == (304, b"")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/slow", "trop-lent"),
        ("/slow_unmeasured", "trop-lent"),
        ("/slow_headers", "trop-lent"),
        ("/silent", "trop-lent"),
        ("/reset", "reseau"),
        ("/short", "reseau"),
        ("/cut_chunks", "reseau"),
        ("/cut_gzip", "reseau"),
        ("/cut_member", "reseau"),
        ("/garbage", "reseau"),
        ("/not_gzip", "reseau"),
        ("/broken", "http-500"),
        ("/unreached", "http-522"),
    ],
)
def test_a_server_that_fails_is_tried_again_after_a_pause_and_then_left(
    get: Get, server: BadServer, waits: list[float], path: str, code: str
) -> None:
    assert failure(get, path).code == code
    assert server.asked[path] == 2
    assert waits == [1.0]


def test_pauses_double_and_follow_what_the_server_asks(get: Get, waits: list[float]) -> None:
    assert get("/flaky", replace(QUICK, tries=3)).body == PAGE
    assert waits == [7.0, 7.0]
    waits.clear()
    failure(get, "/broken", replace(QUICK, tries=4))
    assert waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_a_body_without_end_is_cut(get: Get, server: BadServer, path: str) -> None:
    assert failure(get, path, replace(QUICK, seconds=30.0, silence=20.0)).code == "trop-volumineux"
    assert server.asked[path] == 1


def test_no_more_is_read_than_was_promised(get: Get) -> None:
    assert get("/long").body == PAGE


@pytest.mark.parametrize("path", ["/loop", "/further"])
def test_redirections_end(get: Get, server: BadServer, path: str) -> None:
    assert failure(get, path).code == "redirections"
    assert server.asked.total() <= QUICK.redirects + 1


def test_a_redirection_is_followed_and_remembered(get: Get, server: BadServer) -> None:
    response = get("/elsewhere?to=/ok")
    assert response.url == f"{server.address}/ok"
    assert response.moved == (f"{server.address}/elsewhere?to=/ok",)


@pytest.mark.parametrize("path", ["/unescaped", "/unescaped?latin"])
def test_a_redirection_to_an_address_with_raw_accents_is_followed(get: Get, server: BadServer, path: str) -> None:
    server.pages["/été"] = ("text/html", PAGE)
    response = get(path)
    assert (response.url, response.body) == (f"{server.address}/été", PAGE)


def test_what_is_not_there_is_not_tried_again(get: Get, server: BadServer) -> None:
    assert failure(get, "/nulle-part").code == "http-404"
    assert server.asked["/nulle-part"] == 1


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1", "0.0.0.0", "2130706433"]
)
def test_private_addresses_are_not_fetched(server: BadServer, address: str) -> None:
    url = f"http://{address}:{server.server_address[1]}/ok"
    with pytest.raises(FetchFailed) as refused:
        Client(replace(QUICK, allow_private=False, tries=1)).get(url)
    assert refused.value.code == "adresse-privee"
    assert server.asked.total() == 0


def test_cloud_metadata_is_not_fetched_even_where_private_addresses_are(get: Get) -> None:
    assert failure(get, "/elsewhere?to=http://169.254.169.254/latest/meta-data/").code == "adresse-privee"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1:70/", "http://[", "http://a:b/"])
def test_a_redirection_to_another_kind_of_address_is_refused(get: Get, target: str) -> None:
    assert failure(get, f"/elsewhere?to={target}").code == "adresse-invalide"


def test_a_name_that_changes_its_answer_cannot_lead_inside(server: BadServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was checked is the one connected to: a second answer of the name server is never asked for."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], **_: object) -> socket.socket:
        connected.append(address)
        raise TimeoutError("pas de réseau dans ce test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchFailed):
        Client(replace(QUICK, allow_private=False, tries=1)).get("http://change.example/")
    assert (asked, connected) == (["change.example"], [("93.184.216.34", 80)])
