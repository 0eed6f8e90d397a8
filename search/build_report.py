"""What a build read, indexed, cleaned and left out, and why."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from search.errors import IndexCorrupt, IndexMissing

REPORT = "report.json"

SAMPLES_PER_REASON = 20
"""Left-out records listed one by one for each reason and source; all of them are counted."""
SAMPLES_PER_STAGE = 5
"""Changes shown for each stage of cleaning, and remarks of each code, of a source."""


class LeftOut(msgspec.Struct, frozen=True):
    """A record that was not indexed: where it stands, its id where it has one, and the reason in French."""

    where: str
    id: str
    code: str
    message: str


class Cleaned(msgspec.Struct, frozen=True):
    """What a stage of cleaning changed in a field of a record, both texts shortened."""

    where: str
    stage: str
    field: str
    before: str
    after: str


class Remarked(msgspec.Struct, frozen=True):
    """Something to know about a record that was indexed all the same."""

    where: str
    code: str
    message: str


class SourceReport(msgspec.Struct):
    """The account of one source: ``read == indexed + sum(reasons.values())``.

    ``kept`` counts the items of the live index that stand for what a source did not give this time; ``failure`` says why it failed.
    """

    name: str
    read: int = 0
    indexed: int = 0
    kept: int = 0
    failure: str = ""
    reasons: dict[str, int] = {}
    left_out: list[LeftOut] = []
    cleaned: dict[str, int] = {}
    changes: list[Cleaned] = []
    remarks: dict[str, int] = {}
    remarked: list[Remarked] = []
    unused_fields: dict[str, int] = {}

    @property
    def reported(self) -> int:
        """How many records were left out."""
        return self.read - self.indexed

    def leave_out(self, record: LeftOut) -> None:
        """Counts a record that is not indexed."""
        self.read += 1
        if _counted(self.reasons, record.code) <= SAMPLES_PER_REASON:
            self.left_out.append(record)

    def index(self) -> None:
        """Counts a record that is indexed."""
        self.read += 1
        self.indexed += 1

    def clean(self, changes: Iterable[Cleaned]) -> None:
        """Counts what was changed in one record, once for each stage."""
        stages: set[str] = set()
        for change in changes:
            if change.stage not in stages:
                stages.add(change.stage)
                if _counted(self.cleaned, change.stage) <= SAMPLES_PER_STAGE:
                    self.changes.append(change)

    def remark(self, record: Remarked) -> None:
        """Counts a remark."""
        if _counted(self.remarks, record.code) <= SAMPLES_PER_STAGE:
            self.remarked.append(record)

    def ignore(self, fields: list[str]) -> None:
        """Counts fields of a record that nothing reads."""
        for field in fields:
            _counted(self.unused_fields, field)


class BuildReport(msgspec.Struct):
    """The account of a build."""

    generation: str
    sources: list[SourceReport] = []
    seconds: dict[str, float] = {}

    @property
    def read(self) -> int:
        return sum(source.read for source in self.sources)

    @property
    def indexed(self) -> int:
        return sum(source.indexed for source in self.sources)

    @property
    def kept(self) -> int:
        return sum(source.kept for source in self.sources)

    @property
    def documents(self) -> int:
        """How many items the index holds."""
        return self.indexed + self.kept

    @property
    def reported(self) -> int:
        return self.read - self.indexed

    @property
    def failures(self) -> dict[str, str]:
        """Why sources failed, by their names."""
        return {source.name: source.failure for source in self.sources if source.failure}

    @property
    def reasons(self) -> dict[str, int]:
        """How many records were left out for each reason, over all sources."""
        total: Counter[str] = Counter()
        for source in self.sources:
            total.update(source.reasons)
        return dict(total)


def read_report(folder: Path) -> BuildReport:
    """The report in a generation's folder; raises IndexUnavailable."""
    try:
        return msgspec.json.decode((folder / REPORT).read_bytes(), type=BuildReport)
    except FileNotFoundError as error:
        raise IndexMissing(f"{folder.name} n’a pas de rapport.", remedy="Voyez « trouvaille status ».") from error
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise IndexCorrupt(f"Le rapport de {folder.name} est illisible : {error}.") from error


def _counted(counts: dict[str, int], name: str) -> int:
    counts[name] = counts.get(name, 0) + 1
    return counts[name]
