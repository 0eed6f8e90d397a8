"""Whoosh's own searcher and the naive engine are the oracles of our evaluation: same documents, same totals, same scores."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from whoosh.filedb.filestore import FileStorage
from whoosh.searching import Searcher

from search.analysis import ANALYSER
from search.document import Document, decode
from search.engine import Engine, EngineQuery
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.engines.embedded.schema import DOCUMENT
from search.engines.embedded.scoring import FieldBM25
from search.engines.memory import MemoryEngine
from search.explanation import total
from search.latent import LatentVectors
from search.query import (
    And,
    AndMaybe,
    AndNot,
    ConstantScoreQuery,
    Every,
    FuzzyTerm,
    Not,
    NumericRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Require,
    Term,
    Wildcard,
)
from search.ranking import WEIGHTS
from search.request import SORTS, Filters
from tests.engines.words_query import words_query

EXAMPLES = int(os.environ.get("TROUVAILLE_ORACLE_EXAMPLES", "2000"))
"""Raised for the long run: TROUVAILLE_ORACLE_EXAMPLES=100000 pytest tests/engines/test_evaluation_oracle.py"""

TOGETHER = 8
"""Queries of one corpus: writing it takes most of the time."""

WORDS = ("eau", "eaux", "togo", "commune", "communes", "élue", "jumelage", "jumelages", "franco-togolaise", "l’eau", "de", "10 000")
STEMS = ("eau", "togo", "commun", "elu", "jumelag", "franco", "absent")
EXACT = ("eau", "eaux", "togo", "commune", "communes", "de", "francotogolaise", "togolaise", "absent")
THEMES = ("Eau", "Santé", "Culture")

texts = st.binary(max_size=12).map(lambda chosen: " ".join(WORDS[byte % len(WORDS)] for byte in chosen))
"""Drawn as one string of bytes, a word each: Hypothesis takes longer to draw lists than the engines to search them."""

moments = st.sampled_from(("", "2023-05-01", "2024-05-01", "2025-12-31", "2026-01-01T10:00:00+01:00"))
documents = st.builds(
    Document,
    id=st.sampled_from("abcdefgh"),
    title=texts.map(lambda text: text or "sans titre"),
    body=texts,
    themes=st.lists(st.sampled_from(THEMES), max_size=2, unique=True).map(tuple),
    published=moments,
    kind=st.sampled_from(("article", "evenement", "ressource")),
    starts=moments,
)
commits = st.lists(
    st.tuples(st.lists(documents, max_size=6), st.lists(st.sampled_from("abcdefgh"), max_size=2)), min_size=1, max_size=4
)

boosts = st.sampled_from((1.0, 1.0, 0.5, 2.0))
stem_fields, exact_fields = st.sampled_from(("title", "body")), st.sampled_from(("title_exact", "body_exact"))
leaves = st.one_of(
    st.builds(Term, stem_fields, st.sampled_from(STEMS), boost=boosts),
    st.builds(Term, exact_fields, st.sampled_from(EXACT), boost=boosts),
    st.builds(ConstantScoreQuery, st.builds(Term, st.just("theme"), st.sampled_from(("eau", "sante", "absent")))),
    st.builds(Phrase, exact_fields, st.lists(st.sampled_from(EXACT), min_size=2, max_size=3), slop=st.integers(1, 4), boost=boosts),
    st.builds(ConstantScoreQuery, st.builds(Prefix, exact_fields, st.sampled_from(("e", "com", "to", "z")))),
    st.builds(ConstantScoreQuery, st.builds(Wildcard, exact_fields, st.sampled_from(("eau?", "*mun*", "t?go", "z*")))),
    st.builds(
        ConstantScoreQuery,
        st.builds(FuzzyTerm, exact_fields, st.sampled_from(("eax", "tago", "comune")), maxdist=st.integers(1, 2)),
    ),
    st.builds(NumericRange, st.just("moment"), st.sampled_from((None, 1_700_000_000)), st.sampled_from((None, 1_750_000_000))),
    st.just(Every()),
)


def compound(children: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(children, min_size=1, max_size=4)
    return st.one_of(
        st.builds(Or, several),
        st.builds(And, several),
        st.builds(lambda wanted, unwanted: And([wanted, Not(unwanted)]), children, children),
        st.builds(AndNot, children, children),
        st.builds(AndMaybe, children, children),
        st.builds(Require, children, children),
        st.builds(ConstantScoreQuery, children, score=st.sampled_from((1.0, 3.0))),
    )


queries = st.recursive(leaves, compound, max_leaves=8)


def written(folder: Path, history: list[tuple[list[Document], list[str]]]) -> dict[str, Document]:
    """Writes each step as one commit, so that there are several segments with deletions; returns what must be left."""
    left: dict[str, Document] = {}
    for number, (added, deleted) in enumerate(history):
        writer = EmbeddedWriter(folder, flush_chunks=40)
        for document in added:
            writer.add(document)
            left[document.id] = document
        for identifier in deleted:
            writer.delete(identifier)
            left.pop(identifier, None)
        writer.commit(optimize=number % 3 == 2)
    return left


def outcome(engine: Engine, query: Query) -> tuple[int, dict[str, float]]:
    matches = engine.search(EngineQuery(query, limit=1000))
    return matches.total, {match.id: match.score for match in matches.hits}


def for_whoosh(query: Query) -> Query:
    """The query without two classes whose matchers are wrong in Whoosh.

    That of AndNot lets the first document through when the unwanted one starts earlier; that of AndMaybe leaves out the welcome
    score where it is made to skip and its wanted part goes further than asked.
    """
    if isinstance(query, AndNot):
        return Require(for_whoosh(query.a), Not(for_whoosh(query.b)))
    if isinstance(query, AndMaybe):
        wanted = for_whoosh(query.a)
        return Require(Or([wanted, for_whoosh(query.b)]), wanted)
    return query if query.is_leaf() else query.apply(for_whoosh)


def whoosh_outcome(searcher: Searcher, query: Query) -> tuple[int, dict[str, float]]:
    results = searcher.search(query, limit=None)
    return len(results), {decode(searcher.stored_fields(number)[DOCUMENT]).id: score for score, number in results.top_n}


@settings(max_examples=EXAMPLES // TOGETHER, suppress_health_check=list(HealthCheck))
@given(history=commits, together=st.lists(queries, min_size=TOGETHER, max_size=TOGETHER))
def test_every_query_gives_what_whoosh_and_the_naive_engine_give(
    history: list[tuple[list[Document], list[str]]], together: list[Query]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        left = written(folder, history)
        ours, naive = EmbeddedEngine(folder), MemoryEngine(left.values())
        with FileStorage(str(folder)).open_index().searcher(weighting=FieldBM25()) as whoosh:
            for query in together:
                total, scores = outcome(ours, query)
                for oracle_total, oracle_scores in (outcome(naive, query), whoosh_outcome(whoosh, for_whoosh(query))):
                    assert total == oracle_total
                    assert scores == pytest.approx(oracle_scores, abs=1e-5)


typed = st.lists(st.sampled_from(("eau", "jumelages", "togo", "commune", "élues", "franco-togolais", "absente")), max_size=5).map(
    " ".join
)
chosen_filters = st.builds(
    Filters,
    labels=st.sampled_from(((), (("theme", ("eau",)),), (("theme", ("Santé", "culture")), ("year", ("2024", "2025"))))),
    since=st.sampled_from((None, 1_700_000_000)),
)


wanted_events = st.one_of(st.just((None, False)), st.tuples(st.sampled_from((1_700_000_000, 1_750_000_000)), st.booleans()))

FEW = replace(WEIGHTS, refined=2, ordered=4, kin=1)
"""So few that some documents stay below those that are ordered again."""

VECTORS = LatentVectors.of("abcdef", np.random.default_rng(7).normal(size=(6, 4)).astype(np.float32))
"""Of some of the documents: the others came later."""


@settings(max_examples=EXAMPLES // 10, suppress_health_check=list(HealthCheck))
@given(commits, typed, chosen_filters, st.sampled_from(SORTS), st.integers(0, 4), st.integers(0, 4), st.booleans(), wanted_events)
def test_a_page_of_plain_words_is_the_naive_engine_s(
    history: list[tuple[list[Document], list[str]]],
    text: str,
    filters: Filters,
    sort: str,
    offset: int,
    limit: int,
    refines: bool,
    upcoming: tuple[int | None, bool],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        left = written(Path(name), history)
        words, stems = (tuple(dict.fromkeys(view(text))) if refines else () for view in (ANALYSER.words, ANALYSER.stems))
        query = EngineQuery(words_query(text, ANALYSER, FEW), filters, sort, offset, limit, words=words, stems=stems)  # type: ignore[arg-type]
        query = structs.replace(query, upcoming_at=upcoming[0], upcoming_first=upcoming[1])
        engine = EmbeddedEngine(Path(name), VECTORS, FEW)
        found = engine.search(query)
        expected = MemoryEngine(left.values(), weights=FEW, latent=VECTORS).search(query)
        assert (found.total, found.facets) == (expected.total, expected.facets)
        assert [hit.id for hit in found.hits] == [hit.id for hit in expected.hits]
        assert [hit.score for hit in found.hits] == pytest.approx([hit.score for hit in expected.hits], abs=1e-5)
        if sort == "relevance":
            explained = [total(part) for part in engine.explanations(query, found.hits)]
            assert explained == pytest.approx([hit.score for hit in found.hits], abs=1e-5)


@settings(max_examples=EXAMPLES // 40, suppress_health_check=list(HealthCheck))
@given(history=commits, query=queries)
def test_the_parts_of_any_score_give_it(history: list[tuple[list[Document], list[str]]], query: Query) -> None:
    with tempfile.TemporaryDirectory() as name:
        written(Path(name), history)
        engine = EmbeddedEngine(Path(name))
        hits = engine.search(EngineQuery(query, limit=20)).hits
        explained = [total(part) for part in engine.explanations(EngineQuery(query, limit=20), hits)]
        assert explained == pytest.approx([hit.score for hit in hits], abs=1e-5)
