import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from trouvaille.__main__ import main


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on standard output."""
        return msgspec.json.decode(self.out)


Command = Callable[..., Outcome]


@pytest.fixture
def trouvaille(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in an empty folder, without settings, as a shell would."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TROUVAILLE_")]:
        monkeypatch.delenv(name)

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["trouvaille", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        written = capsys.readouterr()
        return Outcome(int(stopped.value.code or 0), written.out, written.err)

    return run
