from pathlib import Path

import pytest

from indexer.sources.transcripts import Transcripts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ("radio.mp3", "radio.2024.mp3", "radio.en.srt", "radio.fr.vtt", "radio.srt", "radio.2024.srt", "radio.txt", "autre.srt")
    for name in (*names, "radioscopie.srt", "radio.2024.es.VTT"):
        (tmp_path / name).touch()
    return tmp_path


def names(files: list[Path]) -> list[str]:
    return [one.name for one in files]


def test_a_recording_has_all_its_transcripts_the_foreign_ones_last(folder: Path) -> None:
    transcripts = Transcripts(folder.iterdir())
    assert names(transcripts.transcripts_of(folder / "radio.mp3")) == ["radio.fr.vtt", "radio.srt", "radio.en.srt"]


def test_a_transcript_belongs_to_the_recording_of_its_whole_name(folder: Path) -> None:
    transcripts = Transcripts(folder.iterdir())
    assert names(transcripts.recordings_of(folder / "radio.2024.srt")) == ["radio.2024.mp3"]
    assert names(transcripts.transcripts_of(folder / "radio.2024.mp3")) == ["radio.2024.srt", "radio.2024.es.VTT"]


@pytest.mark.parametrize("name", ["autre.srt", "radio.txt", "radio.mp3", "radioscopie.srt"])
def test_other_files_belong_to_no_recording(folder: Path, name: str) -> None:
    assert Transcripts(folder.iterdir()).recordings_of(folder / name) == []


def test_files_of_another_folder_have_nothing_to_do_with_it(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "radio.fr.srt").touch()
    assert Transcripts(folder.rglob("*")).recordings_of(folder / "a" / "radio.fr.srt") == []
