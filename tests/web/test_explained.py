"""How a score came about, in French: on the page, in the API, and as lines."""

import re

import msgspec
import pytest
from starlette.testclient import TestClient

from search.explanation import Count, Part, added, counted, multiplied, total
from tests.web.test_pages import link_with, page
from web.answers import SearchAnswer
from web.explained import decimal, explained

TITLE = counted("occurrences", "jumelag", "title", Count(2, 8, 8.0, 3.0, 1.0, 1.2, 0.75))
EXACT = counted("exact", "jumelages", "body_exact", Count(1, 1, 8.0, 3.0, 0.5, 1.2, 0.75))


def test_a_line_says_where_a_root_stands_and_how_often() -> None:
    assert explained(TITLE).text == "«\u00a0jumelag…\u00a0» dans le titre, 2\u00a0fois pour 8\u00a0mots importants"
    assert explained(EXACT).text == "«\u00a0jumelages\u00a0» écrit exactement ainsi dans le texte, 1\u00a0fois pour 1\u00a0mot"


def test_factors_of_one_and_steps_with_one_part_are_left_out() -> None:
    word = added("word", [TITLE], "jumelag")
    line = explained(added("score", [multiplied("match", [added("words", [word]), Part("coverage", 1.0)])]))
    assert line.text == "Mot «\u00a0jumelag\u00a0»"
    assert [below.text for below in line.lines] == [explained(TITLE).text]


def test_what_is_kept_multiplies_and_all_else_adds() -> None:
    words = added("words", [added("word", [TITLE]), added("word", [EXACT])])
    line = explained(multiplied("match", [words, Part("coverage", 0.5)]))
    assert [below.value[:1] for below in line.lines] == ["×", "×"]
    assert line.lines[1].text == "Part gardée malgré les mots qui manquent"
    assert [below.value for below in line.lines[0].lines] == [decimal(TITLE.value), decimal(EXACT.value)]


@pytest.mark.parametrize(("value", "shown"), [(12.3456, "12,346"), (0.0, "0,000"), (0.0001, "moins de\u00a00,001")])
def test_numbers_are_written_in_french(value: float, shown: str) -> None:
    assert decimal(value) == shown


def test_the_api_gives_parts_that_make_up_the_score(client: TestClient) -> None:
    content = client.get("/api/v1/search?q=eau+jumelage+togo&explain=true").content
    hits = msgspec.json.decode(content, type=SearchAnswer).hits
    assert len(hits) > 1
    for hit in hits:
        assert isinstance(hit.explanation, Part)
        assert total(hit.explanation) == pytest.approx(hit.score, abs=1e-4)
    for query in ("q=togo", "q=togo&sort=date&explain=true", "explain=true"):
        assert b'"explanation"' not in client.get(f"/api/v1/search?{query}").content


def test_the_page_tells_in_words_how_a_result_is_ranked_when_asked(client: TestClient) -> None:
    plain = page(client, "/recherche?q=eau+togo")
    assert "est-il classé" not in plain.html
    assert link_with(plain, q="eau togo", explain="1")
    told = page(client, "/recherche?q=eau+togo&explain=1")
    summaries = re.findall(r"<summary>Comment ce résultat est-il classé\u202f\?</summary>", told.html)
    results, _, _ = told.html.partition("Proches de ce")
    assert len(summaries) == results.count('<li class="hit">') > 1
    assert "écrit exactement ainsi" in told.text
    assert "Masquer le détail des notes" in told.text
    assert "détail des notes" not in page(client, "/recherche?q=eau&sort=date&explain=1").text
