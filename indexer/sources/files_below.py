"""The files of a folder and of those in it, and what of it could not be looked at."""

import os
from pathlib import Path
from stat import S_ISREG


def files_below(folder: Path) -> tuple[list[Path], list[OSError]]:
    """The files, in order, but for hidden ones; and why some folders could not be opened. Links to folders are not followed."""
    closed: list[OSError] = []
    paths = (Path(place, name) for place, _, names in os.walk(folder, onerror=closed.append) for name in names)
    return sorted(path for path in paths if not path.name.startswith(".") and _is_file(path)), closed


def _is_file(path: Path) -> bool:
    """Whether there is a file, or something that nobody can look at: reading it says why."""
    try:
        return S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False
    except OSError:
        return True
