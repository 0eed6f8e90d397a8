"""The child process of ``bounded``: reads calls from its standard input, one a line, and answers each on one line."""

import importlib
import json
import os
import resource
import sys
import warnings
from typing import Any

import msgspec

from indexer.extraction.bounded import ExtractionFailed
from search.errors import TrouvailleError


def answer(line: bytes) -> bytes:
    """The result of one call, or the reason why there is none, as JSON."""
    try:
        name, arguments = json.loads(line)
        module, _, function = name.partition(":")
        return _encoded({"result": getattr(importlib.import_module(module), function)(*arguments)})
    except Exception as error:  # libraries that read hostile files raise anything
        return _encoded(_reason(error))


def _reason(error: Exception) -> dict[str, Any]:
    match error:
        case ExtractionFailed():
            return {"code": error.code, "message": error.message}
        case MemoryError():
            return {"code": "memoire", "message": "mémoire épuisée"}
        case RecursionError():
            return {"code": "illisible", "message": "imbrication trop profonde"}
        case TrouvailleError():
            return {"code": "illisible", "message": error.message}
        case _:
            return {"code": "illisible", "message": f"{type(error).__name__} : {str(error)[:300]}"}


def _encoded(value: Any) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_whole_characters(value))


def _whole_characters(value: Any) -> Any:
    """The same value without halves of characters, which JavaScript leaves where it cuts a text; two that fit become one."""
    match value:
        case str():
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        case dict():
            return {_whole_characters(key): _whole_characters(one) for key, one in value.items()}
        case list() | tuple():
            return [_whole_characters(one) for one in value]
        case _:
            return value


def main() -> None:
    """Serves until its input ends; libraries that print get the null device instead of our answers."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin.buffer:
        data = memoryview(answer(line) + b"\n")
        while data:
            data = data[output.write(data) :]


if __name__ == "__main__":
    main()
