import threading
from pathlib import Path

import msgspec

from web.admin.audit import FAILED, Entry, Journal


def test_the_journal_tells_the_newest_first_and_forgets_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    for number in range(5):
        journal.record("camille", "Publication", f"Numéro {number}.", outcome=FAILED, target="génération")
    assert [entry.message for entry in journal.latest(2)] == ["Numéro 4.", "Numéro 3."]
    lines = (tmp_path / "journal.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=Entry).message for line in lines] == [f"Numéro {number}." for number in range(5)]


def test_an_entry_is_found_by_its_id(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    assert journal.find("inconnu") is None
    entry = journal.record("camille", "Publication", "Fait.")
    journal.record("camille", "Retour", "Fait aussi.")
    assert journal.find(entry.id) == entry


def test_many_writers_never_mix_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"

    def write(name: str) -> None:
        for _ in range(40):
            Journal(path).record(name, "Essai", "é" * 500)

    writers = [threading.Thread(target=write, args=(f"n{number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len([msgspec.json.decode(line, type=Entry) for line in path.read_bytes().splitlines()]) == 160


def test_a_line_that_was_cut_off_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    Journal(path).record("camille", "Essai", "Avant.")
    with path.open("ab") as file:
        file.write(b'{"id": "coup\n')
    Journal(path).record("camille", "Essai", "Après.")
    assert [entry.message for entry in Journal(path).latest(9)] == ["Après.", "Avant."]


def test_only_the_end_of_a_long_journal_is_read(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    entry = msgspec.json.encode(Entry("a", "2026-03-01T00:00:00+00:00", "camille", "Essai", "fait", "x" * 500)) + b"\n"
    path.write_bytes(entry * 5_000)
    assert 500 < len(Journal(path).latest(10_000)) < 1_200


def test_what_people_write_makes_no_second_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.record("camille\n{}", "Essai", 'Un message\n{"id":"faux"}')
    assert (tmp_path / "journal.jsonl").read_bytes().count(b"\n") == 1
