from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.portal import ITEMS
from tests.web.conftest import TODAY, make_generation
from web.app import create_app
from web.settings import WebSettings

PATH = "/api/v1/items/eau-togo/related"


def ids(client: TestClient, query: str = "") -> list[str]:
    return [one["id"] for one in client.get(f"{PATH}?{query}").json()["items"]]


def test_filters_narrow_and_what_they_leave_open_is_filled(client: TestClient) -> None:
    assert ids(client, "kind=ressource&limit=9")[0] in {"guide-aict", "photo-kpalime"}
    assert set(ids(client, "kind=ressource&kind=evenement&limit=9")) >= {"guide-aict", "reunion-togo"}
    assert set(ids(client, "country=togo&limit=9")) == {"retour-eau-togo", "photo-kpalime", "reunion-togo"}
    assert ids(client, "theme=eau%20et%20assainissement") == ["retour-eau-togo"]
    assert ids(client, "country=Atlantide") == []


def test_items_may_be_too_old_or_unwanted(client: TestClient) -> None:
    assert "photo-kpalime" in ids(client, "limit=9")
    assert "photo-kpalime" not in ids(client, "limit=9&max_age=365")
    without = ids(client, "limit=9&exclude=retour-eau-togo&exclude=https://portail.example/Marche-Kpalime")
    assert not {"retour-eau-togo", "photo-kpalime"} & set(without)


@pytest.mark.parametrize("query", ["kind=livre", "max_age=hier", "exclude=http://[", "explain=peut-être", "limit=21"])
def test_a_bad_parameter_is_named(client: TestClient, query: str) -> None:
    answer = client.get(f"{PATH}?{query}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == query.split("=")[0]


def test_an_explanation_has_the_parts_of_the_score(client: TestClient) -> None:
    one = client.get(f"{PATH}?explain=true").json()["items"][0]
    parts = one["explanation"]
    assert parts["event"] == pytest.approx(0.5, abs=0.01)
    assert parts["similarity"] * parts["prior"] + parts["diversity"] == pytest.approx(one["score"], abs=0.001)
    assert "explanation" not in client.get(PATH).json()["items"][0]


def test_what_is_close_to_a_text_is_explained_too(client: TestClient) -> None:
    text = {"text": "Le marché de Kpalimé et l’assainissement au Togo"}
    for found in (
        client.post("/api/v1/related?explain=true", json=text),
        client.get(f"{PATH}?explain=true&kind=ressource&limit=20"),
    ):
        items = found.json()["items"]
        assert items
        for one in items:
            parts = one["explanation"]
            told = parts["similarity"] * parts["prior"] + parts.get("diversity", 0)
            assert told == pytest.approx(one["score"], abs=0.001)
    assert "explanation" not in client.post("/api/v1/related", json=text).json()["items"][0]


def test_an_answer_that_is_known_tells_no_length(client: TestClient) -> None:
    whole = client.get(PATH)
    known = client.get(PATH, headers={"If-None-Match": whole.headers["etag"]})
    assert (known.status_code, "content-length" in whole.headers, "content-length" in known.headers) == (304, True, False)


def test_a_text_is_filtered_too(client: TestClient) -> None:
    text = {"text": "Le marché de Kpalimé et l’assainissement au Togo"}
    found = client.post("/api/v1/related?kind=ressource", json=text).json()["items"]
    assert {one["kind"] for one in found} == {"ressource"}


def test_what_is_remembered_is_forgotten_with_its_generation_and_its_day(tmp_path: Path) -> None:
    make_generation(tmp_path, ITEMS)
    day = TODAY
    with TestClient(create_app(WebSettings(tmp_path, follow_every=3600), today=lambda: day)) as visitor:
        first = visitor.get(PATH)
        assert visitor.get(PATH).content == first.content
        day += timedelta(days=1)
        assert visitor.get(PATH).headers["etag"] != first.headers["etag"]
        generation = make_generation(tmp_path, [one for one in ITEMS if one.id != "retour-eau-togo"])
        visitor.app.state.live.refresh()  # type: ignore[attr-defined]
        assert visitor.get(PATH).json()["generation"] == generation
        assert "retour-eau-togo" not in ids(visitor)
