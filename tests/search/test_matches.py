"""Words of several texts, found by reading no more than where their roots stand."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.matches import Match, matches_in, names_in
from tests.compiled_twins import both

Known = dict[str, tuple[Match, ...]]

signs = st.sampled_from(" \n.-'’()–…€\u00a0\u202f\u2009\u3000?œ·")
words = st.sampled_from("eau eaux Eau ÉAU tau intercommunalité intercommunal INTERCOM 12 000 A F D aujourd hui ½ ñandú ﬁn".split())
texts = st.lists(words | signs, max_size=30).map("".join)


class Asked(Known):
    """What a text may be asked about: each chunk is one match, whose name it is."""

    def __missing__(self, chunk: str) -> tuple[Match, ...]:
        found = self[chunk] = ((0, len(chunk), (chunk,)),)
        return found


def asked(matches_in: Callable, roots: list[str], text: str) -> list[str]:
    """The chunks of the text that are looked at more closely."""
    known = Asked()
    matches_in([text], [root.encode() for root in roots], known, has_digits=False)
    return list(known)


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
        (["eau"], "", []),
        ([], "Le Togo.", []),
    ],
)
def test_only_chunks_with_a_root_or_something_unknown_are_asked_about(
    matches_in: Callable, roots: list[str], text: str, chunks: list[str]
) -> None:
    assert asked(matches_in, roots, text) == chunks


@pytest.mark.parametrize("matches_in", both(matches_in))
def test_a_number_does_not_reach_from_one_text_into_the_next(matches_in: Callable) -> None:
    known = Asked()
    assert matches_in(["Article 12", "000 habitants"], [b"12"], known, has_digits=True) == [[(8, 10, ("12",))], []]


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
    alone = [matches_in([text], encoded, Asked(), has_digits)[0] for text in texts]
    assert matches_in(texts, encoded, Asked(), has_digits) == alone


@pytest.mark.parametrize("names_in", both(names_in))
def test_names_of_all_texts_are_told_once(names_in: Callable) -> None:
    texts: list[list[Match]] = [[(0, 3, ("eau",)), (4, 9, ("eau", "=eaux"))], [], [(0, 4, ("togo*",))]]
    assert names_in(texts) == {"eau", "=eaux", "togo*"}
    assert names_in([]) == frozenset()
