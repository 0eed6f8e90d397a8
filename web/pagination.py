"""The links from one page of results to the others."""

from dataclasses import dataclass, replace

from web import french
from web.choices import Choice
from web.links import Links
from web.parameters import SearchParameters


@dataclass(frozen=True, slots=True)
class Pages:
    """Links to the other pages. ``numbers`` holds None where numbers are left out."""

    previous: str
    following: str
    numbers: tuple[Choice | None, ...]


def pages_of(parameters: SearchParameters, total: int, links: Links) -> Pages | None:
    """The pages of a search, or None when one holds everything."""
    last = -(-total // parameters.size) if parameters.size else 0
    if last <= 1:
        return None

    def link(page: int) -> str:
        return links.search(replace(parameters, page=page))

    wanted = sorted({1, last, *range(max(1, parameters.page - 1), min(last, parameters.page + 1) + 1)})
    numbers: list[Choice | None] = []
    before = 0
    for page in wanted:
        if page > before + 1:
            numbers.append(None)
        numbers.append(Choice(french.number(page), link(page), chosen=page == parameters.page))
        before = page
    return Pages(
        previous=link(min(parameters.page - 1, last)) if parameters.page > 1 else "",
        following=link(parameters.page + 1) if parameters.page < last else "",
        numbers=tuple(numbers),
    )
