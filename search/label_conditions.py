"""What ``theme:eau`` and ``type:evenement`` in a query ask of a document."""

from collections.abc import Iterable

from search.document import KINDS
from search.fields import TEXT_FIELDS, key
from search.query import ConstantScoreQuery, Or, Query, Term
from search.query_language import LabelClause
from search.query_words import QueryWords
from search.vocabulary import Vocabulary
from search.word_trees import every_word

_THEMES = next(field for field in TEXT_FIELDS if field.name == "themes")


class LabelConditions:
    """Reads labels by those that the portal has."""

    def __init__(self, vocabulary: Vocabulary, words: QueryWords) -> None:
        self._vocabulary = vocabulary
        self._words = words

    def of(self, labels: Iterable[LabelClause], *, wanted: bool = True) -> list[Query]:
        """A condition for each field: several labels of one field widen it."""
        fields: dict[str, list[Query]] = {}
        for label in labels:
            if label.is_wanted == wanted:
                fields.setdefault(label.name, []).append(self._condition(label))
        return [found[0] if len(found) == 1 else Or(found) for found in fields.values()]

    def is_known(self, label: LabelClause) -> bool:
        """Whether the portal has the label, in the singular or as it is."""
        names = ("kind", "category") if label.name == "kind" else (label.name,)
        return any(self._vocabulary.has_label(name, one) for name in names for one in (key(label.value), singular(label)))

    def _condition(self, label: LabelClause) -> Query:
        """The documents with a label; those that have its words among their labels when no document has it as it is."""
        name, value, one = label.name, key(label.value), singular(label)
        if name == "kind":
            return Term("kind", one) if one in KINDS else Or([Term("category", value), Term("category", one)])
        if name in ("theme", "country") and not self._vocabulary.has_label(name, value):
            words = self._words.within(label.value, _THEMES) or self._words.exact(label.value, [_THEMES])
            return ConstantScoreQuery(every_word(words))
        return Term(name, one if not self._vocabulary.has_label(name, value) and self._vocabulary.has_label(name, one) else value)


def singular(label: LabelClause) -> str:
    """The key of a label without the s of a plural."""
    return key(label.value).removesuffix("s")
