"""Whatever is sent, the answer is a page of results or a problem that names a parameter, never an error of ours."""

from urllib.parse import quote_from_bytes

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.web.test_pages import Page

ANY_TEXT = st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
PIECES = st.sampled_from(
    ["togo", "l’eau", '"', "«", "(", ")", "*", "~", ":", "-", " ", "\0", "\u202e", "<b>", "&amp;", "{{7*7}}", "%", "é", "AND", "💧"]
)
ANY_QUERY = st.one_of(ANY_TEXT, st.binary(max_size=40), st.lists(PIECES, max_size=20).map(lambda parts: "".join(parts).encode()))
NAMES = st.sampled_from("q kind category theme country media year from to upcoming sort page size explain limit url zz".split())
VALUES = st.one_of(
    ANY_QUERY,
    st.sampled_from(
        [
            b"1",
            b"0",
            b"-1",
            b"true",
            b"evenement",
            b"Togo",
            b"photo",
            b"2025",
            b"2025-05-26",
            b"date",
            b"relevance",
            b"0001-01-01",
            b"9999-12-31",
            b"2025-W01",
            b"20250526T10",
            b"2025-05-26T10:00-23:59",
            b"1e3",
            b"http://[",
            b"//",
        ]
    ),
)
unhurried = settings(max_examples=150)


@unhurried
@given(ANY_QUERY)
@example(b"\xed\xa0\x80")
@example(b"\0" * 100)
@example(b"togo " * 2100)
def test_any_query_has_an_answer(client: TestClient, query: bytes) -> None:
    typed = quote_from_bytes(query)
    answer = client.get(f"/api/v1/search?q={typed}")
    assert answer.status_code == 200
    assert answer.json()["total"] >= len(answer.json()["hits"])
    page = client.get(f"/recherche?q={typed}")
    assert page.status_code == 200
    assert not {"script", "b"} & Page(page.text).active


@unhurried
@given(st.lists(st.tuples(NAMES, VALUES), max_size=6), st.sampled_from(["/api/v1/search", "/recherche", "/api/v1/related"]))
@example([("from", b"0001-01-01"), ("to", b"0001-01-01")], "/api/v1/search")
def test_any_parameters_have_an_answer(client: TestClient, pairs: list[tuple[str, bytes]], path: str) -> None:
    query = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs)
    response = client.get(f"{path}?{query}")
    assert response.status_code in {200, 400, 404}
    if response.status_code == 400:
        assert response.json()["parameter"] in {*(name for name, _ in pairs), "url"}


@unhurried
@given(st.binary(min_size=1, max_size=40))
def test_any_path_has_an_answer(client: TestClient, path: bytes) -> None:
    for prefix in ("/contenu/", "/api/v1/items/", "/static/", "/"):
        assert client.get(prefix + quote_from_bytes(path, safe="")).status_code in {200, 307, 404}


@unhurried
@given(st.binary(max_size=200))
def test_any_body_has_an_answer(client: TestClient, body: bytes) -> None:
    assert client.post("/api/v1/related", content=body).status_code in {200, 400}


@pytest.mark.parametrize("text", ["", "?!", "le la les", "\ufffd", "a" * 100_000])
def test_any_text_may_have_no_related_items(client: TestClient, text: str) -> None:
    assert client.post("/api/v1/related", json={"text": text}).status_code in {200, 400}
