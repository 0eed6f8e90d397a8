"""Benchmarks on a handful of documents: what they print and write, not how fast anything is."""

import json
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from benchmarks import inputs, judgements
from benchmarks.contender import CONTENDERS

Measure = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def no_collection_beside_the_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sample portal stands in, whatever the machine holds."""
    monkeypatch.setattr(inputs, "COLLECTION", tmp_path / "absent")
    monkeypatch.setattr(judgements, "COLLECTIONS", (tmp_path / "absent",))


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    """Runs a benchmark on forty documents; returns what it writes."""

    def run(name: str, *options: str) -> dict[str, Any]:
        path = tmp_path / "results" / f"{name}.json"
        import_module(f"benchmarks.{name}").main(["--limit=40", "--ask=6", "--runs=2", f"--json={path}", *options])
        written: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return written

    return run


def require(*modules: str) -> pytest.MarkDecorator:
    """Skips a test when one of these packages is not installed."""
    missing = [module for module in modules if find_spec(module) is None]
    return pytest.mark.skipif(bool(missing), reason=f"{', '.join(missing)} missing: pip install 'trouvaille[bench]'")


PEERS = [
    pytest.param(name, marks=require(*{"tantivy": ["tantivy"], "bm25s": ["bm25s", "Stemmer"]}.get(name, []))) for name in CONTENDERS
]
"""Every engine, those that are not installed skipped."""
