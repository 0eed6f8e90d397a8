import os
from pathlib import Path
from typing import Any

import pytest

from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources.folder import FolderOptions, FolderSource, readable_name
from search.errors import SourceUnreadable
from tests.indexer.extraction import made


def read(folder: Path, **options: Any) -> dict[str, Record | Unreadable]:
    source = FolderSource(FolderOptions(location=str(folder), **options))
    found = {one.where: one for one in source.records()}
    assert source.expected() == len(found)
    return found


def test_each_file_is_an_item_or_says_why_not(tmp_path: Path) -> None:
    made.pdf(tmp_path / "guide_pratique-2022.pdf", ["", "L’eau"])
    (tmp_path / "sons").mkdir()
    made.sound(tmp_path / "sons" / "radio.wav")
    (tmp_path / "sons" / "radio.fr.srt").write_text("1\n00:00:31,000 --> 00:00:33,000\nL’eau qui relie.\n")
    (tmp_path / "notes.xyz").write_text("?")
    (tmp_path / ".cache").write_text("?")
    (tmp_path / "lien.txt").symlink_to("/etc/hostname")
    found = read(tmp_path, url="https://portail.example/IMG/")
    guide, radio = found["guide_pratique-2022.pdf"], found["sons/radio.wav"]
    assert isinstance(guide, Record)
    assert isinstance(radio, Record)
    document = document_of(guide.values, "fichiers")
    assert (document.title, document.url) == ("Guide pratique 2022", "https://portail.example/IMG/guide_pratique-2022.pdf")
    assert (document.body, document.anchors, document.media, document.kind) == (
        "\fL’eau",
        ("page=1", "page=2"),
        ("texte",),
        "ressource",
    )
    heard = document_of(radio.values, "fichiers")
    assert (heard.title, heard.media, heard.anchors) == ("L’eau qui relie", ("son",), ("", "t=31"))
    assert heard.body.endswith("\fL’eau qui relie.")
    codes = {where: one.code for where, one in found.items() if isinstance(one, Unreadable)}
    assert codes == {"notes.xyz": "type-inconnu", "lien.txt": "hors-dossier", "sons/radio.fr.srt": "transcription"}


def test_without_an_address_the_path_is_the_identifier(tmp_path: Path) -> None:
    made.pdf(tmp_path / "a.pdf", ["Bonjour"])
    [one] = read(tmp_path).values()
    assert isinstance(one, Record)
    assert (one.values["id"], one.values["url"]) == ("a.pdf", "")


def test_names_with_marks_of_addresses_keep_their_medium(tmp_path: Path) -> None:
    for name in ("Rapport #2.txt", "bilan?.txt", "lisez.md"):
        (tmp_path / name).write_text("Bonjour")
    found = read(tmp_path, url="https://portail.example/IMG")
    documents = {where: document_of(one.values, "fichiers") for where, one in found.items() if isinstance(one, Record)}
    assert {where: one.media for where, one in documents.items()} == {
        "Rapport #2.txt": ("texte",),
        "bilan?.txt": ("texte",),
        "lisez.md": ("texte",),
    }
    assert documents["Rapport #2.txt"].url == "https://portail.example/IMG/Rapport%20%232.txt"


