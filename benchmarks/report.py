"""Plots the results of the benchmarks for the documentation.

``python -m benchmarks.report [--results DIR] [--images DIR]``
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

try:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
except ImportError as error:
    raise SystemExit(f"matplotlib is not installed ({error}). Install it: pip install matplotlib") from error

_ROOT = Path(__file__).parents[1]
RESULTS = _ROOT / "benchmarks" / "results"
IMAGES = _ROOT / "docs" / "images"

# Okabe and Ito's palette, which readers with any colour vision tell apart; lines also differ by their markers.
COLOURS = {
    "trouvaille": "#D55E00",
    "tantivy": "#0072B2",
    "fts5": "#E69F00",
    "bm25s": "#56B4E9",
    "whoosh": "#009E73",
    "bare": "#999999",
}
MARKERS = {"trouvaille": "o", "tantivy": "s"}
NAMES = {
    "trouvaille": "Trouvaille",
    "fts5": "SQLite FTS5",
    "whoosh": "plain Whoosh",
    "bare": "bare Starlette",
}

_TASKS = {"facets3": ", three facets", "refined": ", the best ordered again"}
"""What a search does more, by how its metric ends."""

PLAIN_NUMBERS = FuncFormatter(lambda value, _: f"{value:g}")

Rows = Sequence[Mapping[str, Any]]


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(description="Plots of the results")
    options.add_argument("--results", type=Path, default=RESULTS, metavar="DIR")
    options.add_argument("--images", type=Path, default=IMAGES, metavar="DIR")
    chosen = options.parse_args(arguments)
    chosen.images.mkdir(parents=True, exist_ok=True)
    found = [name for name in CHARTS if (chosen.results / f"{name}.json").is_file()]
    if not found:
        raise SystemExit(f"No results in {chosen.results}. Measure first: make bench")
    for name in found:
        print(plotted(name, msgspec.json.decode((chosen.results / f"{name}.json").read_bytes()), chosen.images))


def plotted(name: str, measured: Mapping[str, Any], folder: Path) -> Path:
    """Draws one benchmark, with the machine and the inputs under it."""
    figure = CHARTS[name](measured["results"])
    figure.supxlabel(_caption(measured), fontsize=8, color="#555555")
    path = folder / f"benchmark-{name}.png"
    # Without the software's own mark, the same results give the same bytes.
    figure.savefig(path, dpi=150, metadata={"Software": None})
    return path


def search_chart(rows: Rows) -> Figure:
    """Each engine's p50 as a dot, its p99 as the end of a line to the right: a bar would have no foot on this axis."""
    latencies = sorted((row for row in rows if row["unit"] == "ms"), key=lambda row: -row["p50"])
    figure = Figure(figsize=(8, 0.45 * len(latencies) + 1.6), layout="constrained")
    axes = figure.subplots()
    labels = [_search_label(row) for row in latencies]
    for place, row in enumerate(latencies):
        axes.plot([row["p50"], row["p99"]], [place, place], color=COLOURS[row["engine"]], linewidth=2)
        axes.plot(row["p50"], place, marker="o", markersize=10, color=COLOURS[row["engine"]])
        axes.plot(row["p99"], place, marker="|", markersize=12, color="#333333")
        axes.annotate(f"{_number(row['p50'])} / {_number(row['p99'])}", (row["p99"], place), (6, 0), **_BESIDE)
    axes.set_yticks(range(len(latencies)), labels)
    axes.set_xscale("log")
    _plain_numbers(axes.xaxis)
    axes.margins(x=0.15, y=0.12)
    axes.grid(axis="x", alpha=0.3)
    axes.set_xlabel("milliseconds, logarithmic: median (dot) and 99th percentile (mark)")
    axes.set_title("Search: ten best documents and exact total")
    _plain(axes)
    return figure


def build_chart(rows: Rows) -> Figure:
    """Speed, size and memory side by side."""
    panels = {"build_speed": "Documents per second", "size": "Size on disk (MiB)", "build_memory": "Peak memory (MiB)"}
    return _bars(rows, panels, "Build, all stored fields and columns")


def update_chart(rows: Rows) -> Figure:
    """Seconds until a change shows."""
    return _bars(rows, {"change_shown": "Seconds until the answer shows it"}, "One document changed")


def relevance_chart(rows: Rows) -> Figure:
    """nDCG@10 of each engine, a panel a collection."""
    suffix = "_ndcg@10"
    panels = {row["metric"]: f"{row['metric'].removesuffix(suffix)}: nDCG@10" for row in rows if row["metric"].endswith(suffix)}
    return _bars(rows, panels, "What was meant is found first")


