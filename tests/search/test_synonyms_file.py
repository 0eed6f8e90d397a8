from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import SynonymsInvalid
from search.synonyms import Rule
from search.synonyms_file import NO_SYNONYMS, read_synonyms

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


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "synonyms.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_terms_stand_for_each_other_and_one_way_rules_do_not(tmp_path: Path) -> None:
    found = read_synonyms(written(tmp_path, GOOD))
    name = "Faîtière des communes du Togo"
    assert found.rules == (
        Rule("FCT", name),
        Rule(name, "FCT"),
        Rule("bourse", "aide financière"),
        Rule("bourse", "allocation"),
    )
    assert found.ignored == {"can"}
    assert found.digest


def test_a_file_that_does_not_exist_holds_no_synonym(tmp_path: Path) -> None:
    assert read_synonyms(tmp_path / "absent.toml") is NO_SYNONYMS


def test_a_changed_file_has_another_digest(tmp_path: Path) -> None:
    before = read_synonyms(written(tmp_path, GOOD)).digest
    assert read_synonyms(written(tmp_path, GOOD + "\n")).digest != before


WRONG = [
    ('[[synonym]]\nterms = ["a b"', 2, "TOML"),
    ("x = 1", 1, "« x » est inconnu"),
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
    ("é".encode("latin-1"), 1, "UTF-8"),
]


@pytest.mark.parametrize(("text", "line", "what"), WRONG)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str | bytes, line: int, what: str) -> None:
    with pytest.raises(SynonymsInvalid) as caught:
        read_synonyms(written(tmp_path, text))
    assert caught.value.data["line"] == line
    assert f"synonyms.toml, ligne {line} : " in caught.value.message
    assert what in caught.value.message
    assert "docs/synonyms.md" in caught.value.remedy


def test_a_folder_in_its_place_is_an_error_and_not_a_silence(tmp_path: Path) -> None:
    with pytest.raises(SynonymsInvalid, match="illisible"):
        read_synonyms(tmp_path)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_message(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = written(tmp_path_factory.mktemp("fuzz"), text.encode("utf-8", "surrogatepass"))
    try:
        rules = read_synonyms(path).rules
    except SynonymsInvalid as error:
        rules = ()
        told = error.message
    else:
        told = str(path)
    assert told.startswith(str(path))
    assert not rules or "synonym" in text
