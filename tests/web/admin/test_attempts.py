from pathlib import Path

from web.admin.attempts import MOST, NOTED, REMEMBERED, WINDOW, Attempts


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def attempts(path: Path, clock: Clock) -> Attempts:
    return Attempts(path / "attempts.json", lambda address: f"<{address}>".ljust(16, "."), clock)


def test_an_address_waits_after_too_many_tries_and_may_try_again_later(tmp_path: Path) -> None:
    clock = Clock()
    counted = attempts(tmp_path, clock)
    assert [counted.take("192.0.2.1") for _ in range(MOST)] == [0] * MOST
    clock.now += 60
    assert counted.take("192.0.2.1") == WINDOW - 60
    assert counted.take("192.0.2.2") == 0
    clock.now += WINDOW
    assert counted.take("192.0.2.1") == 0


def test_workers_count_together(tmp_path: Path) -> None:
    clock = Clock()
    workers = [attempts(tmp_path, clock) for _ in range(4)]
    taken = [workers[number % 4].take("192.0.2.1") for number in range(MOST + 3)]
    assert [wait > 0 for wait in taken] == [False] * MOST + [True] * 3


def test_a_success_is_the_end_of_waiting(tmp_path: Path) -> None:
    counted = attempts(tmp_path, Clock())
    for _ in range(MOST - 1):
        counted.take("192.0.2.1")
    counted.forget("192.0.2.1")
    assert [counted.take("192.0.2.1") for _ in range(MOST)] == [0] * MOST


def test_the_addresses_of_one_subscriber_count_as_one(tmp_path: Path) -> None:
    counted = attempts(tmp_path, Clock())
    taken = [counted.take(f"2001:db8::{number:x}") for number in range(MOST + 1)]
    assert taken[-1] > 0
    assert counted.take("2001:db8:0:1::1") == 0


def test_no_address_is_kept(tmp_path: Path) -> None:
    counted = Attempts(tmp_path / "attempts.json", lambda address: str(abs(hash(address))))
    counted.take("192.0.2.1")
    assert "192.0.2" not in (tmp_path / "attempts.json").read_text()


def test_what_is_remembered_has_a_bound_and_so_has_what_is_noted(tmp_path: Path) -> None:
    clock = Clock()
    path = tmp_path / "attempts.json"
    path.write_text("{" + ",".join(f'"{number:016}":[{clock.now}]' for number in range(REMEMBERED + 500)) + "}")
    counted = attempts(tmp_path, clock)
    counted.take("192.0.2.1")
    assert path.read_text().count(":") == REMEMBERED + 1
    assert not counted.worth_noting()
    clock.now += WINDOW
    assert counted.worth_noting()
    assert NOTED < REMEMBERED


def test_a_file_that_was_cut_off_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "attempts.json").write_text('{"a": [1')
    assert attempts(tmp_path, Clock()).take("192.0.2.1") == 0
