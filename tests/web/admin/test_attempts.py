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
    for _ in range(MOST):
        assert counted.wait("192.0.2.1") == 0
        counted.fail("192.0.2.1")
    clock.now += 60
    assert counted.wait("192.0.2.1") == WINDOW - 60
    assert counted.wait("192.0.2.2") == 0
    clock.now += WINDOW - 60
    assert counted.wait("192.0.2.1") == 0


def test_workers_count_together(tmp_path: Path) -> None:
    clock = Clock()
    workers = [attempts(tmp_path, clock) for _ in range(4)]
    for number in range(MOST):
        assert workers[3].wait("192.0.2.1") == 0
        workers[number % 4].fail("192.0.2.1")
    assert all(worker.wait("192.0.2.1") for worker in workers)


def test_a_success_is_the_end_of_waiting(tmp_path: Path) -> None:
    counted = attempts(tmp_path, Clock())
    for _ in range(MOST - 1):
        counted.fail("192.0.2.1")
    counted.succeed("192.0.2.1")
    counted.fail("192.0.2.1")
    assert counted.wait("192.0.2.1") == 0


def test_the_addresses_of_one_subscriber_count_as_one(tmp_path: Path) -> None:
    counted = attempts(tmp_path, Clock())
    for number in range(MOST):
        counted.fail(f"2001:db8::{number:x}")
    assert counted.wait("2001:db8::ffff") > 0
    assert counted.wait("2001:db8:0:1::1") == 0


def test_no_address_is_kept(tmp_path: Path) -> None:
    counted = Attempts(tmp_path / "attempts.json", lambda address: str(abs(hash(address))))
    counted.fail("192.0.2.1")
    assert "192.0.2" not in (tmp_path / "attempts.json").read_text()


def test_what_is_remembered_has_a_bound_and_so_has_what_is_noted(tmp_path: Path) -> None:
    clock = Clock()
    path = tmp_path / "attempts.json"
    path.write_text("{" + ",".join(f'"{number:016}":[{clock.now}]' for number in range(REMEMBERED + 500)) + "}")
    counted = attempts(tmp_path, clock)
    assert not counted.fail("192.0.2.1")
    assert path.read_text().count(":") == REMEMBERED + 1
    clock.now += WINDOW
    assert [counted.fail("192.0.2.1") for _ in range(NOTED + 1)] == [True] * NOTED + [False]


def test_a_file_that_was_cut_off_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "attempts.json").write_text('{"a": [1')
    assert attempts(tmp_path, Clock()).wait("192.0.2.1") == 0
