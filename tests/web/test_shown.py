from search.document import Document
from web.shown import Tile, tile_of

IMAGE = "https://portail.example/photo.jpg"


def test_an_event_has_the_leaf_of_its_day_in_paris() -> None:
    event = Document(id="1", title="Réunion", kind="evenement", starts="2026-03-31T23:30:00+00:00", image=IMAGE)
    assert tile_of(event, ("https://portail.example",)) == Tile(day="1", month="avr.", year="2026")


def test_an_image_is_shown_from_the_origins_that_the_portal_names_only() -> None:
    photo = Document(id="1", title="Le marché", kind="ressource", media=("photo",), image=IMAGE)
    assert tile_of(photo, ("https://portail.example",)) == Tile(image=IMAGE)
    assert tile_of(photo) == Tile(icon="photo")
    assert tile_of(photo, ("https://portail.example.org",)) == Tile(icon="photo")


def test_without_an_image_the_medium_or_the_kind_has_an_icon() -> None:
    assert tile_of(Document(id="1", title="Un son", kind="ressource", media=("son", "texte"))).icon == "son"
    assert tile_of(Document(id="1", title="Un article")).icon == "article"
    assert tile_of(Document(id="1", title="Sans date", kind="evenement")).icon == "evenement"
