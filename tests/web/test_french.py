import pytest
from markupsafe import Markup

from search.related import Reason
from web import french
from web.french import day, event_span, moment, number, reasons_sentence, results_phrase, shortened


@pytest.mark.parametrize(
    ("total", "query", "phrase"),
    [
        (12, "togo", "12\u00a0résultats pour «\u00a0togo\u00a0»"),
        (1, "togo", "1\u00a0résultat pour «\u00a0togo\u00a0»"),
        (0, "togo", "Aucun résultat pour «\u00a0togo\u00a0»"),
        (0, "", "Aucun résultat"),
        (12345, " \n ", "12\u202f345\u00a0résultats"),
    ],
)
def test_a_visitor_reads_the_count_in_words(total: int, query: str, phrase: str) -> None:
    assert results_phrase(total, query) == phrase


def test_counts_and_decimals_are_written_for_french_readers() -> None:
    assert [french.counted(value, "contenu") for value in (0, 1, 1234)] == [
        "0\u00a0contenu",
        "1\u00a0contenu",
        "1\u202f234\u00a0contenus",
    ]
    assert french.decimal(2.149, 1) == "2,1"


def test_a_very_long_query_is_named_by_its_beginning() -> None:
    assert len(results_phrase(3, "coopération " * 1000)) < 140


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2025-05-26", "26 mai 2025"),
        ("2025-05-01", "1er mai 2025"),
        ("2025-12-31T23:30:00+00:00", "1er janvier 2026"),
        ("", ""),
    ],
)
def test_a_visitor_reads_a_french_date(written: str, shown: str) -> None:
    assert day(written).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        ("2026-03-12T14:00:00+01:00", "2026-03-12T16:30:00+01:00", "12 mars 2026, de 14 h à 16 h 30"),
        ("2026-03-12T14:05:00+01:00", "", "12 mars 2026 à 14 h 05"),
        ("2026-06-05", "2026-06-07", "du 5 au 7 juin 2026"),
        ("2026-05-30", "2026-06-01", "du 30 mai au 1er juin 2026"),
        ("2026-12-30", "2027-01-02", "du 30 décembre 2026 au 2 janvier 2027"),
        ("2026-06-05", "2026-06-05", "5 juin 2026"),
    ],
)
def test_a_visitor_reads_when_an_event_takes_place(starts: str, ends: str, shown: str) -> None:
    assert event_span(starts, ends).replace("\u00a0", " ") == shown


def test_a_moment_keeps_its_hour_and_a_number_its_thousands() -> None:
    assert moment("2026-01-02") == day("2026-01-02")
    assert number(1_234_567) == "1\u202f234\u202f567"


def test_a_reader_learns_why_an_item_is_related() -> None:
    reasons = (Reason("country", ("Togo",)), Reason("theme", ("Eau", "Climat")), Reason("words", ("assainissement", "jumelage")))
    assert (
        reasons_sentence(reasons)
        == "Même pays\u00a0: Togo · mêmes thèmes\u00a0: Eau, Climat · mots communs\u00a0: assainissement, jumelage"
    )
    assert reasons_sentence(()) == ""
    near = Reason("result", ("Festival « Le français en partage »",))
    assert reasons_sentence((near,)) == "Proche de «\u00a0Festival “Le français en partage”\u00a0»"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shortened("Un texte court", 20) == "Un texte court"
    assert shortened("Un texte, puis un autre", 12) == "Un texte…"
    assert shortened("anticonstitutionnellement", 4) == "anti…"


@pytest.mark.parametrize(
    ("written", "set_in_type"),
    [
        ("l'eau, un bien commun : l’or", "l’eau, un bien commun\u00a0: l’or"),
        ("Qui paie ? Personne !", "Qui paie\u202f? Personne\u202f!"),
        ("le cahier ; la caisse", "le cahier\u202f; la caisse"),
        ("« Petites communes »", "«\u00a0Petites communes\u00a0»"),
        ("l'« eau »", "l’«\u00a0eau\u00a0»"),
        ("'citation' et 5' 30\"", "'citation' et 5' 30\""),
        ("https://a.example/?x=1 !important :root", "https://a.example/?x=1 !important\u00a0:root"),
    ],
)
def test_texts_are_set_as_french_printers_do(written: str, set_in_type: str) -> None:
    assert french.typography(written) == set_in_type
    assert french.typography(set_in_type) == set_in_type


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0\u00a0ko"),
        (1_500, "1,5\u00a0ko"),
        (12_345, "12\u00a0ko"),
        (2_000_000, "2\u00a0Mo"),
        (3_450_000_000, "3,5\u00a0Go"),
        (2e13, "20000\u00a0Go"),
    ],
)
def test_sizes_are_written_with_the_unit_that_tells(value: int, written: str) -> None:
    assert french.size(value) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (-0.4, "0\u00a0seconde"),
        (1, "1\u00a0seconde"),
        (40, "40\u00a0secondes"),
        (89, "89\u00a0secondes"),
        (90, "2\u00a0minutes"),
        (7200, "2\u00a0heures"),
        (10 * 86_400, "10\u00a0jours"),
    ],
)
def test_ages_are_written_with_the_unit_that_tells(seconds: float, written: str) -> None:
    assert french.age(seconds) == written


def test_safe_html_stays_safe_and_keeps_its_marks() -> None:
    text = Markup("l&#39;<mark>eau</mark> &amp; l&#39;air : &lt;b&gt; ?")
    better = french.typography(text)
    assert isinstance(better, Markup)
    assert better == "l’<mark>eau</mark> &amp; l’air\u00a0: &lt;b&gt;\u202f?"
