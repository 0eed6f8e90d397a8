"""Every fragment as a static file, so that pages of the portal survive an outage of this service.

``<folder>/related/<id, percent-encoded>.html`` and ``<folder>/related.json``, which maps addresses to those files. A file whose
content is the same is not touched, so that a copy to another machine carries only what changed; files of items that are gone go.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import msgspec

from search.index import Index
from web.fragment import FragmentLook, fragment_html
from web.related import start_of
from web.templating import environment
from web.widgets import COMPONENT, STYLE, component_source, style_source

FOLDER = "related"
ADDRESSES = "related.json"
_MAX_NAME = 200


@dataclass(slots=True)
class Exported:
    """How many files were written, left as they were, and removed."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def export(
    index: Index, folder: Path, *, today: date, limit: int, look: FragmentLook, progress: Callable[[str, int], None]
) -> Exported:
    """Writes the fragments of all items; each file is replaced in one step, so a server can read them meanwhile."""
    templates, account = environment(), Exported()
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    files: dict[str, str] = {}
    kept: set[str] = set()
    for done, item in enumerate(sorted(index.ids()), start=1):
        found = index.related(item, limit, now=start_of(today))
        name = file_name(item)
        kept.add(name)
        _put(folder / FOLDER / name, fragment_html(templates, found, look, item), account)
        if url := index.card(item).url:
            files[url] = f"{FOLDER}/{quote(name)}"
        progress("fragments", done)
    for content, name in _sources(files):
        _put(folder / name, content, account)
    for path in (folder / FOLDER).glob("*.html"):
        if path.name not in kept:
            path.unlink()
            account.removed += 1
    return account


def file_name(item: str) -> str:
    """A file's name for an id: percent-encoded, so that no id leads out of the folder; long ones end in a digest."""
    name = quote(item, safe="").replace(".", "%2E")
    if len(name) > _MAX_NAME:
        name = f"{name[:_MAX_NAME]}-{_digest(item)}"
    return f"{name}.html"


def _sources(files: dict[str, str]) -> Iterator[tuple[bytes, str]]:
    yield msgspec.json.format(msgspec.json.encode(dict(sorted(files.items()))), indent=1), ADDRESSES
    yield component_source(), COMPONENT
    yield style_source(), STYLE


def _put(path: Path, content: bytes, account: Exported) -> None:
    if path.is_file() and path.read_bytes() == content:
        account.unchanged += 1
        return
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)
    account.written += 1


def _digest(item: str) -> str:
    return hashlib.sha256(item.encode()).hexdigest()[:16]
