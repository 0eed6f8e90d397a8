"""The description of the JSON API (OpenAPI 3.1). Paths are written by hand, shapes come from the types that are encoded."""

from importlib.metadata import version
from typing import Any

import msgspec

from search.document import KINDS, MEDIA
from search.request import FACET_VALUES, MAX_FACET_VALUES, MAX_PAGE_SIZE, MAX_QUERY_LENGTH, SORTS
from search.suggestions import MAX_SUGGESTIONS, MAX_TYPED
from web.answers import ItemAnswer, RelatedAnswer, SearchAnswer, SuggestAnswer
from web.parameters import (
    DEFAULT_RELATED,
    DEFAULT_SIZE,
    DEFAULT_SUGGESTIONS,
    MAX_ADDRESS_LENGTH,
    MAX_LABEL_LENGTH,
    MAX_LABELS,
    MAX_RELATED,
)
from web.problems import Problem

Json = dict[str, Any]

_RELATED = "RelatedAnswer"
_TEMPLATE = "#/components/schemas/{name}"
_QUERY = (
    'Ce qui est cherché : des mots, « "phrase exacte" », « +mot », « -mot », « préfixe* », « titre:mot », « theme:togo », '
    "« pays:bénin », « type:evenement », « annee:2025 », et ET, OU, SAUF en capitales. Au-delà de la limite le reste n’est pas lu, "
    "« notes » le dit."
)
_PROBLEMS = {
    "400": "Un paramètre est invalide : « parameter » le nomme.",
    "404": "Aucun contenu n’a cet identifiant ou cette adresse.",
    "405": "Méthode HTTP non autorisée.",
    "413": "Le corps dépasse 200 ko.",
    "500": "Erreur interne.",
    "503": "Aucun index ne peut répondre : « remedy » dit que faire.",
}


def description(title: str, server: str) -> Json:
    """The whole document, as a value."""
    _, schemas = msgspec.json.schema_components(
        (SearchAnswer, SuggestAnswer, ItemAnswer, RelatedAnswer, Problem), ref_template=_TEMPLATE
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title} : recherche et contenus proches",
            "version": version("trouvaille"),
            "description": (
                "Recherche en texte intégral et contenus proches d’un portail francophone. Les accents, la casse et la forme "
                "des apostrophes ne comptent pas. Les erreurs sont des documents RFC 9457. La même requête sur la même "
                "génération de l’index donne la même réponse : utilisez ETag et If-None-Match."
            ),
            "license": {"name": "GPL-3.0-or-later", "identifier": "GPL-3.0-or-later"},
        },
        "servers": [{"url": server}],
        "paths": _paths(),
        "components": {"schemas": schemas, "responses": _problem_responses()},
    }


def _paths() -> Json:
    return {
        "/api/v1/search": {"get": _search()},
        "/api/v1/suggest": {"get": _suggest()},
        "/api/v1/items/{id}": {
            "get": _operation("item", "Un contenu", "ItemAnswer", [_item_id()], ("404",)),
        },
        "/api/v1/items/{id}/related": {
            "get": _operation(
                "itemRelated",
                "Les contenus proches d’un contenu",
                _RELATED,
                [_item_id(), *_related_parameters()],
                ("400", "404"),
            ),
        },
        "/api/v1/related": {
            "get": _operation(
                "relatedByUrl",
                "Les contenus proches de la page qui a cette adresse",
                _RELATED,
                [_address(), *_related_parameters()],
                ("400", "404"),
            ),
            "post": _related_text(),
        },
    }


def _search() -> Json:
    parameters = [
        _query("q", _QUERY, _text(MAX_QUERY_LENGTH)),
        _labels("kind", "Type de contenu.", {"type": "string", "enum": list(KINDS)}),
        _labels("category", "Rubrique du portail (communiqué, appel à projets…).", _text(MAX_LABEL_LENGTH)),
        _labels("theme", "Thème.", _text(MAX_LABEL_LENGTH)),
        _labels("country", "Pays.", _text(MAX_LABEL_LENGTH)),
        _labels("media", "Média.", {"type": "string", "enum": list(MEDIA)}),
        _labels("year", "Année de la date de référence.", {"type": "string", "pattern": "^[0-9]{4}$"}),
        _query("from", "Date ou date et heure ISO 8601, incluse.", _text(40)),
        _query("to", "Date ou date et heure ISO 8601 ; une date entière est incluse jusqu’à minuit.", _text(40)),
        _query("upcoming", "Seulement les événements qui ne sont pas terminés ce jour (à Paris).", _boolean()),
        _query(
            "sort",
            "Ordre. Par défaut la pertinence ; sans mots, le plus récent d’abord, ou le plus proche pour les événements à venir.",
            {"type": "string", "enum": list(SORTS)},
        ),
        _query("page", "Numéro de la page.", _integer(1, 9_999_999, 1)),
        _query("size", "Résultats par page.", _integer(0, MAX_PAGE_SIZE, DEFAULT_SIZE)),
        _query("facet_values", "Valeurs de chaque facette, les plus fréquentes.", _integer(0, MAX_FACET_VALUES, FACET_VALUES)),
        _query("explain", "Ajoute à chaque résultat « explanation », le détail de sa note, s’il en a une.", _boolean()),
    ]
    return _operation("search", "Une page de résultats, avec le total exact et les facettes", "SearchAnswer", parameters, ("400",))


