"""What a command printed when it was done."""

from pathlib import Path

import msgspec


class JobResult(msgspec.Struct, frozen=True):
    """Of a build or update: the generation, and what became of the records. Of a check: what is wrong."""

    generation: str = ""
    read: int = 0
    indexed: int = 0
    reported: int = 0
    failures: dict[str, str] = {}
    changes: dict[str, int] = {}
    documents: int = 0
    problems: tuple[str, ...] = ()

    @property
    def has_changed(self) -> bool:
        """Whether there is a new generation: an update that changes nothing makes none."""
        return not self.changes or any(self.changes.get(name, 0) for name in ("added", "changed", "deleted"))


def read_result(out: Path) -> JobResult | None:
    """The one JSON object on a command's standard output, if it got so far."""
    try:
        return msgspec.json.decode(out.read_bytes(), type=JobResult)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
