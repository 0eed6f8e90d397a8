import pytest
from starlette.testclient import TestClient

SUGGEST = "/api/v1/suggest"
SEARCH = "/api/v1/search"


def test_completions_come_with_their_kind_and_titles_with_their_address(client: TestClient) -> None:
    answer = client.get(SUGGEST, params={"q": "kpal"}).json()
    assert list(answer) == ["suggestions", "generation"]
    assert {
        "text": "Le marché de Kpalimé en images",
        "kind": "title",
        "url": "https://portail.example/Marche-Kpalime",
    } in answer["suggestions"]
    assert client.get(SUGGEST, params={"q": "ben"}).json()["suggestions"][0] == {"text": "Bénin", "kind": "country"}


def test_as_many_are_given_as_are_wanted(client: TestClient) -> None:
    assert len(client.get(SUGGEST, params={"q": "eau", "limit": 2}).json()["suggestions"]) == 2
    assert client.get(SUGGEST).json()["suggestions"] == []


@pytest.mark.parametrize("limit", ["0", "21", "-1", "x"])
def test_a_wrong_limit_is_a_problem_that_names_it(client: TestClient, limit: str) -> None:
    response = client.get(SUGGEST, params={"q": "eau", "limit": limit})
    assert (response.status_code, response.json()["parameter"]) == (400, "limit")


def test_the_same_question_is_answered_304(client: TestClient) -> None:
    first = client.get(SUGGEST, params={"q": "eau"})
    assert client.get(SUGGEST, params={"q": "eau"}, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("typed", ["%00", "%FF%FE", "%ED%A0%80", "%22", "a" * 5_000, "%F0%9F%92%A7"])
def test_nothing_that_is_typed_is_an_error(client: TestClient, typed: str) -> None:
    assert client.get(f"{SUGGEST}?q={typed}").status_code == 200


def test_a_search_suggests_the_spelling_of_the_portal(client: TestClient) -> None:
    answer = client.get(SEARCH, params={"q": "asainissement togo"}).json()
    assert answer["suggestion"] == "assainissement togo"
    assert answer["total"] > 0
    assert client.get(SEARCH, params={"q": "assainissement togo"}).json()["suggestion"] is None


def test_a_hit_says_which_words_it_lacks(client: TestClient) -> None:
    hits = client.get(SEARCH, params={"q": "Togo zinzolin"}).json()["hits"]
    lacking = {hit["id"]: hit["missing"] for hit in hits}
    assert lacking["guide-aict"] == ["Togo"]
    assert lacking["eau-togo"] == ["zinzolin"]


def test_operators_work_over_http(client: TestClient) -> None:
    def ids(text: str) -> set[str]:
        return {hit["id"] for hit in client.get(SEARCH, params={"q": text, "size": 50}).json()["hits"]}

    assert ids('"bien commun"') == {"eau-togo"}
    assert ids("pays:togo") == {"eau-togo", "retour-eau-togo", "photo-kpalime", "reunion-togo"}
    assert ids("togo -pays:togo") == {"appel-jeunesse"}
    assert ids("zinz*") == {"guide-aict"}
