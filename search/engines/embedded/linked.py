"""An index that begins as another one: segments never change, so their files are shared by hard links."""

import errno
import os
import shutil
from pathlib import Path

from search.engines.embedded.writer import EmbeddedWriter

_NO_LINKS = {errno.EPERM, errno.EXDEV, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES}
_LOCK = "MAIN_WRITELOCK"


def linked_writer(index: Path, folder: Path) -> EmbeddedWriter:
    """A writer in ``folder`` on what ``index`` holds; nothing that it does changes ``index``."""
    link_files(index, folder, without=(_LOCK,))
    return EmbeddedWriter(folder)


def link_files(source: Path, target: Path, without: tuple[str, ...] = ()) -> None:
    """Makes ``target`` a folder of hard links to the files of ``source``; of copies where the file system has no links."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        if path.name not in without:
            _link(path, target / path.name)


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copy2(path, target)
