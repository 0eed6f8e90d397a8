"""The pages' templates: everything that is put into one is escaped, unless it is already safe HTML (``Markup``)."""

import hashlib
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from search.moments import is_whole_day
from web import french
from web.links import Links, web_address

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
TEMPLATES = FOLDER / "templates"


def environment() -> Environment:
    """The templates and the French filters that they use."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
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
        "kind": french.kind_name,
        "media": french.media_name,
        "event_span": french.event_span,
        "reasons": french.reasons_sentence,
        "web_address": web_address,
    }
    made.tests["whole_day"] = is_whole_day
    return made


def digest_of(folder: Path) -> str:
    """A short digest of all files of a folder: changes when one of them does."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def links_of(request: Request) -> Links:
    """The addresses of the pages, below the prefix at which the service is installed."""
    state = request.app.state
    return Links(root=request.scope.get("root_path", "").rstrip("/"), public=state.settings.public_url, style=state.style)


def html(request: Request, template: str, **values: Any) -> bytes:
    """A page as UTF-8."""
    state = request.app.state
    render = partial(state.templates.get_template(template).render, links=links_of(request), portal_title=state.settings.title)
    page: str = render(**values)
    return page.encode("utf-8", "replace")
