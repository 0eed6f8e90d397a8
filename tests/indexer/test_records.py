from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.records import document_of, field_name, unknown_fields
from search.document import Document, decode, encode
from search.errors import InvalidDocument
from search.fields import numbers_of


def made(**values: Any) -> Document:
    return document_of({"id": "a", "title": "Titre", **values}, "essai")


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Titre", "title"),
        ("INTITULÉ", "title"),
        ("id_article", "id"),
        ("Mots-clés", "themes"),
        ("Date de publication", "published"),
        ("date_debut", "starts"),
        ("Début", "starts"),
        ("Pays", "countries"),
        ("Chapô", "summary"),
        ("couleur", None),
        ("", None),
    ],
)
def test_a_column_is_known_by_its_french_name(column: str, field: str | None) -> None:
    assert field_name(column) == field


def test_columns_that_nothing_reads_are_named() -> None:
    assert unknown_fields(["titre", "couleur", "pays"]) == ["couleur"]


def test_a_record_of_a_french_portal_becomes_a_document() -> None:
    record = {
        "id_article": 412,
        "Titre": "  Webinaire\u00a0: l’eau\n au Togo ",
        "Chapo": "Deux heures d’échanges.",
        "Texte": "Paragraphe.\r\nSuite.",
        "Type": "Événements",
        "Thèmes": "Eau et assainissement ; Jumelages ; Jumelages",
        "Pays": "Togo, Bénin",
        "Date": "26 mai 2025",
        "Lieu": "Salle des fêtes",
        "Ville": "Lyon",
        "Image": None,
    }
    assert document_of(record, "agenda.csv") == Document(
        id="412",
        title="Webinaire : l’eau au Togo",
        summary="Deux heures d’échanges.",
        body="Paragraphe.\r\nSuite.",
        kind="evenement",
        themes=("Eau et assainissement", "Jumelages"),
        countries=("Togo", "Bénin"),
        starts="2025-05-26",
        place="Salle des fêtes, Lyon",
        source="agenda.csv",
    )


def test_an_address_identifies_a_record_without_an_id() -> None:
    record = {"titre": "Titre", "url": "https://www.portail.example/Page/?utm_source=lettre#haut"}
    assert document_of(record, "essai").id == "portail.example/Page"


def test_zero_is_an_identifier() -> None:
    assert document_of({"id": 0, "titre": "Titre"}, "essai").id == "0"


def test_a_type_that_is_no_kind_is_the_portal_s_own_category() -> None:
    assert (made(type="offre de stage").kind, made(type="offre de stage").category) == ("article", "offre de stage")
    assert (made(type="Ressource").kind, made(type="Ressource").category) == ("ressource", "")
    assert (made(type="Agenda").kind, made(type="dossier", categorie="Une").category) == ("evenement", "Une")


def test_a_date_is_the_start_of_an_event_and_the_publication_of_the_rest() -> None:
    assert made(date="26/05/2025").published == "2025-05-26"
    assert made(kind="événement", date="26/05/2025").starts == "2025-05-26"
    event = made(kind="événement", date="26/05/2025", debut="28/05/2025")
    assert (event.published, event.starts) == ("2025-05-26", "2025-05-28")


def test_an_event_that_only_says_when_it_ends_lasts_that_day() -> None:
    assert made(kind="evenement", fin="28/05/2025").starts == "2025-05-28"


def test_media_go_by_several_names() -> None:
    assert made(media="Vidéo, audio, Photographie, text").media == ("video", "son", "photo", "texte")
    assert made(media=["", "son", " "]).media == ("son",)


def test_a_town_that_the_place_already_names_is_not_repeated() -> None:
    assert made(lieu="Hôtel de ville de Lyon", ville="LYON").place == "Hôtel de ville de Lyon"
    assert made(ville="Lomé").place == "Lomé"


def test_control_characters_and_split_accents_are_cleaned() -> None:
    document = made(texte="Cafe\u0301\x00 noir\x1b[31m\ud800", themes=["E\u0301nergie\x07"])
    assert (document.body, document.themes) == ("Café noir[31m", ("Énergie",))


def test_blank_values_are_no_values() -> None:
    assert made(kind=" ", type="", date=" ", themes=" ; ", pays=[], media="") == Document(id="a", title="Titre", source="essai")


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"id": "a"}, "sans-titre"),
        ({"id": "a", "title": "  "}, "sans-titre"),
        ({"id": "a", "title": "\x00\x01"}, "sans-titre"),
        ({"id": "a", "title": ["Titre"]}, "sans-titre"),
        ({"title": "Titre"}, "sans-identifiant"),
        ({"title": "Titre", "url": "http://[pas-une-adresse"}, "adresse-invalide"),
        ({"id": "a", "title": "Titre", "url": "http://[pas-une-adresse"}, "adresse-invalide"),
        ({"id": "a", "title": "Titre", "url": "ftp://portail.example"}, "adresse-invalide"),
        ({"id": "a", "title": "Titre", "kind": "bouquin"}, "nature-inconnue"),
        ({"id": "a", "title": "Titre", "date": "bientôt"}, "date-invalide"),
        ({"id": "a", "title": "Titre", "début": "26/05/2025", "fin": "24/05/2025"}, "fin-avant-debut"),
        ({"id": "a", "title": "Titre", "media": [1, {}]}, "champ-invalide"),
        ({"id": "a", "title": "Titre", "media": {"x": 1}}, "champ-invalide"),
        ({"id": "a", "title": "Titre", "themes": [["x"]]}, "champ-invalide"),
        ({"id": "a", "title": "Titre", "themes": 5}, "champ-invalide"),
        ({"id": "a", "title": "Titre", "body": {"html": "x"}}, "champ-invalide"),
        ({"id": "x" * 1001, "title": "Titre"}, "champ-invalide"),
    ],
)
def test_a_record_that_is_no_document_says_why_in_french(record: dict[str, Any], code: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        document_of(record, "essai")
    assert refused.value.code == code
    assert refused.value.message


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["2025-05-26", "http://[", "Togo"])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5
)
columns = st.sampled_from(
    ["id", "url", "titre", "texte", "type", "kind", "themes", "pays", "media", "date", "debut", "fin", "lieu", "ville", "x"]
)


@given(st.dictionaries(columns, values, max_size=8))
def test_whatever_a_record_holds_it_is_a_document_or_says_why(record: dict[str, Any]) -> None:
    with suppress(InvalidDocument):
        document = document_of(record, "essai")
        assert decode(encode(document)) == document
        numbers_of(document)
