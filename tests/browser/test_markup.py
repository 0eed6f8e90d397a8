"""The Nu Html Checker, which the W3C runs, finds nothing to say of any page."""

import json
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.chromium import CHECKER, PAGES

SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")
"""Options of Java for two seconds' work: otherwise it spends most of its time on optimising. What it compiles so needs more stack."""


def read(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"Accept": "text/html"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        return error.read()


def complaints(folder: Path) -> list[str]:
    if not CHECKER.exists():
        pytest.skip("the Nu Html Checker is not there: make browser-tools")
    if shutil.which("java") is None:
        pytest.skip("the Nu Html Checker needs Java: apt install default-jre-headless")
    options = ["--format", "json", "--exit-zero-always", "--skip-non-html"]
    command = ["java", *SHORT_LIVED, "-jar", str(CHECKER), *options, str(folder)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stderr
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')} {one['type']}: {one['message']}" for one in json.loads(said)["messages"]
    ]


def test_every_page_is_valid(site: str, tmp_path: Path) -> None:
    for name, path in PAGES.items():
        (tmp_path / f"{name}.html").write_bytes(read(site + path))
    assert complaints(tmp_path) == []


def test_the_checker_would_say_so_if_a_page_were_not(tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text('<!DOCTYPE html><html lang="fr"><title>Faux</title><p><div></p><img src="a.png">')
    assert len(complaints(tmp_path)) >= 2
