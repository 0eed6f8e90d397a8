"""Preparing, comparing, publishing: what the command line does with generations that are not live."""

from pathlib import Path

from search.generation import damage, generations, live_folder, read_manifest, was_published
from tests.trouvaille.conftest import Command
from tests.trouvaille.test_command_line import QUERIES, TABLE

MORE = TABLE + "4;Un moulin à Ségou;Mali;Le mil\n"
LESS = TABLE.splitlines()[0] + "\n3;Le forage de Tsévié;Togo;Un puits\n"


def test_a_generation_can_be_prepared_compared_and_then_published(trouvaille: Command, tmp_path: Path) -> None:
    portal, table = tmp_path / "index_data" / "portail", tmp_path / "contenus.csv"
    table.write_text(TABLE, "utf-8")
    trouvaille("build", "contenus.csv")
    live = live_folder(portal).name
    table.write_text(MORE, "utf-8")
    shown = trouvaille("build", "contenus.csv", "--prepare").out
    prepared = generations(portal)[-1]
    assert f"trouvaille publish {prepared}" in shown
    assert live_folder(portal).name == live != prepared
    assert "préparée" in trouvaille("status").out
    assert damage(portal / prepared, read_manifest(portal / prepared)) == []

    compared = trouvaille("compare", prepared)
    assert compared.code == 0
    assert "+ Un moulin à Ségou (4)" in compared.out
    assert "2\u00a0contenus inchangés." in compared.out
    told = trouvaille("compare", prepared, "--json").json
    assert (told["live"], told["generation"], told["documents"], told["objections"]) == (live, prepared, 3, [])
    assert told["difference"]["added"]["first"] == [{"id": "4", "title": "Un moulin à Ségou", "source": "contenus.csv"}]

    assert trouvaille("publish", prepared).code == 0
    assert [row["was_published"] for row in trouvaille("status", "--json").json["generations"]] == [True, True]
    assert live in trouvaille("rollback").out


def test_an_update_can_be_prepared_too(trouvaille: Command, tmp_path: Path) -> None:
    portal, table = tmp_path / "index_data" / "portail", tmp_path / "contenus.csv"
    table.write_text(TABLE, "utf-8")
    trouvaille("build", "contenus.csv")
    assert "compare" not in trouvaille("update", "contenus.csv", "--prepare").out
    assert len(generations(portal)) == 1
    table.write_text(MORE, "utf-8")
    report = trouvaille("update", "contenus.csv", "--prepare", "--json").json
    assert live_folder(portal).name != report["generation"] == generations(portal)[-1]
    assert trouvaille("compare", report["generation"]).code == 0


def test_what_the_checks_would_refuse_is_prepared_all_the_same_and_told_when_it_is_compared(
    trouvaille: Command, tmp_path: Path
) -> None:
    portal, table = tmp_path / "index_data" / "portail", tmp_path / "contenus.csv"
    table.write_text(TABLE, "utf-8")
    (tmp_path / "queries.toml").write_text(QUERIES.format("1"), "utf-8")
    trouvaille("build", "contenus.csv")
    table.write_text(LESS, "utf-8")
    assert trouvaille("build", "contenus.csv", "--prepare").code == 0
    compared = trouvaille("compare", generations(portal)[-1], "--json")
    assert compared.code == 3
    few, missing = compared.json["objections"]
    assert "plus que 1 contenu au lieu de 2" in few
    assert "1 contenu(s) attendu(s) manquent" in missing
    assert "Objection" in trouvaille("compare", generations(portal)[-1]).err


def test_going_back_skips_what_nobody_ever_published(trouvaille: Command, tmp_path: Path) -> None:
    portal, table = tmp_path / "index_data" / "portail", tmp_path / "contenus.csv"
    table.write_text(TABLE, "utf-8")
    trouvaille("build", "contenus.csv")
    trouvaille("build", "contenus.csv", "--prepare")
    trouvaille("build", "contenus.csv")
    first, prepared, last = generations(portal)
    assert [was_published(portal, name) for name in (first, prepared, last)] == [True, False, True]
    assert first in trouvaille("rollback").out
    assert live_folder(portal).name == first


def test_comparing_with_nothing_published_says_that_all_is_new(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    trouvaille("build", "contenus.csv", "--prepare")
    name = generations(tmp_path / "index_data" / "portail")[0]
    assert "2\u00a0contenus ajoutés" in trouvaille("compare", name).out
    for command in ("compare", "check", "report"):
        told = trouvaille(command, "inconnue")
        assert (told.code, "inconnue n’existe pas. Générations présentes" in told.err) == (1, True)
