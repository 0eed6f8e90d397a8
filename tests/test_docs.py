"""What the documents say stays true: commands, settings, columns, reasons, lock files."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

from indexer.records import FIELD_NAMES
from search.analysis import fold_value
from trouvaille.__main__ import app
from trouvaille.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = {path.name: path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md")}
DOCUMENTED = "\n".join((README, *PAGES.values()))
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"`{command}\b|trouvaille {command}\b", DOCUMENTED)


@pytest.mark.parametrize("setting", Settings.__struct_fields__)
def test_every_setting_is_documented_with_its_environment_variable(setting: str) -> None:
    assert f"| `{setting}` | `TROUVAILLE_{setting.upper()}` |" in PAGES["settings.md"]


def test_every_name_of_a_column_is_documented() -> None:
    words = set(fold_value(PAGES["sources.md"]).split())
    unknown = {name for name in FIELD_NAMES if not set(name.split()) <= words}
    assert not unknown


def test_every_reason_for_leaving_a_record_out_is_documented() -> None:
    code = "\n".join(path.read_text("utf-8") for folder in ("indexer", "search") for path in (ROOT / folder).rglob("*.py"))
    reasons = set(re.findall(r'(?:InvalidDocument\(\s*|Unreadable\(where, )"([a-z0-9-]+)"', code))
    assert len(reasons) > 8
    assert {reason for reason in reasons if f"`{reason}`" not in PAGES["sources.md"]} == set()


@pytest.mark.parametrize("package", ["search", "indexer", "web"])
def test_every_package_opens_with_its_rule_and_its_words(package: str) -> None:
    readme = (ROOT / package / "README.md").read_text("utf-8")
    assert "**The rule.**" in readme
    assert "**Words.**" in readme


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("https://")]
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def requirements(extra: str) -> list[str]:
    """What an extra asks for, extras that it names included."""
    found = []
    for one in PROJECT["optional-dependencies"][extra]:
        named = re.match(r"trouvaille\[(.+)\]", one)
        found += [inner for name in named[1].split(",") for inner in requirements(name)] if named else [one]
    return found


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ()), ("requirements-dev.lock", ("dev",)), ("requirements-bench.lock", ("dev", "bench"))],
)
def test_a_lock_file_pins_every_dependency_with_hashes_and_names_no_index(lock: str, extras: tuple[str, ...]) -> None:
    text = (ROOT / lock).read_text("utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    wanted = [*PROJECT["dependencies"], "hatchling"] + [one for extra in extras for one in requirements(extra)]
    assert {re.split(r"[<>=\[ ]", one)[0].lower() for one in wanted} <= pinned, "run « make lock »"
    assert text.count("==") <= text.count("--hash=sha256:")
    assert "://" not in text
