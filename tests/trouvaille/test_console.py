import pytest
from rich.table import Table

from trouvaille.console import OUT, Pace, plain


def test_a_pace_is_items_a_second_since_the_first() -> None:
    times = iter([10.0, 10.0, 12.0, 14.0])
    pace = Pace(lambda: next(times))
    assert [pace.rate(done) for done in (5, 5, 25, 25)] == [0.0, 0.0, 10.0, 5.0]


def test_a_file_or_a_pipe_has_no_width(capsys: pytest.CaptureFixture[str]) -> None:
    address = f"https://portail.example/{'tres-' * 30}longue"
    table = Table("Adresse", "Sources")
    table.add_row(address, "un.csv, " * 30)
    OUT.print(f"Un titre à lire : {address}")
    OUT.print(table)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"Un titre à lire : {address}"
    assert len(lines) == 1 + 5
    assert address in lines[4]


def test_text_from_outside_is_no_markup_nor_command() -> None:
    assert plain("[bold]a[/] \x1b[31m") == "\\[bold]a\\[/] \ufffd[31m"
