"""Which words of a query a document lacks."""

from collections.abc import Sequence

from search.document import Document
from search.fields import TEXT_FIELDS
from search.query_words import QueryWord
from search.wanted import WantedWords


def lacking(document: Document, words: Sequence[QueryWord], wanted: WantedWords) -> tuple[str, ...]:
    """The words, in the portal's spelling, that no text field of the document has; ``wanted`` finds all of them.

    Short fields are read first, and nothing more than is needed.
    """
    left = list(words)
    found: frozenset[str] = frozenset()
    for text in sorted((field.text_of(document) for field in TEXT_FIELDS), key=len):
        if not left:
            break
        found |= frozenset([match.word for match in wanted.matches(text)])
        left = [word for word in left if not word.marks.are_in(found)]
    return tuple(word.shown or word.typed for word in left)
