import pytest

from search.document import Document, decode, encode, validated
from search.errors import IndexCorrupt, InvalidDocument
from tests.portal import ITEMS


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_a_document_comes_back_as_it_was_encoded(item: Document) -> None:
    assert decode(encode(item)) == item


def test_a_document_never_changes() -> None:
    with pytest.raises(AttributeError):
        ITEMS[0].title = "Autre"  # type: ignore[misc]


def test_empty_fields_take_no_room_in_the_index() -> None:
    assert encode(Document(id="a", title="Été")) == '{"id":"a","title":"Été"}'.encode()


@pytest.mark.parametrize(
    ("record", "code", "field"),
    [
        ({"id": "a"}, "champ-invalide", ""),
        ({"id": "", "title": "Titre"}, "champ-invalide", ""),
        ({"id": "a", "title": 12}, "champ-invalide", ""),
        ({"id": "a", "title": "Titre", "kind": "brève"}, "champ-invalide", ""),
        ({"id": "a", "title": "Titre", "media": ["odeur"]}, "champ-invalide", ""),
        ({"id": "a", "title": "T" * 2001}, "champ-invalide", ""),
        ({"id": "a", "title": "Titre", "themes": ["thème"] * 201}, "champ-invalide", ""),
        ({"id": "a", "title": " \u00a0"}, "titre-vide", "title"),
        ({"id": "a", "title": "Titre", "url": "javascript:alert(1)"}, "adresse-invalide", "url"),
        ({"id": "a", "title": "Titre", "image": "data:image/png;base64,AAAA"}, "adresse-invalide", "image"),
        ({"id": "a", "title": "Titre", "published": "hier"}, "date-invalide", "published"),
        ({"id": "a", "title": "Titre", "starts": "2025-05-26", "ends": "2025-05-24"}, "fin-avant-debut", "ends"),
        ({"id": "a", "title": "Titre", "starts": "2025-05-26T16:00", "ends": "2025-05-26T14:00"}, "fin-avant-debut", "ends"),
    ],
)
def test_a_record_that_cannot_be_a_document_says_why(record: dict[str, object], code: str, field: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        validated(record)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_an_event_may_end_on_the_day_that_it_starts() -> None:
    event = validated({"id": "a", "title": "Fête", "starts": "2025-05-26T20:00", "ends": "2025-05-26"})
    assert (event.starts, event.ends) == ("2025-05-26T20:00:00+02:00", "2025-05-26")


@pytest.mark.parametrize(
    "stored",
    [
        b'{"id":"a","title":"Titre","kind":"depeche"}',
        b'{"id":"a","title":"Titre","kind":"article"} {}',
        b'{"id":"a","title":"\xe9t\xe9","kind":"article"}',
        b"",
    ],
    ids=["of another version", "with more behind it", "in another charset", "nothing"],
)
def test_what_is_no_document_is_refused_with_the_remedy(stored: bytes) -> None:
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        decode(stored)


def test_an_event_that_ends_the_day_before_it_starts_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="la fin précède le début"):
        validated({"id": "a", "title": "Festival", "kind": "evenement", "starts": "2026-06-05", "ends": "2026-06-04"})


def test_an_event_may_end_the_day_it_starts() -> None:
    day = {"starts": "2026-06-05T14:00:00+02:00", "ends": "2026-06-05"}
    assert validated({"id": "a", "title": "Festival", "kind": "evenement", **day}).ends == "2026-06-05"


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2025-05-26T19:00:00-04:00", "2025-05-26"),
        ("2025-05-26T23:00:00+00:00", "2025-05-26"),
        ("2025-05-26", "2025-05-26T08:00:00+11:00"),
    ],
)
def test_an_event_overseas_that_ends_on_its_own_day_is_kept(starts: str, ends: str) -> None:
    document = validated({"id": "a", "title": "Titre", "starts": starts, "ends": ends})
    assert (document.starts, document.ends) == (starts, "")
    with pytest.raises(InvalidDocument, match="précède"):
        validated({"id": "a", "title": "Titre", "starts": starts, "ends": "2025-05-25"})
