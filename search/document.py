"""The one type of everything that a portal publishes."""

from typing import Annotated, Literal, get_args

import msgspec

from search.errors import IndexCorrupt, InvalidDocument
from search.in_french import value_problem
from search.moments import end_instant, instant, is_whole_day, normalised

Kind = Literal["article", "evenement", "ressource"]
Media = Literal["texte", "photo", "son", "video"]

KINDS: tuple[str, ...] = get_args(Kind)
MEDIA: tuple[str, ...] = get_args(Media)

Identifier = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Line = Annotated[str, msgspec.Meta(max_length=2000)]
Text = Annotated[str, msgspec.Meta(max_length=10_000_000)]
Labels = Annotated[tuple[Line, ...], msgspec.Meta(max_length=200)]
Anchors = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=20_000)]

Addresses = Annotated[tuple[Line, ...], msgspec.Meta(max_length=10_000)]


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An article, an event or a resource (``text``, ``photo``, ``sound`` or ``video``).

    ``category`` is the portal's own type (communiqué, offre de stage …). ``published``, ``updated``, ``starts`` and ``ends``
    are ISO 8601 texts (see ``search.moments``) or empty. ``source`` names where the item was read. ``anchors`` lead to the parts
    of the body, which form feeds end: ``page=7`` of a PDF, ``t=83`` of a recording. ``mirrors`` are the addresses of items that
    say the same and are not indexed themselves.
    """

    id: Identifier
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    url: Line = ""
    kind: Kind = "article"
    category: Line = ""
    summary: Text = ""
    body: Text = ""
    themes: Labels = ()
    countries: Labels = ()
    media: tuple[Media, ...] = ()
    authors: Labels = ()
    published: Line = ""
    updated: Line = ""
    starts: Line = ""
    ends: Line = ""
    place: Line = ""
    language: Line = "fr"
    image: Line = ""
    source: Line = ""
    anchors: Anchors = ()
    mirrors: Addresses = ()


def whole_text(document: Document) -> str:
    """All that is compared of a document; its title first."""
    return "\n".join((document.title, document.summary, document.body))


def without_texts(document: Document) -> Document:
    """What a list shows of a document: all but its texts and where it was read."""
    return msgspec.structs.replace(document, summary="", body="", authors=(), source="")


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Document)


def encode(document: Document) -> bytes:
    """The document as compact JSON."""
    return _ENCODER.encode(document)


def decode(data: bytes) -> Document:
    """The document that ``encode`` wrote; raises IndexCorrupt for other bytes."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IndexCorrupt(f"Un contenu de l’index est illisible : {error}.") from error


def validated(record: dict[str, object]) -> Document:
    """The document of a record whose values have the right types; raises InvalidDocument with a coded reason."""
    try:
        document = msgspec.convert(record, Document)
    except msgspec.ValidationError as error:
        raise InvalidDocument("champ-invalide", f"champ invalide : {value_problem(error)}") from error
    if not document.title.strip():
        raise InvalidDocument("titre-vide", "le titre est vide", field="title")
    for field in ("url", "image"):
        _check_address(field, getattr(document, field))
    moments = {name: _moment(document, name) for name in ("published", "updated", "starts", "ends")}
    document = msgspec.structs.replace(document, **moments)
    if not document.starts or not document.ends or not _ends_too_early(document):
        return document
    if _is_within_a_day(document):
        return msgspec.structs.replace(document, ends="")
    raise InvalidDocument("fin-avant-debut", "la fin précède le début", field="ends")


def _ends_too_early(document: Document) -> bool:
    start, end = instant(document.starts), end_instant(document.ends)
    return end <= start if is_whole_day(document.ends) else end < start


def _is_within_a_day(document: Document) -> bool:
    """Whether an event begins or ends on a day without a time, the same day: overseas it is another one than in Paris."""
    without_time = is_whole_day(document.starts) or is_whole_day(document.ends)
    return without_time and document.starts[:10] == document.ends[:10]


def _check_address(field: str, address: str) -> None:
    if address and not address.startswith(("http://", "https://")):
        raise InvalidDocument("adresse-invalide", f"adresse ni http ni https : « {address[:80]} »", field=field)


def _moment(document: Document, name: str) -> str:
    value: str = getattr(document, name)
    if not value:
        return ""
    try:
        return normalised(value)
    except ValueError as error:
        raise InvalidDocument("date-invalide", f"date illisible : « {value[:80]} »", field=name) from error
