"""What administrators add to a portal's searches: synonyms and pinned results, in files that change without a rebuild.

<data>/<name>/curation/synonyms.toml   made in the browser, beside the portal's own file of synonyms
<data>/<name>/curation/pins.toml       pinned results
"""

from dataclasses import dataclass
from pathlib import Path

from search.pins import NO_PINS, Pins
from search.pins_file import read_pins
from search.synonyms_file import NO_SYNONYMS, SynonymsFile, joined_synonyms, read_synonyms

FOLDER = "curation"
SYNONYMS = "synonyms.toml"
PINS = "pins.toml"


@dataclass(frozen=True, slots=True)
class Curation:
    """The synonyms of all files, and the pinned results."""

    synonyms: SynonymsFile = NO_SYNONYMS
    pins: Pins = NO_PINS


NO_CURATION = Curation()


def synonyms_files(portal: Path, own: Path | None) -> tuple[Path, ...]:
    """The files of synonyms of a portal folder ``<data>/<name>``: its ``own``, then the one made in the browser."""
    made = portal / FOLDER / SYNONYMS
    return (made,) if own is None else (own, made)


def pins_file(portal: Path) -> Path:
    """The file of a portal's pinned results."""
    return portal / FOLDER / PINS


def read_curation(portal: Path, own: Path | None) -> Curation:
    """Everything that is there; raises SynonymsInvalid or PinsInvalid."""
    synonyms = joined_synonyms(read_synonyms(path) for path in synonyms_files(portal, own))
    return Curation(synonyms, read_pins(pins_file(portal)))
