"""A folder of files: each document, picture or recording is an item."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from indexer.extraction.bounded import BoundedWorker, ExtractionFailed
from indexer.extraction.extracted import Extracted
from indexer.media import medium_of
from indexer.source import Record, Remark, Unreadable
from indexer.sources.files_below import files_below, readable, readable_path, unopened
from indexer.sources.options import Options
from indexer.sources.transcripts import Transcripts, is_recording
from search.errors import SourceUnreadable
from search.in_french import system_problem

PART_END = "\f"
"""Between the parts of a body that have anchors."""

_FOR_NOW = {"trop-long", "memoire", "processus"}
"""Codes of files that a machine with less to do may read."""

_WORDS = re.compile(r"[_\s.+]+|(?<=\w)-(?=\w)")


class FolderOptions(Options, frozen=True, kw_only=True):
    """``location``: the folder; ``url``: its address on the web. ``seconds`` and ``memory`` bound the reading of a file."""

    url: str = ""
    kind: Literal["article", "evenement", "ressource"] = "ressource"
    seconds: float = 120.0
    memory: int = 2 << 30
    max_bytes: int = 500 << 20


class FolderSource:
    """The files below a folder, in order; a transcript beside its recording becomes the recording's text."""

    repeats_itself = False

    def __init__(self, options: FolderOptions) -> None:
        self._options = options
        self.name = options.label
        self._folder = Path(options.location)
        self._transcripts = Transcripts(())

    def expected(self) -> int | None:
        return len(files_below(self._folder)[0]) if self._folder.is_dir() else None

    def records(self) -> Iterator[Record | Unreadable]:
        if not self._folder.is_dir():
            raise SourceUnreadable(f"Le dossier {self._folder} n’existe pas.", remedy="Vérifiez le chemin.")
        paths, closed = files_below(self._folder)
        self._transcripts = Transcripts(paths)
        with BoundedWorker(seconds=self._options.seconds, memory=self._options.memory) as worker:
            for path in paths:
                yield self._outcome(path, worker)
        yield from unopened(self._folder, paths, closed, self._identifiers_below)

    def _outcome(self, path: Path, worker: BoundedWorker) -> Record | Unreadable:
        relative = path.relative_to(self._folder)
        where, identifier = readable_path(relative), self._address(relative) or _identifier(relative)
        try:
            return self._read(path, relative, where, worker)
        except ExtractionFailed as error:
            return Unreadable(where, error.code, error.message, id=identifier, for_now=error.code in _FOR_NOW)
        except OSError as error:
            message = f"le fichier ne peut pas être lu ({system_problem(error)})"
            return Unreadable(where, "illisible", message, id=identifier, for_now=True)
        except (ValueError, RuntimeError) as error:
            return Unreadable(where, "illisible", f"le fichier ne peut pas être lu ({error})", id=identifier)

    def _read(self, path: Path, relative: Path, where: str, worker: BoundedWorker) -> Record | Unreadable:
        self._require_inside(path)
        if recordings := self._transcripts.recordings_of(path):
            names = ", ".join(readable(one.name) for one in recordings)
            return Unreadable(where, "transcription", f"texte de {names}, indexé avec")
        found = self._recording(path, worker) if is_recording(path) else self._extracted(path, worker)
        remarks = tuple(Remark(code, message) for code, message in found["remarks"])
        return Record(where, self._values(relative, found), remarks)

    def _require_inside(self, path: Path) -> None:
        if not path.resolve().is_relative_to(self._folder.resolve()):
            raise ExtractionFailed("hors-dossier", "lien vers un fichier hors du dossier")

    def _extracted(self, path: Path, worker: BoundedWorker) -> dict[str, Any]:
        """The fields of ``Extracted`` of a file."""
        if path.stat().st_size > self._options.max_bytes:
            raise ExtractionFailed("trop-volumineux", f"plus de {self._options.max_bytes >> 20} Mio")
        with path.open("rb") as file:
            file.read(1)  # what cannot be read at all for now is told from what is damaged
        found: dict[str, Any] = worker.call("indexer.extraction.documents:read_document", str(path), path.suffix)
        return found

    def _recording(self, path: Path, worker: BoundedWorker) -> dict[str, Any]:
        """A recording with what its transcripts say, even where it cannot be read itself."""
        said, remarks = self._said(path, worker)
        try:
            found = self._extracted(path, worker)
        except ExtractionFailed as error:
            if not said:
                raise
            found = msgspec.to_builtins(Extracted(remarks=((error.code, f"enregistrement non lu : {error.message}"),)))
        return found | {"parts": [*found["parts"], *said], "remarks": [*found["remarks"], *remarks]}

    def _said(self, recording: Path, worker: BoundedWorker) -> tuple[list[Any], list[tuple[str, str]]]:
        """The parts of all transcripts beside a recording, once where two formats say the same; remarks on unreadable ones."""
        said: list[list[Any]] = []
        remarks = []
        for path in self._transcripts.transcripts_of(recording):
            try:
                self._require_inside(path)
                parts = self._extracted(path, worker)["parts"]
            except (ExtractionFailed, OSError) as error:
                remarks.append(("transcription-illisible", f"transcription non lue, {readable(path.name)} : {error}"))
                continue
            said += [] if parts in said else [parts]
        return [part for parts in said for part in parts], remarks

    def _address(self, relative: Path) -> str:
        return f"{self._options.url.rstrip('/')}/{_quoted(relative)}" if self._options.url else ""

    def _identifiers_below(self, relative: Path) -> tuple[str, ...]:
        """How the ids of the files below a folder may begin."""
        if address := self._address(relative):
            return (f"{address}/",)
        return tuple(dict.fromkeys(f"{one}/" for one in (_identifier(relative), _quoted(relative))))

    def _values(self, relative: Path, found: dict[str, Any]) -> dict[str, Any]:
        address = self._address(relative)
        return {
            "id": address or _identifier(relative),
            "url": address,
            "kind": self._options.kind,
            **document_values(found, readable(relative.stem)),
            "media": [medium_of(relative.name)],
        }


def _quoted(relative: Path) -> str:
    return quote(os.fsencode(relative.as_posix()))


def _identifier(relative: Path) -> str:
    """The path of a file without an address, quoted where it is no text."""
    return where if (where := readable_path(relative)) == relative.as_posix() else _quoted(relative)


def document_values(found: dict[str, Any], stem: str) -> dict[str, Any]:
    """The fields of an item that a document gives; without a title of its own the file's name is one."""
    parts = [part for part in found["parts"] if part["text"].strip() or part["anchor"]]
    anchored = any(part["anchor"] for part in parts)
    return {
        "title": found["title"] or readable_name(stem),
        "body": (PART_END if anchored else "\n").join(part["text"] for part in parts),
        "anchors": [part["anchor"] for part in parts] if anchored else [],
        "authors": found["authors"],
        "themes": found["keywords"],
        "published": found["created"],
        "language": found["language"] or "fr",
        "place": found["place"],
    }


def readable_name(stem: str) -> str:
    """A file's name as a title: ``compte-rendu_2023`` is "Compte rendu 2023"."""
    name = _WORDS.sub(" ", stem).strip()
    return name[:1].upper() + name[1:]
