"""Turns the loose records of sources into Documents: names of fields, lists, dates, kinds."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from indexer.dates import moment
from search.addresses import canonical_address
from search.analysis import fold_value
from search.document import KINDS, Document, validated
from search.errors import InvalidDocument

# Our name of a field: how sources name it, folded.
_NAMES = {
    "id": "id, identifiant, id article, uid",
    "url": "url, adresse, lien, permalien, link",
    "title": "title, titre, intitule, nom",
    "summary": "summary, resume, chapo, description, descriptif",
    "body": "body, texte, text, contenu, corps, content",
    "kind": "kind, nature",
    "type": "type",
    "category": "category, categorie, rubrique",
    "themes": "themes, theme, mots cles, mots clefs, tags, keywords, thematiques, thematique",
    "countries": "countries, country, pays",
    "media": "media, medias, support",
    "authors": "authors, author, auteur, auteurs",
    "published": "published, date publication, date de publication, publie le",
    "date": "date",
    "updated": "updated, date modif, date de modification, modifie le, mise a jour",
    "starts": "starts, debut, date debut, date de debut",
    "ends": "ends, fin, date fin, date de fin",
    "place": "place, lieu",
    "town": "ville, commune",
    "language": "language, langue, lang",
    "image": "image, logo, vignette, illustration",
    "source": "source",
    "anchors": "anchors",
    "mirrors": "mirrors",
}
FIELD_NAMES = {alias: name for name, aliases in _NAMES.items() for alias in aliases.split(", ")}
"""From a folded name of a field in a source to ours."""

_KINDS = {
    "article": "article",
    "evenement": "evenement",
    "event": "evenement",
    "agenda": "evenement",
    "ressource": "ressource",
    "resource": "ressource",
}
_MEDIA = {"text": "texte", "audio": "son", "image": "photo", "photographie": "photo"}
_LISTS = ("themes", "countries", "authors", "media", "anchors", "mirrors")
_MOMENTS = ("published", "updated", "starts", "ends")
_SEPARATORS = ("|", ";", ",")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")

_EDGES = " \t\r\n\v\u00a0\u202f\u2003\u200b\ufeff"
"""What the ends of a text lose. A form feed stays: the first page of a document may be empty."""


def field_name(name: str) -> str | None:
    """Our name for a field or a column of a source, or None when it is not known."""
    return FIELD_NAMES.get(fold_value(name))


def unknown_fields(names: Iterable[str]) -> list[str]:
    """Those of the names that no Document field takes its value from."""
    return [name for name in names if field_name(name) is None]


def document_of(record: Mapping[str, Any], source: str) -> Document:
    """The Document of a record of a source; raises InvalidDocument with a coded reason."""
    values: dict[str, Any] = {}
    for name, value in record.items():
        known, value = field_name(name), _clean(value)
        if known and value not in (None, "", []):
            values.setdefault(known, value)
    _settle_kind(values)
    for name in _LISTS:
        if name in values:
            values[name] = _list(values[name])
    values["media"] = [_medium(label) for label in values.get("media", ()) if label != ""]
    _settle_dates(values)
    _settle_place(values)
    values["source"] = values.get("source") or source
    values["id"] = _identifier(values)
    if not isinstance(values.get("title"), str) or not values["title"].strip():
        raise InvalidDocument("sans-titre", "pas de titre", field="title")
    values["title"] = " ".join(values["title"].split())
    return validated(values)


def _clean(value: Any) -> Any:
    """A text, or the texts of a list, without control characters; deeper values fit no field and stay for validation to refuse."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, list):
        return [_clean_text(item) if isinstance(item, str) else item for item in value]
    return value


def _clean_text(text: str) -> str:
    return unicodedata.normalize("NFC", _NOT_TEXT.sub("", text)).strip(_EDGES)


def _medium(label: Any) -> Any:
    return _MEDIA.get(fold_value(label), fold_value(label)) if isinstance(label, str) else label


def _settle_kind(values: dict[str, Any]) -> None:
    """``kind`` must be one of ours; ``type`` may name one, else it is the portal's own category."""
    if "kind" in values:
        kind = _KINDS.get(fold_value(str(values["kind"])))
        if kind is None:
            raise InvalidDocument(
                "nature-inconnue", f"nature inconnue : « {values['kind']} » (attendu : {', '.join(KINDS)})", field="kind"
            )
        values["kind"] = kind
    own_type = values.pop("type", None)
    if own_type is None:
        return
    named = _KINDS.get(fold_value(str(own_type)).removesuffix("s"))
    values.setdefault("kind", named or "article")
    if named is None:
        values.setdefault("category", own_type)


def _settle_dates(values: dict[str, Any]) -> None:
    """``date`` is an event's first day where nothing else says when it starts; else it is the publication."""
    date = values.pop("date", None)
    if date is not None:
        place = "starts" if values.get("kind") == "evenement" and "starts" not in values else "published"
        values.setdefault(place, date)
    for name in _MOMENTS:
        if name not in values:
            continue
        try:
            values[name] = moment(str(values[name]))
        except ValueError as error:
            raise InvalidDocument("date-invalide", f"date illisible : « {str(values[name])[:80]} »", field=name) from error
    if "ends" in values and "starts" not in values and values.get("kind") == "evenement":
        values["starts"] = values["ends"]


def _settle_place(values: dict[str, Any]) -> None:
    town = values.pop("town", None)
    place = values.get("place")
    if town and place and fold_value(str(town)) not in fold_value(str(place)):
        values["place"] = f"{place}, {town}"
    elif town:
        values.setdefault("place", town)


def _identifier(values: dict[str, Any]) -> str:
    try:
        address = canonical_address(str(values.get("url") or ""))
    except ValueError as error:
        raise InvalidDocument("adresse-invalide", f"adresse illisible : « {str(values['url'])[:80]} »", field="url") from error
    given = values.get("id")
    identifier = (str(given) if given or type(given) is int else "").strip() or address
    if not identifier:
        raise InvalidDocument("sans-identifiant", "ni identifiant ni adresse", field="id")
    return identifier


def _list(value: Any) -> list[Any]:
    if not isinstance(value, str):
        return list(value) if isinstance(value, list) else [value]
    separator = next((candidate for candidate in _SEPARATORS if candidate in value), ",")
    return list(dict.fromkeys(part.strip() for part in value.split(separator) if part.strip()))
