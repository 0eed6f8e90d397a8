from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.contents import Content, Contents, digest_of

ids = st.sampled_from(["a", "à", "b", "œ", "z", "文", "n10", "n9"])
sources = st.sampled_from(["articles", "agenda", "site"])
contents = st.dictionaries(ids, st.tuples(st.integers(0, 3), sources))


def content(identifier: str, version: int, source: str) -> Content:
    return Content(identifier, digest_of(f"{identifier} {version}".encode()), source)


def told(found: Contents) -> dict[str, Content]:
    digests = found.digests_by_id()
    return {one: Content(one, digests[one], found.source_of(one)) for one in digests}


@given(contents)
def test_contents_tell_what_they_were_made_of(wanted: dict[str, tuple[int, str]]) -> None:
    expected = {one: content(one, *rest) for one, rest in wanted.items()}
    found = Contents.of(expected.values())
    assert told(found) == expected
    assert list(found.ids) == sorted(expected, key=str.encode)
    given_by = found.given_by({"agenda"})
    assert set(found.ids_of(given_by)) == {one for one, rest in expected.items() if rest.source == "agenda"}
    assert set(found.rows_of(given_by)) == {rest.digest for rest in expected.values() if rest.source == "agenda"}
    assert dict(zip(found.ids, found.sources(), strict=True)) == {one: rest.source for one, rest in expected.items()}


@given(contents, contents)
def test_contents_with_others_are_those_of_both(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> None:
    old = Contents.of(content(one, *rest) for one, rest in before.items())
    others = [content(one, *rest) for one, rest in after.items()]
    kept = np.array([one not in after for one in old.ids], dtype=bool)
    expected = {one: content(one, *rest) for one, rest in (before | after).items()}
    assert told(old.with_others(kept, others)) == expected


def test_contents_survive_the_disk(tmp_path: Path) -> None:
    found = Contents.of([content("été", 1, "agenda"), content("eau", 2, "articles")])
    found.save(tmp_path)
    assert told(Contents.load(tmp_path)) == told(found)
    Contents.of([]).save(tmp_path / "vide")
    assert len(Contents.load(tmp_path / "vide")) == 0
