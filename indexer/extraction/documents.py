"""Text and description of a document, by the end of its name. Runs in the bounded process."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from indexer.charsets import decoded
from indexer.dates import moment
from indexer.extraction.bounded import ExtractionFailed
from indexer.extraction.epub import read_epub
from indexer.extraction.extracted import Extracted, Part
from indexer.extraction.office import read_docx, read_odt
from indexer.extraction.pdf import read_pdf
from indexer.extraction.pictures import read_picture
from indexer.extraction.recordings import read_recording
from indexer.extraction.subtitles import read_subtitles
from indexer.extraction.web_files import read_html


def _read_text(path: str) -> Extracted:
    return Extracted(parts=(Part(decoded(Path(path).read_bytes())),))


_READERS: dict[str, Callable[[str], Extracted]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "odt": read_odt,
    "epub": read_epub,
    **dict.fromkeys(("html", "htm", "xhtml"), read_html),
    **dict.fromkeys(("srt", "vtt"), read_subtitles),
    **dict.fromkeys(("txt", "md"), _read_text),
    **dict.fromkeys(("jpg", "jpeg", "png", "webp", "gif", "tif", "tiff"), read_picture),
    **dict.fromkeys(("mp3", "ogg", "oga", "opus", "flac", "m4a", "wav", "mp4", "m4v", "webm", "ogv", "mkv", "avi"), read_recording),
}


def read_document(path: str, suffix: str) -> dict[str, Any]:
    """What the file holds, as the fields of ``Extracted``; raises ExtractionFailed."""
    reader = _READERS.get(suffix.lower().lstrip("."))
    if reader is None:
        raise ExtractionFailed("type-inconnu", f"type de fichier inconnu : {suffix}")
    found: dict[str, Any] = msgspec.to_builtins(_with_readable_date(reader(path)))
    return found


def _with_readable_date(found: Extracted) -> Extracted:
    """A date that some program wrote wrongly costs itself only."""
    try:
        moment(found.created)
    except ValueError:
        remark = ("date-illisible", f"date du fichier illisible : {found.created[:80]}")
        return msgspec.structs.replace(found, created="", remarks=(*found.remarks, remark))
    return found
