"""Files of TOML that administrators write, for tests of what reads them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search.errors import TrouvailleError

Reader = Callable[[Path], Any]


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def assert_refused(read: Reader, path: Path, content: str | bytes, line: int, what: str) -> None:
    """The file is refused with its name, the line of what is wrong there, and where the remedy is."""
    with pytest.raises(TrouvailleError) as caught:
        read(written(path, content))
    assert caught.value.data["line"] == line
    assert f"{path.name}, ligne {line} : " in caught.value.message
    assert what in caught.value.message
    assert "docs/synonyms.md" in caught.value.remedy
