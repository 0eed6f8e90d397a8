"""The pages in French: a search that works without JavaScript, without a cookie and without a third party."""

from starlette.routing import BaseRoute, Route

from web.api_page import api_page
from web.home import home
from web.item import item
from web.results import search

ROUTES: tuple[BaseRoute, ...] = (
    Route("/", home, name="home"),
    Route("/recherche", search, name="search"),
    Route("/api", api_page, name="api-page"),
    Route("/contenu/{id:path}", item, name="item"),
)
