"""What makes two queries the same one: how it was typed does not count, what is looked for does."""

from search.analysis import ANALYSER, fold_value
from search.query_language import is_plain
from search.request import MAX_QUERY_LENGTH


def query_key(text: str) -> str:
    """The stems of a query's telling words, in order; of a query with operators, its folded text. Empty when it has no word.

    ``Coopérations décentralisées`` and ``la coopération décentralisée`` are one query, ``coopération -Togo`` is another one than
    ``coopération Togo``.
    """
    text = text[:MAX_QUERY_LENGTH]
    if not is_plain(text):
        return " ".join(text.lower().split()) if fold_value(text) else ""
    return " ".join(ANALYSER.stems(text)) or " ".join(ANALYSER.words(text))
