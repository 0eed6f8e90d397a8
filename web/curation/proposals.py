"""What an administrator proposes for a query: a synonym, an acronym, a pinned result. It is tried before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.comparison import ordinal
from search.curation import Curation, synonyms_files
from search.errors import InvalidParameter
from search.index import Index
from search.pins_file import parsed_pins, read_pins
from search.request import SearchRequest
from search.results import Hit, SearchResults
from search.synonyms_file import joined_synonyms, parsed_synonyms, read_synonyms
from web.curation.curated_file import CuratedFile, curated_pins, curated_synonyms
from web.curation.editing import with_one_way, with_pin, with_synonym

KINDS = {
    "synonyme": "Synonymes",
    "sens-unique": "Synonyme à sens unique",
    "sigle": "Sigle",
    "epingle": "Résultats épinglés",
}
"""What can be proposed, and how it is called."""

SHOWN = 10
"""Results that are compared."""

_LONGEST = 200
_MOST = 20


@dataclass(frozen=True, slots=True)
class Proposal:
    """``kind`` is one of ``KINDS``. ``term`` stands for ``others`` and they for it, or (``sens-unique``) only finds them; of an
    ``epingle`` the term is the query and the others are ids.
    """

    kind: str
    term: str
    others: tuple[str, ...]

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def told(self) -> str:
        """What it does, in French."""
        named = ", ".join(f"« {one} »" for one in self.others)
        if self.kind == "epingle":
            return f"« {self.term} » montre d’abord {', '.join(self.others)}"
        return f"« {self.term} » trouve aussi {named}" + ("" if self.kind == "sens-unique" else ", et inversement")

    @property
    def fields(self) -> dict[str, str]:
        """What forms and addresses carry of it."""
        return {"quoi": self.kind, "terme": self.term, "autres": "\n".join(self.others)}

    def file(self, portal: Path) -> CuratedFile:
        """The file that it goes into."""
        return curated_pins(portal) if self.kind == "epingle" else curated_synonyms(portal)

    def edited(self, content: str) -> str:
        """The content of that file with it."""
        if self.kind == "epingle":
            return with_pin(content, self.term, self.others)
        if self.kind == "sens-unique":
            return with_one_way(content, self.term, self.others)
        return with_synonym(content, (self.term, *self.others))


@dataclass(frozen=True, slots=True)
class Placed:
    """A result with its rank before and after, from 1; None where it is not among the first."""

    hit: Hit
    before: int | None
    after: int | None

    @property
    def came(self) -> str:
        """Where it comes from, in words; nothing when it stays where it is."""
        if self.before == self.after:
            return ""
        return "nouveau" if self.before is None else f"était {ordinal(self.before)}"

    @property
    def goes(self) -> str:
        """Where it goes, in words; nothing when it stays where it is."""
        if self.before == self.after:
            return ""
        return "sort des dix premiers" if self.after is None else f"passe {ordinal(self.after)}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a query answers before and after a proposal."""

    total_before: int
    total_after: int
    before: tuple[Placed, ...]
    after: tuple[Placed, ...]


def proposal_of(fields: Mapping[str, str]) -> Proposal:
    """The proposal in the fields of a form or an address; raises InvalidParameter."""
    kind, term = fields.get("quoi", ""), " ".join(fields.get("terme", "").split())
    others = tuple(dict.fromkeys(line for raw in fields.get("autres", "").splitlines() if (line := " ".join(raw.split()))))
    if kind not in KINDS:
        raise InvalidParameter("quoi", "Ce choix n’existe pas.", remedy=f"Choix possibles : {', '.join(KINDS)}.")
    if not term or not others:
        what = "un contenu au moins" if kind == "epingle" else "un terme et ce qu’il doit trouver"
        raise InvalidParameter("autres", f"Il manque quelque chose : donnez {what}.")
    if len(others) > _MOST or max(map(len, (term, *others))) > _LONGEST:
        raise InvalidParameter("autres", f"Au plus {_MOST} lignes, de {_LONGEST} caractères.")
    return Proposal(kind, term, others)


def curation_with(proposal: Proposal, portal: Path, own: Path | None) -> tuple[Curation, str]:
    """What holds once the proposal is saved, and the state of the file that it was made for.

    Raises SynonymsInvalid or PinsInvalid when it, or one of the files, cannot be used.
    """
    file = proposal.file(portal)
    before, seen = file.content(), file.state()
    content = proposal.edited(before).encode()
    made = curated_synonyms(portal)
    if proposal.kind == "epingle":
        synonyms = joined_synonyms(map(read_synonyms, synonyms_files(portal, own)))
        return Curation(synonyms, parsed_pins(content, Path(file.path.name))), seen
    others = [read_synonyms(path) for path in synonyms_files(portal, own) if path != made.path]
    synonyms = joined_synonyms([*others, parsed_synonyms(content, Path(file.path.name))])
    return Curation(synonyms, read_pins(curated_pins(portal).path)), seen


def tried(index: Index, curation: Curation, query: str, now: int) -> Trial:
    """The first results of a query as they are, and as they would be."""
    request = SearchRequest(text=query, size=SHOWN, now=now, facet_values=0)
    return compared(index.search(request), index.curated(curation.synonyms, curation.pins).search(request))


def compared(before: SearchResults, after: SearchResults) -> Trial:
    """Two answers side by side."""
    old, new = ({hit.document.id: rank for rank, hit in enumerate(one.hits, start=1)} for one in (before, after))
    lists = [tuple(Placed(hit, old.get(hit.document.id), new.get(hit.document.id)) for hit in one.hits) for one in (before, after)]
    return Trial(before.total, after.total, *lists)
