"""What surrounds the articles of a SPIP site: sections, keywords, authors, documents, events, restricted zones."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.dates import moment
from indexer.sources.spip.addresses import Addresses
from indexer.sources.spip.database import SpipDatabase
from indexer.spip_markup import spip_label, spip_title, spip_to_text
from search.analysis import fold_value
from search.moments import instant, normalised, over_at

_MEDIA = {"image": "photo", "audio": "son", "video": "video", "file": "texte"}
_SECTION_MEDIA = {"texte": "texte", "photo": "photo", "son": "son", "video": "video"}
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Section:
    """A rubrique."""

    title: str
    parent: int
    agenda: bool


@dataclass(frozen=True, slots=True)
class SpipDocument:
    """A file joined to an article; ``legend`` is what pages show under it, ``medium`` one of the media of items."""

    url: str
    medium: str
    legend: str


@dataclass(frozen=True, slots=True)
class Event:
    """A published event of the Agenda plugin; whole days have dates without a time."""

    starts: str
    ends: str
    place: str
    texts: tuple[str, ...]


@dataclass(slots=True)
class SpipSite:
    """Everything but the articles, in memory."""

    language: str
    shows_future: bool
    addresses: Addresses
    sections: dict[int, Section] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    themes: dict[int, list[str]] = field(default_factory=dict)
    countries: dict[int, list[str]] = field(default_factory=dict)
    known_countries: frozenset[str] = frozenset()
    authors: dict[int, list[str]] = field(default_factory=dict)
    documents: dict[int, SpipDocument] = field(default_factory=dict)
    joined: dict[int, list[int]] = field(default_factory=dict)
    logos: dict[int, str] = field(default_factory=dict)
    events: dict[int, list[Event]] = field(default_factory=dict)
    restricted: frozenset[int] = frozenset()

    @classmethod
    def read(cls, database: SpipDatabase, address: str, *, countries: Iterable[str], themes: Iterable[str]) -> "SpipSite":
        """Reads all tables; ``address`` takes the place of the one that the site is set to."""
        meta = {row["nom"]: row["valeur"] for row in database.rows("meta", "nom valeur")}
        addresses = Addresses.read(database, address or meta.get("adresse_site", ""), meta.get("type_urls", "page"))
        site = cls(meta.get("langue_site") or "fr", meta.get("post_dates") == "oui", addresses)
        site._read_sections(database)
        site._read_keywords(database, {fold_value(one) for one in countries}, {fold_value(one) for one in themes})
        site._read_authors(database)
        site._read_documents(database)
        site._read_events(database)
        return site

    def title_of(self, kind: str, number: int) -> str:
        """The title of what a link points at: an article, a section, a document."""
        if kind in {"rub", "rubrique"}:
            return self.sections[number].title if number in self.sections else ""
        if kind in {"doc", "document", "img", "emb"}:
            return self.legend_of(number).split("\n")[0]
        return self.titles.get(number, "") if kind in {"art", "article"} else ""

    def legend_of(self, number: int) -> str:
        return self.documents[number].legend if number in self.documents else ""

    def documents_of(self, article: int) -> list[SpipDocument]:
        return [self.documents[number] for number in self.document_numbers(article)]

    def document_numbers(self, article: int) -> list[int]:
        return self.joined.get(article, [])

    def logo_of(self, article: int) -> str:
        return self.logos.get(article, "")

    def authors_of(self, article: int) -> list[str]:
        return self.authors.get(article, [])

    def labels_of(self, article: int, section: int) -> tuple[list[str], list[str]]:
        """Themes and countries: those of the keywords, else the section's name stands for what is missing.

        A section at the top (News, Agenda) and one named after a medium say no theme: the category holds their name.
        """
        themes, countries = self.themes.get(article, []), self.countries.get(article, [])
        branch = self._branch(section)
        name = branch[0].title if len(branch) > 1 else ""
        if fold_value(name) in self.known_countries:
            return themes, countries or [name]
        return themes or ([] if not name or _section_medium(name) else [name]), countries

    def section_title(self, section: int) -> str:
        return self.sections[section].title if section in self.sections else ""

    def section_media(self, section: int, kind: str) -> list[str]:
        """The medium that a resource's section is named after ("Photo")."""
        named = (_section_medium(one.title) for one in self._branch(section))
        return [medium for medium in named if medium] if kind == "ressource" else []

    def is_within(self, section: int, names: Iterable[str]) -> bool:
        """Whether a section, or one above it, has one of these names (or numbers)."""
        wanted = {fold_value(name) for name in names}
        return any(fold_value(one.title) in wanted for one in self._branch(section)) or str(section) in wanted

    def has_agenda(self, section: int) -> bool:
        return section in self.sections and self.sections[section].agenda

    def is_restricted(self, section: int) -> bool:
        return not self.restricted.isdisjoint(self._numbers(section))

    def event_of(self, article: int, now: str) -> Event | None:
        """The next event of an article, else its last one."""
        events = self.events.get(article)
        if not events:
            return None
        return next((one for one in events if _is_to_come(one, now)), events[-1])

    def _numbers(self, section: int) -> list[int]:
        numbers: list[int] = []
        while section in self.sections and len(numbers) < _MAX_DEPTH:
            numbers.append(section)
            section = self.sections[section].parent
        return numbers

    def _branch(self, section: int) -> list[Section]:
        return [self.sections[number] for number in self._numbers(section)]

    def _read_sections(self, database: SpipDatabase) -> None:
        for row in database.rows("rubriques", "id_rubrique id_parent titre agenda"):
            title = spip_title(row["titre"], self.language)
            self.sections[int(row["id_rubrique"])] = Section(title, int(row["id_parent"] or 0), row["agenda"] == "1")
        for row in database.rows("articles", "id_article titre statut"):
            if row["statut"] == "publie":
                self.titles[int(row["id_article"])] = spip_title(row["titre"], self.language)
        self.restricted = frozenset(
            int(row["id_objet"]) for row in database.rows("zones_liens", "id_objet objet") if row["objet"] == "rubrique"
        )

    def _read_keywords(self, database: SpipDatabase, countries: set[str], themes: set[str]) -> None:
        groups = {row["id_groupe"]: row["titre"] for row in database.rows("groupes_mots", "id_groupe titre")}
        labels, group_of = {}, {}
        for row in database.rows("mots", "id_mot titre id_groupe type", order="id_mot"):
            labels[row["id_mot"]] = spip_title(row["titre"], self.language)
            group_of[row["id_mot"]] = fold_value(spip_title(groups.get(row["id_groupe"]) or row["type"], self.language))
        for article, word in _links(database, "mots", "id_mot"):
            group, label = group_of.get(word, ""), labels.get(word, "")
            if group in countries:
                self.countries.setdefault(article, []).append(label)
            elif label and (group in themes or not themes):
                self.themes.setdefault(article, []).append(label)
        self.known_countries = frozenset(fold_value(labels[word]) for word, group in group_of.items() if group in countries)

    def _read_authors(self, database: SpipDatabase) -> None:
        names = {row["id_auteur"]: spip_label(row["nom"], self.language) for row in database.rows("auteurs", "id_auteur nom")}
        for article, author in _links(database, "auteurs", "id_auteur"):
            if names.get(author):
                self.authors.setdefault(article, []).append(names[author])

    def _read_documents(self, database: SpipDatabase) -> None:
        columns = "id_document titre descriptif credits fichier media mode statut"
        modes: dict[int, str] = {}
        for row in database.rows("documents", columns, order="id_document"):
            if row["statut"] not in {"publie", ""}:
                continue
            legend = [spip_to_text(row[name], self.language) for name in ("titre", "descriptif", "credits")]
            medium = _MEDIA.get(row["media"] or "file", "texte")
            number = int(row["id_document"])
            self.documents[number] = SpipDocument(self.addresses.file(row["fichier"]), medium, "\n".join(filter(None, legend)))
            modes[number] = row["mode"]
        for article, word in _links(database, "documents", "id_document"):
            number = int(word)
            if modes.get(number, "").startswith("logo"):
                if modes[number] == "logoon":
                    self.logos[article] = self.documents[number].url
            elif number in self.documents:
                self.joined.setdefault(article, []).append(number)

    def _read_events(self, database: SpipDatabase) -> None:
        columns = "id_article date_debut date_fin titre descriptif lieu adresse horaire statut"
        for row in database.rows("evenements", columns, order="date_debut id_evenement"):
            if row["statut"] not in {"publie", ""} or row["date_debut"].startswith("0000"):
                continue
            length = 10 if row["horaire"] == "non" else 19
            texts = tuple(filter(None, (spip_to_text(row[name], self.language) for name in ("titre", "descriptif", "adresse"))))
            place = spip_label(row["lieu"] or row["adresse"], self.language)
            event = Event(row["date_debut"][:length], row["date_fin"][:length], place, texts)
            self.events.setdefault(int(row["id_article"] or 0), []).append(event)


def _is_to_come(event: Event, now: str) -> bool:
    """Whether an event is not over; one whose dates cannot be read is."""
    try:
        return over_at(moment(event.starts), moment(event.ends)) > instant(normalised(now))
    except ValueError:
        return False


def _section_medium(title: str) -> str:
    return _SECTION_MEDIA.get(fold_value(title).removesuffix("s"), "")


def _links(database: SpipDatabase, table: str, column: str) -> list[tuple[int, str]]:
    """Pairs of an article and what is linked to it, in the site's own order; SPIP 2 has one table for each kind of object."""
    if database.has(f"{table}_liens"):
        rows = database.rows(f"{table}_liens", f"id_objet objet {column} rang_lien", order=f"rang_lien {column}")
        return [(int(row["id_objet"]), row[column]) for row in rows if row["objet"] == "article"]
    rows = database.rows(f"{table}_articles", f"id_article {column}", order=column)
    return [(int(row["id_article"]), row[column]) for row in rows]
