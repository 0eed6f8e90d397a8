import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from indexer.extraction import archives
from indexer.extraction.bounded import BoundedWorker, ExtractionFailed
from indexer.extraction.documents import read_document
from indexer.xml_safety import XmlRefused
from tests.indexer.extraction import made


def read(path: Path) -> dict[str, Any]:
    """As the other process sends it."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(read_document(str(path), path.suffix)))
    return found


def text(found: dict[str, Any]) -> str:
    return "\n".join(part["text"] for part in found["parts"])


def test_a_pdf_comes_page_by_page(tmp_path: Path) -> None:
    found = read(made.pdf(tmp_path / "a.pdf", ["Le marché\nrénové de Kpa-\nlimé", "Été à Lomé"], title="Guide pratique"))
    assert found["parts"] == [
        {"text": "Le marché\nrénové de Kpalimé", "anchor": "page=1"},
        {"text": "Été à Lomé", "anchor": "page=2"},
    ]
    assert (found["title"], found["authors"], found["created"], found["language"]) == (
        "Guide pratique",
        ["Réseau"],
        "2022-01-18",
        "fr",
    )
    assert found["remarks"] == []


def test_running_lines_of_a_pdf_are_dropped(tmp_path: Path) -> None:
    pages = [
        f"Rapport annuel\nLa partie {name} du texte\nvient ici\net continue\nfinit là en {name}\nPage {n}"
        for n, name in enumerate("abcde", 1)
    ]
    found = read(made.pdf(tmp_path / "a.pdf", pages))
    assert found["parts"][1]["text"] == "La partie b du texte\nvient ici\net continue\nfinit là en b"


def test_a_scanned_pdf_says_so(tmp_path: Path) -> None:
    assert read(made.pdf(tmp_path / "a.pdf", ["", ""]))["remarks"][0][0] == "numerisation"
    assert read(made.pdf(tmp_path / "b.pdf", ["", "", "du texte"]))["remarks"][0][0] == "pages-sans-texte"


@pytest.mark.parametrize("title", ["Microsoft Word - fiche.docx", "sans titre", "Document1", "fiche_v3.indd", "(anonymous)"])
def test_a_title_that_a_program_left_is_none(tmp_path: Path, title: str) -> None:
    assert read(made.pdf(tmp_path / "a.pdf", ["x"], title=title))["title"] == ""


def test_a_word_document_gives_paragraphs_tables_notes_and_description(tmp_path: Path) -> None:
    table = made.word_table([made.word_line("Heure"), made.word_line("Sujet")])
    deleted = "<w:p><w:del><w:r><w:delText>retiré</w:delText></w:r></w:del><w:r><w:t>gardé</w:t></w:r></w:p>"
    found = read(made.docx(tmp_path / "a.docx", made.word_line("Bonjour à tous") + table + deleted))
    assert text(found) == "Bonjour à tous\nHeure – Sujet\ngardé\nUne note."
    assert (found["title"], found["authors"], found["keywords"]) == ("Dix questions", ["Pôle Afrique"], ["eau", "Togo"])
    assert found["created"] == "2024-02-19"


def test_a_text_box_of_word_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    boxed = f"<w:p><w:r><w:t>Avant </w:t></w:r>{made.word_box('Encadré', 'Suite')}<w:r><w:t>et après</w:t></w:r></w:p>"
    assert text(read(made.docx(tmp_path / "a.docx", boxed))) == "Avant et après\nEncadré\nSuite\nUne note."


def test_what_was_moved_in_a_word_document_is_read_once(tmp_path: Path) -> None:
    run = "<w:r><w:t>déplacé</w:t></w:r>"
    moved = f"<w:p><w:moveFrom>{run}</w:moveFrom></w:p><w:p><w:moveTo>{run}</w:moveTo></w:p>"
    assert text(read(made.docx(tmp_path / "a.docx", moved))) == "déplacé\nUne note."


def test_a_table_in_a_cell_is_read_once(tmp_path: Path) -> None:
    inner = made.word_table([made.word_line("Lundi"), made.word_line("10 h")])
    outer = made.word_table([made.word_line("Horaires"), inner])
    assert text(read(made.docx(tmp_path / "a.docx", outer))) == "Horaires – Lundi – 10 h\nUne note."
    row = f"<table:table-row><table:table-cell>{made.ODT_TABLE}</table:table-cell></table:table-row>"
    found = text(read(made.odt(tmp_path / "a.odt", f"<table:table>{row}</table:table>")))
    assert found.endswith("Durée – 3 ans\nDurée – 3 ans")
    assert found.count("Durée") == 2


def test_boxes_and_notes_of_an_opendocument_text_are_read_after_their_paragraph(tmp_path: Path) -> None:
    box = "<draw:frame><draw:text-box><text:p>Encadré</text:p><text:p>Suite</text:p></draw:text-box></draw:frame>"
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Voir l’annexe.</text:p></text:note-body></text:note>"
    comment = "<office:annotation><text:p>À revoir</text:p></office:annotation>"
    found = text(read(made.odt(tmp_path / "a.odt", f"<text:p>Avant{note} {box}et{comment} après</text:p>")))
    assert found.endswith("Avant et après\nVoir l’annexe.\nEncadré\nSuite")


def test_an_opendocument_text(tmp_path: Path) -> None:
    found = read(made.odt(tmp_path / "a.odt"))
    assert text(found) == "Convention\nEntre la commune\net la région.\nDurée – 3 ans"
    assert (found["title"], found["keywords"], found["created"]) == ("Modèle", ["convention"], "2022-01-18")


def test_a_book_is_read_in_its_order(tmp_path: Path) -> None:
    found = read(made.epub(tmp_path / "a.epub"))
    assert [part["text"] for part in found["parts"]] == ["Un\nLe lièvre.", "La tortue."]
    assert (found["title"], found["authors"], found["language"]) == ("Contes du Mono", ["A. Conteuse"], "fr")


def test_transcripts_keep_their_times(tmp_path: Path) -> None:
    cues = [
        (1, "00:00:01,000", "Bonjour <i>à tous</i>."),
        (2, "00:00:05,500", "Nous sommes à Lomé."),
        (3, "01:02:03,000", "{\\an8}Merci."),
    ]
    srt = "\r\n\r\n".join(f"{n}\r\n{start} --> 09:00:00,000\r\n{line}" for n, start, line in cues)
    (tmp_path / "a.srt").write_text(srt, "utf-8-sig")
    assert read(tmp_path / "a.srt")["parts"] == [
        {"text": "Bonjour à tous.\nNous sommes à Lomé.", "anchor": "t=1"},
        {"text": "Merci.", "anchor": "t=3723"},
    ]
    (tmp_path / "a.vtt").write_text(
        "WEBVTT\n\nNOTE rien\n\n00:31.000 --> 00:33.000 align:start\n<v Ama>L’eau.\n\n00:33.000 --> 00:34.000\nL’eau.\n"
    )
    assert read(tmp_path / "a.vtt")["parts"] == [{"text": "L’eau.", "anchor": "t=31"}]


def test_a_date_that_a_camera_got_wrong_costs_itself_only(tmp_path: Path) -> None:
    path = made.with_iptc(made.photo(tmp_path / "b.jpg"), {5: "Étals", 120: "Un étal de tissus", 55: "20231345"})
    found = read(path)
    assert (found["title"], found["created"], [code for code, _ in found["remarks"]]) == ("Étals", "", ["date-illisible"])


def test_a_damaged_page_of_a_pdf_costs_itself_only(tmp_path: Path) -> None:
    path = made.pdf(tmp_path / "a.pdf", ["L’eau", "Le marché", "La fête"])
    whole = path.read_bytes()
    path.write_bytes(re.sub(rb"/Length \d+ (?=>>\nstream\n.*Le march)", b"/Filter /X ", whole))
    found = read(path)
    assert [part["text"] for part in found["parts"]] == ["L’eau", "", "La fête"]
    assert [tuple(remark) for remark in found["remarks"]] == [("pages-illisibles", "page(s) abîmée(s), non lue(s) : 2")]
    path.write_bytes(re.sub(rb"/Length \d+ (?=>>\nstream\n)", b"/Filter /X ", whole))
    with pytest.raises(ExtractionFailed, match="aucune page"):
        read(path)


def test_a_picture_gives_its_caption(tmp_path: Path) -> None:
    found = read(made.photo(tmp_path / "a.jpg", "Le marché de Kpalimé, l’été", "Pôle Afrique"))
    assert (found["title"], text(found), found["authors"]) == (
        "Le marché de Kpalimé, l’été",
        "Le marché de Kpalimé, l’été",
        ["Pôle Afrique"],
    )
    path = made.with_iptc(
        made.photo(tmp_path / "b.jpg"), {5: "Étals", 120: "Un étal de tissus", 25: "marché", 90: "Kpalimé", 55: "20230630"}
    )
    found = read(path)
    assert (found["title"], text(found), found["keywords"]) == ("Étals", "Un étal de tissus", ["marché"])
    assert (found["place"], found["created"]) == ("Kpalimé", "2023-06-30")


def test_a_picture_that_says_nothing_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ExtractionFailed) as failed:
        read(made.photo(tmp_path / "a.png"))
    assert failed.value.code == "sans-legende"


def test_a_recording_gives_its_tags(tmp_path: Path) -> None:
    found = read(made.sound(tmp_path / "a.wav"))
    assert (found["title"], found["authors"]) == ("L’eau qui relie", ["Radio Lomé"])
    assert text(found) == "Territoires en commun\nUn entretien.\nDurée : 2 s"
    assert read(made.sound(tmp_path / "b.wav", tagged=False))["remarks"][0][0] == "sans-etiquettes"


def test_web_files_and_plain_texts(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<html lang=fr><head><title>L&rsquo;eau</title><style>p{}</style></head><body><p>Bonjour</p></body></html>"
    )
    found = read(tmp_path / "a.html")
    assert (found["title"], text(found), found["language"]) == ("L’eau", "Bonjour", "fr")
    (tmp_path / "a.txt").write_bytes("Été".encode("cp1252"))
    assert text(read(tmp_path / "a.txt")) == "Été"


@pytest.fixture(scope="module")
def worker() -> Iterator[BoundedWorker]:
    """One that a build would have for all its files."""
    with BoundedWorker() as running:
        yield running


@pytest.mark.parametrize("suffix", ["pdf", "docx", "odt", "epub", "jpg", "mp3", "srt", "xyz"])
@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 500, b"%PDF-1.4\n1 0 obj\n<< >>\nendobj"])
def test_what_is_damaged_has_a_reason(tmp_path: Path, worker: BoundedWorker, suffix: str, content: bytes) -> None:
    (tmp_path / f"a.{suffix}").write_bytes(content)
    with pytest.raises(ExtractionFailed) as failed:
        worker.call("indexer.extraction.documents:read_document", str(tmp_path / f"a.{suffix}"), f".{suffix}")
    assert failed.value.code in {"illisible", "type-inconnu"}


def test_a_pdf_that_goes_round_in_circles_ends(tmp_path: Path) -> None:
    path = made.pdf(tmp_path / "a.pdf", ["Bonjour"], loop=True)
    with BoundedWorker(seconds=5.0) as worker:
        try:
            found = worker.call("indexer.extraction.documents:read_document", str(path), ".pdf")
            assert len(found["parts"]) < 10
        except ExtractionFailed as error:
            assert error.code in {"illisible", "trop-long"}  # noqa: PT017 - either end is one


def test_an_archive_that_swells_is_cut(tmp_path: Path) -> None:
    """A gigabyte of blanks, all that the process may have, in some megabytes."""
    path = tmp_path / "a.docx"
    program = (
        "import sys, zipfile\n"
        "with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as file:\n"
        "    with file.open('word/document.xml', 'w', force_zip64=True) as member:\n"
        "        for _ in range(64): member.write(b' ' * (16 << 20))\n"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=True)
    assert path.stat().st_size < 10 << 20
    with BoundedWorker(memory=1 << 30) as worker, pytest.raises(ExtractionFailed) as failed:
        worker.call("indexer.extraction.documents:read_document", str(path), ".docx")
    assert failed.value.code == "trop-volumineux"


def test_all_members_together_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_TOTAL", 1000)
    with pytest.raises(ExtractionFailed, match="dépasse"):
        read(made.docx(tmp_path / "a.docx", made.word_line("mot " * 1000)))


def test_entities_in_an_archive_are_refused(tmp_path: Path) -> None:
    made.archive(tmp_path / "a.docx", {"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'})
    with pytest.raises(XmlRefused):
        read(tmp_path / "a.docx")
