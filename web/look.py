"""What every page shares: the portal's theme made ready once, when the service starts."""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from web.settings import WebSettings
from web.templating import TEMPLATES, environment
from web.theme import digest, facet_labels, image_origins, logo, style_sheet, templates_folder

STATIC = Path(__file__).parent / "static"
STYLE = "style.css"


@dataclass(frozen=True, slots=True)
class Look:
    """``header`` and ``footer`` are HTML; ``facets`` maps names to labels; ``digest`` changes when any page would."""

    title: str
    header: Markup
    footer: Markup
    facets: dict[str, str]
    images: tuple[str, ...]
    sheet: bytes
    logo: bytes
    logo_type: str
    templates: Environment
    digest: str


def look_of(settings: WebSettings) -> Look:
    """The look of a portal; raises ThemeInvalid."""
    theme = settings.theme
    own = templates_folder(theme)
    sheet = style_sheet((STATIC / STYLE).read_text("utf-8"), theme)
    picture, media_type = logo(theme)
    files = [path for folder in (STATIC, TEMPLATES, own) if folder is not None for path in sorted(folder.rglob("*"))]
    contents = [part for path in files if path.is_file() for part in (path.name.encode(), path.read_bytes())]
    return Look(
        title=settings.title,
        header=Markup(theme.header),  # noqa: S704 - written by the administrator
        footer=Markup(theme.footer),  # noqa: S704
        facets=facet_labels(theme),
        images=image_origins(theme),
        sheet=sheet,
        logo=picture,
        logo_type=media_type,
        templates=environment(own),
        digest=digest(repr(settings).encode(), sheet, picture, *contents),
    )
