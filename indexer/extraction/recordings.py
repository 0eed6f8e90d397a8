"""What sound and video files say of themselves."""

from pathlib import Path
from typing import Any

import mutagen

from indexer.extraction.bounded import ExtractionFailed
from indexer.extraction.extracted import Extracted, Part

_TAGS = {
    "title": ("TIT2", "title", "©nam", "TITLE"),
    "author": ("TPE1", "artist", "©ART", "ARTIST"),
    "album": ("TALB", "album", "©alb", "ALBUM"),
    "date": ("TDRC", "date", "©day", "DATE"),
    "genre": ("TCON", "genre", "©gen", "GENRE"),
    "comment": ("COMM", "comment", "description", "©cmt", "desc", "ldes", "COMMENT", "USLT", "lyrics", "©lyr", "LYRICS"),
}
_UNTAGGED = {".webm", ".mkv", ".avi", ".ogv"}
"""Containers whose tags are not read: their items are known by their names and transcripts."""


def read_recording(path: str) -> Extracted:
    """The description is the text; a file without tags is remarked."""
    file = _opened(path)
    tags: Any = file.tags if file is not None and file.tags is not None else {}
    found = {name: _values(tags, keys) for name, keys in _TAGS.items()}
    lines = [*found["album"], *found["comment"]]
    length = getattr(getattr(file, "info", None), "length", 0) or 0
    remarks = () if any(found.values()) else (("sans-etiquettes", "ni titre ni description dans le fichier"),)
    return Extracted(
        parts=(Part("\n".join([*lines, *([f"Durée : {_length(length)}"] if length >= 1 else [])])),),
        title=next(iter(found["title"]), ""),
        authors=tuple(found["author"]),
        keywords=tuple(found["genre"]),
        created=_date(next(iter(found["date"]), "")),
        remarks=remarks,
    )


def _opened(path: str) -> Any:
    try:
        file = mutagen.File(path)
    except (mutagen.MutagenError, OSError, ValueError) as error:
        raise ExtractionFailed("illisible", f"enregistrement illisible ({error})") from error
    if file is None and Path(path).suffix.lower() not in _UNTAGGED:
        raise ExtractionFailed("illisible", "ce n’est pas un enregistrement connu")
    return file


def _values(tags: Any, keys: tuple[str, ...]) -> list[str]:
    """The texts of the first tag there is; ID3 names comments with their language (``COMM::fra``)."""
    for key in keys:
        for name in tags:
            if str(name) == key or str(name).startswith(f"{key}:"):
                value = tags[name]
                values = getattr(value, "text", value)
                texts = [str(one).strip() for one in (values if isinstance(values, list) else [values])]
                if any(texts):
                    return [text for text in texts if text]
    return []


def _date(text: str) -> str:
    return text[:10] if text[:4].isdigit() else ""


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
