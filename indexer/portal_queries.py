"""Reads ``queries.toml``: the portal's own queries, which every new generation must answer.

[[query]]
text = "coopération décentralisée Togo"
expected = ["article-12", "https://portail.example/Guide"]      # ids or addresses among the first ten
"""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from search.errors import QueriesInvalid

_REMEDY = "Voyez docs/operations.md : des [[query]] avec « text » et, si l’on veut, « expected »."


class PortalQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A query, and the ids or addresses of items that must be among its first ten."""

    text: str
    expected: tuple[str, ...] = ()


class _File(msgspec.Struct, forbid_unknown_fields=True):
    query: tuple[PortalQuery, ...] = ()


def read_queries(path: Path) -> tuple[PortalQuery, ...]:
    """The queries of a file, none when it does not exist; raises QueriesInvalid."""
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        return msgspec.convert(tables, _File).query
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise QueriesInvalid(f"{path} est illisible : {error}.", remedy=_REMEDY) from error
