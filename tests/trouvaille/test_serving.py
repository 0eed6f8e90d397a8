import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import msgspec
import pytest

from tests.built import BuiltPortals
from trouvaille.serving import AddressTaken, application, run
from trouvaille.settings import Settings
from web.admin.access import AdminInvalid
from web.theme import ThemeInvalid

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_the_service_prints_its_address_and_answers_there(built: BuiltPortals, tmp_path: Path) -> None:
    built(tmp_path / "portail")
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
    for _ in range(600):
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


TOKEN = "jeton-d-essai-0123456789-abcdef"  # noqa: S105


@pytest.mark.parametrize(
    "settings",
    [Settings(admin_token="court"), Settings(admin_header="X-Remote-User")],  # noqa: S106 - refused as it should be
    ids=["token", "header"],
)
def test_an_administration_open_to_anybody_is_refused_before_anything_starts(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(AdminInvalid):
        run(msgspec.structs.replace(settings, data=str(tmp_path), port=free_port()))


def test_a_worker_keeps_the_token_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TROUVAILLE_ADMIN_TOKEN", TOKEN)
    app = application()
    assert app.state.admin.access.knows(TOKEN)
    assert "TROUVAILLE_ADMIN_TOKEN" not in os.environ
    assert TOKEN not in repr(app.state.settings)


def test_a_proxy_of_this_machine_names_the_administrator_and_the_visitor_it_speaks_for(built: BuiltPortals, tmp_path: Path) -> None:
    built(tmp_path / "portail")
    port = free_port()
    settings = {"TROUVAILLE_ADMIN_HEADER": "X-Remote-User", "TROUVAILLE_ADMIN_PROXIES": "127.0.0.1"}
    command = [sys.executable, "-m", "trouvaille", "serve", "--data", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, **settings}) as server:
        try:
            answer(f"http://127.0.0.1:{port}/health")
            headers = {"X-Remote-User": "camille", "X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}
            request = urllib.request.Request(f"http://127.0.0.1:{port}/admin", headers=headers)
            with urllib.request.urlopen(request, timeout=10) as page:
                assert "camille" in page.read().decode()
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/admin", timeout=10)
        finally:
            server.terminate()
            server.wait(timeout=20)


COUNTED = 'trouvaille_http_request_seconds_count{route="api-search"} 20'


def test_workers_count_together_and_log_nothing_of_what_is_searched_for(built: BuiltPortals, tmp_path: Path) -> None:
    built(tmp_path / "portail")
    port = free_port()
    command = [sys.executable, "-m", "trouvaille", "serve", "--data", str(tmp_path), "--port", str(port), "--workers", "2"]
    environment = {**os.environ, "TROUVAILLE_ACCESS_LOG": "true"}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    ) as server:
        try:
            for _ in range(20):
                answer(f"http://127.0.0.1:{port}/api/v1/search?q=zinzolin")
            told = ""
            for _ in range(50):  # a request is counted once it is answered: the last one, perhaps a moment later
                told = answer(f"http://127.0.0.1:{port}/metrics")
                if COUNTED in told:
                    break
                threading.Event().wait(0.05)
        finally:
            server.send_signal(signal.SIGTERM)
            _, log = server.communicate(timeout=30)
    assert COUNTED in told
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    access = [line for line in lines if line.get("route") == "api-search"]
    assert len(access) == 20
    assert access[0].keys() == {"time", "method", "route", "status", "ms"}
    assert {line["message"] for line in lines if line.get("level") == "info"}
    assert "zinzolin" not in log
    assert "127.0.0.1" not in "".join(map(str, access))


def test_a_request_that_is_being_answered_ends_before_the_service_does(built: BuiltPortals, tmp_path: Path) -> None:
    built(tmp_path / "portail")
    port = free_port()
    command = [sys.executable, "-m", "trouvaille", "serve", "--data", str(tmp_path), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            answer(f"http://127.0.0.1:{port}/health")
            body = b'{"text": "assainissement au Togo"}'
            with socket.create_connection(("127.0.0.1", port), timeout=20) as visitor:
                head = f"POST /api/v1/related HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                visitor.sendall(head.encode() + body[:5])
                threading.Event().wait(0.3)  # the request has begun
                server.send_signal(signal.SIGTERM)
                threading.Event().wait(0.3)  # the service has been told to stop
                visitor.sendall(body[5:])
                assert visitor.recv(4096).startswith(b"HTTP/1.1 200")
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
