"""From an entry of a feed to its record: an odd entry costs that entry only."""

from collections.abc import Callable
from typing import Any

from indexer.source import Record, Unreadable


def record_of(where: str, read: Callable[[], dict[str, Any]]) -> Record | Unreadable:
    """The record with the values that ``read`` finds in an entry, or the reason why they cannot be had.

    Feeds say anything in any place; whoever writes one must not be able to end the reading of its other entries.
    """
    try:
        return Record(where, read())
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Unreadable(where, "entree-invalide", f"entrée illisible ({type(error).__name__} : {str(error)[:200]})")
