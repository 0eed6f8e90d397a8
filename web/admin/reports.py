"""What a build tells of its sources, read from the report that it leaves in a generation."""

from pathlib import Path

import msgspec

REPORT = "report.json"


class LeftOut(msgspec.Struct, frozen=True):
    """A record that was not indexed: where it stands in its source, and why."""

    where: str
    code: str
    message: str


class Remarked(msgspec.Struct, frozen=True):
    """Something to know about a record that was indexed all the same."""

    where: str
    code: str
    message: str


class SourceAccount(msgspec.Struct, frozen=True):
    """The account of one source; the counts are by reason, stage, code and field."""

    name: str
    read: int = 0
    indexed: int = 0
    kept: int = 0
    failure: str = ""
    reasons: dict[str, int] = {}
    left_out: tuple[LeftOut, ...] = ()
    cleaned: dict[str, int] = {}
    remarks: dict[str, int] = {}
    remarked: tuple[Remarked, ...] = ()
    unused_fields: dict[str, int] = {}

    @property
    def reported(self) -> int:
        """How many records were left out."""
        return self.read - self.indexed


class Report(msgspec.Struct, frozen=True):
    """The report of a generation: ``seconds`` by step."""

    generation: str
    sources: tuple[SourceAccount, ...] = ()
    seconds: dict[str, float] = {}


def read_report(folder: Path) -> Report | None:
    """The report of a generation; None when it has none that can be read."""
    try:
        return msgspec.json.decode((folder / REPORT).read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError):
        return None
