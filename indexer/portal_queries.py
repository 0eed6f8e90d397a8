"""Reads ``queries.toml``: the portal's own queries, which every new generation must answer.

[[query]]
text = "coopération décentralisée Togo"
expected = ["article-12", "https://portail.example/Guide"]      # ids or addresses among the first ten
"""

from pathlib import Path

import msgspec

from search.errors import QueriesInvalid
from search.in_french import value_problem
from search.toml_entries import place, read_content, tables

_REMEDY = "Voyez docs/operations.md : des [[query]] avec « text » et, si l’on veut, « expected »."


class PortalQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A query, and the ids or addresses of items that must be among its first ten."""

    text: str
    expected: tuple[str, ...] = ()


class _File(msgspec.Struct, forbid_unknown_fields=True):
    query: tuple[PortalQuery, ...] = ()


def read_queries(path: Path) -> tuple[PortalQuery, ...]:
    """The queries of a file, none when it does not exist; raises QueriesInvalid."""

    def refusal(line: int, problem: str) -> QueriesInvalid:
        return QueriesInvalid(f"{place(path, line)} : {problem}.", remedy=_REMEDY)

    if (content := read_content(path, refusal)) is None:
        return ()
    try:
        return msgspec.convert(tables(content, refusal), _File).query
    except msgspec.ValidationError as error:
        raise refusal(0, value_problem(error)) from error
