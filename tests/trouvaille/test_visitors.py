"""What visitors of the sample portal expect first. Each test is a sentence; the portal is built as ``make run`` builds it."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest

from indexer.build import build
from indexer.sources.sample import SampleSource
from search.analysis import ANALYSER
from search.index import Index
from search.moments import PORTAL_ZONE
from search.request import Filters, SearchRequest
from search.results import Hit, SearchResults
from search.synonyms import Rule
from search.synonyms_file import SynonymsFile

SAMPLE = Path(__file__).parent.parent.parent / "index_data" / "sample"
TODAY = date(2026, 3, 4)
NOW = int(datetime.combine(TODAY, time(), tzinfo=PORTAL_ZONE).timestamp())


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index_data") / "portail"
    build([SampleSource(SAMPLE, TODAY)], folder)
    return folder


@pytest.fixture(scope="module")
def index(portal: Path) -> Iterator[Index]:
    opened = Index.live(portal)
    yield opened
    opened.close()


def search(index: Index, text: str, size: int = 10) -> SearchResults:
    return index.search(SearchRequest(text=text, size=size, now=NOW))


def first(index: Index, text: str) -> Hit:
    return search(index, text).hits[0]


def titles(index: Index, text: str, size: int = 5) -> list[str]:
    return [hit.document.title for hit in search(index, text, size).hits]


def marked(hit: Hit) -> set[str]:
    return {piece for highlight in hit.highlights.values() for piece, is_match in highlight.pieces if is_match}


FIRST = [
    ("FCT", "La Faîtière des Communes du Togo (FCT)"),
    ("faitiere communes togo", "Faîtière des Communes du Togo"),
    ("AICT", "L’action internationale des collectivités territoriales (AICT)"),
    ("objectifs developpement durable", "Objectifs de développement durable"),
    ("ODD", "Objectifs de développement durable"),
    ("loi oudin", "loi Oudin-Santini"),
    ("1 % eau", "1 % eau"),
    ("comment faire vivre un comité de gestion de bornes-fontaines ?", "Faire vivre un comité de gestion"),
    ("replay webinaire bien commun", "Replay du webinaire"),
    ("appels à projets 2026", "Appels à projets 2026"),
    ("forum aict", "Forum de l’AICT"),
    ("journée comités de jumelage", "Journée nationale des comités de jumelage"),
    ("café débat jumelage", "Café-débat"),
    ("marché kpalimé", "le marché de Kpalimé"),
    ("etat civil kpalime", "Formation des agents d'état civil à Kpalimé"),
    ("assainissement sokode", "À Sokodé, l'assainissement"),
    ("oasis maroc", "Oasis"),
    ("francophonie territoires", "francophonie des territoires"),
    ("guide élu", "Guide de l’élu·e"),
    ("slam sokodé", "Slam à Sokodé"),
    ("dechets hue mahajanga", "Hué et Mahajanga"),
]


@pytest.mark.parametrize(("typed", "expected"), FIRST)
def test_what_was_meant_comes_first(index: Index, typed: str, expected: str) -> None:
    assert expected in first(index, typed).document.title


AMONG_THE_FIRST = [
    ("action internationale des collectivités territoriales", "L’action internationale des collectivités territoriales"),
    ("retour sur le webinaire france togo", "Retour sur le webinaire"),
    ("appel a projets dechets", "Villes propres"),
    ("convention type", "Convention type"),
    ("madagascar dechets", "déchets"),
]


@pytest.mark.parametrize(("typed", "expected"), AMONG_THE_FIRST)
def test_what_may_be_meant_is_among_the_first_three(index: Index, typed: str, expected: str) -> None:
    assert any(expected in title for title in titles(index, typed, 3))


TYPOS = [
    ("jumelaje togo", "jumelage togo"),
    ("asainissement", "assainissement"),
    ("francophonnie", "Francophonie"),
    ("colectivite", "collectivité"),
    ("volontariat internationnal", "volontariat international"),
    ("webinare togo", "webinaire togo"),
    ("coopertaion décentralisée", "coopération décentralisée"),
]


@pytest.mark.parametrize(("typed", "meant"), TYPOS)
def test_a_typo_finds_what_was_meant_and_says_so(index: Index, typed: str, meant: str) -> None:
    results = search(index, typed)
    assert results.suggestion == meant
    assert [hit.document.id for hit in results.hits] == [hit.document.id for hit in search(index, meant).hits]
    assert results.total > 0


def test_nothing_is_suggested_for_what_the_portal_knows(index: Index) -> None:
    for typed in ("togo", "élus togolais", "FCT", "appel à projets 2026", "coopération décentralisée", "Kpalimé", "L. 1115-1"):
        assert search(index, typed).suggestion is None


def test_acronyms_and_numbers_are_never_corrected(index: Index) -> None:
    for typed in ("FCR", "AIKT", "ZZZZ", "20255", "1234567"):
        assert search(index, typed).suggestion is None


def test_a_full_name_finds_what_has_its_acronym_only(index: Index) -> None:
    hits = search(index, "délégation pour l’action extérieure des collectivités territoriales", 100).hits
    with_acronym_only = [hit for hit in hits if "DAECT" in marked(hit) and not hit.missing]
    assert with_acronym_only


def test_an_acronym_marks_its_full_name(index: Index) -> None:
    assert {"Faîtière", "Communes"} <= marked(search(index, "FCT").hits[1])


def test_the_webinar_of_may_2025_comes_before_other_webinars(index: Index) -> None:
    assert all(
        "l’eau, un bien commun" in title or "Togo, le 12 mars 2025" in title for title in titles(index, "webinaire mai 2025", 4)
    )


def test_the_next_meeting_is_one_that_is_to_come(index: Index) -> None:
    hits = search(index, "prochaine réunion groupe pays").hits
    assert [hit.document.kind for hit in hits[:3]] == ["evenement"] * 3
    assert all(hit.document.starts > TODAY.isoformat() and "Réunion du groupe-pays" in hit.document.title for hit in hits[:3])


def test_the_next_meeting_on_togo_is_the_one_on_togo(index: Index) -> None:
    hit = first(index, "prochaine réunion du groupe pays Togo")
    assert hit.document.kind == "evenement"
    assert hit.document.title.startswith("Réunion du groupe-pays Togo")
    assert hit.document.starts > TODAY.isoformat()


def test_the_next_meetings_come_in_the_order_of_their_days(index: Index) -> None:
    hits = search(index, "prochaine réunion groupe pays").hits[:3]
    assert [hit.document.starts for hit in hits] == sorted(hit.document.starts for hit in hits)


@pytest.mark.parametrize("typed", ["agenda", "prochainement", "événements à venir", "prochains rendez-vous"])
def test_who_asks_what_is_on_gets_the_events_to_come_day_by_day(index: Index, typed: str) -> None:
    days = [hit.document.starts[:10] for hit in search(index, typed, 6).hits]
    assert days == sorted(days)
    assert days[0] >= TODAY.isoformat()


def test_the_agenda_of_a_country_begins_with_events_to_come_on_it(index: Index) -> None:
    hit = first(index, "agenda togo")
    assert hit.document.kind == "evenement"
    assert hit.document.starts > TODAY.isoformat()
    assert "Togo" in hit.document.title
    assert hit.missing == ()


def test_a_webinar_to_come_comes_before_past_ones_unless_its_replay_is_asked_for(index: Index) -> None:
    assert first(index, "webinaire").document.starts > TODAY.isoformat()
    assert first(index, "replay webinaire").document.title.startswith("Replay")


def test_a_meeting_of_a_date_is_the_one_of_that_date(index: Index) -> None:
    assert "14 novembre 2025" in "".join(titles(index, "réunion groupe pays togo 14 novembre 2025", 2))
    assert first(index, "réunion groupe pays bénin avril 2026").document.starts.startswith("2026-04")


def test_with_the_filter_on_events_those_to_come_are_first(index: Index) -> None:
    events = Filters(labels=(("kind", ("evenement",)),))
    hits = index.search(SearchRequest(text="réunion groupe pays", filters=events, now=NOW)).hits
    is_to_come = [hit.document.starts > TODAY.isoformat() for hit in hits if "Réunion du groupe-pays" in hit.document.title]
    assert is_to_come == sorted(is_to_come, reverse=True)
    assert True in is_to_come
    assert False in is_to_come


@pytest.mark.parametrize(
    "typed", ["jumelage togo", "eau bénin", "assainissement sokodé", "appel à projets déchets", "volontariat international togo"]
)
def test_all_telling_words_come_first(index: Index, typed: str) -> None:
    assert first(index, typed).missing == ()


@pytest.mark.parametrize("typed", ["jumelage école togo", "quelles aides pour un jumelage avec une commune togolaise ?"])
def test_of_many_telling_words_all_are_near_the_top_and_what_lacks_some_says_which(index: Index, typed: str) -> None:
    hits = search(index, typed, 4).hits
    assert any(hit.missing == () for hit in hits)
    for hit in hits:
        text = ANALYSER.stems(" ".join((hit.document.title, hit.document.summary, hit.document.body)))
        assert not {stem for word in hit.missing for stem in ANALYSER.stems(word)} & set(text)


def test_items_on_the_country_that_was_typed_come_first(index: Index) -> None:
    hits = search(index, "cooperation decentralisee togo", 100).hits
    lacking = [place for place, hit in enumerate(hits) if "Togo" in hit.missing]
    having = [place for place, hit in enumerate(hits) if not hit.missing]
    assert max(having) < min(lacking)


def test_items_with_both_words_come_before_those_with_one(index: Index) -> None:
    complete = [not hit.missing for hit in search(index, "jumelage togo", 100).hits]
    assert all(complete[:5])
    assert not any(complete[-20:])


def test_a_hit_says_which_words_it_lacks_as_they_were_typed(index: Index) -> None:
    assert first(index, "Togo Xyzzy").missing == ("Xyzzy",)
    assert first(index, "kpalimé état-civil").missing == ()


def test_a_question_is_answered_by_its_telling_words(index: Index) -> None:
    question = search(index, "Je souhaite savoir à quoi sert un jumelage ?")
    assert question.total == search(index, "jumelage").total
    assert question.hits[0].document.id == first(index, "jumelage").document.id


def test_a_phrase_is_found_as_it_is_written(index: Index) -> None:
    results = search(index, "« comité de jumelage »", 100)
    texts = [" ".join((hit.document.title, hit.document.summary, hit.document.body)).lower() for hit in results.hits]
    assert 0 < results.total == len(texts)
    assert all("comité de jumelage" in text for text in texts)
    assert results.total < search(index, "comité de jumelage").total


def test_a_word_with_a_minus_is_kept_out_and_one_with_a_plus_is_in_every_hit(index: Index) -> None:
    assert not [hit for hit in search(index, "jumelage -togo", 100).hits if "Togo" in hit.document.countries]
    hits = search(index, "jumelage +togo", 100).hits
    assert hits
    assert not [hit for hit in hits if "Togo" in hit.missing]


def test_french_operators_in_capitals_combine_words(index: Index) -> None:
    water, borehole = search(index, "eau").total, search(index, "forage").total
    both, either = search(index, "eau ET forage").total, search(index, "eau OU forage").total
    assert both + either == water + borehole
    assert search(index, "eau SAUF forage").total == water - both
    assert [search(index, f"eau {word} forage").total for word in ("AND", "OR", "NOT")] == [both, either, water - both]


def test_filters_can_be_typed(index: Index) -> None:
    def kinds(text: str) -> set[str]:
        return {hit.document.kind for hit in search(index, text, 100).hits}

    assert kinds("type:evenement togo") == kinds("type:événements") == {"evenement"}
    assert all("Bénin" in hit.document.countries for hit in search(index, "pays:benin", 100).hits)
    assert all("Eau et assainissement" in hit.document.themes for hit in search(index, 'theme:"eau et assainissement"', 100).hits)
    assert search(index, "theme:togo").total > 0
    assert search(index, "annee:2025").total + search(index, "-annee:2025").total == index.count()


def test_the_beginning_of_a_word_finds_its_whole_family(index: Index) -> None:
    found = {hit.document.id for hit in search(index, "coop*", 100).hits}
    for word in ("coopération", "coopérer", "coopératives"):
        assert {hit.document.id for hit in search(index, f'"{word}"', 100).hits} <= found


def test_a_word_can_be_looked_for_in_titles_only(index: Index) -> None:
    hits = search(index, "titre:jumelage", 100).hits
    assert hits
    assert all("jumel" in hit.document.title.lower() for hit in hits)


def test_the_best_passage_is_shown_and_not_the_beginning(index: Index) -> None:
    hit = first(index, "cahier de caisse pompes")
    passage = "".join(piece for piece, _ in hit.highlights["body"].pieces)
    assert "caisse" in passage
    assert hit.highlights["body"].starts_inside


def test_a_typo_is_marked_where_the_right_word_stands(index: Index) -> None:
    assert "assainissement" in {piece.lower() for piece in marked(first(index, "asainissement"))}


def test_a_synonym_of_the_portal_finds_without_a_rebuild(portal: Path) -> None:
    index = Index.open(next(portal.glob("2*")), SynonymsFile((Rule("piscine", "forage"),), digest="essai"))
    assert search(index, "piscine").total == search(index, "forage").total > 0
    assert "forage" in {piece.lower() for hit in search(index, "piscine").hits for piece in marked(hit)}
    index.close()


SUGGESTED = [
    ("tog", "Togo"),
    ("coop", "coopération décentralisée"),
    ("appel a", "appel à projets"),
    ("BÉN", "Bénin"),
    ("jum", "Jumelages"),
]


@pytest.mark.parametrize(("typed", "expected"), SUGGESTED)
def test_while_one_types_the_portal_proposes_its_own_words(index: Index, typed: str, expected: str) -> None:
    assert expected in [suggestion.text for suggestion in index.suggest(typed)[:3]]


def test_a_proposed_title_leads_to_its_item(index: Index) -> None:
    found = [suggestion for suggestion in index.suggest("bien commun a ger", 5) if suggestion.kind == "title"]
    assert found
    assert all(index.item_at(suggestion.url).title == suggestion.text for suggestion in found)


def test_what_is_near_few_results_fills_their_page(index: Index) -> None:
    found = search(index, "loi Oudin-Santini assainissement volontaire", size=100)
    assert found.total + len(found.nearby) <= 100
    assert found.nearby
    assert not {hit.document.id for hit in found.hits} & {one.document.id for one in found.nearby}
    assert all(one.reasons[0].type == "result" for one in found.nearby)


def test_only_the_last_page_of_results_is_filled_whatever_the_page_size(index: Index) -> None:
    whole = search(index, "pompe", size=100)
    size = next(size for size in range(2, 20) if whole.total % size and whole.total > size)
    pages = [index.search(SearchRequest(text="pompe", page=page, size=size)) for page in range(1, whole.total // size + 3)]
    assert [bool(page.nearby) for page in pages] == [False] * (len(pages) - 2) + [True, False]
    filled = pages[-2]
    assert [one.document.id for one in filled.nearby] == [one.document.id for one in whole.nearby][: size - len(filled.hits)]


@pytest.mark.parametrize("typed", ["+pompe", "« pompe solaire »", "theme:eau pompe", "prochaine réunion", "zzzzzz", ""])
def test_who_asks_precisely_gets_what_was_asked_for_and_nothing_else(index: Index, typed: str) -> None:
    assert not search(index, typed, size=100).nearby
    assert not index.search(SearchRequest(text="pompe", sort="date", size=100)).nearby
