"""What stood behind an item that is gone: its mirror in a source that was not read takes its place until that is."""

from collections.abc import Collection

import msgspec

from indexer.contents import Mirrored
from search.document import Document


def heir_of(original: Document, one: Mirrored, others: Collection[str]) -> Document:
    """The mirror of an item as far as is known: it says the same, under its own id and address.

    ``others`` are the addresses of all its mirrors: each leads to where it is found now.
    """
    own = tuple(address for address in original.mirrors if address not in others)
    return msgspec.structs.replace(original, id=one.id, url=one.address, source=one.source, mirrors=own)
