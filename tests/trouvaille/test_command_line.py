import json
import re
from pathlib import Path

import pytest

from indexer.publish import build_lock
from search.generation import generations, live_folder
from tests.built import BuiltPortals
from tests.portal import ITEMS
from tests.trouvaille.conftest import Command

TABLE = "id;titre;pays;texte\n1;Un puits à Kpalimé;Togo;Le forage\n2;;Togo;Sans titre\n3;Le forage de Tsévié;Togo;Un puits\n"


@pytest.fixture
def portal(built: BuiltPortals, tmp_path: Path) -> Path:
    """The default portal of the working folder, with two generations."""
    return built(tmp_path / "index_data" / "portail", 3, len(ITEMS))


def is_one_line(error: str) -> bool:
    return error.count("\n") == 1 and error.startswith("Erreur")


def test_build_tells_what_it_read_and_what_it_left_out(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    shown = trouvaille("build", "contenus.csv")
    assert shown.code == 0
    assert "contenus.csv, ligne 3 : pas de titre" in shown.out
    assert re.search(r": 2\u00a0contenus, \d+,\d\u00a0s\.", shown.out)
    assert trouvaille("search", "puits kpalime", "--json").json["hits"][0]["id"] == "1"


def test_build_reports_in_json(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    report = trouvaille("build", "csv:contenus.csv", "--json").json
    assert (report["read"], report["indexed"], report["reported"]) == (3, 2, 1)
    assert report["reasons"] == {"sans-titre": 1}
    assert report["left_out"] == [{"where": "contenus.csv, ligne 3", "id": "2", "code": "sans-titre", "message": "pas de titre"}]


def test_update_tells_what_changed(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    assert "trouvaille build" in trouvaille("update", "contenus.csv").err
    trouvaille("build", "contenus.csv")
    assert "Rien n’a changé" in trouvaille("update", "contenus.csv").out
    (tmp_path / "contenus.csv").write_text(TABLE.replace("Le forage\n", "Le zinzolin\n") + "4;Un moulin;Mali;Le mil\n", "utf-8")
    report = trouvaille("update", "contenus.csv", "--json").json
    assert report["changes"] == {"added": 1, "changed": 1, "deleted": 0, "drift": 0}
    assert (report["read"], report["indexed"], report["reported"]) == (4, 3, 1)
    assert trouvaille("search", "zinzolin", "--json").json["hits"][0]["id"] == "1"
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    shown = trouvaille("update", "contenus.csv", "--force").out
    assert "0\u00a0ajouté, 1\u00a0modifié, 1\u00a0supprimé." in shown
    assert "contenus.csv, ligne 3 : pas de titre" in shown


def test_build_writes_its_progress_as_json_lines_when_nobody_watches(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    lines = [json.loads(line) for line in trouvaille("build", "contenus.csv").err.splitlines()]
    assert [line["step"] for line in lines] == [
        "lecture",
        "écriture",
        "contenus liés",
        "contenus liés : comparaison",
        "contenus liés : choix",
        "contenus liés : raisons",
        "sujets",
        "langue",
    ]


def test_update_reads_only_the_sources_that_it_is_told_to(trouvaille: Command, tmp_path: Path) -> None:
    for name in ("un", "deux"):
        (tmp_path / f"{name}.csv").write_text(f"id;titre\n{name}1;Le puits {name}\n{name}3;La fête {name}\n", "utf-8")
    trouvaille("build", "un.csv", "deux.csv")
    for name in ("un", "deux"):
        (tmp_path / f"{name}.csv").write_text(f"id;titre\n{name}1;Le moulin {name}\n{name}3;Le marché {name}\n", "utf-8")
    report = trouvaille("update", "un.csv", "deux.csv", "--only", "deux.csv", "--json").json
    assert report["changes"]["changed"] == 2
    assert {hit["id"] for hit in trouvaille("search", "moulin", "--json").json["hits"]} == {"deux1"}
    refused = trouvaille("update", "un.csv", "deux.csv", "--only", "trois.csv")
    assert (refused.code, is_one_line(refused.err)) == (1, True)
    assert "un.csv, deux.csv" in refused.err


def test_build_reads_the_sources_of_the_settings(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    (tmp_path / "trouvaille.toml").write_text('sources = ["contenus.csv"]\nname = "essai"\n')
    assert trouvaille("build", "--json").json["indexed"] == 2
    assert live_folder(tmp_path / "index_data" / "essai").is_dir()


def test_status_tells_which_generation_is_live(trouvaille: Command, portal: Path) -> None:
    names = generations(portal)
    status = trouvaille("status", "--json").json
    assert status["live"] == names[1]
    assert [one["generation"] for one in status["generations"]] == names
    assert [one["documents"] for one in status["generations"]] == [3, len(ITEMS)]
    shown = trouvaille("status").out
    assert all(name in shown for name in names)
    assert "▶ publiée" in shown


def test_check_finds_a_flipped_byte(trouvaille: Command, portal: Path) -> None:
    assert trouvaille("check", "--json").json["problems"] == []
    assert "est intacte" in trouvaille("check").out
    damaged = max((live_folder(portal) / "index").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 0xFF
    damaged.write_bytes(data)
    checked = trouvaille("check", "--json")
    assert checked.code == 1
    assert checked.json["problems"] == [f"index/{damaged.name} : somme de contrôle différente"]
    assert "est endommagée" in trouvaille("check").err
    assert trouvaille("check", generations(portal)[0]).code == 0


QUERIES = '[[query]]\ntext = "puits"\nexpected = ["{}"]\n'


def test_scripts_can_tell_a_refusal_from_an_error(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    (tmp_path / "queries.toml").write_text(QUERIES.format("1"), "utf-8")
    report = trouvaille("build", "contenus.csv", "--json").json
    assert report["comparisons"][0]["standings"][1] == {"id": "1", "title": "Un puits à Kpalimé", "before": None, "after": 2}
    assert trouvaille("check").code == 0
    (tmp_path / "contenus.csv").write_text(TABLE.splitlines()[0] + "\n3;Le forage de Tsévié;Togo;Un puits\n", "utf-8")
    refused = trouvaille("update", "contenus.csv")
    assert (refused.code, "--force" in refused.err, "max_drop" in refused.err) == (3, True, True)
    (tmp_path / "trouvaille.toml").write_text("max_drop = 50\n")
    refused = trouvaille("update", "contenus.csv")
    assert (refused.code, "absent : 1" in refused.err) == (3, True)
    assert "− 2ᵉ (sorti)  Un puits à Kpalimé (1)" in refused.err
    assert trouvaille("update", "contenus.csv", "--force").code == 0
    checked = trouvaille("check", "--json")
    assert (checked.code, checked.json["comparisons"][0]["missing"], checked.json["problems"]) == (3, ["1"], [])
    older = trouvaille("check", generations(tmp_path / "index_data" / "portail")[0])
    assert (older.code, "+ 2ᵉ (nouveau)  Un puits à Kpalimé (1)" in older.out) == (0, True)


def test_a_command_that_finds_a_build_running_says_so(trouvaille: Command, portal: Path, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    with build_lock(portal):
        for command in (("build", "contenus.csv"), ("update", "contenus.csv"), ("prune",)):
            refused = trouvaille(*command)
            assert (refused.code, is_one_line(refused.err.splitlines(keepends=True)[-1])) == (4, True)
        assert trouvaille("rollback").code == 0


def test_publish_rollback_and_prune_move_between_generations(trouvaille: Command, portal: Path) -> None:
    first, second = generations(portal)
    assert first in trouvaille("rollback").out
    assert live_folder(portal).name == first
    assert is_one_line(trouvaille("rollback").err)
    assert trouvaille("publish", second).code == 0
    assert live_folder(portal).name == second
    assert first in trouvaille("prune", "--keep", 1).out
    assert generations(portal) == [second]


def test_search_prints_hits_and_filters_them(trouvaille: Command, portal: Path) -> None:
    found = trouvaille("search", "cooperation decentralisee", "--json").json
    assert (found["total"], found["query"], found["generation"]) == (2, "cooperation decentralisee", live_folder(portal).name)
    assert {hit["id"] for hit in found["hits"]} == {"jumelage-benin", "appel-jeunesse"}
    narrowed = trouvaille(
        "search", "Togo", "--kind", "evenement", "--country", "togo", "--theme", "gouvernance locale", "--json"
    ).json
    assert [hit["id"] for hit in narrowed["hits"]] == ["reunion-togo"]
    shown = trouvaille("search", "jumelage", "--limit", 1)
    assert "Un jumelage de trente ans" in shown.out


def test_a_kind_is_one_of_those_there_are_however_it_is_written(trouvaille: Command, portal: Path) -> None:
    assert trouvaille("search", "Togo", "--kind", "Événement", "--json").json["total"] == 1
    refused = trouvaille("search", "Togo", "--kind", "articles")
    assert (refused.code, is_one_line(refused.err)) == (1, True)
    assert "Valeurs possibles : article, evenement, ressource." in refused.err


def test_related_is_asked_by_id_and_by_address(trouvaille: Command, portal: Path) -> None:
    by_id = trouvaille("related", "eau-togo", "--json").json
    by_address = trouvaille("related", "http://www.portail.example/Webinaire-France-Togo/?utm_source=x", "--json").json
    assert by_id == by_address
    assert by_id["item"] == "eau-togo"
    assert by_id["items"][0]["id"] == "retour-eau-togo"
    assert {"type": "country", "values": ["Togo"]} in by_id["items"][0]["reasons"]
    shown = trouvaille("related", "eau-togo").out
    assert "Compte rendu du même événement · même pays\u00a0: Togo" in shown
    assert re.search(r"^  \d,\d\d  Retour", shown, re.MULTILINE)


def test_analyse_shows_words_and_stems(trouvaille: Command) -> None:
    analysed = trouvaille("analyse", "L’œuvre des élu·e·s", "--json").json
    assert [token["word"] for token in analysed["tokens"]][:2] == ["oeuvre", "des"]
    assert analysed["fingerprint"]
    assert "oeuvre" in trouvaille("analyse", "L’œuvre").out


def test_evaluate_gives_the_measures_that_scripts_read(trouvaille: Command, tmp_path: Path) -> None:
    folder = tmp_path / "petite"
    folder.mkdir()
    (folder / "docs.jsonl").write_text('{"id":"a","title":"Le zinzolin"}\n{"id":"b","title":"Le marché"}\n', "utf-8")
    (folder / "queries.jsonl").write_text('{"id":"q","text":"zinzolin"}\n')
    (folder / "qrels.tsv").write_text("q\ta\t1\n")
    assert trouvaille("evaluate", folder, "--json").json == {
        "collection": "petite",
        "documents": 2,
        "queries": 1,
        "ndcg@10": 1.0,
        "mrr@10": 1.0,
        "recall@100": 1.0,
    }
    shown = trouvaille("evaluate", folder, "--per-query", tmp_path / "requetes.jsonl")
    assert "ndcg@10" in shown.out
    assert json.loads((tmp_path / "requetes.jsonl").read_text())["ranking"] == ["a"]


def test_evaluate_spoils_queries_when_it_is_asked_to(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_text('{"id":"a","title":"Élection municipale"}\n{"id":"b","title":"Le marché"}\n', "utf-8")
    (tmp_path / "queries.jsonl").write_text('{"id":"q","text":"élection municipale"}\n', "utf-8")
    (tmp_path / "qrels.tsv").write_text("q\ta\t1\n")
    for options, asked in ((("accents",), "election municipale"), (("typos", "--seed", 7), None)):
        measured = trouvaille("evaluate", tmp_path, "--perturb", *options, "--per-query", tmp_path / "r.jsonl", "--json").json
        text = json.loads((tmp_path / "r.jsonl").read_text("utf-8"))["text"]
        assert text == asked if asked else text != "élection municipale"
        assert measured["ndcg@10"] == 1.0
    assert trouvaille("evaluate", tmp_path, "--perturb", "fautes").code == 2


def test_evaluate_has_no_links_to_spoil(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_text('{"id":"a","title":"Eau","related":["b"]}\n{"id":"b","title":"Puits"}\n', "utf-8")
    refused = trouvaille("evaluate", tmp_path, "--perturb", "accents")
    assert (refused.code, "--perturb" in refused.err) == (1, True)


ACRONYM = (
    "id;titre;texte\n1;Accord;La Faîtière des communes du Togo (FCT)\n2;La FCT;Un texte\n3;Faîtière des communes du Togo;Texte\n"
)


def test_acronyms_are_shown_with_their_evidence_and_can_be_ignored(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(ACRONYM, "utf-8")
    trouvaille("build", "contenus.csv")
    (found,) = trouvaille("acronyms", "--json").json["acronyms"]
    assert found == {
        "acronym": "FCT",
        "name": "Faîtière des communes du Togo",
        "documents": 1,
        "document": "1",
        "is_sure": True,
        "is_applied": True,
    }
    assert "Faîtière" in trouvaille("acronyms").out
    assert trouvaille("search", "FCT", "--json").json["total"] == 3
    (tmp_path / "synonyms.toml").write_text('[[ignored]]\nacronym = "FCT"\n', "utf-8")
    assert trouvaille("acronyms", "--json").json["acronyms"][0]["is_applied"] is False
    assert trouvaille("search", "FCT", "--json").json["total"] == 2


def test_search_explains_its_scores(trouvaille: Command, portal: Path) -> None:
    assert "dans le titre" in trouvaille("search", "jumelage", "--explain").out
    hits = trouvaille("search", "jumelage", "--explain", "--json").json["hits"]
    assert [hit["explanation"]["value"] for hit in hits] == [pytest.approx(hit["score"], abs=1e-5) for hit in hits]
    assert "explanation" not in trouvaille("search", "jumelage", "--json").json["hits"][0]


def test_search_says_what_was_probably_meant_and_what_hits_lack(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(ACRONYM, "utf-8")
    trouvaille("build", "contenus.csv")
    shown = trouvaille("search", "faitiére zinzolin")
    assert "sans : zinzolin" in shown.out
    assert "Vouliez-vous dire" in trouvaille("search", "faitierre").out
    answer = trouvaille("search", "faitierre", "--json").json
    assert (answer["suggestion"], answer["hits"][0]["missing"]) == ("Faîtière", [])


def test_a_wrong_file_of_synonyms_is_refused_with_its_line(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(ACRONYM, "utf-8")
    trouvaille("build", "contenus.csv")
    (tmp_path / "synonyms.toml").write_text('\n[[synonym]]\nterms = ["seul"]\n', "utf-8")
    for command in (("search", "eau"), ("acronyms",), ("serve", "--port", 8231)):
        refused = trouvaille(*command)
        assert (refused.code, "synonyms.toml, ligne 2" in refused.err) == (1, True)


def test_evaluate_measures_editors_links(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_text(
        '{"id":"a","title":"Eau","body":"forage et pompes","related":["b"]}\n'
        '{"id":"b","title":"Puits","body":"forage et pompes du quartier"}\n'
        '{"id":"c","title":"Théâtre","body":"marionnettes"}\n',
        "utf-8",
    )
    measured = trouvaille("evaluate", tmp_path, "--json").json
    assert list(measured) == ["collection", "documents", "judged", "ndcg@10", "hit@5", "recall@10"]
    assert (measured["documents"], measured["judged"], measured["hit@5"]) == (3, 1, 1.0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "eau"),
        ("related", "a"),
        ("status",),
        ("check",),
        ("rollback",),
        ("publish", "20200101-000000-000"),
        ("build",),
        ("build", "absent.csv"),
        ("evaluate", "absente"),
    ],
)
def test_without_an_index_or_a_source_each_command_says_so_in_one_line(trouvaille: Command, arguments: tuple[str, ...]) -> None:
    outcome = trouvaille(*arguments)
    assert outcome.code == 1
    assert outcome.out == ""
    assert is_one_line(outcome.err), outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("related", "inconnu"),
        ("related", "https://portail.example/Inconnue"),
        ("related", "http://[x"),
        ("check", "20200101-000000-000"),
    ],
)
def test_what_is_not_there_is_one_line(trouvaille: Command, portal: Path, arguments: tuple[str, ...]) -> None:
    outcome = trouvaille(*arguments)
    assert outcome.code == 1
    assert is_one_line(outcome.err), outcome.err


def test_a_refusal_of_the_system_is_one_line(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    outcome = trouvaille("build", "contenus.csv", "--data", tmp_path / "contenus.csv")
    assert outcome.code == 1
    assert is_one_line(outcome.err), outcome.err


def test_a_wrong_setting_is_one_line_that_names_it(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "trouvaille.toml").write_text("prot = 8001\n")
    outcome = trouvaille("status")
    assert outcome.code == 1
    assert is_one_line(outcome.err)
    assert "prot" in outcome.err


@pytest.mark.parametrize(
    "text", ["", "   ", "[/]", "\\[bold]x", ":warning: [red]", '"', "(", "eau AND", "*", "\x1b[31m", "é" * 20_000, "tit\udcff"]
)
def test_nothing_that_is_typed_breaks_a_search(trouvaille: Command, portal: Path, text: str) -> None:
    assert trouvaille("search", "--", text).code == 0
    assert trouvaille("search", "--json", "--", text).code == 0
    assert trouvaille("analyse", "--", text).code == 0
    assert trouvaille("analyse", "--json", "--", text).code == 0


def test_markup_in_what_sources_hold_is_shown_as_it_is(trouvaille: Command, tmp_path: Path) -> None:
    titles = ["Titre [/b] [bold]gras[/bold] :warning:", "Titre \\[/b] gras", "Titre [link=x]gras \x1b[31mrouge"]
    records = [{"id": f"[{number}]", "title": title, "themes": ["[/thème]"], "[/x]": 1} for number, title in enumerate(titles)]
    lines = [json.dumps(record) for record in (*records, {"id": "[/z]"}, {"id": "[0]", "title": "[/doublon]"})]
    (tmp_path / "[b]contenus.jsonl").write_text("\n".join(lines))
    built = trouvaille("build", "[b]contenus.jsonl")
    assert built.code == 0
    assert "[b]contenus.jsonl" in built.out
    assert "[/x]" in built.out
    assert "[b]conte" in trouvaille("status").out
    shown = trouvaille("search", "titre", "--country", "[/c]").out + trouvaille("search", "titre").out
    for title in ("Titre [/b] [bold]gras[/bold] :warning:", "Titre \\[/b] gras"):
        assert title in shown.replace("\n", " ")
    assert "\x1b" not in shown
    assert "Même thème\u00a0: [/thème]" in trouvaille("related", "[0]").out


def test_report_shows_a_build_again_as_a_table_as_json_and_as_a_page(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE.replace("Lomé", "LomÃ©"), "utf-8")
    trouvaille("build", "contenus.csv")
    assert "contenus.csv, ligne 3 : pas de titre" in trouvaille("report").out
    whole = trouvaille("report", "--json").json
    assert whole["sources"][0]["reasons"] == {"sans-titre": 1}
    assert trouvaille("report", "--page", "rapport.html").code == 0
    assert "sans-titre" in (tmp_path / "rapport.html").read_text("utf-8")
    assert trouvaille("report", "absente").code == 1


def test_a_source_that_fails_is_told_by_the_exit_code_and_the_table(trouvaille: Command, tmp_path: Path) -> None:
    (tmp_path / "contenus.csv").write_text(TABLE, "utf-8")
    (tmp_path / "flux.json").write_text("pas du json")
    shown = trouvaille("build", "contenus.csv", "jsonfeed:flux.json")
    assert shown.code == 2
    assert "Source interrompue" in shown.err
    assert trouvaille("build", "contenus.csv", "jsonfeed:flux.json", "--json").json["failures"].keys() == {"flux.json"}
    assert trouvaille("build", "jsonfeed:flux.json").code == 1
