"""Makes the small index of the present format: python -m tests.compat.make_index; run once for each new format version."""

from pathlib import Path

from search.engines.embedded import EmbeddedWriter
from search.engines.embedded.array_file import FORMAT_VERSION
from tests.portal import ITEMS

FOLDER = Path(__file__).parent / f"format-{FORMAT_VERSION}"


def main() -> None:
    """Two commits, so that there are two segments and a deletion."""
    for documents in (ITEMS[:5], ITEMS[4:]):
        writer = EmbeddedWriter(FOLDER)
        for document in documents:
            writer.add(document)
        writer.commit()


if __name__ == "__main__":
    main()
