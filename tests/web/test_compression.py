import gzip

import brotli
import pytest
from starlette.testclient import TestClient

from web import compression
from web.compression import LEAST, coding_of

PATHS = ["/", "/recherche?q=togo", "/recherche.atom?q=togo", "/recherche.json?q=togo", "/api/v1/search?q=togo", "/openapi.json"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("coding", "unpack"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_an_answer_comes_in_the_coding_that_the_client_reads(client: TestClient, path: str, coding: str, unpack: object) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    with client.stream("GET", path, headers={"Accept-Encoding": coding}) as packed:
        body = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == coding
    assert int(packed.headers["content-length"]) == len(body) < len(plain.content) / 2
    assert unpack(body) == plain.content  # type: ignore[operator]
    assert "content-encoding" not in plain.headers
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["vary"]


def test_a_compressed_answer_is_recognised_when_its_etag_comes_back(client: TestClient) -> None:
    first = client.get("/recherche?q=togo", headers={"Accept-Encoding": "gzip"})
    again = client.get("/recherche?q=togo", headers={"Accept-Encoding": "gzip", "If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["vary"] == first.headers["vary"]
    assert client.get("/recherche?q=togo", headers={"Accept-Encoding": "identity"}).headers["etag"] == first.headers["etag"]


def test_small_answers_and_pictures_stay_as_they_are(client: TestClient) -> None:
    health = client.get("/health", headers={"Accept-Encoding": "gzip"})
    assert len(health.content) < LEAST
    assert "content-encoding" not in health.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("gzip;q=0.0", ""),
        ("identity", ""),
        ("GZIP ; q=1", "gzip"),
        (";;,=", ""),
    ],
)
def test_the_coding_is_one_that_the_client_accepts(accepted: str, coding: str) -> None:
    assert coding_of(accepted) == coding


def test_without_the_brotli_package_gzip_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(compression._CODINGS, "br")
    assert coding_of("gzip, br") == "gzip"
    assert coding_of("br") == ""


@pytest.mark.parametrize(
    "media_type",
    ["text/html; charset=utf-8", "application/problem+json", "application/atom+xml", "image/svg+xml", "application/xml"],
)
def test_text_is_compressed(media_type: str) -> None:
    assert compression._TEXTUAL.match(media_type)


@pytest.mark.parametrize("media_type", ["image/png", "application/octet-stream", ""])
def test_anything_else_is_not(media_type: str) -> None:
    assert not compression._TEXTUAL.match(media_type)
