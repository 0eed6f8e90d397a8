"""The values of a label field with how many of the found documents have each."""

from collections import Counter

from search.engines.memory.collection import Collection
from search.engines.memory.scores import Scores
from search.fields import LABEL_FIELDS, key
from search.results import FacetValue


def facet(name: str, found: Scores, collection: Collection) -> tuple[FacetValue, ...]:
    """The values of a field, the most frequent ones first, each in the spelling that most documents use."""
    field = next(field for field in LABEL_FIELDS if field.name == name)
    counts: Counter[str] = Counter()
    spellings: dict[str, Counter[str]] = {}
    for i, indexed in collection.by_id.items():
        distinct = {key(label): label for label in field.labels_of(indexed.document)}
        for label_key, label in distinct.items():
            spellings.setdefault(label_key, Counter())[label] += 1
            counts[label_key] += i in found
    shown = [FacetValue(_spelling(spellings[label_key]), count) for label_key, count in counts.items() if count]
    return tuple(sorted(shown, key=lambda value: (-value.count, key(value.value))))


def _spelling(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda label: (-spellings[label], label))
