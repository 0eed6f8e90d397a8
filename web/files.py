"""Our own files and the portal's: the address of each carries its version, so clients keep them."""

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from web.etag import FOREVER, PUBLIC
from web.look import STATIC
from web.problems import http_problem, respond

_KEPT = {"Cache-Control": FOREVER}


async def style(request: Request) -> Response:
    """The style sheet: ours with the portal's colours."""
    return Response(request.app.state.look.sheet, headers=_KEPT, media_type="text/css")


async def icon(request: Request) -> Response:
    """For browsers that look for an icon where no page names one."""
    del request
    return FileResponse(STATIC / "icone.svg", headers={"Cache-Control": PUBLIC})


async def logo(request: Request) -> Response:
    """The portal's logo."""
    look = request.app.state.look
    if not look.logo:
        return respond(request, http_problem(404, request.url.path))
    return Response(look.logo, headers=_KEPT, media_type=look.logo_type)


class _VersionedFiles(StaticFiles):
    def file_response(self, *args: object, **kwargs: object) -> Response:
        response: Response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = FOREVER
        return response


ROUTES: tuple[BaseRoute, ...] = (
    Route("/favicon.ico", icon, name="icon"),
    Route("/static/style.css", style, name="style"),
    Route("/static/logo", logo, name="logo"),
    Mount("/static", _VersionedFiles(directory=STATIC), name="static"),
)
