"""What publishing a generation would change: asked of the command line, which opens both indexes, kept while it is true."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import msgspec
from starlette.requests import Request

from search.comparison import GenerationComparison, Standing, ordinal
from search.generation import current_generation, generations
from web.admin.administration import administration
from web.admin.conflict import Conflict
from web.admin.job_progress import troubles

_COMPARED = (0, 3)
"""Exit codes of ``compare``: nothing speaks against it, or something does."""


async def comparison_of(request: Request, generation: str) -> GenerationComparison:
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
    return msgspec.json.decode(outcome.out, type=GenerationComparison)


def move(standing: Standing) -> str:
    """What became of an item among the first ten of a query, in words."""
    if standing.before is None:
        return f"nouveau, {ordinal(standing.after or 0)}"
    if standing.after is None:
        return f"sorti, était {ordinal(standing.before)}"
    return f"{ordinal(standing.before)} → {ordinal(standing.after)}"


def _depends_on(live: str | None, files: Iterable[Path]) -> str:
    """What else a comparison depends on: what is live, and the files of queries and synonyms as they are now."""
    looks = ((file.stat().st_mtime_ns, file.stat().st_size) if file.exists() else None for file in files)
    return sha256(repr((live, *looks)).encode()).hexdigest()[:16]


def _read(path: Path) -> GenerationComparison | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=GenerationComparison)
    except (FileNotFoundError, msgspec.DecodeError):  # none, or one that another worker is writing
        return None


def _forget(folder: Path, names: list[str]) -> None:
    """Removes the comparisons of generations that are gone."""
    for path in folder.iterdir():
        if path.name.partition("--")[0] not in names:
            path.unlink(missing_ok=True)
