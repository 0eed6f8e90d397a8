"""The live index with the synonyms and pinned results of its portal, which follow their files while the service runs."""

from pathlib import Path

from search.curation import pins_file, synonyms_files
from search.index import Index
from search.pins import NO_PINS
from search.pins_file import read_pins
from search.synonyms_file import NO_SYNONYMS, joined_synonyms, read_synonyms
from web.followed import Followed
from web.live import LiveIndex
from web.settings import WebSettings


def live_index(settings: WebSettings) -> LiveIndex:
    """The live index of the portal; it is opened again when one of these files changes."""
    paths, pinned = synonyms_files(settings.portal, settings.synonyms), pins_file(settings.portal)
    synonyms = [Followed(path, read_synonyms, NO_SYNONYMS) for path in paths]
    pins = Followed(pinned, read_pins, NO_PINS)

    def opened(folder: Path) -> Index:
        return Index.open(folder, joined_synonyms(one.read() for one in synonyms), pins.read())

    return LiveIndex(settings.portal, opened, (*paths, pinned))
