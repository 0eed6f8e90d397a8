from pathlib import Path

import pytest

from benchmarks.contender import OURS, TOP, TOP10_TOTAL, contender
from tests.benchmarks.conftest import PEERS
from tests.portal import ITEMS


@pytest.mark.parametrize("name", PEERS)
class TestEveryContender:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("assainissement", {"eau-togo", "retour-eau-togo"}),
            ("cooperation decentralisee", {"jumelage-benin", "appel-jeunesse"}),
            ("zinzolin", {"guide-aict"}),
        ],
    )
    def test_finds_words_with_and_without_accents(self, tmp_path: Path, name: str, text: str, expected: set[str]) -> None:
        index = _opened(name, tmp_path)
        found = index.tasks[TOP10_TOTAL](text)
        assert (set(index.ids(found)), found.total) == (expected, len(expected))
        index.close()

    @pytest.mark.parametrize(
        "text", ["", "de la", '"', "a AND (b OR", "l’eau : +x -y ^2 ~3 [a TO b] {} * ?", "title:togo", "NOT", "\\"]
    )
    def test_never_fails_because_of_what_was_typed(self, tmp_path: Path, name: str, text: str) -> None:
        index = _opened(name, tmp_path)
        assert index.tasks[TOP10_TOTAL](text).total <= len(ITEMS)
        index.close()


@pytest.mark.parametrize("name", [name for name in PEERS if name.values[0] != OURS])
def test_a_peer_ranks_for_judgements_as_its_tasks_find(tmp_path: Path, name: str) -> None:
    index = _opened(name, tmp_path)
    ranked = index.rank("togo eau jumelage coopération", 100)
    found = index.tasks[TOP10_TOTAL]("togo eau jumelage coopération")
    assert ranked[:TOP] == index.ids(found)
    assert len(ranked) == found.total == len(set(ranked))
    assert index.rank("togo eau jumelage coopération", 2) == ranked[:2]
    index.close()


def test_our_engine_counts_facets_too(tmp_path: Path) -> None:
    index = _opened(OURS, tmp_path)
    assert index.tasks["top10_total_facets3"]("togo").total == index.tasks[TOP10_TOTAL]("togo").total > 0
    index.close()


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SystemExit, match="known: trouvaille, tantivy"):
        contender("lucene")


def _opened(name: str, folder: Path):  # type: ignore[no-untyped-def]
    contender(name).build(ITEMS, folder / name, 1)
    return contender(name).open(folder / name)