def test_a_file_whose_name_is_no_utf_8_is_read(tmp_path: Path) -> None:
    for name in ("compte-rendu_été.txt".encode("latin-1"), "compte-rendu_été.txt".encode(), b"a.\xe9t\xe9"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("Bonjour")
    outcomes = list(FolderSource(FolderOptions(location=str(tmp_path))).records())
    documents = [document_of(one.values, "fichiers") for one in outcomes if isinstance(one, Record)]
    assert {(one.title, one.id) for one in documents} == {
        ("Compte rendu été", "compte-rendu_été.txt"),
        ("Compte rendu été", "compte-rendu_%E9t%E9.txt"),
    }
    assert [(one.where, one.code) for one in outcomes if isinstance(one, Unreadable)] == [("a.été", "type-inconnu")]


def test_a_file_whose_name_is_no_utf_8_has_the_address_that_servers_know(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt")).write_text("Bonjour")
    [one] = read(tmp_path, url="https://portail.example/IMG").values()
    assert isinstance(one, Record)
    assert one.values["url"] == "https://portail.example/IMG/%E9t%E9.txt"


def test_what_nobody_can_look_at_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Bonjour")
    (tmp_path / "loin.txt").symlink_to("x" * 300)
    (tmp_path / "rond.txt").symlink_to("rond.txt")
    (tmp_path / "rompu.txt").symlink_to("absent.txt")
    found = read(tmp_path)
    assert {where: getattr(one, "code", "") for where, one in found.items()} == {
        "a.txt": "",
        "loin.txt": "illisible",
        "rond.txt": "illisible",
    }


def test_a_recording_is_indexed_without_a_transcript_that_cannot_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "sons"
    folder.mkdir()
    (tmp_path / "ailleurs.srt").write_text("1\n00:00:31,000 --> 00:00:33,000\nD’ailleurs.\n")
    for name in ("damaged", "elsewhere", "lost"):
        made.sound(folder / f"{name}.wav")
    (folder / "damaged.srt").write_text("rien")
    (folder / "elsewhere.srt").symlink_to(tmp_path / "ailleurs.srt")
    (folder / "lost.srt").symlink_to("absent.srt")
    for one in FolderSource(FolderOptions(location=str(folder))).records():
        if one.where.endswith(".wav"):
            assert isinstance(one, Record)
            assert [remark.code for remark in one.remarks] == ["transcription-illisible"]
            assert "ailleurs" not in one.values["body"]


def test_all_transcripts_of_a_recording_are_its_text(tmp_path: Path) -> None:
    made.sound(tmp_path / "radio.wav")
    (tmp_path / "radio.en.srt").write_text("1\n00:00:02,000 --> 00:00:04,000\nWater for all.\n")
    (tmp_path / "radio.fr.srt").write_text("1\n00:00:02,000 --> 00:00:04,000\nL’eau pour tous.\n")
    (tmp_path / "radio.fr.vtt").write_text("WEBVTT\n\n00:02.000 --> 00:04.000\nL’eau pour tous.\n")
    (tmp_path / "radio.es.srt").write_text("rien")
    recording = read(tmp_path)["radio.wav"]
    assert isinstance(recording, Record)
    assert [line for line in recording.values["body"].split("\f") if "Durée" not in line] == ["L’eau pour tous.", "Water for all."]
    assert recording.values["anchors"] == ["", "t=2", "t=2"]
    assert [remark.message.partition(" : ")[0] for remark in recording.remarks][-1] == "transcription non lue, radio.es.srt"


def test_a_recording_that_cannot_be_read_is_what_its_transcript_says(tmp_path: Path) -> None:
    (tmp_path / "debat_2024.mp3").write_text("rien")
    (tmp_path / "debat_2024.fr.srt").write_text("1\n00:00:02,000 --> 00:00:04,000\nL’eau pour tous.\n")
    made.sound(tmp_path / "long.wav")
    (tmp_path / "long.srt").write_text("1\n00:00:02,000 --> 00:00:04,000\nLongtemps.\n")
    found = read(tmp_path, max_bytes=100)
    for name, title, body, code in (
        ("debat_2024.mp3", "Debat 2024", "L’eau pour tous.", "illisible"),
        ("long.wav", "Long", "Longtemps.", "trop-volumineux"),
    ):
        recording = found[name]
        assert isinstance(recording, Record)
        assert (recording.values["title"], recording.values["body"], recording.values["media"]) == (title, body, ["son"])
        assert [remark.code for remark in recording.remarks] == [code]


def test_a_file_that_takes_too_long_is_told_from_one_that_is_damaged(tmp_path: Path) -> None:
    made.pdf(tmp_path / "a.pdf", ["Bonjour"])
    (tmp_path / "b.pdf").write_text("rien")
    late, damaged = read(tmp_path, seconds=0.0)["a.pdf"], read(tmp_path)["b.pdf"]
    assert isinstance(late, Unreadable)
    assert isinstance(damaged, Unreadable)
    assert (late.code, late.id, late.for_now) == ("trop-long", "a.pdf", True)
    assert (damaged.code, damaged.id, damaged.for_now) == ("illisible", "b.pdf", False)


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    made.pdf(tmp_path / "a.pdf", ["Bonjour"])
    [one] = read(tmp_path, max_bytes=10).values()
    assert isinstance(one, Unreadable)
    assert one.code == "trop-volumineux"


def test_a_scanned_document_is_indexed_by_its_title_and_remarked(tmp_path: Path) -> None:
    made.pdf(tmp_path / "etude.pdf", ["", ""], title="Étude numérisée")
    [one] = read(tmp_path).values()
    assert isinstance(one, Record)
    assert (one.values["title"], one.remarks[0].code) == ("Étude numérisée", "numerisation")


def test_an_absent_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="n’existe pas"):
        list(FolderSource(FolderOptions(location=str(tmp_path / "absent"))).records())


@pytest.mark.parametrize(
    ("stem", "title"), [("compte-rendu_2023", "Compte rendu 2023"), ("étude.finale", "Étude finale"), ("a -- b", "A -- b")]
)
def test_names_of_files_become_titles(stem: str, title: str) -> None:
    assert readable_name(stem) == title
