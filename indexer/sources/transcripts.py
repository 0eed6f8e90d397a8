"""Which transcripts belong to which recording: ``radio.mp3`` has ``radio.srt``, ``radio.fr.vtt`` and ``radio.en.vtt``."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from indexer.media import medium_of

_TRANSCRIPTS = {".srt", ".vtt"}
_RECORDINGS = {"son", "video"}


def is_recording(path: Path) -> bool:
    """Whether a file is sound or video, by its name."""
    return medium_of(path.name) in _RECORDINGS


class Transcripts:
    """Those in the folders of some files, found out once for all: a folder may hold thousands of recordings."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._recordings: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
        self._transcripts: defaultdict[Path, list[Path]] = defaultdict(list)
        folders = {path.parent for path in files}
        ordered = sorted(path for folder in folders for path in folder.iterdir())
        for path in filter(is_recording, ordered):
            self._recordings[path.parent, path.stem].append(path)
        for path in ordered:
            for recording in self.recordings_of(path):
                self._transcripts[recording].append(path)

    def recordings_of(self, transcript: Path) -> list[Path]:
        """The recordings beside a transcript: those of its whole name, else those of its name without a language."""
        if transcript.suffix.lower() not in _TRANSCRIPTS:
            return []
        names = transcript.stem, Path(transcript.stem).stem
        return next((found for name in names if (found := self._recordings.get((transcript.parent, name)))), [])

    def transcripts_of(self, recording: Path) -> list[Path]:
        """The transcripts beside a recording; those in other languages than French after the others."""
        own = self._transcripts.get(recording, [])
        return sorted(own, key=lambda one: _is_foreign(one.stem.removeprefix(recording.stem)))


def _is_foreign(language: str) -> bool:
    return bool(language) and not language.lower().startswith(".fr")
