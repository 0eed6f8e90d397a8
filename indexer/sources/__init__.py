"""The sources, and how the command line names one: ``csv:chemin``, ``jsonl:chemin``, ``sample:dossier`` or a path."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from indexer.source import Source
from indexer.sources.csv_table import CsvSource
from indexer.sources.jsonl import JsonLinesSource
from indexer.sources.sample import SampleSource
from search.errors import SourceUnreadable
from search.moments import PORTAL_ZONE

_BY_SUFFIX: dict[str, Callable[[Path], Source]] = {
    ".jsonl": JsonLinesSource,
    ".ndjson": JsonLinesSource,
    ".csv": CsvSource,
    ".tsv": CsvSource,
}
_FORMS = "Formes connues : csv:FICHIER, jsonl:FICHIER, sample:DOSSIER, ou le chemin d’un fichier ou d’un dossier."


def open_sources(name: str) -> list[Source]:
    """The sources that a name stands for; a folder stands for its files. Raises SourceUnreadable."""
    scheme, _, rest = name.partition(":")
    if rest and scheme == "csv":
        return [CsvSource(_existing(rest))]
    if rest and scheme == "jsonl":
        return [JsonLinesSource(_existing(rest))]
    if rest and scheme == "sample":
        return [SampleSource(_existing(rest), datetime.now(PORTAL_ZONE).date())]
    path = _existing(name)
    if not path.is_dir():
        return [_file(path)]
    files = sorted(path.glob("docs.jsonl*")) or [file for file in sorted(path.iterdir()) if _suffix(file) in _BY_SUFFIX]
    if not files:
        raise SourceUnreadable(f"Le dossier {path} ne contient ni .jsonl ni .csv.", remedy=_FORMS)
    return [_file(file) for file in files]


def _file(path: Path) -> Source:
    try:
        return _BY_SUFFIX[_suffix(path)](path)
    except KeyError as error:
        raise SourceUnreadable(f"{path} : type de fichier inconnu.", remedy=_FORMS) from error


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix == ".gz" else path.suffix.lower()


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.exists():
        raise SourceUnreadable(f"La source « {name} » n’existe pas.", remedy=_FORMS)
    return path
