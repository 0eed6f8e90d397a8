"""A small portal served over HTTP: a real generation, made once, and a client that speaks to it without a network."""

import gc
import warnings
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.learning import learn_tables
from indexer.progress import silent
from indexer.publish import building, generation_of, publish, seal
from search.build_report import BuildReport, SourceReport
from search.document import Document
from search.engines.embedded import EmbeddedWriter
from tests.portal import ITEMS
from web.app import create_app
from web.settings import WebSettings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # starlette says so of httpx, in favour of its fork
    from starlette.testclient import TestClient

TODAY = date(2026, 3, 1)

HOSTILE = Document(
    id="dossier/hostile?a=1#<b>",
    url="https://portail.example/Hostile?a=1&b=<script>",
    title="Attaque <script>alert('titre')</script> & « guillemets »",
    summary="Un résumé <img src=x onerror=alert(1)> hostile.",
    body='Un corps "hostile" </p></main><script>alert(2)</script> qui parle d’attaque.',
    category="<i>catégorie</i>",
    themes=("<b>Thème</b> & cie",),
    countries=('Pays" onmouseover="alert(3)',),
    authors=("<u>Autrice</u>",),
    published="2025-01-01",
)
"""Markup everywhere; the address is valid, so that only escaping stands between it and the page."""

SCRIPT_LINK = Document(id="lien-script", url="javascript:alert(4)", title="Attaque par le lien", published="2024-12-31")
"""What ``search.document.validated`` refuses; an index made otherwise could hold it."""

DOCUMENTS = (*ITEMS, HOSTILE, SCRIPT_LINK)


def make_generation(portal: Path, documents: Iterable[Document]) -> str:
    """Builds and publishes a generation of these documents as they are; returns its name."""
    with building(portal) as folder:
        writer = EmbeddedWriter(folder / "index")
        count = 0
        for document in documents:
            writer.add(document)
            count += 1
        writer.commit()
        learn_tables(folder, BuildReport("", [SourceReport("essai", indexed=count)]), silent)
        seal(folder, documents=count, reported=0, sources=("essai",))
    publish(portal, generation_of(folder))
    return generation_of(folder)


@pytest.fixture(scope="module", autouse=True)
def _files_let_go() -> Iterator[None]:
    """Services that a module made hold some seventy mapped files each until they are collected: not all of those of the suite."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published portal; tests only read it."""
    folder = tmp_path_factory.mktemp("portail")
    make_generation(folder, DOCUMENTS)
    return folder


@pytest.fixture(scope="session")
def client(portal: Path) -> Iterator[TestClient]:
    """A visitor of the portal, on a day in March 2026."""
    with TestClient(create_app(WebSettings(portal), today=lambda: TODAY)) as client:
        yield client


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[TestClient]:
    """A visitor of a portal that has published nothing."""
    with TestClient(create_app(WebSettings(tmp_path, follow_every=0.01), today=lambda: TODAY)) as client:
        yield client
