import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from indexer.build import build
from tests.indexer.records import source_of
from tests.portal import ITEMS
from trouvaille.serving import AddressTaken, application, run
from trouvaille.settings import Settings
from web.theme import ThemeInvalid

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_the_service_prints_its_address_and_answers_there(tmp_path: Path) -> None:
    build([source_of(ITEMS)], tmp_path / "portail")
    port = free_port()
    command = [sys.executable, "-m", "trouvaille", "serve", "--data", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
            assert address is not None
            assert address.group() == f"http://127.0.0.1:{port}/"
            body = answer(f"{address.group()}api/v1/search?q=jumelage")
            assert '"jumelage-benin"' in body
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def answer(url: str) -> str:
    """What the address answers, once somebody listens there."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return str(response.read().decode())
        except ConnectionRefusedError:
            pass
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
        threading.Event().wait(0.05)
    raise AssertionError(f"nobody listens at {url}")


def test_an_address_that_is_taken_is_said_before_anything_starts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        settings = Settings(data=str(tmp_path), port=other.getsockname()[1])
        with pytest.raises(AddressTaken, match="Impossible d’écouter") as refused:
            run(settings)
    assert "--port" in refused.value.remedy
    assert capsys.readouterr().out == ""


def test_a_theme_that_cannot_be_used_is_said_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ThemeInvalid, match="accent"):
        run(Settings(accent="bleu", port=free_port()))
    assert capsys.readouterr().out == ""


def test_a_worker_takes_its_settings_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TROUVAILLE_DATA", str(tmp_path))
    monkeypatch.setenv("TROUVAILLE_TITLE", "Ressources de l’été")
    monkeypatch.setenv("TROUVAILLE_FACETS", "year,country: Pays partenaire")
    assert application().state.look.facets == {"year": "Année", "country": "Pays partenaire"}
