"""The medium that a file holds, told by its MIME type or by the end of its name."""

import re
from pathlib import PurePosixPath

_AFTER_PATH = re.compile(r"[?#]")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*(?P<path>[^?#]*)", re.IGNORECASE)
_BY_TYPE = {"image": "photo", "audio": "son", "video": "video", "text": "texte"}
_BY_SUFFIX = {
    suffix: medium
    for medium, suffixes in {
        "photo": "jpg jpeg png gif webp tif tiff svg avif heic",
        "son": "mp3 ogg oga opus flac wav m4a aac",
        "video": "mp4 webm ogv mkv mov avi m4v",
        "texte": "pdf doc docx odt rtf epub txt md html htm xhtml ppt pptx odp xls xlsx ods csv srt vtt",
    }.items()
    for suffix in suffixes.split()
}


def medium_of(name: str, mime_type: str = "") -> str:
    """One of the media of items, or empty when neither the type nor the name (a path, an address) tells."""
    main = mime_type.partition("/")[0].strip().lower()
    return _BY_TYPE.get(main) or next(filter(None, map(_by_suffix, _paths(name))), "")


def _by_suffix(path: str) -> str:
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower().lstrip("."), "")


def _paths(name: str) -> tuple[str, ...]:
    """The path of an address. A file's name may hold ``#`` and ``?``: it is tried as it is, then as a relative address."""
    if address := _ADDRESS.match(name):
        return (address["path"],)
    return name, _AFTER_PATH.split(name, maxsplit=1)[0]
