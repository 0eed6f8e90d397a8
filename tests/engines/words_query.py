"""The tree of plain words, without a vocabulary: what engines are tested with."""

from search.analysis import ANALYSER, Analyser
from search.fields import TEXT_FIELDS
from search.query import AnyField, AnyWord, NullQuery, Query
from search.ranking import WEIGHTS, Weights


def words_query(text: str, analyser: Analyser = ANALYSER, weights: Weights = WEIGHTS, exponent: float | None = None) -> Query:
    """Any of the stems of a text in any text field; a text of nothing but stop words is looked for in the exact view."""
    stems = dict.fromkeys(analyser.stems(text))
    words = stems or dict.fromkeys(analyser.words(text))
    views = [field.stem if stems else field.exact for field in TEXT_FIELDS]
    return (
        AnyWord([AnyField(tuple((view, word, weights.of(view)) for view in views)) for word in words], exponent)
        if words
        else NullQuery
    )
