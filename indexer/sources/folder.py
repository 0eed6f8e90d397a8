"""A folder of files: each document, picture or recording is an item."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Any, Literal
from urllib.parse import quote

from indexer.extraction.bounded import BoundedWorker, ExtractionFailed
from indexer.media import medium_of
from indexer.source import Record, Remark, Unreadable
from indexer.sources.options import Options
from search.errors import SourceUnreadable

PART_END = "\f"
"""Between the parts of a body that have anchors."""

_TRANSCRIPTS = {".srt", ".vtt"}
_RECORDINGS = {"son", "video"}
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

    def expected(self) -> int | None:
        return sum(1 for _ in self._files()) if self._folder.is_dir() else None

    def records(self) -> Iterator[Record | Unreadable]:
        if not self._folder.is_dir():
            raise SourceUnreadable(f"Le dossier {self._folder} n’existe pas.", remedy="Vérifiez le chemin.")
        with BoundedWorker(seconds=self._options.seconds, memory=self._options.memory) as worker:
            for path in self._files():
                yield self._outcome(path, worker)

    def _files(self) -> Iterator[Path]:
        return (path for path in sorted(self._folder.rglob("*")) if _is_file(path) and not path.name.startswith("."))

    def _outcome(self, path: Path, worker: BoundedWorker) -> Record | Unreadable:
        relative = path.relative_to(self._folder)
        where = "/".join(map(_readable, relative.parts))
        try:
            return self._refused(path, where) or self._read(path, relative, where, worker)
        except ExtractionFailed as error:
            return Unreadable(where, error.code, error.message)
        except (OSError, ValueError, RuntimeError) as error:
            return Unreadable(where, "illisible", f"le fichier ne peut pas être lu ({getattr(error, 'strerror', None) or error})")

    def _refused(self, path: Path, where: str) -> Unreadable | None:
        """Why the file is not read at all."""
        if not path.resolve().is_relative_to(self._folder.resolve()):
            return Unreadable(where, "hors-dossier", "lien vers un fichier hors du dossier")
        if path.stat().st_size > self._options.max_bytes:
            return Unreadable(where, "trop-volumineux", f"plus de {self._options.max_bytes >> 20} Mio")
        return None

    def _read(self, path: Path, relative: Path, where: str, worker: BoundedWorker) -> Record | Unreadable:
        if recording := self._recording_of(path):
            return Unreadable(where, "transcription", f"texte de {_readable(recording.name)}, indexé avec lui")
        found = worker.call("indexer.extraction.documents:read_document", str(path), path.suffix)
        remarks = [Remark(code, message) for code, message in found["remarks"]]
        if medium_of(path.name) in _RECORDINGS:
            try:
                found["parts"] += self._transcript(path, worker)
            except (ExtractionFailed, OSError) as error:
                remarks.append(Remark("transcription-illisible", f"transcription non lue : {error}"))
        return Record(where, self._values(relative, where, found), tuple(remarks))

    def _values(self, relative: Path, where: str, found: dict[str, Any]) -> dict[str, Any]:
        quoted = quote(os.fsencode(relative.as_posix()))
        address = f"{self._options.url.rstrip('/')}/{quoted}" if self._options.url else ""
        return {
            "id": address or (where if where == relative.as_posix() else quoted),
            "url": address,
            "kind": self._options.kind,
            **document_values(found, _readable(relative.stem)),
            "media": [medium_of(relative.name)],
        }

    def _recording_of(self, path: Path) -> Path | None:
        """The recording beside a transcript: ``radio.mp3`` for ``radio.srt`` or ``radio.fr.vtt``."""
        if path.suffix.lower() not in _TRANSCRIPTS:
            return None
        stems = {path.stem, Path(path.stem).stem}
        beside = (other for other in sorted(path.parent.iterdir()) if other.stem in stems and medium_of(other.name) in _RECORDINGS)
        return next(beside, None)

    def _transcript(self, recording: Path, worker: BoundedWorker) -> list[Any]:
        """The parts of the first transcript beside a recording."""
        for path in sorted(recording.parent.iterdir()):
            if path.suffix.lower() in _TRANSCRIPTS and recording.stem in {path.stem, Path(path.stem).stem}:
                if refused := self._refused(path, path.name):
                    raise ExtractionFailed(refused.code, refused.message)
                parts: list[Any] = worker.call("indexer.extraction.documents:read_document", str(path), path.suffix)["parts"]
                return parts
        return []


def _is_file(path: Path) -> bool:
    """Whether there is a file, or something that nobody can look at: reading it says why."""
    try:
        return S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _readable(name: str) -> str:
    """A name as text, whatever bytes it is made of: one that is no UTF-8 was written by an old Windows."""
    data = os.fsencode(name)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


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
