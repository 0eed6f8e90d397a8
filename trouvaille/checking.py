"""The checks that the settings ask for, and how their results are shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from search.comparison import Difference, Group, QueryComparison
from search.curation import read_curation
from search.errors import BuildLocked, BuildRefused, TrouvailleError
from trouvaille.asked import frequent_queries, with_frequent
from trouvaille.console import ERR, OUT, plain
from trouvaille.settings import Settings
from web.french import counted

if TYPE_CHECKING:
    from rich.console import Console

    from indexer.checks import Checks

FAILED, REFUSED, LOCKED = 1, 3, 4
"""Exit codes, besides Typer's 2 for a wrong command line."""


def exit_code(error: TrouvailleError) -> int:
    """What a script is told of an error."""
    return REFUSED if isinstance(error, BuildRefused) else LOCKED if isinstance(error, BuildLocked) else FAILED


def checks_of(settings: Settings, *, force: bool = False) -> "Checks":
    """The checks of a build with these settings."""
    from indexer.checks import Checks  # opens indexes: commands that check nothing start without it
    from indexer.portal_queries import read_queries

    queries = with_frequent(read_queries(Path(settings.queries)), frequent_queries(settings))
    synonyms = read_curation(settings.portal, Path(settings.synonyms)).synonyms
    return Checks(max_drop=settings.max_drop, queries=queries, synonyms=synonyms, force=force)


@contextmanager
def shown_when_refused(checks: "Checks") -> Iterator[None]:
    """Shows on standard error what the queries would answer when the checks refuse a generation."""
    try:
        yield
    except BuildRefused:
        show_comparisons(checks.comparisons, ERR)
        raise


def show_comparisons(comparisons: Sequence[QueryComparison], console: "Console" = OUT) -> None:
    """The queries whose answers differ or lack something, line by line; of the others, how many there are."""
    from indexer.comparison import lines

    told = [one for one in comparisons if one.has_changed]
    for one in told:
        for line in lines(one):
            console.print(escape(line), soft_wrap=True)
    if comparisons:
        console.print(f"{counted(len(comparisons), 'requête comparée')}, {len(comparisons) - len(told)} sans changement.")


def show_difference(difference: Difference | None) -> None:
    """What is new, changed and gone, by name where there are few."""
    if difference is None:
        OUT.print("Une des générations ne dit pas de quoi elle est faite : seules les requêtes sont comparées.")
        return
    for mark, what, group in (
        ("+", "ajouté", difference.added),
        ("≠", "modifié", difference.changed),
        ("−", "supprimé", difference.deleted),
    ):
        _show_group(mark, what, group)
    OUT.print(f"{counted(difference.unchanged, 'contenu inchangé')}.")


def _show_group(mark: str, what: str, group: Group) -> None:
    OUT.print(counted(group.count, f"contenu {what}") + (" :" if group.first else "."))
    for one in group.first:
        OUT.print(f"  {mark} {plain(one.title)} ({plain(one.id)})", soft_wrap=True)
    if 0 < len(group.first) < group.count:
        OUT.print(f"  et {counted(group.count - len(group.first), 'autre')}")
