from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import PinsInvalid
from search.pins import NO_PINS
from search.pins_file import parsed_pins, read_pins

GOOD = """
# Ce que la rédaction met en avant
[[pin]]
query = "Coopération décentralisée"
items = ["guide-aict", "jumelage-benin"]

[[pin]]
query = "AFD"
items = ["guide-aict"]
"""


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "pins.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_each_query_has_its_items_in_their_order(tmp_path: Path) -> None:
    pins = read_pins(written(tmp_path, GOOD))
    assert pins.of("cooperations decentralisees") == ("guide-aict", "jumelage-benin")
    assert pins.of("afd") == ("guide-aict",)
    assert pins.digest != read_pins(written(tmp_path, GOOD + "\n")).digest


def test_a_file_that_does_not_exist_pins_nothing(tmp_path: Path) -> None:
    assert read_pins(tmp_path / "absent.toml") is NO_PINS


WRONG = [
    ('[[pin]]\nquery = "eau', 2, "TOML"),
    ('[[epingle]]\nquery = "eau"', 1, "« epingle » est inconnu : il faut des [[pin]]"),
    ('\n[[pin]]\nquery = "eau"', 2, "« query » et « items »"),
    ('[[pin]]\nquery = "??"\nitems = ["a"]', 1, "au moins un mot"),
    ('[[pin]]\nquery = 3\nitems = ["a"]', 1, "au moins un mot"),
    ('[[pin]]\nquery = "eau"\nitems = []', 1, "une liste d’identifiants"),
    ('[[pin]]\nquery = "eau"\nitems = [3]', 1, "une liste d’identifiants"),
    ('[[pin]]\nquery = "eau"\nitems = ["a", "a"]', 1, "deux fois"),
    (f'[[pin]]\nquery = "eau"\nitems = {[str(number) for number in range(11)]}', 1, "au plus 10"),
    (
        '[[pin]]\nquery = "eau"\nitems = ["a"]\n\n[[pin]]\nquery = "l’Eau"\nitems = ["b"]',
        5,
        "déjà des résultats épinglés (ligne 1)",
    ),
    ("pin = [3]", 1, "une ligne [[pin]]"),
    ('\npin = [{query = "eau", items = ["a"]}]', 2, "une ligne [[pin]]"),
    ("é".encode("latin-1"), 1, "UTF-8"),
]


@pytest.mark.parametrize(("text", "line", "what"), WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str | bytes, line: int, what: str) -> None:
    with pytest.raises(PinsInvalid) as caught:
        read_pins(written(tmp_path, text))
    assert caught.value.data["line"] == line
    assert what in caught.value.message
    assert "docs/synonyms.md" in caught.value.remedy


@given(st.binary(max_size=200))
def test_no_content_raises_anything_else(content: bytes) -> None:
    with suppress(PinsInvalid):
        assert parsed_pins(content, Path("pins.toml")).digest
