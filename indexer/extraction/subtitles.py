"""Transcripts with time codes: SubRip (.srt) and WebVTT (.vtt)."""

import re
from pathlib import Path

from indexer.charsets import decoded
from indexer.extraction.bounded import ExtractionFailed
from indexer.extraction.extracted import Extracted, Part
from indexer.html_text import html_to_text

SECONDS_A_PART = 30
_CUE = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,]\d{1,3}\s+-->")
_STYLE = re.compile(r"\{\\[^}]*\}")


def read_subtitles(path: str) -> Extracted:
    """Parts of about half a minute (anchor ``t=SECONDS``); a line repeated by the next cue stands once."""
    parts: list[tuple[int, list[str]]] = []
    for block in re.split(r"\n\s*\n", decoded(Path(path).read_bytes()).replace("\r\n", "\n")):
        cue = _CUE.search(block)
        if cue is None:
            continue
        start = int(cue[1] or 0) * 3600 + int(cue[2]) * 60 + int(cue[3])
        lines = html_to_text(_STYLE.sub("", block[cue.end() :].partition("\n")[2]).replace("\n", "<br>")).split("\n")
        if not parts or start - parts[-1][0] >= SECONDS_A_PART:
            parts.append((start, []))
        parts[-1][1].extend(line for line in lines if line and line != (parts[-1][1] or [""])[-1])
    if not parts:
        raise ExtractionFailed("illisible", "aucun code temporel : ce n’est pas une transcription")
    return Extracted(parts=tuple(Part("\n".join(lines), f"t={start}") for start, lines in parts if lines))
