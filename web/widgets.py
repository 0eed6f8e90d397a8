"""What portal pages embed: the fragment, the web component, its style sheet, and the page that shows editors how."""

import gzip
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from search.errors import InvalidParameter, ItemNotFound, TrouvailleError
from search.index import Index
from web.etag import PUBLIC, conditional, etag, is_known
from web.fragment import HEADING, LEVELS, FragmentLook, fragment_html
from web.look import STATIC
from web.parameters import RelatedParameters, SearchParameters, read_address, read_related
from web.problems import problem_of
from web.recipes import recipes
from web.related import ANYWHERE, start_of
from web.security_headers import content_security_policy
from web.templating import html

STYLE = "related.css"
COMPONENT = "related.js"
MAX_HEADING_LENGTH = 200

_HTML = "text/html"
_EMBEDDABLE = {"Content-Security-Policy": content_security_policy("*"), **ANYWHERE}
_WITH_COMPONENT = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' https: data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


async def related(request: Request) -> Response:
    """The fragment. What goes wrong is a status and a comment: nobody's page shows our errors."""
    try:
        response = _fragment(request)
    except TrouvailleError as error:
        problem = problem_of(error, request.url.path)
        message = f"{problem.detail} {problem.remedy}".replace("--", "‐‐").replace(">", "›").strip()
        response = Response(f"<!-- trouvaille : {message} -->", problem.status, {"Cache-Control": "max-age=60"}, _HTML)
    response.headers.update(_EMBEDDABLE)
    return response


async def component(request: Request) -> Response:
    """The web component, with its style sheet inside."""
    return _file(request, component_source(), "text/javascript")


async def style(request: Request) -> Response:
    """The style sheet of fragments."""
    return _file(request, style_source(), "text/css")


async def editors(request: Request) -> Response:
    """How to embed related items, live, with the code to paste."""
    url = request.query_params.get("url", "").strip()
    public = request.app.state.settings.public_url
    service = (public or str(request.base_url)).rstrip("/")
    asked = RelatedParameters()

    def make(index: Index) -> bytes:
        item, message = _shown_item(index, url)
        return html(
            request,
            "widgets.html",
            parameters=SearchParameters(),
            url=url or (index.item(item).url if item else ""),
            message=message,
            is_found=bool(item),
            limit=asked.limit,
            service=service,
            recipes=recipes(service, asked.limit),
        )

    response = conditional(
        request,
        request.app.state.live,
        ("widgets", url, service, request.scope.get("root_path", ""), request.app.state.look.digest),
        _HTML,
        make,
    )
    response.headers["Content-Security-Policy"] = _WITH_COMPONENT
    return response


ROUTES = (
    Route("/widgets/related", related, name="widget-related"),
    Route(f"/widgets/{COMPONENT}", component, name="widget-component"),
    Route(f"/widgets/{STYLE}", style, name="widget-style"),
    Route("/widgets/", editors, name="widgets"),
)


def component_source(folder: Path = STATIC) -> bytes:
    """The component's JavaScript: one file without dependencies, its comments and indents left out."""
    style_sheet = "".join(line.strip() for line in (folder / STYLE).read_text("utf-8").splitlines())
    lines = (line.strip() for line in (folder / COMPONENT).read_text("utf-8").splitlines())
    source = "\n".join(line for line in lines if line and not line.startswith("//"))
    return source.replace("__STYLE__", style_sheet).encode()


def style_source(folder: Path = STATIC) -> bytes:
    """The style sheet of fragments."""
    return (folder / STYLE).read_bytes()


def compressed_size(source: bytes) -> int:
    """Bytes of a file as servers send it."""
    return len(gzip.compress(source, mtime=0))


def read_look(request: Request) -> FragmentLook:
    """Heading, level and form of a fragment; raises InvalidParameter."""
    heading = request.query_params.get("titre", "").strip() or HEADING
    if len(heading) > MAX_HEADING_LENGTH:
        raise InvalidParameter("titre", f"Le titre dépasse {MAX_HEADING_LENGTH} caractères.")
    level = request.query_params.get("niveau", "").strip() or str(LEVELS.start)
    if level not in map(str, LEVELS):
        raise InvalidParameter("niveau", f"Le niveau du titre va de {LEVELS.start} à {LEVELS.stop - 1}.")
    is_frame = request.query_params.get("cadre", "") == "1"
    return FragmentLook(heading, int(level), f"{request.scope.get('root_path', '')}/widgets/{STYLE}" if is_frame else "")


def _fragment(request: Request) -> Response:
    state = request.app.state
    asked, look, today = read_related(request.query_params), read_look(request), state.today()
    item, url = request.query_params.get("id", "").strip(), ""
    if not item:
        url = read_address(request.query_params)

    def make(index: Index) -> bytes:
        named = item or index.id_at(url)
        found = index.related(named, asked.limit, filters=asked.filters(today), now=start_of(today))
        return fragment_html(state.look.templates, found, look, named)

    canonical = ("fragment", item, url, asked.canonical, repr(look), state.look.digest, today.isoformat())
    return conditional(request, state.live, canonical, _HTML, make)


def _file(request: Request, content: bytes, media_type: str) -> Response:
    headers = {"Cache-Control": PUBLIC, "ETag": etag("file", content.decode()), **ANYWHERE}
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _shown_item(index: Index, url: str) -> tuple[str, str]:
    """The item whose related ones are shown, or why there is none; without an address the first one that has some."""
    if not url:
        return index.any_related(), ""
    try:
        return index.id_at(url), ""
    except (ItemNotFound, InvalidParameter) as error:
        return "", error.message
