"""What stood behind an item that is gone: its mirror in a source that was not read takes its place until that is."""

from collections.abc import Iterable

import msgspec

from indexer.contents import Mirrored
from search.document import Document


def heir_of(original: Document, one: Mirrored, siblings: Iterable[Mirrored]) -> Document:
    """The mirror of an item as far as is known: it says the same, under its own id and address. ``siblings`` are all mirrors."""
    theirs = {sibling.address for sibling in siblings}
    own = tuple(address for address in original.mirrors if address not in theirs)
    return msgspec.structs.replace(original, id=one.id, url=one.address, source=one.source, mirrors=own)
