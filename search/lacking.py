"""Which words of a query a document lacks."""

from collections.abc import Sequence

from search.document import Document
from search.fields import texts_of
from search.matches import names_in
from search.query_words import QueryWord
from search.snippets import Reading
from search.wanted import WantedWords


def lacking(
    documents: Sequence[Document], words: Sequence[QueryWord], wanted: WantedWords, readings: Sequence[Reading]
) -> list[tuple[str, ...]]:
    """Of each document the words, in the portal's spelling, that no text field of it has; ``wanted`` finds all of them.

    What ``readings`` left out of a long document is read for the words that were not met: short fields first, and nothing more
    than is needed.
    """
    told = {met: _told(words, met) for met in {one.words for one in readings}}  # many documents have the same words
    return [
        told[one.words] if one.is_whole else _told_of_long(document, words, wanted, one.words)
        for document, one in zip(documents, readings, strict=True)
    ]


def _told(words: Sequence[QueryWord], met: frozenset[str]) -> tuple[str, ...]:
    """The words that were not met."""
    return tuple([word.shown or word.typed for word in words if not word.marks.are_in(met)])


def _told_of_long(document: Document, words: Sequence[QueryWord], wanted: WantedWords, met: frozenset[str]) -> tuple[str, ...]:
    for text in sorted(texts_of(document), key=len):
        words = [word for word in words if not word.marks.are_in(met)]
        if not words:
            break
        met |= names_in(wanted.matches_in([text]))
    return _told(words, met)
