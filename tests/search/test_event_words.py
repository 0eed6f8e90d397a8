import pytest

from search.analysis import ANALYSER
from search.event_words import may_ask_for_events, next_stems, welcomes_upcoming


def asked(text: str) -> frozenset[str]:
    return next_stems(ANALYSER.words(text), ANALYSER.stems(text))


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("prochaine réunion", {"prochain"}),
        ("Prochains évènements", {"prochain", "evenement"}),
        ("bientôt un festival", {"bientot"}),
        ("réunions à venir", {"venir"}),
        ("agenda togo", {"agenda"}),
        ("l’agenda des prochains rendez-vous", {"agenda", "prochain", "rend", "rendezvou"}),
        ("agenda 2030", set()),
        ("faire venir un volontaire", set()),
        ("l’avenir des jumelages", set()),
        ("événements familiaux", set()),
    ],
)
def test_words_that_ask_for_what_is_next_are_told_from_others(text: str, stems: set[str]) -> None:
    assert asked(text) == stems


@pytest.mark.parametrize("text", ["webinaire", "réunion groupe pays", "Forum de l’AICT", "ateliers eau", "rendez-vous"])
def test_words_for_events_welcome_those_to_come(text: str) -> None:
    assert welcomes_upcoming(ANALYSER.stems(text))


@pytest.mark.parametrize(
    "text", ["webinaire mai 2025", "réunion 2024", "replay du webinaire", "compte-rendu de réunion", "jumelage"]
)
def test_a_date_or_what_is_left_of_an_event_does_not(text: str) -> None:
    assert not welcomes_upcoming(ANALYSER.stems(text))


@pytest.mark.parametrize(
    "text", ["PROCHAINE réunion", "événements à venir", "webinaires", "Agenda", "rendez-vous", "Séminaire", "congrès"]
)
def test_whatever_asks_for_events_may_depend_on_the_day(text: str) -> None:
    assert may_ask_for_events(text)
    assert not may_ask_for_events("coopération décentralisée")


def test_the_answer_depends_on_the_day_for_every_word_that_asks_for_events() -> None:
    for text in ("assise", "les assises", "congre", "congrès", "rendez-vous", "prochainement", "évènements", "webinars", "à venir"):
        stems = ANALYSER.stems(text)
        assert not (welcomes_upcoming(stems) or asked(text)) or may_ask_for_events(text), text
