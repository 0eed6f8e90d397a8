"""The sources, and how settings and the command line name one: ``spip:ADDRESS``, ``csv:PATH`` …, a path, or a table of options."""

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from indexer.source import Source
from indexer.sources.csv_table import CsvSource
from indexer.sources.forms import meant_by_absent, meant_by_file
from indexer.sources.jsonl import JsonLinesSource
from indexer.sources.options import Options, options_of, shown
from indexer.sources.sample import SampleSource
from search.errors import SourceUnreadable
from search.moments import PORTAL_ZONE

_BY_SUFFIX: dict[str, Callable[[Path], Source]] = {
    ".jsonl": JsonLinesSource,
    ".ndjson": JsonLinesSource,
    ".csv": CsvSource,
    ".tsv": CsvSource,
}
_FILES: dict[str, Callable[[Path], Source]] = {
    "csv": CsvSource,
    "jsonl": JsonLinesSource,
    "sample": lambda folder: SampleSource(folder, datetime.now(PORTAL_ZONE).date()),
}
_WITH_OPTIONS = {
    "spip": ("indexer.sources.spip.source", "SpipSource", "SpipOptions", "spip"),
    "site": ("indexer.sources.site.source", "SiteSource", "SiteOptions", "site"),
    "files": ("indexer.sources.folder", "FolderSource", "FolderOptions", "documents"),
    "rss": ("indexer.sources.feed", "FeedSource", "FeedOptions", "feeds"),
    "ics": ("indexer.sources.calendar", "CalendarSource", "CalendarOptions", "feeds"),
    "oai": ("indexer.sources.oai", "OaiSource", "OaiOptions", ""),
    "jsonfeed": ("indexer.sources.json_feed", "JsonFeedSource", "JsonFeedOptions", ""),
}
"""Kind of source: its module (imported when needed: its libraries are an extra), its class, its options and the extra."""

_KEEPING = {"site"}
"""Kinds that keep what they fetched, in a folder of their own."""

KINDS = (*_FILES, *_WITH_OPTIONS)
_FORMS = f"Formes connues : {', '.join(f'{kind}:…' for kind in KINDS)}, ou le chemin d’un fichier ou d’un dossier."


def open_all(specs: Iterable[str | Mapping[str, Any]], cache: Path) -> list[Source]:
    """The sources of several specifications, under names that differ; ``cache`` is where they may keep what they fetched.

    Those of one name bear their specification's too, so that a name means the same source whatever the order; the rest is numbered.
    """
    return [source for own in opened_by_spec(specs, cache) for source in own]


def named_sources(specs: Iterable[str | Mapping[str, Any]]) -> list[list[str]]:
    """The names of the sources of each of several specifications."""
    return [[source.name for source in own] for own in opened_by_spec(specs, Path(".sources"))]


def opened_by_spec(specs: Iterable[str | Mapping[str, Any]], cache: Path) -> list[list[Source]]:
    """The sources of each specification, under the names that ``open_all`` gives them."""
    by_spec = [(spec, open_sources(spec, cache)) for spec in specs]
    opened = [(source, spec) for spec, sources in by_spec for source in sources]
    shared = Counter(source.name for source, _ in opened)
    taken: set[str] = set()
    for source, spec in opened:
        if shared[source.name] > 1:
            place = Path(shown(spec if isinstance(spec, str) else str(spec.get("location", "")))).name
            source.name = f"{source.name} ({place})" if place != source.name else source.name
        name, number = source.name, 1
        while source.name in taken:
            number += 1
            source.name = f"{name} ({number})"
        taken.add(source.name)
    return [sources for _, sources in by_spec]


def open_sources(spec: str | Mapping[str, Any], cache: Path = Path(".sources")) -> list[Source]:
    """The sources that a name or a table of options stands for; a folder stands for its files. Raises SourceUnreadable."""
    if not isinstance(spec, str):
        return [_from_table(dict(spec), cache)]
    scheme, _, rest = spec.partition(":")
    if rest and scheme in KINDS:
        return [_from_table({"type": scheme, "location": rest}, cache)]
    path = _existing(spec)
    if not path.is_dir():
        return [_file(path)]
    files = sorted(path.glob("docs.jsonl*")) or [file for file in sorted(path.iterdir()) if _suffix(file) in _BY_SUFFIX]
    if not files:
        raise SourceUnreadable(
            f"Le dossier {path} ne contient ni .jsonl ni .csv.", remedy=f"S’il contient des documents : files:{path}. {_FORMS}"
        )
    return [_file(file) for file in files]


def _from_table(table: dict[str, Any], cache: Path) -> Source:
    kind = table.pop("type", None)
    if kind in _FILES:
        options = options_of(table, Options)
        source = _FILES[kind](_existing(options.location))
        source.name = options.name or source.name
        return source
    if kind not in _WITH_OPTIONS:
        problem = f"Type de source inconnu : « {kind} »." if kind else "Une source n’a pas de « type »."
        raise SourceUnreadable(problem, remedy=_FORMS)
    module, source_class, options_class, extra = _WITH_OPTIONS[kind]
    try:
        code = import_module(module)
    except ModuleNotFoundError as error:
        remedy = f"Installez-les : {sys.executable} -m pip install 'trouvaille[{extra}]'."
        raise SourceUnreadable(
            f"Une source « {kind} » demande des bibliothèques absentes ({error.name}).", remedy=remedy
        ) from error
    options = options_of(table, getattr(code, options_class))
    folder = (cache / f"{kind}-{hashlib.sha256(options.location.encode()).hexdigest()[:16]}",) if kind in _KEEPING else ()
    opened: Source = getattr(code, source_class)(options, *folder)
    return opened


def _file(path: Path) -> Source:
    try:
        return _BY_SUFFIX[_suffix(path)](path)
    except KeyError as error:
        raise SourceUnreadable(f"{path} : type de fichier inconnu.", remedy=f"{meant_by_file(path)}{_FORMS}") from error


def _suffix(path: Path) -> str:
    return Path(path.stem).suffix.lower() if path.suffix == ".gz" else path.suffix.lower()


def _existing(name: str) -> Path:
    path = Path(name)
    if not path.exists():
        raise SourceUnreadable(f"La source « {name} » n’existe pas.", remedy=f"{meant_by_absent(name)}{_FORMS}")
    return path
