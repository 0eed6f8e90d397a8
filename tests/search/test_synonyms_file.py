from pathlib import Path

import pytest

from search.synonyms import Rule
from search.synonyms_file import read_synonyms
from tests.search.toml_files import assert_refused, written

GOOD = """
# Les sigles du portail
[[synonym]]
terms = ["FCT", "Faîtière des communes du Togo"]

[[synonym]]
from = "bourse"
to = ["aide financière", "allocation"]

[[ignored]]
acronym = "C.A.N."
"""


def test_terms_stand_for_each_other_and_one_way_rules_do_not(tmp_path: Path) -> None:
    found = read_synonyms(written(tmp_path / "synonyms.toml", GOOD))
    name = "Faîtière des communes du Togo"
    assert found.rules == (
        Rule("FCT", name),
        Rule(name, "FCT"),
        Rule("bourse", "aide financière"),
        Rule("bourse", "allocation"),
    )
    assert found.ignored == {"can"}
    assert found.digest


def test_a_changed_file_has_another_digest(tmp_path: Path) -> None:
    before = read_synonyms(written(tmp_path / "synonyms.toml", GOOD)).digest
    assert read_synonyms(written(tmp_path / "synonyms.toml", GOOD + "\n")).digest != before


WRONG = [
    ('[[synonym]]\nterms = ["eau", "onde"]\n\n[[synonim]]\nterms = ["a"]', 4, "« synonim » est inconnu"),
    ('[[synonym]]\nterms = ["eau", "onde"]\n\n[[synonym]]\nterms = ["eau"]', 4, "au moins deux"),
    ('[[synonym]]\nterms = ["eau", "eau"]', 1, "au moins deux"),
    ('\n\n[[synonym]]\nfrom = "eau"', 3, "soit « terms », soit « from » et « to »"),
    ('[[synonym]]\nfrom = "eau"\nto = []', 1, "une liste"),
    ('[[synonym]]\nfrom = "eau"\nto = [3]', 1, "un texte entre guillemets"),
    ('[[synonym]]\nfrom = " "\nto = ["onde"]', 1, "non vide"),
    ('[[synonym]]\nterms = ["eau", "dans le"]', 1, "« dans le » n’a que des mots trop courants"),
    ('[[ignored]]\nsigle = "CAN"', 1, "« acronym »"),
    ('[[synonym]]\nterms = ["eau", "onde"]\n\n[[ignored]]\nacronym = 3', 4, "un texte entre guillemets"),
    ("[synonym]\nterms = 3", 1, "[[synonym]]"),
]


@pytest.mark.parametrize(("text", "line", "what"), WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    assert_refused(read_synonyms, tmp_path / "synonyms.toml", text, line, what)
