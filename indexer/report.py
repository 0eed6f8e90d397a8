"""What a build read, indexed and left out, and why."""

from collections import Counter

import msgspec

SAMPLES_PER_REASON = 20
"""Left-out records listed one by one for each reason and source; all of them are counted."""


class LeftOut(msgspec.Struct, frozen=True):
    """A record that was not indexed: where it stands, its id where it has one, and the reason in French."""

    where: str
    id: str
    code: str
    message: str


class SourceReport(msgspec.Struct):
    """The account of one source: ``read == indexed + sum(reasons.values())``."""

    name: str
    read: int = 0
    indexed: int = 0
    reasons: dict[str, int] = {}
    left_out: list[LeftOut] = []
    unused_fields: dict[str, int] = {}

    def leave_out(self, record: LeftOut) -> None:
        """Counts a record that is not indexed."""
        self.read += 1
        seen = self.reasons.get(record.code, 0)
        self.reasons[record.code] = seen + 1
        if seen < SAMPLES_PER_REASON:
            self.left_out.append(record)

    def index(self) -> None:
        """Counts a record that is indexed."""
        self.read += 1
        self.indexed += 1

    def ignore(self, fields: list[str]) -> None:
        """Counts fields of a record that nothing reads."""
        for field in fields:
            self.unused_fields[field] = self.unused_fields.get(field, 0) + 1


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
    def reported(self) -> int:
        return self.read - self.indexed

    @property
    def reasons(self) -> dict[str, int]:
        """How many records were left out for each reason, over all sources."""
        total: Counter[str] = Counter()
        for source in self.sources:
            total.update(source.reasons)
        return dict(total)
