import msgspec
import pytest
from starlette.testclient import TestClient

from tests.web.conftest import DOCUMENTS, HOSTILE
from tests.web.test_parameters import BAD
from web.answers import ItemAnswer, RelatedAnswer, SearchAnswer
from web.related import MAX_BODY

SEARCH = "/api/v1/search"
HIT_FIELDS = (
    "id url kind category title summary highlights themes countries media published starts ends place score missing pinned".split()
)


def search(client: TestClient, query: str) -> SearchAnswer:
    response = client.get(f"{SEARCH}?{query}")
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=SearchAnswer)


def ids(answer: SearchAnswer) -> list[str]:
    return [hit.id for hit in answer.hits]


def test_an_answer_has_the_promised_shape(client: TestClient) -> None:
    answer = client.get(f"{SEARCH}?q=togo").json()
    assert list(answer) == ["query", "total", "page", "size", "hits", "nearby", "facets", "suggestion", "generation"]
    assert list(answer["hits"][0]) == HIT_FIELDS
    assert (answer["query"], answer["page"], answer["size"], answer["suggestion"]) == ("togo", 1, 10, None)
    assert list(answer["facets"]) == ["kind", "category", "theme", "country", "media", "year"]
    assert answer["facets"]["country"][0] == {"value": "Togo", "count": 4}


def test_facets_have_as_many_values_as_are_asked_for(client: TestClient) -> None:
    whole = search(client, "facet_values=1000").facets
    assert len(whole["theme"]) > 2
    assert search(client, "facet_values=2").facets == {name: values[:2] for name, values in whole.items()}
    assert search(client, "facet_values=0").facets == dict.fromkeys(whole, ())


@pytest.mark.parametrize(
    ("typed", "variants"),
    [
        (
            "coopération décentralisée",
            ("cooperation decentralisee", "COOPÉRATION DÉCENTRALISÉE", "coope\u0301ration  décentralisée"),
        ),
        ("l’eau", ("l'eau", "L’EAU")),
        ("sœur", ("soeur", "SŒUR")),
    ],
)
def test_accents_case_and_apostrophes_change_no_byte_but_the_echo(
    client: TestClient, typed: str, variants: tuple[str, ...]
) -> None:
    def answer(text: str) -> bytes:
        response = client.get(SEARCH, params={"q": text})
        echo = b'{"query":' + msgspec.json.encode(text) + b","
        assert response.content.startswith(echo)
        return response.content.removeprefix(echo)

    assert msgspec.json.decode(b"{" + answer(typed))["total"] > 0
    assert {answer(text) for text in variants} == {answer(typed)}


def test_filters_combine(client: TestClient) -> None:
    assert set(ids(search(client, "country=togo&country=Sénégal&kind=événement"))) == {"reunion-togo", "festival"}
    assert ids(search(client, "media=son")) == ["photo-kpalime"]
    assert ids(search(client, "category=Appel à projets")) == ["appel-jeunesse"]
    assert ids(search(client, "year=2022")) == ["photo-kpalime"]
    assert search(client, "theme=inconnu").total == 0


def test_a_period_includes_both_its_days(client: TestClient) -> None:
    assert ids(search(client, "q=webinaire&from=2025-05-05&to=2025-06-03&sort=date_asc")) == ["eau-togo", "retour-eau-togo"]
    assert ids(search(client, "q=webinaire&to=2025-06-02")) == ["eau-togo"]


def test_upcoming_events_come_next_first(client: TestClient) -> None:
    assert ids(search(client, "upcoming=true")) == ["reunion-togo", "festival"]


def test_a_page_past_the_end_is_empty_and_its_total_exact(client: TestClient) -> None:
    everything = search(client, "size=100")
    assert everything.total == len(everything.hits) == len(DOCUMENTS)
    for page in (2, 1000, 9_999_999):
        past = search(client, f"size=100&page={page}")
        assert (past.total, past.hits, past.page) == (len(DOCUMENTS), (), page)
    assert [hit.id for page in range(1, 7) for hit in search(client, f"size=2&page={page}").hits] == ids(everything)
    assert search(client, "size=0").hits == ()


def test_a_very_long_query_is_read_to_its_limit_and_says_so(client: TestClient) -> None:
    answer = search(client, "q=" + "togo+" * 3000)
    assert answer.notes == ("requete-tronquee", "requete-abregee")
    assert len(answer.query) == 10_000
    assert answer.total > 0


@pytest.mark.parametrize(
    "typed",
    ["%00", "togo%00eau", "%ED%A0%80", "%FF%FE", "%22togo", "((((", "%22%22%22", "*:*", "AND+OR+NOT", "~%5B", "%F0%9F%92%A7"],
)
def test_no_query_makes_a_search_fail(client: TestClient, typed: str) -> None:
    search(client, f"q={typed}")
    assert client.get(f"/recherche?q={typed}").status_code == 200


