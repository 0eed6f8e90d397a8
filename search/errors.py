"""Every error that Trouvaille raises on purpose.

    TrouvailleError
    ├── InvalidParameter      a request's parameter is wrong           -> 400
    ├── InvalidDocument       a record cannot become a Document        -> build report
    ├── ItemNotFound          no item has this id or address           -> 404
    ├── Unsupported           this engine cannot do what was asked     -> 501
    ├── IndexUnavailable      there is no index that can serve         -> 503
    │   ├── IndexMissing
    │   ├── IndexIncompatible     other format or other analysis
    │   └── IndexCorrupt          a file is missing or damaged
    ├── BuildLocked           another build is running
    ├── UpdateImpossible      what is live cannot be updated from what was given
    ├── BuildRefused          what was built must not replace the live index
    ├── SourceUnreadable      a source cannot be read at all, or not to its end
    │   └── FetchFailed       an address cannot be fetched              -> build report
    ├── QueriesInvalid        the file of the portal's queries cannot be used
    ├── SynonymsInvalid       the file of synonyms cannot be used
    ├── PinsInvalid           the file of pinned results cannot be used
    ├── StatisticsUnreadable  the query statistics cannot be read
    └── CollectionInvalid     a test collection is incomplete

Messages and remedies are in French: administrators and visitors read them.
"""

from typing import Any

REBUILD = "Lancez « trouvaille build » pour reconstruire l’index."


class TrouvailleError(Exception):
    """Root of the tree: what happened, what to do about it, and the data behind it."""

    def __init__(self, message: str, *, remedy: str = "", **data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.data = data

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class InvalidParameter(TrouvailleError):
    """A parameter of a request has a value that cannot be used."""

    def __init__(self, parameter: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy, parameter=parameter)
        self.parameter = parameter


class InvalidDocument(TrouvailleError):
    """A record cannot become a Document. ``code`` groups the reasons in the build report."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(message, code=code, field=field)
        self.code = code
        self.field = field


class ItemNotFound(TrouvailleError):
    """No item has this id or address."""


class Unsupported(TrouvailleError):
    """The engine declares that it cannot do this."""


class IndexUnavailable(TrouvailleError):
    """There is no index that can serve."""


class IndexMissing(IndexUnavailable):
    """No generation has been published."""


class IndexIncompatible(IndexUnavailable):
    """The index was made with another format or another analysis."""


class IndexCorrupt(IndexUnavailable):
    """A file of the index is missing or damaged."""

    def __init__(self, message: str, *, remedy: str = REBUILD, **data: Any) -> None:
        super().__init__(message, remedy=remedy, **data)


class BuildLocked(TrouvailleError):
    """Another process is building in the same data folder."""


class UpdateImpossible(TrouvailleError):
    """What is live cannot be updated from the sources that were given."""


class BuildRefused(TrouvailleError):
    """What was built must not replace the live index."""


class SourceUnreadable(TrouvailleError):
    """A source cannot be read at all, or not to its end."""


class FetchFailed(SourceUnreadable):
    """An address cannot be fetched. ``code`` groups the reasons in reports; ``temporary`` failures are worth another try
    after ``wait`` seconds."""

    def __init__(self, code: str, message: str, *, remedy: str = "", temporary: bool = False, wait: float = 0.0) -> None:
        super().__init__(message, remedy=remedy, code=code)
        self.code = code
        self.temporary = temporary
        self.wait = wait


class QueriesInvalid(TrouvailleError):
    """The file of the portal's queries cannot be used."""


class SynonymsInvalid(TrouvailleError):
    """The file of synonyms cannot be used; ``line`` says where, 0 when it cannot be read at all."""


class PinsInvalid(TrouvailleError):
    """The file of pinned results cannot be used; ``line`` says where, 0 when it cannot be read at all."""


class StatisticsUnreadable(TrouvailleError):
    """The query statistics cannot be read."""


class CollectionInvalid(TrouvailleError):
    """A test collection lacks a file or holds an unreadable line."""
