from pathlib import Path

import pytest

from trouvaille.settings import Settings, SettingsInvalid, as_environment, read_settings


def test_defaults_need_no_file(tmp_path: Path) -> None:
    assert read_settings(tmp_path, {}) == Settings()
    assert Settings().portal == Path("index_data/portail")


def test_the_environment_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "trouvaille.toml").write_text('name = "essai"\nport = 8001\nsources = ["a.csv"]\n')
    settings = read_settings(tmp_path, {"TROUVAILLE_PORT": "8002", "TROUVAILLE_SOURCES": " b.csv, c.jsonl ,", "PORT": "1"})
    assert (settings.name, settings.port, settings.sources) == ("essai", 8002, ("b.csv", "c.jsonl"))


@pytest.mark.parametrize(
    "content",
    [
        "prot = 8001",
        "port = 'huit mille'",
        "port = 0",
        "port = 65536",
        "workers = 0",
        "sources = 'a.csv'",
        "port = ",
        "\xff",
        "[name]\nx=1",
    ],
)
def test_a_wrong_setting_is_refused_with_a_remedy(tmp_path: Path, content: str) -> None:
    (tmp_path / "trouvaille.toml").write_bytes(content.encode("latin-1"))
    with pytest.raises(SettingsInvalid) as refused:
        read_settings(tmp_path, {})
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'title = "a"\nname = "b\n', "trouvaille.toml, ligne 2 : ce n’est pas du TOML : un guillemet n’est pas fermé"),
        (b'title = "a"\nname = "caf\xe9"\n', "trouvaille.toml, ligne 2 : le fichier n’est pas en UTF-8"),
        (b'titel = "a"\n', "« titel » est inconnu. Vouliez-vous dire « title » ?"),
        (b"Public_URL = 1\n", "Vouliez-vous dire « public_url » ?"),
        (b"zzz = 1\n", "« zzz » est inconnu. Réglages connus : data, name,"),
        (b'port = "huit"\n', "port : il faut un nombre entier, pas un texte. Voyez docs/settings.md."),
    ],
)
def test_what_is_wrong_is_told_in_french_with_its_line_or_its_name(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "trouvaille.toml").write_bytes(content)
    with pytest.raises(SettingsInvalid) as refused:
        read_settings(tmp_path, {})
    assert said in str(refused.value)


@pytest.mark.parametrize("value", ["", "huit", "70000"])
def test_a_wrong_variable_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsInvalid, match="Réglage invalide"):
        read_settings(tmp_path, {"TROUVAILLE_PORT": value})


def test_sources_are_texts_or_tables_and_take_passwords_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "trouvaille.toml").write_text(
        'sources = ["a.csv", { type = "spip", location = "mysql://lecteur:${MOT_DE_PASSE}@localhost/portail" }]\n'
    )
    settings = read_settings(tmp_path, {"MOT_DE_PASSE": "s3cret"})
    assert settings.sources == ("a.csv", {"type": "spip", "location": "mysql://lecteur:s3cret@localhost/portail"})
    with pytest.raises(SettingsInvalid, match="MOT_DE_PASSE"):
        read_settings(tmp_path, {})


def test_workers_read_the_very_settings_that_the_service_was_started_with(tmp_path: Path) -> None:
    settings = Settings(
        sources=("a.csv", {"type": "rss", "location": "https://flux.example"}),
        facets=("country: Pays, territoires", "theme"),
        cors=("*",),
        workers=2,
        access_log=True,
        max_drop=12.5,
        title="Été, hiver",
    )
    assert read_settings(tmp_path, as_environment(settings)) == settings
    assert as_environment(settings, but=("facets",)).keys() == as_environment(settings).keys() - {"TROUVAILLE_FACETS"}


@pytest.mark.parametrize(
    "address", ["", "https://www.portail.fr", "http://127.0.0.1:8000/centre%20de%20ressources/", "https://[::1]/a"]
)
def test_the_public_address_is_one_of_the_web(tmp_path: Path, address: str) -> None:
    assert read_settings(tmp_path, {"TROUVAILLE_PUBLIC_URL": address}).public_url == address


@pytest.mark.parametrize(
    "address",
    [
        "www.portail.fr/ressources",
        "ftp://www.portail.fr",
        "https://",
        "https:///a",
        "https://a.fr:x",
        "https://a.fr/?q=1",
        "https://a.fr/#b",
        "https://a b.fr",
        "https://[::1",
        "//a.fr",
    ],
)
def test_a_public_address_that_would_break_all_links_is_refused(tmp_path: Path, address: str) -> None:
    with pytest.raises(SettingsInvalid, match="public_url") as refused:
        read_settings(tmp_path, {"TROUVAILLE_PUBLIC_URL": address})
    assert "https://www.portail.fr/recherche" in refused.value.remedy
