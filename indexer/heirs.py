"""What stood behind an item that is gone: its mirror in a source that was not read takes its place until that is."""

from collections.abc import Collection

import msgspec

from indexer.contents import Mirrored
from search.document import Document


def heir_of(original: Document, one: Mirrored, others: Collection[str]) -> Document:
    """The mirror of an item as far as is known: it says the same, under its own id and address.

    ``others`` are the addresses of all its mirrors: each leads to where it is found now.
    """
    return msgspec.structs.replace(without_mirrors(original, others), id=one.id, url=one.address, source=one.source)


def without_mirrors(document: Document, others: Collection[str]) -> Document:
    """A document without the addresses of others that it stood for: which of them it stands for now is found out anew."""
    return msgspec.structs.replace(document, mirrors=tuple(one for one in document.mirrors if one not in others))
