"""What publishing a generation would change: the shapes that are computed in ``indexer``, printed, kept, and shown on pages."""

import msgspec


class Named(msgspec.Struct, frozen=True):
    """A document by its id, with its title and its source."""

    id: str
    title: str
    source: str


class Group(msgspec.Struct, frozen=True):
    """Documents of one sort: how many, and the first of them by id."""

    count: int
    first: tuple[Named, ...]


class Difference(msgspec.Struct, frozen=True):
    """From a generation to another: what is new, what is not the same any more, what is gone, and how many stay as they are."""

    added: Group
    changed: Group
    deleted: Group
    unchanged: int


class Standing(msgspec.Struct, frozen=True):
    """An item among the first ten of a query, with its rank (from 1) before and after; None where it is not among them."""

    id: str
    title: str
    before: int | None
    after: int | None


class QueryComparison(msgspec.Struct, frozen=True):
    """What one query answers. ``missing`` are the expected items that are not among the first ten; totals before may be None."""

    query: str
    total_before: int | None
    total_after: int
    standings: tuple[Standing, ...]
    missing: tuple[str, ...]

    @property
    def moved(self) -> tuple[Standing, ...]:
        """The items that have not the rank that they had."""
        return tuple(one for one in self.standings if one.before != one.after)

    @property
    def has_changed(self) -> bool:
        """Whether there is something to look at: the first ten are others or in another order, or lack an expected one."""
        return bool(self.moved or self.missing)


class GenerationComparison(msgspec.Struct, frozen=True):
    """A generation beside the live one, if any. ``objections`` are what the checks would refuse it for, in French.

    ``difference`` is None when one of both does not tell what it was made of.
    """

    live: str | None
    generation: str
    documents: int
    difference: Difference | None
    comparisons: tuple[QueryComparison, ...]
    objections: tuple[str, ...]

    @property
    def changed_queries(self) -> tuple[QueryComparison, ...]:
        """The comparisons that have something to look at."""
        return tuple(one for one in self.comparisons if one.has_changed)


def ordinal(value: int) -> str:
    """A rank from 1 in French: ``1ᵉʳ``, ``2ᵉ``."""
    return "1ᵉʳ" if value == 1 else f"{value}ᵉ"
