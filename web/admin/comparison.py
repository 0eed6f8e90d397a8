"""What publishing a generation would change: asked of the command line, which opens both indexes, kept while it is true."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import msgspec
from starlette.requests import Request

from search.generation import current_generation, generations
from web.admin.administration import administration
from web.admin.conflict import Conflict
from web.admin.job_progress import troubles
from web.french import rank

_COMPARED = (0, 3)
"""Exit codes of ``compare``: nothing speaks against it, or something does."""


class Named(msgspec.Struct, frozen=True):
    id: str
    title: str
    source: str


class Group(msgspec.Struct, frozen=True):
    """How many documents, and the first of them."""

    count: int
    first: tuple[Named, ...]


class Difference(msgspec.Struct, frozen=True):
    added: Group
    changed: Group
    deleted: Group
    unchanged: int


class Standing(msgspec.Struct, frozen=True):
    """An item among the first ten of a query, with its ranks; None where it is not among them."""

    id: str
    title: str
    before: int | None
    after: int | None

    @property
    def move(self) -> str:
        """What became of it, in words."""
        if self.before is None:
            return f"nouveau, {rank(self.after or 0)}"
        if self.after is None:
            return f"sorti, était {rank(self.before)}"
        return f"{rank(self.before)} → {rank(self.after)}"


class QueryComparison(msgspec.Struct, frozen=True):
    """What a query answers before and after; ``missing`` are expected items that are not among the first ten."""

    query: str
    total_before: int | None
    total_after: int
    standings: tuple[Standing, ...]
    missing: tuple[str, ...]

    @property
    def moved(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if one.before != one.after)


class Comparison(msgspec.Struct, frozen=True):
    """A generation beside the live one. ``objections`` are what the checks would refuse it for."""

    live: str | None
    generation: str
    documents: int
    difference: Difference | None
    comparisons: tuple[QueryComparison, ...]
    objections: tuple[str, ...]

    @property
    def changed_queries(self) -> tuple[QueryComparison, ...]:
        return tuple(one for one in self.comparisons if one.moved or one.missing)


async def comparison_of(request: Request, generation: str) -> Comparison:
    """A generation beside the live one; raises Conflict when they cannot be compared."""
    common = administration(request)
    folder = common.folder / "comparisons"
    path = folder / f"{generation}--{_depends_on(current_generation(common.portal), common.settings.compared_by)}.json"
    if kept := _read(path):
        return kept
    outcome = await common.commands.run("compare", generation, "--json")
    if outcome.code not in _COMPARED:
        raise Conflict(troubles(outcome.err) or "La comparaison a échoué.", remedy="Vérifiez l’index publié.")
    folder.mkdir(exist_ok=True, mode=0o700)
    _forget(folder, generations(common.portal))
    path.write_bytes(outcome.out)
    return msgspec.json.decode(outcome.out, type=Comparison)


def _depends_on(live: str | None, files: Iterable[Path]) -> str:
    """What else a comparison depends on: what is live, and the files of queries and synonyms as they are now."""
    looks = ((file.stat().st_mtime_ns, file.stat().st_size) if file.exists() else None for file in files)
    return sha256(repr((live, *looks)).encode()).hexdigest()[:16]


def _read(path: Path) -> Comparison | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Comparison)
    except (FileNotFoundError, msgspec.DecodeError):  # none, or one that another worker is writing
        return None


def _forget(folder: Path, names: list[str]) -> None:
    """Removes the comparisons of generations that are gone."""
    for path in folder.iterdir():
        if path.name.partition("--")[0] not in names:
            path.unlink(missing_ok=True)
