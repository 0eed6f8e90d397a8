"""The command that shows what visitors search for."""

from pathlib import Path

from search.index import Index
from tests.trouvaille.conftest import Command
from tests.web.statistics.conftest import Asking
from web.statistics.settings import FILE, StatisticsSettings


def asked(folder: Path) -> Asking:
    """Some frequent queries, and one that only one person typed."""
    asking = Asking(StatisticsSettings(folder / "index_data" / "portail" / FILE))
    asking.ask("jumelage")
    asking.ask("mare [bold]", days=(0, 1, 2), total=0)
    asking.ask("eau potable")
    asking.ask("Achille Talon", days=(0,))
    for _ in range(3):
        asking.recorder.clicked("eau potable", 2)
    asking.recorder.write()
    return asking


def test_without_any_it_says_from_when_on_a_query_is_shown(trouvaille: Command) -> None:
    shown = trouvaille("queries")
    assert shown.code == 0
    assert "5 heures différentes" in shown.out


def test_queries_are_shown_by_what_became_of_them(trouvaille: Command, tmp_path: Path) -> None:
    asked(tmp_path)
    found = trouvaille("queries", "--json").json
    assert [one["text"] for one in found["frequent"]] == ["mare [bold]", "eau potable", "jumelage"]
    assert [one["text"] for one in found["without_result"]] == ["mare [bold]"]
    assert [one["text"] for one in found["without_click"]] == ["jumelage"]
    assert found["frequent"][1]["clicks"] == 3
    shown = trouvaille("queries").out
    assert "mare [bold]" in shown
    assert "Talon" not in shown


def test_the_threshold_is_a_setting_and_everything_can_be_erased(trouvaille: Command, tmp_path: Path) -> None:
    asked(tmp_path)
    (tmp_path / "trouvaille.toml").write_text("statistics_hours = 8\n")
    assert [one["text"] for one in trouvaille("queries", "--json").json["frequent"]] == ["mare [bold]"]
    assert "effacées" in trouvaille("queries", "--forget").out
    assert trouvaille("queries", "--json").json["frequent"] == []


def test_a_damaged_store_is_one_clear_line(trouvaille: Command, tmp_path: Path) -> None:
    file = tmp_path / "index_data" / "portail" / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(b"tout sauf une base de donnees " * 50)
    shown = trouvaille("queries")
    assert shown.code == 1
    assert "illisibles" in shown.err
    assert shown.err.count("\n") == 1


def test_a_build_compares_the_most_frequent_real_queries_too(trouvaille: Command, tmp_path: Path) -> None:
    asked(tmp_path)
    (tmp_path / "queries.toml").write_text('[[query]]\ntext = "Jumelages"\n', "utf-8")
    (tmp_path / "contenus.csv").write_text("id;titre\n1;Un jumelage\n2;Eau potable\n", "utf-8")
    built = trouvaille("build", "contenus.csv", "--json").json
    assert [one["query"] for one in built["comparisons"]] == ["Jumelages", "mare [bold]", "eau potable"]
    (tmp_path / "contenus.csv").write_text("id;titre\n1;Un jumelage\n2;Eau potable\n3;Eau potable et non potable\n", "utf-8")
    shown = trouvaille("build", "contenus.csv").out
    assert "« eau potable » : 1 → 2 résultat(s)" in shown
    assert "3\u00a0requêtes comparées, 2 sans changement" in shown
    (tmp_path / "trouvaille.toml").write_text("statistics = false\n")
    assert [one["query"] for one in trouvaille("check", "--json").json["comparisons"]] == ["Jumelages"]


def test_statistics_that_cannot_be_read_stop_no_build(trouvaille: Command, tmp_path: Path) -> None:
    file = tmp_path / "index_data" / "portail" / FILE
    file.parent.mkdir(parents=True)
    file.write_bytes(b"tout sauf une base de donnees " * 50)
    (tmp_path / "contenus.csv").write_text("id;titre\n1;Un jumelage\n", "utf-8")
    built = trouvaille("build", "contenus.csv")
    assert built.code == 0
    assert "ne sont pas comparées" in built.err


def test_what_visitors_often_ask_and_find_is_suggested_by_the_next_build(trouvaille: Command, tmp_path: Path) -> None:
    asked(tmp_path)
    (tmp_path / "contenus.csv").write_text("id;titre\n1;Un jumelage\n2;De l’eau\n3;Une mare potable\n", "utf-8")
    assert trouvaille("build", "contenus.csv").code == 0
    index = Index.live(tmp_path / "index_data" / "portail")
    assert [(one.text, one.kind) for one in index.suggest("eau p")] == [("eau potable", "query")]
    assert index.suggest("mare b") == []
    index.close()
