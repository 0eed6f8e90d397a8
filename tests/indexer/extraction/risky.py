"""What the bounded process is asked to do in tests."""

import os
import time
from typing import Any


def double(value: Any) -> Any:
    return value + value


def halves() -> Any:
    return {"emoji \ud83d": ["coupé \ud83d ici", ("réuni \ud83d\ude00", 1, None)]}


def whole_object() -> Any:
    return object()


def hang() -> None:
    time.sleep(60)


def spin() -> None:
    while True:
        pass


def swell() -> int:
    return len(b"x" * (1 << 31))


def crash() -> None:
    os.abort()


def fail() -> None:
    raise KeyError("inattendu")


def sink() -> None:
    sink()


def chatter() -> str:
    print("bavardage")  # noqa: T201
    os.write(1, b"{\n")
    return "dit"
