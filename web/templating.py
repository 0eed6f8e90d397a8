"""The pages' templates: everything that is put into one is escaped, unless it is already safe HTML (``Markup``)."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from search.moments import is_whole_day
from web import french, languages
from web.links import Links, web_address

TEMPLATES = Path(__file__).parent / "templates"
OURS = "trouvaille"
"""A portal's own template extends ours of the same name as ``trouvaille/base.html``."""


def environment(own: Path | None = None) -> Environment:
    """The templates, those of the folder ``own`` first, and the French filters that they use."""
    ours = FileSystemLoader(TEMPLATES)
    loaders: list[BaseLoader] = [ours, PrefixLoader({OURS: ours})]
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(own), *loaders] if own else loaders),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.filters |= {
        "day": french.day,
        "moment": french.moment,
        "number": french.number,
        "size": french.size,
        "age": french.age,
        "kind": french.kind_name,
        "media": french.media_name,
        "typography": french.typography,
        "typeset": languages.typeset,
        "lang": languages.lang,
        "event_span": french.event_span,
        "reasons": french.reasons_sentence,
        "web_address": web_address,
    }
    made.tests["whole_day"] = is_whole_day
    return made


def links_of(request: Request) -> Links:
    """The addresses of the pages, below the prefix at which the service is installed."""
    state = request.app.state
    root = quote(request.scope.get("root_path", "").rstrip("/"))
    base = state.settings.public_url or f"{request.url.scheme}://{request.url.netloc}{root}"
    return Links(root=root, base=base.rstrip("/"), look=state.look.digest)


def html(request: Request, template: str, **values: Any) -> bytes:
    """A page as UTF-8."""
    return part(request, template, **values).encode("utf-8", "replace")


def part(request: Request, template: str, **values: Any) -> Markup:
    """A page, or a part of one, as safe HTML."""
    look = request.app.state.look
    return Markup(look.templates.get_template(template).render(links=links_of(request), look=look, **values))  # noqa: S704
