"""The published articles of a SPIP site, as records."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from indexer.source import Record, Unreadable
from indexer.sources.options import Options
from indexer.sources.spip.database import ARTICLE_COLUMNS, Row, SpipDatabase, database_url, opened
from indexer.sources.spip.site import Event, SpipSite
from indexer.spip_markup import Titles, spip_label, spip_title, spip_to_text
from search.errors import SourceUnreadable
from search.moments import PORTAL_ZONE, instant, normalised


class SpipOptions(Options, frozen=True, kw_only=True):
    """``location``: a SQLite file or the address of a database.

    ``countries`` and ``themes`` name groups of keywords (no ``themes``: all other groups); ``events`` and ``resources`` name
    sections whose articles are events or resources; ``languages`` keeps those languages only; ``as_of`` reads the site as on
    that day.
    """

    prefix: str = "spip"
    site: str = ""
    countries: tuple[str, ...] = ("Pays",)
    themes: tuple[str, ...] = ()
    events: tuple[str, ...] = ("Agenda",)
    resources: tuple[str, ...] = ("Centre de ressources", "Ressources")
    languages: tuple[str, ...] = ()
    as_of: str = ""


class SpipSource:
    """Every article comes out once: as a record, or with the reason why visitors of the site do not see it."""

    repeats_itself = False

    def __init__(self, options: SpipOptions) -> None:
        self._options = options
        self.name = options.name or _short_name(options.location)
        self._now = _local_time(options.as_of)

    def expected(self) -> int | None:
        with opened(self._options.location, self._options.prefix) as database:
            return database.count("articles")

    def records(self) -> Iterator[Record | Unreadable]:
        options = self._options
        with opened(options.location, options.prefix) as database:
            site = SpipSite.read(database, options.site, countries=options.countries, themes=options.themes)
            for row in _articles(database):
                yield self._outcome(row, site)

    def _outcome(self, row: Row, site: SpipSite) -> Record | Unreadable:
        where = f"{self.name}, article {row['id_article']}"
        hidden = self._reason_not_shown(row, site)
        return Unreadable(where, *hidden) if hidden else Record(where, self._values(row, site))

    def _reason_not_shown(self, row: Row, site: SpipSite) -> tuple[str, str] | None:
        if row["statut"] != "publie":
            return "non-publie", f"article non publié (statut « {row['statut']} »)"
        if row["date"] > self._now and not site.shows_future:
            return "a-venir", f"publication prévue le {row['date'][:16]}"
        if site.is_restricted(int(row["id_rubrique"] or 0)):
            return "acces-restreint", "rubrique d’une zone à accès restreint"
        if target := row["virtuel"] or _old_redirection(row):
            return "redirection", f"article qui renvoie vers {target[:200]}"
        if self._options.languages and (row["lang"] or site.language) not in self._options.languages:
            return "langue", f"langue « {row['lang']} » non retenue"
        return None

    def _values(self, row: Row, site: SpipSite) -> dict[str, Any]:
        number, section = int(row["id_article"]), int(row["id_rubrique"] or 0)
        language = row["lang"] or site.language
        event = site.event_of(number, self._now)
        themes, countries = site.labels_of(number, section)
        documents = site.documents_of(number)
        kind = self._kind(section, event, site)
        return {
            "id": f"article{number}",
            "url": site.addresses.article(number),
            "kind": kind,
            "title": spip_title(row["titre"], language),
            "category": site.section_title(section),
            **_texts(row, language, site, event),
            "themes": list(themes),
            "countries": list(countries),
            "authors": list(site.authors_of(number)),
            "media": list(dict.fromkeys([*site.section_media(section, kind), *(one.medium for one in documents)])),
            "published": row["date"],
            "updated": row["date_modif"],
            "language": language,
            "image": site.logo_of(number),
            **(_dates(event) if event else {}),
        }

    def _kind(self, section: int, event: Event | None, site: SpipSite) -> str:
        if event or site.is_within(section, self._options.events) or site.has_agenda(section):
            return "evenement"
        return "ressource" if site.is_within(section, self._options.resources) else "article"


def _articles(database: SpipDatabase) -> Iterator[Row]:
    return database.rows("articles", " ".join(ARTICLE_COLUMNS), order="id_article")


def _texts(row: Row, language: str, site: SpipSite, event: Event | None) -> dict[str, str]:
    """The summary and the body: all that the page of the article shows, each part once."""
    titles = Titles(site.title_of, site.legend_of)
    parts = {
        name: spip_to_text(row[name], language, titles) for name in ("surtitre", "soustitre", "descriptif", "chapo", "texte", "ps")
    }
    summary = parts["chapo"] or parts["descriptif"]
    rest = [parts[name] for name in ("surtitre", "soustitre", "descriptif", "texte", "ps") if parts[name] != summary]
    if event:
        rest += [text for text in event.texts if text != spip_title(row["titre"], language)]
    body = "\n".join(part for part in rest if part)
    legends = [legend for legend in map(site.legend_of, site.document_numbers(int(row["id_article"]))) if legend not in body]
    return {"summary": summary, "body": "\n".join(part for part in (body, *legends) if part)}


def _dates(event: Event) -> dict[str, str]:
    ends = {} if event.ends.startswith("0000") else {"ends": event.ends}
    return {"starts": event.starts, **ends, "place": spip_label(event.place)}


def _old_redirection(row: Row) -> str:
    """Before SPIP 3, the header of an article that leads elsewhere is ``=`` and an address."""
    header = row["chapo"].strip()
    return header[1:] if header.startswith("=") and "\n" not in header else ""


def _local_time(as_of: str) -> str:
    """Now, or a moment given, as SPIP writes it: local time of the portal."""
    try:
        moment = instant(normalised(as_of)) if as_of else datetime.now(PORTAL_ZONE)
    except ValueError as error:
        raise SourceUnreadable(f"Date « as_of » illisible : {as_of}.", remedy="Exemple : 2026-01-15T10:00:00+01:00.") from error
    return moment.astimezone(PORTAL_ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _short_name(location: str) -> str:
    """The base's name without the password that its address may hold."""
    address = database_url(location)
    if address.get_backend_name() == "sqlite":
        return str(address.database).removeprefix("file:").rsplit("/", 1)[-1]
    return f"{address.host or 'localhost'}/{address.database or ''}"
