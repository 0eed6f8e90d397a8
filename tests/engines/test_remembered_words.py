"""Words are scored once, and forgotten when they take too much memory."""

import numpy as np
import pytest

from search.engines.embedded.impacts import Impacts, ScoredWord
from search.engines.embedded.remembered_words import LEAST_BYTES, RememberedWords, key_of, room_for
from search.query import AnyField, Or, Phrase, Prefix, Query


def scored() -> ScoredWord:
    return ScoredWord((Impacts.of(np.arange(100, dtype=np.int32), np.ones(100), 1000), None))


def grown(word: ScoredWord) -> ScoredWord:
    """The word with its steps, which are made when they are used first, and held."""
    assert word.impacts[0] is not None
    assert len(word.impacts[0].steps) > 0
    return word


class Asked:
    """Remembers words, and tells which had to be scored."""

    def __init__(self, room: int = 2**20) -> None:
        self.words = RememberedWords(room, later=1)
        self.scored: list[str] = []

    def ask(self, *names: str) -> None:
        for name in names:
            self.words.words([name], lambda _, name=name: self.score(name))  # type: ignore[misc]

    def score(self, name: str) -> ScoredWord:
        self.scored.append(name)
        return scored()


def test_a_word_is_scored_once() -> None:
    asked = Asked()
    asked.ask("togo", "jumelage", "togo", "togo")
    assert asked.scored == ["togo", "jumelage"]


def test_a_word_that_comes_twice_in_a_query_is_scored_once() -> None:
    asked = Asked()
    found = asked.words.words(["eau", "togo", "eau"], lambda place: asked.score(f"mot {place}"))
    assert asked.scored == ["mot 0", "mot 1"]
    assert found[0] is found[2]


def test_a_word_without_a_key_is_scored_each_time() -> None:
    asked = Asked()
    for _ in range(2):
        asked.words.words(["eau", None], lambda place: asked.score(f"mot {place}"))
    assert asked.scored == ["mot 0", "mot 1", "mot 1"]


def test_the_word_asked_for_the_longest_ago_is_forgotten_first() -> None:
    asked = Asked(2 * scored().size)
    asked.ask("togo", "jumelage", "togo", "eau", "togo", "eau", "jumelage")
    assert asked.scored == ["togo", "jumelage", "eau", "jumelage"]


def test_words_that_have_grown_leave_less_room() -> None:
    asked = Asked(3 * scored().size)
    asked.ask("togo", "jumelage", "eau")
    grown(asked.words.words(["eau"], lambda _: scored())[0])
    asked.ask("commune", "eau", "togo", "jumelage")
    assert asked.scored == ["togo", "jumelage", "eau", "commune", "togo", "jumelage"]


def test_a_word_used_again_is_measured_once_that_search_has_made_it_grow() -> None:
    words = RememberedWords(2**20, later=2)
    words.words(["togo", "jumelage"], lambda _: scored())
    togo = words.words(["togo"], lambda _: scored())[0]
    words.words(["eau"], lambda _: scored())  # of the same search, before the word grows
    grown(togo)
    words.words(["commune", "formation"], lambda _: scored())
    assert togo.measured == togo.size


@pytest.mark.parametrize("together", [1, 2, 3])
def test_words_asked_for_once_leave_less_room_when_their_search_has_made_them_grow(together: int) -> None:
    names = [f"mot-{number}" for number in range(60)]
    words = RememberedWords(30 * grown(scored()).size, later=together)
    for first in range(0, 60, together):
        for word in words.words(names[first : first + together], lambda _: scored()):
            grown(word)
    forgotten: list[str] = []
    for name in reversed(names):
        words.words([name], lambda _, name=name: forgotten.append(name) or scored())  # type: ignore[misc]
    assert 26 <= 60 - len(forgotten) <= 30 + 2 * together


def test_larger_indexes_have_more_room() -> None:
    assert room_for(1_000) == room_for(75_000) == LEAST_BYTES
    assert room_for(900_000) > 900_000_000


def test_a_word_larger_than_all_memory_is_given_and_forgotten() -> None:
    asked = Asked(1)
    asked.ask("togo", "togo")
    assert asked.scored == ["togo", "togo"]


FIELDS = (("title", "togo", 1.0), ("body", "togo", 0.9))
PHRASE = Phrase("title_exact", ["contrat", "de", "ville"])


@pytest.mark.parametrize(
    "other",
    [
        AnyField((("title", "togo", 1.0), ("body", "togo", 0.8))),
        Phrase("title_exact", ["contrat", "ville", "de"]),
        Phrase("title_exact", ["contrat", "de", "ville"], slop=2),
        Phrase("body_exact", ["contrat", "de", "ville"]),
        Phrase("title_exact", ["contrat", "de", "ville"], boost=0.7),
        Or([AnyField(FIELDS), PHRASE], boost=2.0),
    ],
)
def test_queries_that_give_something_else_have_another_key(other: Query) -> None:
    assert key_of(other) not in (key_of(AnyField(FIELDS)), key_of(PHRASE), key_of(Or([AnyField(FIELDS), PHRASE])))


def test_the_same_query_has_the_same_key() -> None:
    assert key_of(Or([AnyField(FIELDS), PHRASE])) == key_of(
        Or([AnyField(FIELDS), Phrase("title_exact", ["contrat", "de", "ville"])])
    )


def test_what_stands_for_any_number_of_terms_is_not_remembered() -> None:
    assert key_of(Or([PHRASE, Prefix("title", "jume")])) is None
