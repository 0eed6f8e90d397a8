"""Open archives: OAI-PMH, ``ListRecords`` in Dublin Core, followed to the last page."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from indexer.dates import moment
from indexer.fetching.client import Limits
from indexer.fetching.location import is_address, read_location
from indexer.html_text import html_to_text
from indexer.source import Record, Remark, Unreadable
from indexer.sources.options import Options
from indexer.xml_safety import parse_xml
from search.errors import SourceUnreadable

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MEDIA = {"text": "texte", "sound": "son", "stillimage": "photo", "image": "photo", "movingimage": "video"}
_LANGUAGES = {
    name: code
    for code, names in {
        "fr": "fre fra french français francais",
        "en": "eng english anglais",
        "es": "spa spanish espagnol español",
        "pt": "por portuguese portugais português",
        "de": "ger deu german allemand deutsch",
        "it": "ita italian italien italiano",
        "nl": "dut nld dutch néerlandais",
        "ar": "ara arabic arabe",
        "ru": "rus russian russe",
        "zh": "chi zho chinese chinois",
    }.items()
    for name in names.split()
}
"""By their codes of three letters and their names."""
_MAX_PAGES = 10_000


class OaiOptions(Options, frozen=True, kw_only=True):
    """``location``: the archive's address, or a file with one answer of it. ``set`` keeps one of its sets."""

    set: str = ""
    max_bytes: int = 100 << 20
    allow_private: bool = False


class OaiSource:
    """The records of an archive; deleted ones are reported."""

    repeats_itself = False

    def __init__(self, options: OaiOptions) -> None:
        self._options = options
        self.name = options.label

    def expected(self) -> int | None:
        return None

    def records(self) -> Iterator[Record | Unreadable]:
        address, seen = self._first_address(), set()
        for page in range(1, _MAX_PAGES + 1):
            root = self._page(address)
            for number, element in enumerate(root.iter(f"{_OAI}record"), start=1):
                yield _outcome(element, f"{self.name}, page {page}, notice {number}")
            token = (root.findtext(f"{_OAI}ListRecords/{_OAI}resumptionToken") or "").strip()
            if not token:
                return
            if not is_address(self._options.location):
                reason = "le fichier annonce une suite qu’il ne contient pas"
                yield Unreadable(f"{self.name}, suite", "suite-absente", reason, hides_others=True)
                return
            if token in seen:
                raise SourceUnreadable(f"{self.name} : l’entrepôt redonne le jeton « {token[:80]} », la suite manque.")
            seen.add(token)
            address = self._address(resumptionToken=token)
        raise SourceUnreadable(f"{self.name} : plus de {_MAX_PAGES} pages, la suite n’est pas lue.")

    def _first_address(self) -> str:
        if not is_address(self._options.location):
            return self._options.location
        return self._address(metadataPrefix="oai_dc", **({"set": self._options.set} if self._options.set else {}))

    def _address(self, **parameters: str) -> str:
        joint = "&" if "?" in self._options.location else "?"
        return self._options.location + joint + urlencode({"verb": "ListRecords", **parameters})

    def _page(self, address: str) -> ET.Element:
        limits = Limits(bytes=self._options.max_bytes, allow_private=self._options.allow_private)
        root = parse_xml(read_location(address, limits).data, self.name)
        error = root.find(f"{_OAI}error")
        if error is not None and error.get("code") != "noRecordsMatch":
            raise SourceUnreadable(f"{self.name} : l’entrepôt refuse ({error.get('code')} : {(error.text or '').strip()[:200]}).")
        if root.tag != f"{_OAI}OAI-PMH":
            raise SourceUnreadable(f"{self.name} n’est pas un entrepôt OAI-PMH.", remedy="Vérifiez l’adresse de l’entrepôt.")
        return root


def _outcome(element: ET.Element, where: str) -> Record | Unreadable:
    identifier = (element.findtext(f"{_OAI}header/{_OAI}identifier") or "").strip()
    header = element.find(f"{_OAI}header")
    if header is not None and header.get("status") == "deleted":
        return Unreadable(where, "supprime", f"notice supprimée de l’entrepôt : {identifier}", id=identifier)
    values, remarks = _values(element, identifier)
    return Record(where, values, remarks)


def _values(element: ET.Element, identifier: str) -> tuple[dict[str, Any], tuple[Remark, ...]]:
    def texts(name: str) -> list[str]:
        return [html_to_text(one.text or "") for one in element.iter(_DC + name) if (one.text or "").strip()]

    types = texts("type")
    addresses = [one for one in texts("identifier") if is_address(one)]
    titles = texts("title")
    published, remarks = _published(texts("date"))
    return {
        "id": identifier or next(iter(addresses), ""),
        "url": next(iter(addresses), ""),
        "kind": "ressource",
        "category": next((one for one in types if one.lower().replace(" ", "") not in _MEDIA), ""),
        "title": titles[0] if titles else "",
        "summary": "",
        "body": "\n".join([*titles[1:], *texts("description"), *texts("coverage"), *texts("publisher")]),
        "themes": texts("subject"),
        "authors": texts("creator") + texts("contributor"),
        "published": published,
        "language": _language(next(iter(texts("language")), "")),
        "media": [medium for one in types if (medium := _MEDIA.get(one.lower().replace(" ", "")))],
    }, remarks


def _published(dates: list[str]) -> tuple[str, tuple[Remark, ...]]:
    """The first date that can be read: catalogues write periods and guesses ("1998-2001", "[s.d.]") there too."""
    for date in dates:
        with suppress(ValueError):
            if found := moment(date):
                return found, ()
    return "", (Remark("date-illisible", f"date illisible : {dates[0][:80]}"),) if dates else ()


def _language(name: str) -> str:
    """The code of two letters of a language; empty for those that are not known, which the text then tells."""
    code = name.lower().replace("_", "-").partition("-")[0]
    return code if len(code) == 2 else _LANGUAGES.get(code, "")
