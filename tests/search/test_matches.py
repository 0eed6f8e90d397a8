"""Words of several texts, found by reading no more than where their roots stand."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matches import Match, matches_in, names_in
from tests.compiled_twins import both

signs = st.sampled_from(" \n.-'’()–…€\u00a0\u202f\u2009\u3000?œ·")
words = st.sampled_from("eau eaux Eau ÉAU tau intercommunalité intercommunal INTERCOM 12 000 A F D aujourd hui ½ ñandú ﬁn".split())
texts = st.lists(words | signs, max_size=30).map("".join)


def whole(chunk: str) -> list[Match]:
    """A chunk as one match, whose name it is."""
    return [(0, len(chunk), (chunk,))]


def asked(matches_in: Callable, roots: list[str], text: str) -> list[str]:
    """The chunks of the text that are looked at more closely, each of them once."""
    chunks: list[str] = []

    def matches_of(chunk: str) -> list[Match]:
        chunks.append(chunk)
        return []

    matches_in([text], [root.encode() for root in roots], matches_of, has_digits=False)
    return chunks


@pytest.mark.parametrize("matches_in", both(matches_in))
@pytest.mark.parametrize(
    ("roots", "text", "chunks"),
    [
        (["eau"], "L’Eau du Togo", ["L’Eau"]),
        (["eau"], "Le bureau des eaux", ["eaux"]),
        (["togo", "eau"], "De l’eau au Togo", ["l’eau", "Togo"]),
        (["afd"], "avec l’ (A.F.D.)", ["(A.F.D.)"]),
        (["regional"], "le plan RÉGIONAL régionaux", ["RÉGIONAL"]),
        ([], "le cœur du Togo", ["cœur"]),
        (["intercommunalite"], "une interco mmunale intercommune", ["intercommune"]),
        (["interc"], "interco-mmunale", ["interco-mmunale"]),
        (["dimanche"], "diman- d’une dimanches", ["dimanches"]),
        (["a"], "Ça va à l’eau", ["à"]),
        (["eau"], "", []),
        ([], "Le Togo.", []),
        (["eau"], "l’eau L’eau l'eau l’eau eau l’eau", ["l’eau", "L’eau", "l'eau", "eau"]),
    ],
)
def test_only_chunks_with_a_root_or_something_unknown_are_asked_about(
    matches_in: Callable, roots: list[str], text: str, chunks: list[str]
) -> None:
    assert asked(matches_in, roots, text) == chunks


@pytest.mark.parametrize("matches_in", both(matches_in))
def test_a_number_does_not_reach_from_one_text_into_the_next(matches_in: Callable) -> None:
    assert matches_in(["Article 12", "000 habitants"], [b"12"], whole, has_digits=True) == [[(8, 10, ("12",))], []]


@pytest.mark.parametrize("matches_in", both(matches_in))
def test_however_many_chunks_there_are_each_is_found_where_it_stands(matches_in: Callable) -> None:
    chunks = [f"eau{number}" for number in range(700)] * 2 + ["eau0"]
    text = " ".join(chunks)
    assert [text[start:end] for start, end, _ in matches_in([text], [b"eau"], whole, has_digits=False)[0]] == chunks


@pytest.mark.parametrize("matches_in", both(matches_in))
@given(
    st.lists(texts, max_size=5),
    st.lists(st.sampled_from(["eau", "intercommunalite", "12", "a", "aujourd"]), max_size=3),
    st.booleans(),
)
def test_texts_read_together_are_read_as_each_alone(
    matches_in: Callable, texts: list[str], roots: list[str], has_digits: bool
) -> None:
    encoded = [root.encode() for root in roots]
    alone = [matches_in([text], encoded, whole, has_digits)[0] for text in texts]
    assert matches_in(texts, encoded, whole, has_digits) == alone


def test_names_of_all_texts_are_told_once() -> None:
    texts: list[list[Match]] = [[(0, 3, ("eau",)), (4, 9, ("eau", "=eaux"))], [], [(0, 4, ("togo*",))]]
    assert names_in(texts) == {"eau", "=eaux", "togo*"}
    assert names_in([]) == frozenset()