def http_chart(rows: Rows) -> Figure:
    """Requests per second of each route; the share of the bare route beside the bars."""
    rates = [row for row in rows if row["unit"] == "requests/s"]
    figure = Figure(figsize=(8, 0.5 * len(rates) + 1.6), layout="constrained")
    axes = figure.subplots()
    labels = [row["metric"].removesuffix("requests_per_second").strip("_").replace("_", " ") or NAMES["bare"] for row in rates]
    axes.barh(labels, [row["median"] for row in rates], color=[COLOURS[row["engine"]] for row in rates])
    for place, row in enumerate(rates):
        share = f" ({row['ratio_to_bare']:.2f} ×)" if "ratio_to_bare" in row else ""
        axes.annotate(f"{row['median']:,.0f}{share}", (row["median"], place), (6, 0), **_BESIDE)
    axes.invert_yaxis()
    axes.margins(x=0.18)
    axes.set_xlabel("requests per second, one worker")
    axes.set_title("HTTP beside a bare route")
    _plain(axes)
    return figure


def scale_chart(rows: Rows) -> Figure:
    """What grows with the corpus, both axes logarithmic."""
    panels = {
        ("top10_total", "p50"): "Search, median (ms)",
        ("top10_total", "p99"): "Search, 99th percentile (ms)",
        ("build_speed", "median"): "Build (documents per second)",
        ("size", "median"): "Size on disk (MiB)",
        ("serving_memory", "median"): "Memory after all queries (MiB)",
        ("first_answer", "median"): "Opening to first answer (s)",
    }
    sizes = sorted({row["documents"] for row in rows})
    figure = Figure(figsize=(10, 6), layout="constrained")
    for axes, ((metric, field), title) in zip(figure.subplots(2, 3).flat, panels.items(), strict=True):
        for engine in _engines(rows):
            points = sorted((row["documents"], row[field]) for row in rows if (row["engine"], row["metric"]) == (engine, metric))
            axes.plot(*zip(*points, strict=True), color=COLOURS[engine], marker=MARKERS[engine], label=_name(engine))
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xticks(sizes, [f"{size / 1000:g} k" for size in sizes])
        axes.xaxis.set_minor_formatter(NullFormatter())
        _plain_numbers(axes.yaxis)
        axes.set_title(title, fontsize=10)
        axes.set_xlabel("documents", fontsize=8)
        axes.grid(which="major", alpha=0.3)
        _plain(axes)
    figure.axes[0].legend(frameon=False)
    figure.suptitle("Growth with the corpus")
    return figure


CHARTS: dict[str, Callable[[Rows], Figure]] = {
    "search": search_chart,
    "build": build_chart,
    "scale": scale_chart,
    "http": http_chart,
    "update": update_chart,
    "relevance": relevance_chart,
}

_BESIDE: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 8}


def _bars(rows: Rows, panels: Mapping[str, str], title: str) -> Figure:
    """One panel a metric, one bar an engine."""
    engines = _engines(rows)
    figure = Figure(figsize=(max(6.0, 3.6 * len(panels)), 0.4 * len(engines) + 1.6), layout="constrained")
    for axes, (metric, heading) in zip(figure.subplots(1, len(panels), squeeze=False).flat, panels.items(), strict=True):
        values = {row["engine"]: row["median"] for row in rows if row["metric"] == metric}
        axes.barh([_name(engine) for engine in values], list(values.values()), color=[COLOURS[engine] for engine in values])
        for place, value in enumerate(values.values()):
            axes.annotate(_number(value), (value, place), (4, 0), **_BESIDE)
        axes.invert_yaxis()
        axes.margins(x=0.25)
        axes.set_title(heading, fontsize=10)
        _plain(axes)
    figure.suptitle(title)
    return figure


def _plain(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)


def _plain_numbers(axis: Axis) -> None:
    """Names 1, 2, 5, 10 … of a logarithmic axis, without powers of ten."""
    axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(PLAIN_NUMBERS)
    axis.set_minor_formatter(NullFormatter())


def _engines(rows: Rows) -> list[str]:
    return list(dict.fromkeys(row["engine"] for row in rows))


def _search_label(row: Mapping[str, Any]) -> str:
    return _name(row["engine"]) + next((told for end, told in _TASKS.items() if row["metric"].endswith(end)), "")


def _name(engine: str) -> str:
    return NAMES.get(engine, engine)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"


def _caption(measured: Mapping[str, Any]) -> str:
    machine, inputs = measured["machine"], measured["inputs"]
    documents = inputs["documents"]
    size = f"{documents:,} documents" if isinstance(documents, int) else "repeated"
    return (
        f"{inputs['collection']}, {size}, {inputs['number_of_queries']} queries ({inputs['queries']}); "
        f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}; median of {measured['runs']} runs"
    )


if __name__ == "__main__":
    main()
