"""Portals of the first items of ``tests.portal``: each is built once, and tests change copies of it."""

import shutil
from pathlib import Path

from indexer.build import build
from tests.indexer.records import source_of
from tests.portal import ITEMS


class BuiltPortals:
    """Makes portals with a generation for each of some numbers of items, the last of them live. ``folder`` keeps the originals."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, portal: Path, *counts: int) -> Path:
        """A portal of its own in a folder that may exist; without numbers, one generation of all items."""
        counts = counts or (len(ITEMS),)
        original = self._folder / "-".join(map(str, counts))
        if not original.exists():
            for count in counts:
                build([source_of(ITEMS[:count])], original)
        return Path(shutil.copytree(original, portal, dirs_exist_ok=True))
