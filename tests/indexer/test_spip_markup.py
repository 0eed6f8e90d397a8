import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.spip_markup import Titles, in_language, spip_label, spip_title, spip_to_text

TITLES = Titles(
    of=lambda kind, number: {("art", 12): "Le marché de Lomé", ("rub", 4): "Textes", ("article", 7): "La foire"}.get(
        (kind, number), ""
    ),
    legend=lambda number: {3: "Programme (PDF)\nVersion de mai"}.get(number, ""),
)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("{{{Ordre du jour}}}\nPoints", "Ordre du jour\nPoints"),
        ("Un {{mot}} et {un autre}, {{ {ensemble} }}.", "Un mot et un autre, ensemble ."),
        ("{2{Sous-titre}2}suite", "Sous-titre\nsuite"),
        ("-* un ;\n-** sous-point ;\n- deux", "• un ;\n• sous-point ;\n• deux"),
        ("-# premier\n-# second\n\nPuis\n\n-# autre liste", "1. premier\n2. second\nPuis\n1. autre liste"),
        ("|{{Heure}}|{{Sujet}}|\n|14 h|L’eau|\n|<|^|", "Heure – Sujet\n14 h – L’eau"),
        ("avant\n----\naprès", "avant\naprès"),
        ("un\n_ deux", "un\ndeux"),
        ("cinq~%", "cinq\u00a0%"),
        ("Lomé -- Kara", "Lomé – Kara"),
        ("[*important*] et [/centré/] et [(encadré)]", "important et centré et encadré"),
    ],
)
def test_typography(markup: str, text: str) -> None:
    assert spip_to_text(markup) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("[le site->https://eau.example/a_b~c]", "le site"),
        ("[le site|Bulle{fr}->https://eau.example]", "le site"),
        ("[->art12]", "Le marché de Lomé"),
        ("[->12]", "Le marché de Lomé"),
        ("[->rub4], [->article7]", "Textes, La foire"),
        ("[->doc3]", ""),
        ("[->https://eau.example]", "https://eau.example"),
        ("[->art99]", ""),
        ("[?Coopération décentralisée|Bulle#w]", "Coopération décentralisée"),
        ("[ancre<-]Suite", "Suite"),
    ],
)
def test_links_show_their_text_else_the_title_of_their_target(markup: str, text: str) -> None:
    assert spip_to_text(markup, titles=TITLES) == text


def test_notes_stand_at_the_end() -> None:
    assert spip_to_text("Gratuit[[Dans la limite des {places}.]]. Ensuite[[<2> Voir [le site->x].]].\n\nFin") == (
        "Gratuit. Ensuite.\nFin\nDans la limite des places.\nVoir le site."
    )


def test_models_of_documents_show_the_legend_and_others_vanish() -> None:
    assert spip_to_text("a <doc3|center> b", titles=TITLES) == "a\nProgramme (PDF)\nVersion de mai\nb"
    assert spip_to_text("a <img3|left> b <formulaire|id=2> c <sondage5>", titles=TITLES) == "a\nb\nc"
    assert spip_to_text("a <article7>", titles=TITLES) == "a\nLa foire"


def test_code_is_text_as_it_stands() -> None:
    assert spip_to_text("Voici :\n<cadre>\nsi {a}:\n  <b>[x->y]</b>\n</cadre>") == "Voici :\nsi {a}:\n<b>[x->y]</b>"


def test_pasted_html_becomes_text() -> None:
    markup = '<p class="MsoNormal" style="margin:0"><span>Durée&nbsp;: 6&nbsp;mois</span></p><script>x()</script><!-- non --><ul><li>Un</li></ul>'
    assert spip_to_text(markup) == "Durée\u00a0: 6\u00a0mois\nUn"


def test_a_multilingual_text_gives_one_language() -> None:
    multi = "<multi>[fr]Villes francophones[en]French-speaking cities</multi> 2026"
    assert in_language(multi, "fr") == "Villes francophones 2026"
    assert in_language(multi, "en") == "French-speaking cities 2026"
    assert in_language(multi, "ewe") == "Villes francophones 2026"
    assert in_language("<multi>sans langue</multi>") == "sans langue"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("1. Guide pratique", "Guide pratique"),
        ("14. Juillet des territoires", "Juillet des territoires"),
        ("20 ans de coopération", "20 ans de coopération"),
        ("La carte <i>scolaire</i> des communes <br />du Zou", "La carte scolaire des communes du Zou"),
        ("Coop&eacute;ration &amp; jumelages", "Coopération & jumelages"),
        ("{Manœuvres}", "Manœuvres"),
        ("3.", "3."),
    ],
)
def test_titles_lose_their_order_number_and_markup(title: str, shown: str) -> None:
    assert spip_title(title) == shown


def test_a_label_is_one_line() -> None:
    assert spip_label("Hôtel de ville<br />Thiès") == "Hôtel de ville Thiès"


@given(st.text(alphabet="[]{}<>-|>*#_~/() \nabdoc123\ue000\ue001", max_size=80))
def test_no_markup_breaks_it_nor_shows_through(text: str) -> None:
    shown = spip_to_text(text)
    assert "\ue000" not in shown
    assert not shown.startswith("\n")
    assert "[[" not in shown or "]]" not in shown.split("[[", 1)[1]
