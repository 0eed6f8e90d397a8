"""From the content of a page to a record, or to the reason why it is none."""

from typing import Any

from indexer.sources.site.options import SiteOptions
from search.analysis import fold_value

MIN_TEXT = 50
"""Characters of a page that is worth finding, unless it is dated or marked as an article."""


def reason_not_kept(page: dict[str, Any], options: SiteOptions) -> tuple[str, str] | None:
    """Why a page is no item: a code and a message."""
    if page["noindex"]:
        return "noindex", "la page demande à ne pas être indexée"
    if page.get("is_listing"):
        return "page-de-liste", "liste, accueil ou recherche : ses éléments ont leurs propres pages"
    if page["empty"] and not page.get("is_item"):
        return "page-vide", "page sans contenu"
    marked = page["is_item"] or bool(page["published"])
    if options.only_items and not marked:
        return "page-de-liste", "ni datée ni marquée comme article"
    if not marked and len(page["text"]) < MIN_TEXT:
        return "page-vide", f"moins de {MIN_TEXT} caractères de contenu"
    return None


def values_of(page: dict[str, Any], address: str, options: SiteOptions) -> dict[str, Any]:
    """The record of a page, at the address that visitors see."""
    sections = [name for name in page["breadcrumb"] if name != page["title"]]
    folded = {fold_value(name) for name in sections}
    return {
        "url": address,
        "title": page["title"],
        "kind": _kind(page, folded, options),
        "category": sections[-1] if len(sections) > 1 else "",
        "summary": page["summary"],
        "body": page["text"],
        "themes": page["themes"],
        "authors": page["authors"],
        "published": page["published"],
        "updated": page["updated"],
        "language": page["language"] or "fr",
        "image": page["image"],
        **{name: page[name] for name in ("starts", "ends", "place") if page.get(name)},
    }


def _kind(page: dict[str, Any], sections: set[str], options: SiteOptions) -> str:
    if page.get("starts") or sections & {fold_value(name) for name in options.events}:
        return "evenement"
    return "ressource" if sections & {fold_value(name) for name in options.resources} else "article"
