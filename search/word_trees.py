"""Trees of the words of a query: any of them, all of them."""

from search.query import And, AndMaybe, AnyWord, Every, NullQuery, Query
from search.query_words import QueryWord
from search.ranking import Weights


def any_word(weights: Weights, words: list[QueryWord]) -> Query:
    """Any of the words that the portal has; nothing when it has none of them.

    Countries and all else are two parts, and both are meant: ``coopération décentralisée Togo`` is about Togo.
    """
    countries = [word.tree for word in words if word.tree is not None and word.is_country]
    others = [word.tree for word in words if word.tree is not None and not word.is_country]
    if countries and others:
        return AnyWord([AnyWord(others), AnyWord(countries)], weights.lacking_part)
    trees = [word.tree for word in words if word.tree is not None]
    return AnyWord(trees) if trees else NullQuery


def every_word(words: list[QueryWord]) -> Query:
    """All of the words; nothing when there is none, as in ``theme:.``."""
    trees = [NullQuery if word.tree is None else word.tree for word in words] or [NullQuery]
    return trees[0] if len(trees) == 1 else And(trees)


def required_and_wanted(weights: Weights, required: list[QueryWord], wanted: list[QueryWord]) -> Query:
    """All that is required, ranked by any of what is only wanted too; everything when nothing is looked for: labels or
    unwanted words then choose.
    """
    if not required:
        return any_word(weights, wanted) if wanted else Every()
    return AndMaybe(every_word(required), any_word(weights, wanted)) if wanted else every_word(required)
