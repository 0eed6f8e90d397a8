"""Which words of a query a document lacks."""

from collections.abc import Sequence

from search.document import Document
from search.fields import TEXT_FIELDS
from search.matches import names_in
from search.query_words import QueryWord
from search.snippets import Reading
from search.wanted import WantedWords


def lacking(document: Document, words: Sequence[QueryWord], wanted: WantedWords, reading: Reading) -> tuple[str, ...]:
    """The words, in the portal's spelling, that no text field of the document has; ``wanted`` finds all of them.

    What ``reading`` left out of a long document is read for the words that it did not meet: short fields first, and nothing
    more than is needed.
    """
    found = reading.words
    left = []
    for word in words:
        if word.marks.stems.isdisjoint(found) and not word.marks.are_in(found):
            left.append(word)  # noqa: PERF401 - ten hits have ten lists, which are most often empty
    if left and not reading.is_whole:
        for text in sorted((field.text_of(document) for field in TEXT_FIELDS), key=len):
            found |= names_in(wanted.matches_in([text]))
            left = [word for word in left if not word.marks.are_in(found)]
            if not left:
                break
    return tuple([word.shown or word.typed for word in left])