def _suggest() -> Json:
    parameters = [
        _query("q", f"Ce qui est déjà tapé ; les {MAX_TYPED} premiers caractères sont lus.", _text(MAX_TYPED)),
        _query("limit", "Nombre de propositions.", _integer(1, MAX_SUGGESTIONS, DEFAULT_SUGGESTIONS)),
    ]
    summary = "Titres, thèmes, pays, expressions du portail et requêtes fréquentes qui complètent ce qui est tapé"
    return _operation("suggest", summary, "SuggestAnswer", parameters, ("400",))


def _related_text() -> Json:
    operation = _operation(
        "relatedByText",
        "Les contenus proches d’un texte",
        "RelatedAnswer",
        _related_parameters(),
        ("400", "413"),
        conditional=False,
    )
    schema = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
    return operation | {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _operation(
    name: str, summary: str, shape: str, parameters: list[Json], problems: tuple[str, ...], *, conditional: bool = True
) -> Json:
    responses: Json = {
        "200": {
            "description": summary,
            "content": {"application/json": {"schema": {"$ref": _TEMPLATE.format(name=shape)}}},
        }
    }
    if conditional:
        responses["200"]["headers"] = {"ETag": {"schema": {"type": "string"}}, "Cache-Control": {"schema": {"type": "string"}}}
        responses["304"] = {"description": "La réponse n’a pas changé."}
    responses |= {status: {"$ref": f"#/components/responses/problem-{status}"} for status in (*problems, "405", "500", "503")}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}


def _problem_responses() -> Json:
    content = {"application/problem+json": {"schema": {"$ref": _TEMPLATE.format(name="Problem")}}}
    return {f"problem-{status}": {"description": text, "content": content} for status, text in _PROBLEMS.items()}


def _query(name: str, text: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "required": required, "description": text, "schema": schema}


def _labels(name: str, text: str, items: Json) -> Json:
    text = f"{text} Répétable : plusieurs valeurs élargissent la recherche."
    return _query(name, text, {"type": "array", "items": items, "maxItems": MAX_LABELS}) | {"style": "form", "explode": True}


def _item_id() -> Json:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "Identifiant du contenu ; il peut contenir des barres obliques.",
        "schema": {"type": "string"},
    }


def _related_parameters() -> list[Json]:
    return [
        _limit(),
        _labels("kind", "Type de contenu.", {"type": "string", "enum": list(KINDS)}),
        _labels("theme", "Thème.", _text(MAX_LABEL_LENGTH)),
        _labels("country", "Pays.", _text(MAX_LABEL_LENGTH)),
        _query("max_age", "Âge maximal en jours depuis la publication ; 0 pour tout âge.", _integer(0, 9_999_999, 0)),
        _labels("exclude", "Identifiant ou adresse à ne pas proposer.", _text(MAX_LABEL_LENGTH)),
        _query("facet_values", "Valeurs de chaque facette, les plus fréquentes.", _integer(0, MAX_FACET_VALUES, FACET_VALUES)),
        _query("explain", "Ajoute à chaque contenu le détail de sa note.", _boolean()),
    ]


def _limit() -> Json:
    return _query("limit", "Nombre de contenus proches.", _integer(1, MAX_RELATED, DEFAULT_RELATED))


def _address() -> Json:
    text = "Adresse de la page, avec ou sans « www. », barre finale ou paramètres de suivi."
    return _query("url", text, _text(MAX_ADDRESS_LENGTH), required=True)


def _text(longest: int) -> Json:
    return {"type": "string", "maxLength": longest}


def _integer(least: int, most: int, default: int) -> Json:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def _boolean() -> Json:
    return {"type": "string", "enum": ["true", "false", "1", "0"], "default": "false"}
