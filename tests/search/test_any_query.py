"""Whatever a visitor types, a search answers: no exception, and the engine's answer is that of the naive engine.

The long run, with the time of each answer, is ``python -m benchmarks.any_query``.
"""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.finishing import LANGUAGE
from indexer.language import learn_language
from search.analysis import ANALYSER
from search.engine import EngineQuery
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.engines.memory import MemoryEngine
from search.index import matches_anything
from search.interpretation import Interpreter
from search.ranking import WEIGHTS
from search.synonyms import Synonyms, both_ways
from search.vocabulary import Vocabulary
from tests.portal import ITEMS

EXAMPLES = int(os.environ.get("TROUVAILLE_QUERY_EXAMPLES", "1000"))
"""Raised for the long run: TROUVAILLE_QUERY_EXAMPLES=200000 pytest tests/search/test_any_query.py"""

PIECES = (
    "togo eau jumelage jumelaje assainisement l’eau élu·e·s A.F.D. franco-togolaise 10 000 AICT guide son est de la zinzolin coopération "
    'ET OU SAUF AND OR NOT + - * ** " "" « » “ ” : :: ( ) [ ~ \\ / | & ! ? . … titre: theme: pays:Togo -pays:bénin type:evenement '
    'annee:2025 media: titre:"eau bénin" +eau -eau +" -" coop* c* *eau e*u prochaine action internationale des collectivités territoriales'
).split()

any_text = st.text(max_size=40)
pieces = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12)
glued = st.builds(lambda parts, blank: blank.join(parts), pieces, st.sampled_from(("", " ", "\u00a0", "\n")))
repeated = st.builds(lambda text, times: (text * times)[:10_000], any_text | glued, st.integers(2, 400))
queries = st.one_of(any_text, glued, glued, st.text(st.characters(), max_size=60), repeated)


class Portal:
    """The small portal in both engines, with an acronym."""

    def __init__(self, folder: Path) -> None:
        writer = EmbeddedWriter(folder / "index")
        for item in ITEMS:
            writer.add(item)
        writer.commit()
        learn_language(sorted(ITEMS, key=lambda item: item.id), folder / LANGUAGE)
        self.engine = EmbeddedEngine(folder / "index")
        self.naive = MemoryEngine(ITEMS)
        rules = Synonyms(both_ways(("AICT", "action internationale des collectivités territoriales")))
        self.interpreter = Interpreter(
            Vocabulary(folder / LANGUAGE), rules, WEIGHTS, ANALYSER, partial(matches_anything, self.engine)
        )


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    made = Portal(tmp_path_factory.mktemp("portail"))
    yield made
    made.engine.close()


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=queries)
@example(text='"' * 10_000)
@example(text="-" * 10_000)
@example(text="a* " * 3_000)
@example(text='"de la" ' * 1_200)
@example(text="OU " * 3_000)
@example(text="x:" * 5_000)
@example(text="\ud800\udfff")
@example(text="\0")
@example(text="THEME:.")
def test_any_text_is_answered_as_the_naive_engine_answers_it(portal: Portal, text: str) -> None:
    meant = portal.interpreter.interpret(text, 1_770_000_000)
    found, expected = (engine.search(EngineQuery(meant.tree, limit=20)) for engine in (portal.engine, portal.naive))
    assert found.total == expected.total
    scores = {match.id: match.score for match in expected.hits}
    assert {match.id: match.score for match in found.hits} == pytest.approx(scores, abs=1e-5)
    suggestion = portal.interpreter.suggestion(text)
    assert suggestion is None or suggestion != text
