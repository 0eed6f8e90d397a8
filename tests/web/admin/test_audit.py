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


def messages(path: Path) -> list[str]:
    return [msgspec.json.decode(line, type=Entry).message for line in path.read_bytes().splitlines()]


def test_a_long_journal_goes_on_in_a_new_file_and_the_oldest_goes(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path, largest=250, older=2)
    entries = [journal.record("camille", "Essai", f"Numéro {number}.") for number in range(11)]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["journal.jsonl", "journal.jsonl.1", "journal.jsonl.2"]
    kept = messages(tmp_path / "journal.jsonl.2") + messages(tmp_path / "journal.jsonl.1") + messages(path)
    assert kept == [entry.message for entry in entries][-len(kept) :]
    assert 3 < len(kept) < len(entries)
    assert [entry.message for entry in journal.latest(len(kept))] == kept[::-1]
    assert [entry.message for entry in journal.latest(99)] == kept[::-1]
    assert journal.find(entries[-len(messages(path)) - 1].id) is not None


def test_writers_that_put_a_journal_away_lose_no_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"

    def write(name: str) -> None:
        for number in range(25):
            Journal(path, largest=2_000, older=50).record(name, "Essai", f"{number}")

    writers = [threading.Thread(target=write, args=(f"n{number}",)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = Journal(path, largest=2_000, older=50).latest(1_000)
    assert sorted((entry.who, int(entry.message)) for entry in found) == [(f"n{n}", i) for n in range(4) for i in range(25)]
    assert len(list(tmp_path.iterdir())) > 3
