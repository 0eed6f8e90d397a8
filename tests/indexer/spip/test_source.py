from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from indexer.source import Record, Unreadable
from indexer.sources.spip.source import SpipOptions, SpipSource
from search.errors import SourceUnreadable
from tests.indexer.spip.small_site import AS_OF, SITE, set_meta, write_site


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spip") / "spip.sqlite"
    made(path)
    return path


def made(path: Path, prefix: str = "spip") -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        write_site(connection, prefix)
    engine.dispose()


def outcomes(base: Path, **options: Any) -> dict[str, Record | Unreadable]:
    source = SpipSource(SpipOptions(location=str(base), **({"as_of": AS_OF} | options)))
    return {outcome.where.rsplit(" ", 1)[1]: outcome for outcome in source.records()}


def values(base: Path, article: int, **options: Any) -> dict[str, Any]:
    outcome = outcomes(base, **options)[str(article)]
    assert isinstance(outcome, Record), outcome
    return outcome.values


def test_every_article_is_read_or_says_why_not(base: Path) -> None:
    found = outcomes(base)
    assert len(found) == 13 == SpipSource(SpipOptions(location=str(base))).expected()
    codes = {number: one.code for number, one in found.items() if isinstance(one, Unreadable)}
    assert codes == {"4": "non-publie", "5": "a-venir", "6": "redirection", "7": "redirection", "12": "acces-restreint"}


def test_an_article_becomes_clean_text_in_the_order_of_the_page(base: Path) -> None:
    article = values(base, 1)
    assert article["title"] == "Webinaire : l’eau, un bien commun"
    assert article["summary"] == "Deux heures d’échanges."
    assert article["body"].split("\n")[:6] == [
        "Programme",
        "• l’état des lieux ;",
        "• la table ronde.",
        "Programme (PDF)",
        "Voir Le marché de Kpalimé.",
        "Deux cents places.",
    ]
    assert "Merci aux élu·e·s." in article["body"]


def test_groups_of_keywords_tell_countries_from_themes(base: Path) -> None:
    article = values(base, 1)
    assert (article["countries"], article["themes"]) == (["Togo"], ["Eau & assainissement", "À relire"])
    assert values(base, 1, themes=("Thèmes",))["themes"] == ["Eau & assainissement"]


def test_a_section_stands_for_missing_themes_and_countries(base: Path) -> None:
    assert (values(base, 3)["countries"], values(base, 3)["themes"]) == (["Bénin"], [])
    assert values(base, 13)["themes"] == ["Financements"]
    assert values(base, 8)["themes"] == []
    assert values(base, 8)["category"] == "Actualités"


def test_sections_and_events_decide_the_kind(base: Path) -> None:
    kinds = {number: one.values["kind"] for number, one in outcomes(base).items() if isinstance(one, Record)}
    assert kinds["1"] == kinds["10"] == "evenement"
    assert kinds["2"] == "ressource"
    assert Counter(kinds.values()) == {"article": 5, "evenement": 2, "ressource": 1}


def test_documents_give_media_legends_and_logo(base: Path) -> None:
    market = values(base, 2)
    assert market["media"] == ["photo", "son"]
    assert market["body"] == "Étals\nUn étal de tissus\nPôle Afrique\nEntretien"
    assert values(base, 1)["image"] == f"{SITE}/IMG/logo/art1.png"
    assert values(base, 1)["authors"] == ["Pôle Afrique"]


def test_the_next_event_gives_the_dates(base: Path) -> None:
    soon = values(base, 1)
    assert (soon["starts"], soon["ends"], soon["place"]) == ("2026-02-01", "2026-02-02", "Lomé")
    earlier = values(base, 1, as_of="2025-12-01")
    assert (earlier["starts"], earlier["ends"], earlier["place"]) == ("2025-12-11 14:00:00", "2025-12-11 16:00:00", "En ligne")


