"""The addresses that a SPIP site gives to its articles, for each kind of URL that it can be set to (``type_urls``)."""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.sources.spip.database import SpipDatabase

_FIXED = {"page": "spip.php?article{}", "standard": "spip.php?article{}", "simple": "?article{}", "html": "article{}.html"}
_MAX_DEPTH = 30


@dataclass(frozen=True, slots=True)
class _Own:
    """A readable address kept in ``urls``: of the object, below that of a parent section or at the root."""

    path: str
    parent: int


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the objects of a site are: ``site`` without a slash at its end, ``form`` the site's ``type_urls``."""

    site: str
    form: str
    _own: Mapping[tuple[str, int], _Own]

    @classmethod
    def read(cls, database: SpipDatabase, site: str, form: str) -> "Addresses":
        """Those of a database: the permanent address of an object first, else its newest."""
        own: dict[tuple[str, int], tuple[tuple[str, str], _Own]] = {}
        for row in database.rows("urls", "type id_objet url id_parent date perma"):
            key = (row["type"], int(row["id_objet"] or 0))
            rank = (row["perma"] or "0", row["date"])
            if key not in own or rank > own[key][0]:
                own[key] = (rank, _Own(row["url"], int(row["id_parent"] or 0)))
        return cls(site.rstrip("/"), form, {key: one for key, (_, one) in own.items()})

    def article(self, number: int) -> str:
        """The address of an article; empty when that of the site is not known."""
        return f"{self.site}/{self._article(number)}" if self.site else ""

    def file(self, path: str) -> str:
        """The address of a document: its path below ``IMG/``, or its own address when it lives elsewhere."""
        if path.startswith(("http://", "https://")):
            return path
        return f"{self.site}/IMG/{path}" if self.site and path else ""

    def _article(self, number: int) -> str:
        own = self._own.get(("article", number))
        if self.form in _FIXED or own is None:
            return _FIXED.get(self.form, _FIXED["page"]).format(number)
        ending = ".html" if self.form == "propres2" else ""
        return (self._below(own) if self.form == "arbo" else own.path) + ending

    def _below(self, own: _Own) -> str:
        parts = [own.path]
        while own.parent and len(parts) < _MAX_DEPTH:
            parent = self._own.get(("rubrique", own.parent))
            if parent is None:
                break
            parts.append(parent.path)
            own = parent
        return "/".join(reversed(parts))
