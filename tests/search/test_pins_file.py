from pathlib import Path

import pytest

from search.pins_file import read_pins
from tests.search.toml_files import assert_refused, written

GOOD = """
# Ce que la rédaction met en avant
[[pin]]
query = "Coopération décentralisée"
items = ["guide-aict", "jumelage-benin"]

[[pin]]
query = "AFD"
items = ["guide-aict"]
"""


def test_each_query_has_its_items_in_their_order(tmp_path: Path) -> None:
    pins = read_pins(written(tmp_path / "pins.toml", GOOD))
    assert pins.of("cooperations decentralisees") == ("guide-aict", "jumelage-benin")
    assert pins.of("afd") == ("guide-aict",)
    assert pins.digest != read_pins(written(tmp_path / "pins.toml", GOOD + "\n")).digest


WRONG = [
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
]


@pytest.mark.parametrize(("text", "line", "what"), WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    assert_refused(read_pins, tmp_path / "pins.toml", text, line, what)