@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        ("propres", "Webinaire-l-eau", "Marche-de-Kpalime"),
        ("propres2", "Webinaire-l-eau.html", "Marche-de-Kpalime.html"),
        ("arbo", "Webinaire-l-eau", "Ressources/Photos/Marche-de-Kpalime"),
        ("page", "spip.php?article1", "spip.php?article2"),
        ("html", "article1.html", "article2.html"),
    ],
)
def test_addresses_are_those_of_the_site(tmp_path: Path, form: str, first: str, second: str) -> None:
    made(tmp_path / "s.sqlite")
    engine = create_engine(f"sqlite:///{tmp_path / 's.sqlite'}")
    with engine.connect() as connection:
        set_meta(connection, "type_urls", form)
    engine.dispose()
    assert values(tmp_path / "s.sqlite", 1)["url"] == f"{SITE}/{first}"
    assert values(tmp_path / "s.sqlite", 2)["url"] == f"{SITE}/{second}"
    assert values(tmp_path / "s.sqlite", 8)["url"] == f"{SITE}/{'article8.html' if form == 'html' else 'spip.php?article8'}"


def test_the_address_of_the_site_can_be_given(base: Path) -> None:
    assert values(base, 1, site="https://www.autre.example/")["url"] == "https://www.autre.example/Webinaire-l-eau"


def test_languages_can_be_chosen(base: Path) -> None:
    assert (values(base, 11)["title"], values(base, 11)["language"]) == ("The forum", "en")
    left_out = outcomes(base, languages=("fr",))["11"]
    assert isinstance(left_out, Unreadable)
    assert left_out.code == "langue"


def test_another_prefix_and_an_older_version_are_read(tmp_path: Path) -> None:
    made(tmp_path / "vieux.sqlite", "vieux")
    engine = create_engine(f"sqlite:///{tmp_path / 'vieux.sqlite'}")
    with engine.connect() as connection:
        connection.execute(text("ALTER TABLE vieux_articles DROP COLUMN virtuel"))
        connection.execute(text("DROP TABLE vieux_evenements"))
        connection.execute(text("DROP TABLE vieux_mots_liens"))
        connection.execute(text("CREATE TABLE vieux_mots_articles (id_mot INTEGER, id_article INTEGER)"))
        connection.execute(text("INSERT INTO vieux_mots_articles VALUES (3, 1)"))
        connection.commit()
    engine.dispose()
    article = values(tmp_path / "vieux.sqlite", 1, prefix="vieux")
    assert (article["kind"], article["themes"]) == ("article", ["Eau & assainissement"])
    with pytest.raises(SourceUnreadable, match="spip_articles"):
        outcomes(tmp_path / "vieux.sqlite")


def test_a_base_that_cannot_be_read_says_so_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "faux.sqlite").write_text("pas une base")
    for location in (
        str(tmp_path / "absente.sqlite"),
        str(tmp_path / "faux.sqlite"),
        "mysql://u:motdepasse@127.0.0.1:1/base",
        "x://y",
    ):
        with pytest.raises(SourceUnreadable) as refused:
            list(SpipSource(SpipOptions(location=location)).records())
        assert "motdepasse" not in str(refused.value)
        assert refused.value.remedy


def test_a_dump_in_sql_is_told_how_to_be_read(tmp_path: Path) -> None:
    dump = tmp_path / "site.sql"
    dump.write_text("-- MariaDB dump\nCREATE TABLE `spip_articles` (id_article bigint);\n")
    with pytest.raises(SourceUnreadable, match="n’est pas une base SQLite") as refused:
        list(SpipSource(SpipOptions(location=str(dump))).records())
    assert "mariadb BASE < sauvegarde.sql" in refused.value.remedy


def test_a_wrong_moment_is_refused(base: Path) -> None:
    with pytest.raises(SourceUnreadable, match="as_of"):
        SpipSource(SpipOptions(location=str(base), as_of="hier"))
