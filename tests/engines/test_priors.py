"""A mild share for what is new, and for what is to come when events are asked for."""

from collections.abc import Iterator

import numpy as np
import pytest

from search.analysis import ANALYSER
from search.document import Document
from search.engine import EngineQuery
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.priors import Priors
from search.moments import seconds
from search.ranking import WEIGHTS
from tests.engines.segments import written
from tests.engines.words_query import words_query

NOW = seconds("2026-03-04")
DOCUMENTS = (
    Document(id="ancien", title="Le forage", body="Un puits.", published="2020-01-01"),
    Document(id="nouveau", title="Le forage", body="Un puits, ses usagers.", published="2026-03-01"),
    Document(id="fiche-ancienne", kind="ressource", title="La pompe", body="Un puits.", published="2020-01-01"),
    Document(id="fiche-nouvelle", kind="ressource", title="La pompe", body="Un puits, ses usagers.", published="2026-03-01"),
    Document(id="hier", kind="evenement", title="Atelier pompe", body="Un puits.", starts="2026-03-03"),
    Document(id="demain", kind="evenement", title="Atelier pompe", body="Un puits, ses usagers.", starts="2026-03-05"),
    Document(id="en-ete", kind="evenement", title="Atelier pompe", body="Un puits, ses usagers.", starts="2026-07-05"),
    Document(id="sans-date", title="Sans date"),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(written(tmp_path_factory.mktemp("index"), DOCUMENTS[:3], DOCUMENTS[3:]))
    yield opened
    opened.close()


def order(engine: EmbeddedEngine, text: str, now: int | None = None, *, first: bool = False) -> list[str]:
    words, stems = tuple(ANALYSER.words(text)), tuple(ANALYSER.stems(text))
    query = EngineQuery(words_query(text), words=words, stems=stems, upcoming_at=now, upcoming_first=first)
    return [match.id for match in engine.search(query).hits]


def test_of_two_articles_that_tell_nearly_the_same_the_newer_is_first(engine: EmbeddedEngine) -> None:
    assert order(engine, "forage")[:2] == ["nouveau", "ancien"]


def test_what_is_not_news_does_not_age(engine: EmbeddedEngine) -> None:
    hits = [one for one in order(engine, "pompe puits") if one.startswith("fiche")]
    assert hits == ["fiche-ancienne", "fiche-nouvelle"]


def test_events_to_come_are_first_when_events_are_asked_for(engine: EmbeddedEngine) -> None:
    assert order(engine, "pompe")[0] != "demain"
    assert order(engine, "atelier pompe", NOW)[:3] == ["demain", "en-ete", "hier"]
    assert order(engine, "puits", NOW, first=True)[:2] == ["demain", "en-ete"]


def test_age_is_counted_from_the_newest_article_and_not_from_the_clock(engine: EmbeddedEngine) -> None:
    places = {engine.snapshot.place(number)[0].identifier(engine.snapshot.place(number)[1]): number for number in range(8)}
    fresh = Priors(engine.snapshot).freshness
    assert fresh[places["nouveau"]] == 1.0
    years = (seconds("2026-03-01") - seconds("2020-01-01")) / 86_400 / WEIGHTS.recency_days
    assert fresh[places["ancien"]] == pytest.approx(0.5**years)
    assert not fresh[[places[name] for name in ("fiche-nouvelle", "demain", "sans-date")]].any()


def test_the_imminence_of_what_is_over_is_nothing_and_of_what_is_on_is_all(engine: EmbeddedEngine) -> None:
    imminent = dict(
        zip(engine.ids(), Priors(engine.snapshot).imminence(np.arange(8), seconds("2026-03-05T12:00:00+01:00")), strict=True)
    )
    assert imminent["demain"] == 1.0
    assert 0.5 < imminent["en-ete"] < 0.7
    assert imminent["hier"] == imminent["nouveau"] == 0.0
