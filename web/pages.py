"""The pages in French: a search that works without JavaScript, without a cookie and without a third party."""

from starlette.routing import BaseRoute, Route

from web.api_page import api_page
from web.endpoint import Endpoint
from web.home import home
from web.item import item
from web.results import search

ROUTES: tuple[BaseRoute, ...] = (
    Route("/", Endpoint(home), methods=["GET"], name="home"),
    Route("/recherche", Endpoint(search), methods=["GET"], name="search"),
    Route("/api", Endpoint(api_page), methods=["GET"], name="api-page"),
    Route("/contenu/{id:path}", Endpoint(item), methods=["GET"], name="item"),
)
