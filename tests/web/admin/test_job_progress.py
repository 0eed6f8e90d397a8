from pathlib import Path

from web.admin.job_progress import LOG_LINES, read_progress, troubles

SAID = (
    '{"step":"lecture","done":1}\n'
    '{"step":"lecture","done":1200,"total":5000,"rate":300.4,"seconds_left":13}\n'
    '{"step":"écriture","done":5000,"total":5000,"rate":0.2}\n'
    "Source interrompue : agenda.csv\n"
    "{pas du JSON\n"
)


def test_each_step_is_as_it_was_last_told_and_the_rest_is_the_log(tmp_path: Path) -> None:
    (tmp_path / "err").write_text(SAID, "utf-8")
    progress = read_progress(tmp_path / "err")
    assert [step.name for step in progress.steps] == ["Lecture", "Écriture"]
    assert progress.steps[0].detail == "1\u202f200 sur 5\u202f000 · 300 par seconde · encore 13\u00a0secondes"
    assert progress.steps[1].detail == "5\u202f000 sur 5\u202f000"
    assert progress.current == "Écriture"
    assert progress.log == ("Source interrompue : agenda.csv", "{pas du JSON")


def test_a_line_that_is_being_written_is_not_read_yet(tmp_path: Path) -> None:
    (tmp_path / "err").write_text('{"step":"lecture","done":1}\n{"step":"lect', "utf-8")
    progress = read_progress(tmp_path / "err")
    assert (len(progress.steps), progress.log) == (1, ())


def test_nothing_is_known_before_anything_is_said(tmp_path: Path) -> None:
    progress = read_progress(tmp_path / "err")
    assert (progress.steps, progress.log, progress.current) == ((), (), "")


def test_of_a_long_log_the_end_is_shown(tmp_path: Path) -> None:
    (tmp_path / "err").write_bytes(b"".join(b"ligne %d\n" % number for number in range(1000)) + b"\xff\n")
    log = read_progress(tmp_path / "err").log
    assert (len(log), log[-2], log[-1]) == (LOG_LINES, "ligne 999", "\ufffd")


def test_troubles_are_one_line_without_progress() -> None:
    assert troubles(SAID.encode() + b"Erreur : Le disque est plein.\n") == (
        "Source interrompue : agenda.csv {pas du JSON Le disque est plein."
    )
