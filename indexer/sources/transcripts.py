"""Which transcripts belong to which recording: ``radio.mp3`` has ``radio.srt``, ``radio.fr.vtt`` and ``radio.en.vtt``."""

from pathlib import Path

from indexer.media import medium_of

_TRANSCRIPTS = {".srt", ".vtt"}
_RECORDINGS = {"son", "video"}


def is_recording(path: Path) -> bool:
    """Whether a file is sound or video, by its name."""
    return medium_of(path.name) in _RECORDINGS


def recordings_of(transcript: Path) -> list[Path]:
    """The recordings beside a transcript: those of its whole name, else those of its name without a language."""
    if transcript.suffix.lower() not in _TRANSCRIPTS:
        return []
    beside = [other for other in sorted(transcript.parent.iterdir()) if is_recording(other)]
    whole, bare = transcript.stem, Path(transcript.stem).stem
    return [one for one in beside if one.stem == whole] or [one for one in beside if one.stem == bare]


def transcripts_of(recording: Path) -> list[Path]:
    """The transcripts beside a recording; those in other languages than French after the others."""
    named = (one for one in sorted(recording.parent.iterdir()) if one.name.startswith(recording.stem))
    own = [one for one in named if recording in recordings_of(one)]
    return sorted(own, key=lambda one: _is_foreign(one.stem.removeprefix(recording.stem)))


def _is_foreign(language: str) -> bool:
    return bool(language) and not language.lower().startswith(".fr")