def test_highlights_are_escaped_html_with_marks(client: TestClient) -> None:
    hit = search(client, "q=attaque").hits[0]
    texts = " ".join(value for found in search(client, "q=attaque").hits for value in found.highlights.values())
    assert "<mark>Attaque</mark>" in texts
    assert "&lt;script&gt;" in texts
    assert "<script" not in texts
    assert hit.title in {document.title for document in DOCUMENTS}
    assert search(client, "q=zinzolin").hits[0].highlights["body"].startswith("… ")


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_parameter_gets_a_problem_that_names_it(client: TestClient, name: str, value: str) -> None:
    response = client.get(SEARCH, params={name: value})
    problem = response.json()
    assert response.status_code == problem["status"] == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert (problem["parameter"], problem["instance"]) == (name, SEARCH)
    assert {"type", "title", "detail"} <= set(problem)


def test_an_item_is_found_by_its_id_even_with_slashes(client: TestClient) -> None:
    answer = client.get("/api/v1/items/dossier/hostile%3Fa=1%23%3Cb%3E")
    item = msgspec.json.decode(answer.content, type=ItemAnswer)
    assert (item.id, item.title, item.authors) == (HOSTILE.id, HOSTILE.title, HOSTILE.authors)
    assert "source" not in answer.json()
    related = client.get("/api/v1/items/dossier/hostile%3Fa=1%23%3Cb%3E/related").json()
    assert [other["id"] for other in related["items"]] == ["lien-script"]


def test_related_items_say_why(client: TestClient) -> None:
    answer = client.get("/api/v1/items/eau-togo/related?limit=2").json()
    assert answer["items"][0]["id"] == "retour-eau-togo"
    assert len(answer["items"]) == 2
    assert {"type": "country", "values": ["Togo"]} in answer["items"][0]["reasons"]
    assert list(answer["items"][0]) == ["id", "url", "title", "kind", "published", "score", "reasons"]


def test_an_address_in_another_spelling_gives_the_same_related_items(client: TestClient) -> None:
    by_id = client.get("/api/v1/items/eau-togo/related").json()
    for url in (
        "https://portail.example/Webinaire-France-Togo",
        "http://www.portail.example/Webinaire-France-Togo/?utm_source=lettre#haut",
    ):
        assert client.get("/api/v1/related", params={"url": url}).json() == by_id


@pytest.mark.parametrize(
    "path",
    ["/api/v1/items/inconnu", "/api/v1/items/inconnu/related", "/api/v1/related?url=https://ailleurs.example/", "/api/v1/items/"],
)
def test_what_does_not_exist_is_a_404(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["", "url=", "url=http%3A%2F%2F%5B", f"url={'x' * 2001}"])
def test_an_address_that_is_none_names_the_parameter(client: TestClient, query: str) -> None:
    response = client.get(f"/api/v1/related?{query}")
    assert (response.status_code, response.json()["parameter"]) == (400, "url")


def test_a_text_gets_related_items(client: TestClient) -> None:
    response = client.post("/api/v1/related?limit=1", json={"text": "L’assainissement au Togo", "titre": "ignoré"})
    answer = msgspec.json.decode(response.content, type=RelatedAnswer)
    assert len(answer.items) == 1
    assert answer.items[0].id in {"eau-togo", "retour-eau-togo"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"text": 3}',
        b'{"text": null}',
        b'{"text": "  "}',
        b"{",
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_a_body_without_a_text_is_refused(client: TestClient, body: bytes) -> None:
    response = client.post("/api/v1/related", content=body)
    assert (response.status_code, response.json()["parameter"]) == (400, "text")


def test_a_body_is_read_to_its_limit_only(client: TestClient) -> None:
    fits = msgspec.json.encode({"text": "eau " * 5}).ljust(MAX_BODY)
    assert client.post("/api/v1/related", content=fits).status_code == 200
    chunks = (b"x" * 1000 for _ in range(1000))
    for body in (fits + b" ", chunks):
        response = client.post("/api/v1/related", content=body)
        assert response.status_code == response.json()["status"] == 413
    assert client.post("/api/v1/related", content=b"", headers={"content-length": "9" * 5000}).status_code == 413


def test_a_bad_limit_is_named_whatever_the_route(client: TestClient) -> None:
    for response in (
        client.get("/api/v1/items/eau-togo/related?limit=0"),
        client.get("/api/v1/related?url=portail.example/Festival&limit=21"),
        client.post("/api/v1/related?limit=x", json={"text": "eau"}),
    ):
        assert (response.status_code, response.json()["parameter"]) == (400, "limit")
