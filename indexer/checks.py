"""What must hold before a generation is published."""

import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from indexer.comparison import SHOWN, compared
from indexer.portal_queries import PortalQuery
from search.comparison import QueryComparison
from search.errors import BuildRefused, IndexUnavailable
from search.generation import current_generation, damage, live_folder, read_manifest
from search.index import Index
from search.synonyms_file import NO_SYNONYMS, SynonymsFile

MAX_DROP = 20.0
_FORCE = "« --force » publie quand même."


@dataclass(slots=True)
class Checks:
    """Checks of one build. ``max_drop`` is in percent of the live documents; ``force`` publishes what would be refused.

    ``comparisons`` are there once the portal's queries have been asked, even when they refused the generation.
    """

    max_drop: float = MAX_DROP
    queries: tuple[PortalQuery, ...] = ()
    synonyms: SynonymsFile = NO_SYNONYMS
    force: bool = False
    comparisons: tuple[QueryComparison, ...] = field(default=(), init=False)

    def require_enough(self, portal: Path, documents: int) -> None:
        """Raises BuildRefused when too many of the live documents would be gone."""
        if not self.force and (objection := self._too_few(portal, documents)):
            raise BuildRefused(
                f"{objection} ; l’index publié reste en place.",
                remedy=f"Vérifiez les sources, ou changez le réglage max_drop ; {_FORCE}",
            )

    def inspect(self, portal: Path, folder: Path) -> None:
        """Opens what was built in ``folder``, counts it, and asks the portal's queries; raises BuildRefused."""
        with closing(Index.open(folder, self.synonyms)) as after:
            documents = read_manifest(folder).documents
            if after.count() != documents:
                raise BuildRefused(
                    f"L’index construit contient {after.count()} contenus au lieu de {documents} : il n’est pas publié."
                )
            self.compare(portal, after)
        if not self.force and (objection := self._missing()):
            raise BuildRefused(
                f"{objection} ; l’index publié reste en place.", remedy=f"Corrigez les sources ou queries.toml ; {_FORCE}"
            )

    def objections(self, portal: Path, documents: int) -> list[str]:
        """What speaks against publishing a generation of so many documents, in French, once its queries have been compared."""
        return [one for one in (self._too_few(portal, documents), self._missing()) if one]

    def examine(self, portal: Path, folder: Path) -> list[str]:
        """What is wrong with a generation, in French; one that is whole is asked the portal's queries."""
        manifest = read_manifest(folder)
        if problems := damage(folder, manifest):
            return problems
        with closing(Index.open(folder, self.synonyms)) as index:
            self.compare(portal, index)
            count = index.count()
        return [] if count == manifest.documents else [f"{count} contenus dans l’index, {manifest.documents} dans le manifeste"]

    def compare(self, portal: Path, after: Index) -> None:
        """Asks the portal's queries of the live index and of another one."""
        if not self.queries:
            return
        try:
            before = Index.live(portal, self.synonyms)
        except IndexUnavailable:  # the first build, or one that replaces what cannot be opened any more
            self.comparisons = compared(self.queries, None, after, int(time.time()))
            return
        with closing(before):
            self.comparisons = compared(self.queries, before, after, int(time.time()))

    def _too_few(self, portal: Path, documents: int) -> str:
        before = _live_documents(portal)
        if not before or documents >= before * (1 - self.max_drop / 100):
            return ""
        drop = 100 * (before - documents) / before
        return (
            f"Il n’y aurait plus que {documents} contenu{'s' if documents > 1 else ''} au lieu de {before} "
            f"(− {drop:.0f} %, au plus − {self.max_drop:g} % sont permis)"
        )

    def _missing(self) -> str:
        missing = [one for comparison in self.comparisons for one in comparison.missing]
        if not missing:
            return ""
        return f"{len(missing)} contenu(s) attendu(s) manquent parmi les {SHOWN} premiers résultats : {_few(missing)}"


def _live_documents(portal: Path) -> int:
    """How many documents are live; 0 when none is, or when what is live cannot be read."""
    if current_generation(portal) is None:
        return 0
    try:
        return read_manifest(live_folder(portal)).documents
    except IndexUnavailable:
        return 0


def _few(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
