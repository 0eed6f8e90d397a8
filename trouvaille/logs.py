"""What the service writes to standard error: one JSON object a line. Queries and visitors are in none of them."""

import logging
from datetime import UTC, datetime
from typing import Any

import msgspec


class JsonLines(logging.Formatter):
    """Time, level, origin, message, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


class AccessLines(logging.Formatter):
    """The time before what an answered request already is: the inside of a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return f'{{"time":"{moment}",{record.getMessage()[1:]}'


def logging_of(*, access: bool) -> dict[str, Any]:
    """The configuration of ``logging``: warnings and errors of all, news of ours, answered requests when wanted."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": JsonLines}, "access": {"()": AccessLines}},
        "handlers": {
            name: {"class": "logging.StreamHandler", "formatter": name, "stream": "ext://sys.stderr"}
            for name in ("lines", "access")
        },
        "root": {"handlers": ["lines"], "level": "WARNING"},
        "loggers": {
            "trouvaille": {"level": "INFO"},
            "trouvaille.access": {"handlers": ["access"], "level": "INFO" if access else "WARNING", "propagate": False},
        },
    }
