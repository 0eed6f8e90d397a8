from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import mirrors
from indexer.mirrors import MirrorFinder
from search.document import Document

WORDS = "la commune de Lomé et celle de Lyon ont signé une convention pour l’eau potable et l’assainissement des quartiers avec des bornes fontaines"
TEXT = " ".join(f"{word}{n}" for n in range(12) for word in WORDS.split())


def item(identifier: str, **fields: Any) -> Document:
    return Document(id=identifier, **({"title": "La convention", "body": TEXT} | fields))


def originals(*items: Document) -> list[str | None]:
    finder = MirrorFinder()
    return [finder.original_of(one) for one in items]


def test_the_same_text_on_two_hosts_is_one_item() -> None:
    assert originals(item("a", url="https://un.example/1"), item("b", url="https://deux.example/1")) == [None, "a"]


def test_a_few_other_words_change_nothing_and_many_do() -> None:
    assert originals(item("a"), item("b", body=f"Partager {TEXT} Imprimer")) == [None, "a"]
    assert originals(item("a"), item("b", body=TEXT[: len(TEXT) // 2] + " autre chose" * 100)) == [None, None]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "La convention du 3 juin"},
        {"starts": "2026-06-03"},
        {"language": "en"},
    ],
)
def test_another_title_day_or_language_is_another_item(fields: dict[str, Any]) -> None:
    assert originals(item("a"), item("b", **fields)) == [None, None]


def test_the_same_address_is_the_same_item_whatever_its_text() -> None:
    one, other = "http://www.un.example/page/", "https://un.example/page"
    assert originals(item("a", url=one), item("b", url=other, body="Un résumé.")) == [None, "a"]
    assert originals(item("a", url=one), item("b", url=other, starts="2026-01-01")) == [None, None]


def test_short_texts_must_be_equal_and_empty_ones_are_no_reason() -> None:
    assert originals(item("a", body="Deux mots"), item("b", body="Deux mots"), item("c", body="Deux motifs")) == [None, "a", None]
    assert originals(item("a", body=""), item("b", body="")) == [None, None]


@given(st.text(max_size=300))
def test_an_item_mirrors_itself_when_it_has_a_text(text: str) -> None:
    assert originals(item("a", body=text), item("b", body=text)) == [None, "a" if text.split() else None]


def test_items_of_one_title_are_not_all_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[object] = []
    resemblance = mirrors._resemblance
    monkeypatch.setattr(mirrors, "_resemblance", lambda one, other: compared.append(other) or resemblance(one, other))
    finder = MirrorFinder()
    texts = [" ".join(f"mot{n}x{place}" for place in range(40)) for n in range(1000)]
    assert {finder.original_of(item(str(n), title="Communiqué", body=text)) for n, text in enumerate(texts)} == {None}
    assert compared == []
    assert finder.original_of(item("z", title="Communiqué", body=texts[123])) == "123"
    assert len(compared) == 1
