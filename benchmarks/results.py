"""What a benchmark says: results as values, their ratios, a table and JSON."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.machine import machine
from benchmarks.measure import percentile_over_runs

REFERENCES = ("tantivy", "whoosh", "bare", "json")
"""What results are compared with, where a run has it."""

_NOT_COMPARED = ("documents", "share")
"""Units of what an engine found, of which neither more nor less is better."""


class Result(msgspec.Struct, kw_only=True):
    """A figure of an engine. ``p50`` and ``p99`` are set for latencies only, of which ``median`` is the p50.

    ``compared_with`` names the metric of the reference that the ratios divide by, where it is another one. ``documents``
    is the size of the corpus where a run has several.
    """

    engine: str
    metric: str
    unit: str
    median: float
    p50: float | None = None
    p99: float | None = None
    compared_with: str = ""
    documents: int | None = None
    ratios: dict[str, float] = msgspec.field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The result as one flat object."""
        fields: dict[str, Any] = msgspec.to_builtins(self)
        ratios = fields.pop("ratios")
        kept = {name: value for name, value in fields.items() if value not in (None, "")}
        return {"p50": None, "p99": None} | {name: _short(value) for name, value in (kept | ratios).items()}


def latency(
    engine: str, metric: str, rounds: Sequence[NDArray[np.float64]], *, compared_with: str = "", documents: int | None = None
) -> Result:
    """The result of ``interleaved`` for one task, in milliseconds."""
    p50, p99 = (percentile_over_runs(rounds, percentile) for percentile in (50, 99))
    return Result(
        engine=engine, metric=metric, unit="ms", median=p50, p50=p50, p99=p99, compared_with=compared_with, documents=documents
    )


def figure(engine: str, metric: str, unit: str, values: Iterable[float], documents: int | None = None) -> Result:
    """The median of one figure per run."""
    return Result(engine=engine, metric=metric, unit=unit, median=statistics.median(values), documents=documents)


def compare(results: Sequence[Result], references: Sequence[str] = REFERENCES) -> None:
    """Fills in the ratios to each reference that measured the same: ``ratio_to_tantivy`` and, of p99, ``p99_ratio_to_tantivy``."""
    known = {(result.engine, result.metric, result.documents): result for result in results}
    for result in results:
        for reference in references:
            other = known.get((reference, result.compared_with or result.metric, result.documents))
            if other is None or other is result or not other.median or result.unit in _NOT_COMPARED:
                continue
            result.ratios[f"ratio_to_{reference}"] = result.median / other.median
            if result.p99 and other.p99:
                result.ratios[f"p99_ratio_to_{reference}"] = result.p99 / other.p99


def publish(inputs: Mapping[str, Any], runs: int, results: Sequence[Result], path: Path | None) -> None:
    """Prints the table of the results, with their ratios, and writes them as JSON where a path is given."""
    compare(results)
    described = machine()
    print(f"{described['processor']}, {described['cores']} cores, Python {described['python']}; median of {runs} runs")
    print(", ".join(f"{name}: {value}" for name, value in inputs.items()))
    print(table(results))
    if path is not None:
        answer = {"machine": described, "inputs": inputs, "runs": runs, "results": [result.as_json() for result in results]}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.json.format(msgspec.json.encode(answer), indent=1) + b"\n")


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table, ready for the documentation."""
    ratios = list(dict.fromkeys(name for result in results for name in result.ratios))
    sized = any(result.documents for result in results)
    header = ["engine", "metric", *(["documents"] if sized else []), "median", "p99", "unit", *(_title(name) for name in ratios)]
    rows = [
        [
            result.engine,
            result.metric,
            *([f"{result.documents:,}" if result.documents else ""] if sized else []),
            _shown(result.median),
            _shown(result.p99),
            result.unit,
            *(f"{result.ratios[name]:.2f} ×" if name in result.ratios else "" for name in ratios),
        ]
        for result in results
    ]
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    lines = [header, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def _title(ratio: str) -> str:
    """``p99_ratio_to_tantivy`` as the head of a column."""
    return ratio.replace("_ratio_to_", " / ").replace("ratio_to_", "/ ")


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


def _short(value: Any) -> Any:
    return float(f"{value:.5g}") if isinstance(value, float) else value
