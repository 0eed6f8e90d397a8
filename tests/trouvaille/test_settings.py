from pathlib import Path

import pytest

from trouvaille.settings import Settings, SettingsInvalid, read_settings


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
