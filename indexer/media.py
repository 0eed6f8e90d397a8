"""The medium that a file holds, told by its MIME type or by the end of its name."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

_BY_TYPE = {"image": "photo", "audio": "son", "video": "video", "text": "texte"}
_BY_SUFFIX = {
    suffix: medium
    for medium, suffixes in {
        "photo": "jpg jpeg png gif webp tif tiff svg avif heic",
        "son": "mp3 ogg oga opus flac wav m4a aac",
        "video": "mp4 webm ogv mkv mov avi m4v",
        "texte": "pdf doc docx odt rtf epub txt html htm ppt pptx odp xls xlsx ods csv srt vtt",
    }.items()
    for suffix in suffixes.split()
}


def medium_of(name: str, mime_type: str = "") -> str:
    """One of the media of items, or empty when neither the type nor the name (a path, an address) tells."""
    main = mime_type.partition("/")[0].strip().lower()
    return _BY_TYPE.get(main) or _BY_SUFFIX.get(PurePosixPath(urlsplit(name).path).suffix.lower().lstrip("."), "")
