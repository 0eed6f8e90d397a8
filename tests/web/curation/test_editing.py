"""Edits change what they are about, and leave the rest of the file as somebody wrote it."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.pins_file import parsed_pins
from search.synonyms_file import parsed_synonyms
from web.curation.curated_file import ChangedMeanwhile
from web.curation.editing import with_ignored, with_one_way, with_pin, with_synonym, without

FILE = """# Le portail, mai 2025
[[synonym]]
terms = [
    "eau",   # la ressource
    "onde",
]

# demandé par le réseau
[[synonym]]
from = "bourse"
to = ["allocation"]

[[ignored]]
acronym = "CAN"
# fin
"""


def test_what_is_added_comes_last_and_nothing_else_changes() -> None:
    made = with_ignored(with_one_way(with_synonym(FILE, ["FCT", "Faîtière"]), "prix", ["concours", "trophée"]), "AFD")
    assert made.startswith(FILE.rstrip())
    found = parsed_synonyms(made.encode(), Path("synonyms.toml"))
    assert [(rule.source, rule.target) for rule in found.rules[-4:]] == [
        ("FCT", "Faîtière"),
        ("Faîtière", "FCT"),
        ("prix", "concours"),
        ("prix", "trophée"),
    ]
    assert found.ignored == {"can", "afd"}


@pytest.mark.parametrize(("kind", "place", "gone"), [("synonym", 0, "onde"), ("synonym", 1, "allocation"), ("ignored", 0, "CAN")])
def test_an_entry_goes_and_the_comments_around_it_stay(kind: str, place: int, gone: str) -> None:
    made = without(FILE, kind, place)
    assert gone not in made
    for comment in ("# Le portail, mai 2025", "# demandé par le réseau", "# fin"):
        assert comment in made
    parsed_synonyms(made.encode(), Path("synonyms.toml"))


def test_when_the_last_entry_goes_nothing_is_left() -> None:
    assert without(with_synonym("", ["eau", "onde"]), "synonym", 0) == ""


@pytest.mark.parametrize("place", [2, 99])
def test_an_entry_that_is_not_there_is_not_removed(place: int) -> None:
    with pytest.raises(ChangedMeanwhile):
        without(FILE, "synonym", place)


def test_pins_of_a_query_are_replaced_however_it_is_typed() -> None:
    first = with_pin("# La rédaction\n", "Coopérations décentralisées", ["a"])
    second = with_pin(with_pin(first, "eau", ["b"]), "la coopération décentralisée", ["c", "a"])
    pins = parsed_pins(second.encode(), Path("pins.toml"))
    assert pins.of("coopération décentralisée") == ("c", "a")
    assert pins.of("eau") == ("b",)
    assert second.startswith("# La rédaction\n")


def test_a_file_that_is_no_toml_is_not_made_worse() -> None:
    with pytest.raises(ChangedMeanwhile, match="n’est pas du TOML"):
        with_pin("[[pin", "eau", ["a"])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)


@given(terms=st.lists(WORDS, min_size=2, max_size=4), before=st.sampled_from(["", FILE, "# seulement un commentaire"]))
def test_whatever_is_typed_is_read_back_as_it_was(terms: list[str], before: str) -> None:
    assert tomllib.loads(with_synonym(before, terms))["synonym"][-1] == {"terms": terms}
    assert tomllib.loads(with_pin(before, terms[0], terms))["pin"][-1] == {"query": terms[0], "items": terms}
