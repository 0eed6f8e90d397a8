"""How a portal presents the service: what ``trouvaille.toml`` says of it, checked once when the service starts."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from search.errors import TrouvailleError
from search.fields import FACETS, key
from search.in_french import system_problem
from web import colours, french
from web.links import origin_of

LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
MAX_LOGO = 200_000
"""Bytes of a logo: it is sent with every first visit."""


class ThemeInvalid(TrouvailleError):
    """A setting of the portal's appearance cannot be used."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The portal's appearance.

    ``accent`` is a colour (``#1d4f91``). ``header`` and ``footer`` are HTML that the administrator wrote: they are not escaped.
    ``facets`` are names of facets in the order to show, each with a label of its own if wanted (``country: Pays partenaire``).
    ``images`` are the origins (``https://www.portail.fr``) whose images may be shown. ``templates`` is a folder whose files
    stand before ours; ``style`` a style sheet that follows ours.
    """

    accent: str = ""
    logo: Path | None = None
    style: Path | None = None
    header: str = ""
    footer: str = ""
    facets: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    templates: Path | None = None


def facet_labels(theme: Theme) -> dict[str, str]:
    """The facets to show, in order, with their labels; raises ThemeInvalid."""
    if not theme.facets:
        return {name: french.FACET_NAMES[name] for name in FACETS}
    labels = {}
    for written in theme.facets:
        name, _, label = (part.strip() for part in written.partition(":"))
        if key(name) not in FACETS:
            raise ThemeInvalid(f"facets : « {written[:60]} » n’est pas une facette.", remedy=f"Facettes : {', '.join(FACETS)}.")
        labels[key(name)] = label or french.FACET_NAMES[key(name)]
    return labels


def image_origins(theme: Theme) -> tuple[str, ...]:
    """The origins whose images may be shown; raises ThemeInvalid."""
    return origins("images", theme.images)


def origins(setting: str, written: tuple[str, ...]) -> tuple[str, ...]:
    """The origins that a setting names, in the form in which browsers write them; raises ThemeInvalid."""
    for one in written:
        if not origin_of(one) or any(character in one for character in " ;,'\"*"):
            raise ThemeInvalid(f"{setting} : « {one[:80]} » n’est pas une adresse.", remedy="Exemple : https://www.portail.fr")
    return tuple(origin_of(one) for one in written)


def style_sheet(ours: str, theme: Theme) -> bytes:
    """Our sheet, the portal's colours, then the portal's own sheet; raises ThemeInvalid."""
    return "\n".join((ours, _colours(theme.accent), _text_of("style", theme.style))).encode()


def logo(theme: Theme) -> tuple[bytes, str]:
    """The logo's bytes and its media type, or nothing; raises ThemeInvalid."""
    if theme.logo is None:
        return b"", ""
    media_type = LOGO_TYPES.get(theme.logo.suffix.lower())
    if media_type is None:
        raise ThemeInvalid(f"logo : le format de {theme.logo} n’est pas servi.", remedy=f"Formats : {', '.join(LOGO_TYPES)}.")
    content = _bytes_of("logo", theme.logo)
    if len(content) > MAX_LOGO:
        raise ThemeInvalid(f"logo : {theme.logo} dépasse {MAX_LOGO // 1000} ko.", remedy="Réduisez l’image.")
    return content, media_type


def templates_folder(theme: Theme) -> Path | None:
    """The folder of the portal's own templates; raises ThemeInvalid when it is not there."""
    if theme.templates is not None and not theme.templates.is_dir():
        raise ThemeInvalid(f"templates : le dossier {theme.templates} n’existe pas.", remedy="Créez-le, ou retirez ce réglage.")
    return theme.templates


def digest(*parts: bytes) -> str:
    """A short digest: changes when one of the parts does."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.hexdigest()[:12]


def _colours(accent: str) -> str:
    """The rules that put the portal's colour in the place of ours, in shades that can be read."""
    if not accent:
        return ""
    try:
        wanted = colours.colour(accent)
    except colours.ColourInvalid as error:
        raise ThemeInvalid(f"accent : {error.message}", remedy=error.remedy) from error
    light, dark = (_shades(wanted, grounds) for grounds in (colours.LIGHT_GROUNDS, colours.DARK_GROUNDS))
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"


def _shades(wanted: str, grounds: tuple[str, ...]) -> str:
    shade = colours.readable(wanted, grounds)
    return f"--accent: {shade}; --link: {shade}; --on-accent: {colours.text_on(shade)};"


def _bytes_of(setting: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ThemeInvalid(f"{setting} : {path} est illisible ({system_problem(error)}).", remedy="Vérifiez le chemin.") from error


def _text_of(setting: str, path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return _bytes_of(setting, path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ThemeInvalid(f"{setting} : {path} n’est pas en UTF-8.", remedy="Enregistrez le fichier en UTF-8.") from error
