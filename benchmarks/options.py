"""The options that the benchmarks share."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import CLOCKS

DEFAULT_RUNS = 5


def parser(description: str, engines: Sequence[str] = ()) -> argparse.ArgumentParser:
    """A command line with the shared options; ``engines`` are those that ``--engines`` chooses from."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--collection", type=Path, metavar="DIR", help="folder with docs.jsonl or docs.jsonl.gz")
    options.add_argument("--queries", type=Path, metavar="DIR", help="folder with queries.jsonl")
    options.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    options.add_argument("--limit", type=positive, metavar="N", help="index only the first N documents")
    options.add_argument("--repeat", type=positive, default=1, metavar="N", help="index them N times, under other ids")
    options.add_argument("--runs", type=positive, default=DEFAULT_RUNS, metavar="N", help="interleaved runs (default: %(default)s)")
    options.add_argument("--ask", type=positive, default=300, metavar="N", help="number of queries (default: %(default)s)")
    options.add_argument("--work", type=Path, metavar="DIR", help="folder for the indexes, kept (default: a temporary one)")
    if engines:
        options.add_argument("--engines", type=names, default=list(engines), metavar="A,B", help=f"of {', '.join(engines)}")
    return options


def with_clock(options: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Adds ``--clock``, for those that time queries."""
    options.add_argument("--clock", choices=list(CLOCKS), default="wall", help="what times queries (default: %(default)s)")
    return options


def positive(text: str) -> int:
    """A whole number of at least 1."""
    number = int(text.replace("_", ""))
    if number < 1:
        raise argparse.ArgumentTypeError("it must be at least 1")
    return number


def names(text: str) -> list[str]:
    """Names between commas."""
    return [name.strip() for name in text.split(",") if name.strip()]


@contextmanager
def work_folder(chosen: Path | None) -> Iterator[Path]:
    """The folder that was chosen, or one that disappears."""
    if chosen is not None:
        chosen.mkdir(parents=True, exist_ok=True)
        yield chosen
        return
    with TemporaryDirectory(prefix="trouvaille-benchmark-") as folder:
        yield Path(folder)
