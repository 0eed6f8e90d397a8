"""Captions that pictures carry: EXIF and IPTC."""

from typing import Any

from PIL import ExifTags, Image, IptcImagePlugin, UnidentifiedImageError

from indexer.extraction.bounded import ExtractionFailed
from indexer.extraction.extracted import Extracted, Part

_IPTC = {
    "title": (2, 5),
    "keywords": (2, 25),
    "date": (2, 55),
    "author": (2, 80),
    "city": (2, 90),
    "country": (2, 101),
    "caption": (2, 120),
}
_ORIGINAL_DATE = 0x9003


def read_picture(path: str) -> Extracted:
    """The caption is the text; only the file's head is decoded. Raises ExtractionFailed when nothing is said of the picture."""
    try:
        with Image.open(path) as picture:
            exif = picture.getexif()
            iptc = IptcImagePlugin.getiptcinfo(picture) or {}
            named = {str(name): value for name, value in picture.info.items() if isinstance(value, str)}
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ExtractionFailed("illisible", f"image illisible ({error})") from error
    caption = _iptc(iptc, "caption") or _text(exif.get(ExifTags.Base.ImageDescription)) or named.get("Description", "")
    title = _iptc(iptc, "title") or _text(exif.get(ExifTags.Base.XPTitle)) or named.get("Title", "")
    if not caption.strip() and not title.strip():
        raise ExtractionFailed("sans-legende", "l’image ne porte ni titre ni légende (EXIF, IPTC)")
    author = _iptc(iptc, "author") or _text(exif.get(ExifTags.Base.Artist)) or named.get("Author", "")
    place = [_iptc(iptc, "city"), _iptc(iptc, "country")]
    return Extracted(
        parts=(Part(caption),),
        title=title or caption.split("\n")[0][:200],
        authors=(author,) if author else (),
        keywords=tuple(filter(None, _all(iptc, "keywords"))),
        created=_day(_iptc(iptc, "date") or _text(exif.get_ifd(ExifTags.IFD.Exif).get(_ORIGINAL_DATE))),
        place=", ".join(filter(None, place)),
    )


def _all(iptc: dict[Any, Any], name: str) -> list[str]:
    found = iptc.get(_IPTC[name], [])
    return [_text(one) for one in (found if isinstance(found, list) else [found])]


def _iptc(iptc: dict[Any, Any], name: str) -> str:
    return next(iter(_all(iptc, name)), "")


def _text(value: Any) -> str:
    """The text of a value: UTF-8 although the library reads EXIF as Latin-1, UTF-16 in the fields that Windows writes."""
    if isinstance(value, tuple) and all(isinstance(one, int) for one in value):
        value = bytes(value)
    if isinstance(value, bytes):
        if value[1:2] == b"\0":
            return value.decode("utf-16-le", "replace").strip("\0 ")
        try:
            return value.decode().strip("\0 ")
        except UnicodeDecodeError:
            return value.decode("cp1252", "replace").strip("\0 ")
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode().strip("\0 ")
    except UnicodeError:
        return value.strip("\0 ")


def _day(text: str) -> str:
    """``2023:06:30 18:00:00`` or ``20230630`` as ISO."""
    digits = "".join(one for one in text[:10] if one.isdigit())
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) >= 8 and digits[:4] > "1800" else ""
