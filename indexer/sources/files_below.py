"""The files of a folder and of those in it, and what of it could not be looked at."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from stat import S_ISREG

from indexer.source import Unreadable, source_name
from search.in_french import system_problem


def files_below(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The files, in order, but for hidden ones; and why some folders could not be opened. Links to folders are not followed."""
    closed: list[OSError] = []
    paths = (Path(place, name) for place, _, names in os.walk(folder, onerror=closed.append) for name in names)
    return sorted(path for path in paths if not path.name.startswith(".") and _is_file(path)), closed


def unopened(
    folder: Path, paths: Sequence[Path], closed: Iterable[OSError], behind: Callable[[Path], tuple[str, ...]]
) -> Iterator[Unreadable]:
    """What hides files: folders that cannot be opened, and one without any file, as where a disk or a share is not mounted.

    ``behind`` tells how the ids of the files below a folder begin; nothing where that is not known.
    """
    for error in closed:
        relative = Path(os.fsdecode(error.filename)).relative_to(folder)
        message = f"le dossier ne peut pas être ouvert ({system_problem(error)})"
        beginnings = behind(relative) if relative.parts else ()
        yield Unreadable(
            readable_path(relative) or source_name(folder), "dossier-ferme", message, hides_others=True, behind=beginnings
        )
    if not paths and not closed:
        message = "le dossier ne contient aucun fichier : son disque est-il monté ?"
        yield Unreadable(source_name(folder), "dossier-vide", message, hides_others=True)


def readable_path(relative: Path) -> str:
    """A path below the folder as text."""
    return "/".join(map(readable, relative.parts))


def readable(name: str) -> str:
    """A name as text, whatever bytes it is made of: one that is no UTF-8 was written by an old Windows."""
    data = os.fsencode(name)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _is_file(path: Path) -> bool:
    """Whether there is a file, or something that nobody can look at: reading it says why."""
    try:
        return S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False
    except OSError:
        return True
