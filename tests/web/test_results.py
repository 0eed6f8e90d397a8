"""What the page of a search offers beside its results."""

import re

import pytest
from starlette.testclient import TestClient

from tests.web.test_pages import link_with, page


def test_tabs_count_what_each_kind_would_bring_whatever_the_tab(client: TestClient) -> None:
    for path in ("/recherche?q=togo", "/recherche?q=togo&kind=article"):
        row = page(client, path).html.split('class="tabs"')[1].split("</nav>")[0]
        tabs = re.findall(r'<a href="([^"]+)"( aria-current="true")?>(\w+) <span class="count">(\d+)<', row)
        assert [(name, count) for _, _, name, count in tabs] == [
            ("Tout", "5"),
            ("Articles", "3"),
            ("Événements", "1"),
            ("Ressources", "1"),
        ]
        assert sum(bool(current) for _, current, _, _ in tabs) == 1


def test_a_period_is_chosen_in_a_form_that_keeps_the_search(client: TestClient) -> None:
    found = page(client, "/recherche?q=togo&from=2025-05-01&to=2025-05-31")
    dates = {attributes["name"]: attributes["value"] for attributes in found.all("input") if attributes["type"] == "date"}
    assert dates == {"from": "2025-05-01", "to": "2025-05-31"}
    assert "Depuis le 1er mai 2025" in found.text.replace("\u00a0", " ")
    assert link_with(found, q="togo", to="2025-05-31")


def test_associated_searches_lead_to_themes_that_the_query_does_not_name(client: TestClient) -> None:
    text = page(client, "/recherche?q=togo").html.split('id="associees"')[1].split("</section>")[0]
    assert "Gouvernance locale" in text
    assert "country=Togo" not in text


def test_nothing_found_says_which_filter_to_give_up(client: TestClient) -> None:
    found = page(client, "/recherche?q=zinzolin&country=Togo&kind=ressource")
    assert re.search(r"Sans «\s+Pays\s+: Togo\s+»</a> <span class=\"count\">1\s+résultat<", found.html)
    assert link_with(found, q="zinzolin", kind="ressource")
    assert "Sans «\u00a0Type de contenu" not in found.text
    assert "Quelques pistes" in found.text
    assert "Par thème" in found.text


def test_a_visitor_can_see_how_the_query_was_read(client: TestClient) -> None:
    html = page(client, "/recherche?q=les+communes+togolaises").html
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', html)
    assert [(typed, folded) for typed, folded, _ in rows] == [
        ("les", "les"),
        ("communes", "communes"),
        ("togolaises", "togolaises"),
    ]
    assert "mot courant" in rows[0][2]
    assert rows[1][2].startswith("commun")
    assert "Comment cette recherche" not in page(client, "/recherche").text


def test_a_tab_is_no_filter_to_remove_but_two_kinds_are(client: TestClient) -> None:
    assert "Retirer le filtre" not in page(client, "/recherche?q=togo&kind=article").html
    assert page(client, "/recherche?q=togo&kind=article&kind=ressource").html.count('class="filters"') == 1


@pytest.mark.parametrize(("path", "names"), [("/recherche?q=togo", 3), ("/recherche", 2), ("/recherche?upcoming=1", 2)])
def test_orders_are_those_that_make_sense(client: TestClient, path: str, names: int) -> None:
    html = page(client, path).html.split('aria-label="Ordre des résultats"')[1].split("</nav>")[0]
    assert html.count("<a ") == names
    assert html.count('aria-current="true"') == 1


def test_nothing_found_counts_what_giving_up_all_filters_would_bring(client: TestClient) -> None:
    found = page(client, "/recherche?q=zinzolin&country=Togo&theme=Jeunesse")
    assert re.search(r'href="/recherche\?q=zinzolin">Sans aucun filtre</a> <span class="count">1\s+résultat<', found.html)
    assert "Sans aucun filtre" not in page(client, "/recherche?q=xyzzy&country=Togo&theme=Jeunesse").text


def test_a_doubtful_word_has_a_better_spelling_one_link_away(client: TestClient) -> None:
    found = page(client, "/recherche?q=jumelaje&country=Bénin")
    assert "Vouliez-vous dire «\u00a0jumelage\u00a0»" in found.text
    assert link_with(found, q="jumelage", country="Bénin")


def test_a_hit_says_which_word_it_lacks(client: TestClient) -> None:
    assert re.search(r'<p class="missing">Sans\s+: <s>zinzolin</s>', page(client, "/recherche?q=togo+zinzolin").html)


def test_what_is_near_few_results_stands_below_them_with_the_reason(client: TestClient) -> None:
    shown = page(client, "/recherche?q=togo").text
    assert shown.index("Retour sur le webinaire") < shown.index("Proches de ces résultats") < shown.index("Proche de «\u00a0")
    alone = page(client, "/recherche?q=zinzolin").text
    assert "Proches de ce résultat" in alone
    assert "Proche de «" not in alone, "There is but one."
    assert "Proches de ce" not in page(client, "/recherche?q=zinzolin&sort=date").text


@pytest.mark.parametrize(
    ("query", "title"), [("jumelage", "1\u00a0résultat .* Proches de ce résultat "), ("togo", "s .* Proches de ces résultats ")]
)
def test_what_is_near_one_result_is_not_said_to_be_near_several(client: TestClient, query: str, title: str) -> None:
    assert re.search(title, page(client, f"/recherche?q={query}&size=100").text)
