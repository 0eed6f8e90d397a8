"""The stages in their order, and what each of them changes in a document."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from indexer.cleaning.gazetteer import country_named, mentions
from indexer.cleaning.language import language_of
from indexer.cleaning.leftovers import without_entities, without_invisible, without_spip_markup, without_tags
from indexer.cleaning.mojibake import repaired
from indexer.cleaning.title_dates import days_in_title
from search.document import Document

Changes = dict[str, Any]
"""New values of fields."""

_LINES = ("title", "place", "category")
_TEXTS = ("summary", "body")
_LABELS = ("themes", "countries", "authors")
_MENTIONS_IN_BODY = 3
_MOST_COUNTRIES = 5
_READ_FOR_COUNTRIES = 20_000
"""Characters of a body: who speaks of a country does so by then."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a stage did to a field, for the report."""

    stage: str
    field: str
    before: str
    after: str


def cleaned(document: Document) -> tuple[Document, list[Change]]:
    """The document after all stages, and what they changed."""
    changes: list[Change] = []
    for name, stage in STAGES:
        new = stage(document)
        if new:
            changes += [Change(name, field, _shown(getattr(document, field)), _shown(value)) for field, value in new.items()]
            document = msgspec.structs.replace(document, **new)
    return document, changes


def _shown(value: Any) -> str:
    """A value as a report shows it: labels with commas."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _on_texts(repair: Callable[[str], str]) -> Callable[[Document], Changes]:
    """A stage that repairs every text of a document; a title that would become empty stays."""

    def stage(document: Document) -> Changes:
        return {
            name: value
            for name, value in _repaired(document, repair)
            if value != getattr(document, name) and (value or name != "title")
        }

    return stage


def _repaired(document: Document, repair: Callable[[str], str]) -> Iterator[tuple[str, Any]]:
    for name in _TEXTS:
        yield name, repair(getattr(document, name))
    for name in _LINES:
        text = getattr(document, name)
        yield name, text if (new := repair(text)) == text else " ".join(new.split())
    for name in _LABELS:
        labels = getattr(document, name)
        new_labels = tuple(repair(label) for label in labels)
        yield name, labels if new_labels == labels else tuple(dict.fromkeys(label for label in new_labels if label))


def _country_labels(document: Document) -> Changes:
    """Themes that are the name of a country are countries."""
    named = {theme: country for theme in document.themes if (country := country_named(theme))}
    if not named:
        return {}
    countries = tuple(dict.fromkeys((*document.countries, *named.values())))
    return {"themes": tuple(theme for theme in document.themes if theme not in named), "countries": countries}


def _recognised_countries(document: Document) -> Changes:
    """Where no country is named: those of the title and the summary, else those that the body mentions several times."""
    if document.countries:
        return {}
    found = list(mentions(f"{document.title}\n{document.category}\n{document.summary}"))
    if not found:
        found = [country for country, times in mentions(document.body[:_READ_FOR_COUNTRIES]).items() if times >= _MENTIONS_IN_BODY]
    return {"countries": tuple(sorted(found))} if 0 < len(found) <= _MOST_COUNTRIES else {}


def _event_days(document: Document) -> Changes:
    if document.kind != "evenement" or document.starts:
        return {}
    first, last = days_in_title(document.title, document.published)
    return {} if not first else {"starts": first} if first == last else {"starts": first, "ends": last}


def _language(document: Document) -> Changes:
    found = language_of(f"{document.summary}\n{document.body}")
    return {"language": found} if found and found != document.language[:2] else {}


STAGES: tuple[tuple[str, Callable[[Document], Changes]], ...] = (
    ("encodage réparé", _on_texts(repaired)),
    ("entités HTML", _on_texts(without_entities)),
    ("balises HTML", _on_texts(without_tags)),
    ("balisage SPIP", _on_texts(without_spip_markup)),
    ("caractères invisibles", _on_texts(without_invisible)),
    ("thèmes qui sont des pays", _country_labels),
    ("pays reconnus", _recognised_countries),
    ("dates du titre", _event_days),
    ("langue reconnue", _language),
)
"""Each stage with its name in the report."""
