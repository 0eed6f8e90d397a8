"""The addresses of the pages: paths only, so that the same page has the same bytes under every host name."""

from dataclasses import dataclass
from urllib.parse import quote

from web.parameters import SearchParameters

SEARCH = "/recherche"
ITEM = "/contenu/"
STYLE = "/static/style.css"


@dataclass(frozen=True, slots=True)
class Links:
    """``root`` is the prefix of every path (without a trailing slash), ``style`` tells versions of the style sheet apart."""

    root: str = ""
    public: str = ""
    style: str = ""

    @property
    def home(self) -> str:
        return self._path("/")

    @property
    def search_form(self) -> str:
        return self._path(SEARCH)

    @property
    def style_sheet(self) -> str:
        return f"{self._path(STYLE)}?v={self.style}"

    @property
    def widgets(self) -> str:
        return self._path("/widgets/")

    @property
    def widgets_style(self) -> str:
        return f"{self._path('/static/widgets.css')}?v={self.style}"

    @property
    def component(self) -> str:
        return self._path("/widgets/related.js")

    def search(self, parameters: SearchParameters) -> str:
        """The page of a search, with every filter it has."""
        return f"{self._path(SEARCH)}?{query}" if (query := parameters.query_string()) else self._path(SEARCH)

    def item(self, item: str) -> str:
        """The page of an item. Slashes of its id stay slashes: some servers refuse them encoded."""
        return f"{self._path(ITEM)}{quote(item, safe='/')}"

    def canonical(self, path: str) -> str:
        """The absolute address of a path of ours, or nothing when the public address is not known."""
        return f"{self.public.rstrip('/')}{path.removeprefix(quote(self.root))}" if self.public else ""

    def _path(self, path: str) -> str:
        return f"{quote(self.root)}{path}"


def web_address(url: str) -> str:
    """The address when it is one of the Web, else nothing: ``javascript:`` never becomes a link."""
    return url if url.lower().startswith(("http://", "https://")) else ""
