"""What every engine must do: one class of tests, run against each of them."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.analysis import ANALYSER
from search.document import Document
from search.engine import Engine, EngineQuery, Matches
from search.errors import ItemNotFound
from search.moments import seconds
from search.query import Every
from search.ranking import WEIGHTS
from search.request import Filters
from search.results import FacetValue
from tests.engines.words_query import words_query
from tests.portal import ITEMS

Open = Callable[[Iterable[Document]], Engine]


def ask(engine: Engine, text: str, **options: object) -> Matches:
    return engine.search(EngineQuery(words_query(text, ANALYSER, WEIGHTS), **options))  # type: ignore[arg-type]


def ids(matches: Matches) -> list[str]:
    return [match.id for match in matches.hits]


class EngineContract:
    """Subclasses give the fixture ``open_engine``: it makes an engine that holds the given documents."""

    @pytest.fixture
    def engine(self, open_engine: Open) -> Engine:
        return open_engine(ITEMS)

    def test_should_find_an_item_by_a_word_of_its_title(self, engine: Engine) -> None:
        assert ids(ask(engine, "jumelage")) == ["jumelage-benin"]

    def test_should_find_without_accents_what_has_accents(self, engine: Engine) -> None:
        typed = [
            ask(engine, text) for text in ("coopération décentralisée", "cooperation decentralisee", "COOPÉRATION DÉCENTRALISÉE")
        ]
        assert typed[0] == typed[1] == typed[2]
        assert typed[0].total == 2

    def test_should_find_either_apostrophe(self, engine: Engine) -> None:
        assert ask(engine, "l’assainissement") == ask(engine, "l'assainissement")
        assert set(ids(ask(engine, "l’assainissement"))) == {"eau-togo", "retour-eau-togo"}

    def test_should_match_plurals_feminines_and_inclusive_writing(self, engine: Engine) -> None:
        assert ids(ask(engine, "élue")) == ["retour-eau-togo"]
        assert ids(ask(engine, "régionale")) == ["guide-aict"]

    def test_should_match_a_dotted_acronym(self, engine: Engine) -> None:
        assert ids(ask(engine, "AFD")) == ["guide-aict"]

    def test_should_put_a_match_in_the_title_before_a_match_in_the_body(self, open_engine: Open) -> None:
        engine = open_engine(
            [
                Document(id="corps", title="Le marché", body="Un jumelage de communes."),
                Document(id="titre", title="Le jumelage", body="Un marché de communes."),
                Document(id="autre", title="Le port", body="Un jumelage de ports."),
            ]
        )
        assert ids(ask(engine, "jumelage"))[0] == "titre"

    def test_should_put_an_item_that_has_all_the_words_before_one_that_repeats_some_when_all_are_meant(
        self, open_engine: Open
    ) -> None:
        engine = open_engine(
            [
                Document(id="un mot", title="Une note", body="Marché, marché et encore marché : le marché."),
                Document(id="deux mots", title="Une note", body="Le marché du Togo, ses étals, ses tissus, ses couleurs du matin."),
                *(Document(id=f"autre-{number}", title="Une note", body="Un texte sur le Togo.") for number in range(3)),
            ]
        )
        both_meant = EngineQuery(words_query("marché Togo", exponent=8.0))
        assert ids(engine.search(both_meant))[:2] == ["deux mots", "un mot"]

    def test_should_find_a_stop_word_alone_in_the_exact_view(self, engine: Engine) -> None:
        assert "photo-kpalime" in ids(ask(engine, "en"))

    def test_should_find_nothing_for_an_empty_text(self, engine: Engine) -> None:
        assert ask(engine, "") == ask(engine, "?!…")
        assert ask(engine, "").total == 0

    def test_should_count_exactly_whatever_the_page(self, engine: Engine) -> None:
        everything = engine.search(EngineQuery(Every(), limit=100))
        assert everything.total == len(ITEMS) == len(everything.hits)
        for offset in range(0, len(ITEMS) + 4, 4):
            page = engine.search(EngineQuery(Every(), offset=offset, limit=4))
            assert page.total == len(ITEMS)
            assert page.hits == everything.hits[offset : offset + 4]

    def test_should_answer_an_empty_page_past_the_end(self, engine: Engine) -> None:
        assert ids(ask(engine, "Togo", offset=1000)) == []
        assert ask(engine, "Togo", offset=1000).total == ask(engine, "Togo").total

    def test_should_filter_by_labels_in_any_spelling(self, engine: Engine) -> None:
        for country in ("Bénin", "benin", "BÉNIN"):
            matches = engine.search(EngineQuery(Every(), Filters(labels=(("country", (country,)),))))
            assert set(ids(matches)) == {"jumelage-benin", "appel-jeunesse"}

    def test_should_widen_by_two_labels_of_a_field_and_narrow_by_two_fields(self, engine: Engine) -> None:
        labels = (("country", ("Togo", "Sénégal")), ("kind", ("evenement",)))
        assert set(ids(engine.search(EngineQuery(Every(), Filters(labels=labels))))) == {"reunion-togo", "festival"}

    def test_should_filter_by_dates_both_ends_included(self, engine: Engine) -> None:
        day = 86_400
        since = 1_746_396_000  # 2025-05-05 in Paris
        assert ids(ask(engine, "webinaire", filters=Filters(since=since, until=since + day))) == ["eau-togo"]
        assert ask(engine, "webinaire", filters=Filters(since=since + 1, until=since + day)).total == 0

    def test_should_keep_only_events_that_are_not_over(self, engine: Engine) -> None:
        during_the_festival = 1_780_830_000  # 2026-06-07 at 13:00 in Paris
        matches = engine.search(EngineQuery(Every(), Filters(upcoming_at=during_the_festival)))
        assert ids(matches) == ["festival"]

    def test_should_take_an_event_of_a_whole_day_as_over_when_the_next_day_begins(self, open_engine: Open) -> None:
        engine = open_engine([Document(id="hier", title="Atelier", kind="evenement", starts="2026-03-03")])
        today = Filters(upcoming_at=seconds("2026-03-04"))
        this_evening = Filters(upcoming_at=seconds("2026-03-04") - 1)
        assert ids(engine.search(EngineQuery(Every(), today))) == []
        assert ids(engine.search(EngineQuery(Every(), this_evening))) == ["hier"]

    def test_should_sort_by_date_with_undated_items_last(self, engine: Engine) -> None:
        newest = ids(engine.search(EngineQuery(Every(), sort="date", limit=20)))
        oldest = ids(engine.search(EngineQuery(Every(), sort="date_asc", limit=20)))
        assert newest[:3] == ["festival", "reunion-togo", "appel-jeunesse"]
        assert oldest[0] == "photo-kpalime"
        assert newest[-1] == oldest[-1] == "sans-date"

    def test_should_count_facets_over_all_matches_in_the_portal_s_spelling(self, engine: Engine) -> None:
        matches = engine.search(EngineQuery(Every(), limit=1))
        assert matches.facets["country"] == (FacetValue("Togo", 4), FacetValue("Bénin", 2), FacetValue("Sénégal", 2))
        assert matches.facets["media"] == (FacetValue("photo", 1), FacetValue("son", 1), FacetValue("texte", 1))
        assert FacetValue("2026", 2) in matches.facets["year"]

    def test_should_give_as_many_values_of_each_facet_as_are_asked_for(self, engine: Engine) -> None:
        whole = engine.search(EngineQuery(Every(), limit=1)).facets
        for number in (0, 1, 2, 1000):
            some = engine.search(EngineQuery(Every(), limit=1, facet_values=number)).facets
            assert some == {name: values[:number] for name, values in whole.items()}

    def test_should_give_the_documents_of_ids_in_their_order(self, engine: Engine) -> None:
        assert engine.documents(["festival", "eau-togo"]) == [ITEMS[7], ITEMS[0]]

    def test_should_give_the_documents_of_its_matches_in_their_order(self, engine: Engine) -> None:
        for matches in (
            ask(engine, "Togo eau"),
            engine.search(EngineQuery(Every(), sort="date", offset=3, limit=20)),
            ask(engine, ""),
        ):
            assert engine.matched_documents(matches.hits) == engine.documents(ids(matches))

    def test_should_name_an_unknown_id(self, engine: Engine) -> None:
        with pytest.raises(ItemNotFound, match="inconnu-au-bataillon"):
            engine.documents(["inconnu-au-bataillon"])

    def test_should_know_its_ids_and_their_number(self, engine: Engine) -> None:
        assert sorted(engine.ids()) == sorted(item.id for item in ITEMS)
        assert engine.count() == len(ITEMS)

    def test_should_answer_several_threads_as_it_answers_one(self, open_engine: Open) -> None:
        texts = ["Togo", "eau assainissement", "jumelage Bénin", "coopération décentralisée", "festival", "rapport de l’AFD"] * 10
        expected = [ask(open_engine(ITEMS), text) for text in texts[:6]] * 10
        engine = open_engine(ITEMS)
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(lambda text: ask(engine, text), texts)) == expected

    def test_should_answer_the_same_from_an_empty_index(self, open_engine: Open) -> None:
        assert ask(open_engine([]), "Togo").total == 0
