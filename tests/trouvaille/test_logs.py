import json
import logging
import sys

from trouvaille.logs import AccessLines, JsonLines
from web.observation import access_line


def record(message: str, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("trouvaille.web", logging.WARNING, "fichier.py", 1, "%s", (message,), None)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_a_line_is_one_object_whatever_the_message() -> None:
    line = JsonLines().format(record("L’index « d’hier »\nne s’ouvre pas"))
    told = json.loads(line)
    assert "\n" not in line
    assert (told["level"], told["logger"], told["message"]) == ("warning", "trouvaille.web", "L’index « d’hier »\nne s’ouvre pas")
    assert told["time"].endswith("+00:00")


def test_an_error_comes_with_its_traceback() -> None:
    try:
        raise ValueError("inattendue")
    except ValueError:
        told = json.loads(JsonLines().format(record("x", exc_info=sys.exc_info())))
    assert "ValueError: inattendue" in told["traceback"]


def test_an_answered_request_is_one_object() -> None:
    told = json.loads(AccessLines().format(record(access_line("GET", "api-search", 200, 0.0123))))
    assert (told["method"], told["route"], told["status"], told["ms"]) == ("GET", "api-search", 200, 12.3)
