"""Members of zip archives (office documents, EPUB), each read up to a bound whatever its header says."""

import xml.etree.ElementTree as ET
import zipfile
import zlib

from indexer.extraction.bounded import ExtractionFailed
from indexer.xml_safety import parse_xml

MAX_MEMBER = 64 << 20
MAX_TOTAL = 256 << 20


class Archive:
    """A zip file whose members are inflated one by one, within ``MAX_MEMBER`` each and ``MAX_TOTAL`` together."""

    def __init__(self, path: str) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise ExtractionFailed("illisible", f"ce n’est pas une archive ({error})") from error
        self._left = MAX_TOTAL

    def close(self) -> None:
        self._zip.close()

    def has(self, name: str) -> bool:
        return name in self._zip.namelist()

    def read(self, name: str) -> bytes:
        """The member's bytes; raises ExtractionFailed when it is absent, damaged or too large."""
        limit = min(MAX_MEMBER, self._left)
        try:
            with self._zip.open(name) as member:
                data = member.read(limit + 1)
        except (KeyError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise ExtractionFailed("illisible", f"{name} ne peut être lu dans l’archive ({error})") from error
        if len(data) > limit:
            raise ExtractionFailed("trop-volumineux", f"{name} dépasse {limit >> 20} Mio une fois décompressé")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> ET.Element:
        """The member's root element; entities of its own are refused."""
        return parse_xml(self.read(name), name)
