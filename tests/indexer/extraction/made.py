"""Documents made for tests, each in its real format."""

import struct
import wave
import zipfile
from pathlib import Path

from mutagen.id3 import COMM, TALB, TIT2, TPE1
from mutagen.wave import WAVE
from PIL import Image

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(path: Path, pages: list[str], *, title: str = "", loop: bool = False) -> Path:
    """A PDF of one line of text a text line; without text a page is bare. ``loop``: the tree of pages leads back to itself."""
    objects = ["<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>", ""]
    kids = []
    for text in pages:
        lines = "".join(f"({_escaped(line)}) Tj 0 -14 Td " for line in text.split("\n")) if text else ""
        stream = f"BT /F1 12 Tf 50 750 Td {lines}ET"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R {_FONT} >>")
        kids.append(f"{len(objects)} 0 R")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    if loop:
        kids.append("2 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< /Title ({_escaped(title)}) /Author (Réseau) /CreationDate (D:20220118120000) >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + b"".join(
        b"%010d 00000 n \n" % offset for offset in offsets
    )
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    path.write_bytes(out)
    return path


_FONT = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >>"


def _escaped(text: str) -> str:
    return text.encode("cp1252").decode("latin-1").replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def archive(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def docx(path: Path, body: str) -> Path:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Dix questions</dc:title>'
        "<dc:creator>Pôle Afrique</dc:creator><cp:keywords>eau, Togo</cp:keywords><dcterms:created>2024-02-19T10:00:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )
    notes = f"<w:footnotes {_W}><w:footnote><w:p><w:r><w:t>Une note.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return archive(path, {"word/document.xml": document, "word/footnotes.xml": notes, "docProps/core.xml": core})


def word_line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(*rows: list[str]) -> str:
    """A table whose cells are paragraphs and tables in Word's own markup."""
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(f'<w:tc>{cell}</w:tc>' for cell in row) + '</w:tr>' for row in rows)}</w:tbl>"


def word_box(*lines: str) -> str:
    """A text box as Word writes it, once for itself and once for programs that don't know its shapes."""
    box = f"<w:txbxContent>{''.join(map(word_line, lines))}</w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
    return f"<w:r><mc:AlternateContent {compatible}>{choice}<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"


ODT_TABLE = (
    "<table:table><table:table-row><table:table-cell><text:p>Durée</text:p></table:table-cell>"
    "<table:table-cell><text:p>3 ans</text:p></table:table-cell></table:table-row></table:table>"
)


def odt(path: Path, more: str = "") -> Path:
    spaces = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" ' + "".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0" ' for one in ("office", "text", "table", "meta")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:text><text:h>Convention</text:h>"
        "<text:p>Entre<text:s/>la <text:span>commune</text:span><text:line-break/>et la région.</text:p>"
        f"{ODT_TABLE}{more}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>Modèle</dc:title>'
        "<meta:keyword>convention</meta:keyword><meta:creation-date>2022-01-18T09:00:00</meta:creation-date></office:meta></office:document-meta>"
    )
    return archive(path, {"content.xml": content, "meta.xml": meta})


def epub(path: Path) -> Path:
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/livre.opf"/></rootfiles></container>'
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Contes du Mono</dc:title>'
        "<dc:creator>A. Conteuse</dc:creator><dc:language>fr</dc:language><dc:date>2020</dc:date></metadata><manifest>"
        '<item id="b" href="b%20c.xhtml"/><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    chapters = {"OEBPS/a.xhtml": "<html><body><h1>Un</h1><p>Le lièvre.</p></body></html>", "OEBPS/b c.xhtml": "<p>La tortue.</p>"}
    return archive(path, {"META-INF/container.xml": container, "OEBPS/livre.opf": book, **chapters})


def photo(path: Path, caption: str = "", artist: str = "") -> Path:
    """A JPEG whose EXIF texts are UTF-8, as cameras and editors write them."""
    picture = Image.new("RGB", (8, 8), "green")
    exif = Image.Exif()
    if caption:
        exif[0x010E] = caption.encode()
        exif[0x013B] = artist.encode()
        exif[0x9003] = "2023:06:30 18:00:00"
    picture.save(path, exif=exif)
    return path


def with_iptc(path: Path, records: dict[int, str]) -> Path:
    """Adds IPTC records (dataset 2) to a JPEG."""
    data = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text.encode())) + text.encode() for number, text in records.items()
    )
    block = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + (b"\0" if len(data) % 2 else b"")
    jpeg = path.read_bytes()
    path.write_bytes(jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + jpeg[2:])
    return path


def sound(path: Path, *, tagged: bool = True) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\0\0" * 16000)
    if tagged:
        tags = WAVE(path)
        tags.add_tags()
        tags.tags.add(TIT2(encoding=3, text="L’eau qui relie"))
        tags.tags.add(TPE1(encoding=3, text="Radio Lomé"))
        tags.tags.add(TALB(encoding=3, text="Territoires en commun"))
        tags.tags.add(COMM(encoding=3, lang="fra", desc="", text="Un entretien."))
        tags.save()
    return path
