"""What a build needs of what visitors ask: the queries to compare before publishing, and those to suggest."""

from typing import TYPE_CHECKING

from rich.markup import escape

from search.errors import StatisticsUnreadable
from search.query_key import query_key
from trouvaille.console import ERR
from trouvaille.counting import statistics_of
from trouvaille.settings import Settings
from web.statistics.reading import QueryCount, known_queries

if TYPE_CHECKING:
    from indexer.portal_queries import PortalQuery
    from indexer.suggestions import PopularQuery

POPULAR = 500
"""Real queries that are suggested to others: the most frequent ones."""

FREQUENT = 20
"""Real queries that are asked: the most frequent ones."""


def frequent_queries(settings: Settings) -> tuple[QueryCount, ...]:
    """What visitors ask most; none when queries are not counted. Statistics that cannot be read stop no build: it is told."""
    if not settings.statistics:
        return ()
    try:
        return known_queries(statistics_of(settings))
    except StatisticsUnreadable as error:
        ERR.print(f"[yellow]Attention :[/] {escape(str(error))} Les requêtes fréquentes ne sont pas comparées.", soft_wrap=True)
        return ()


def popular_queries(settings: Settings) -> "tuple[PopularQuery, ...]":
    """What visitors ask most and find something for: what others may be about to type."""
    from indexer.suggestions import PopularQuery  # commands that build nothing start without it

    finding = [one for one in frequent_queries(settings) if not one.finds_nothing]
    return tuple(PopularQuery(one.text, one.searches - one.empty) for one in finding[:POPULAR])


def with_frequent(own: "tuple[PortalQuery, ...]", frequent: tuple[QueryCount, ...]) -> "tuple[PortalQuery, ...]":
    """The portal's own queries, then the most frequent real ones that are not among them."""
    from indexer.portal_queries import PortalQuery  # commands that check nothing start without it

    known = {query_key(query.text) for query in own}
    return (*own, *[PortalQuery(one.text) for one in frequent if query_key(one.text) not in known][:FREQUENT])
