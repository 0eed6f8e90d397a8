"""The child process of ``bounded``: reads calls from its standard input, one a line, and answers each on one line."""

import importlib
import os
import resource
import sys
import warnings
from typing import Any

import msgspec

from indexer.extraction.bounded import ExtractionFailed
from search.errors import TrouvailleError


def answer(line: bytes) -> dict[str, Any]:
    """The result of one call, or the reason why there is none."""
    name, arguments = msgspec.json.decode(line)
    module, _, function = name.partition(":")
    try:
        return {"result": getattr(importlib.import_module(module), function)(*arguments)}
    except ExtractionFailed as error:
        return {"code": error.code, "message": error.message}
    except MemoryError:
        return {"code": "memoire", "message": "mémoire épuisée"}
    except RecursionError:
        return {"code": "illisible", "message": "imbrication trop profonde"}
    except TrouvailleError as error:
        return {"code": "illisible", "message": error.message}
    except Exception as error:  # libraries that read hostile files raise anything
        return {"code": "illisible", "message": f"{type(error).__name__} : {str(error)[:300]}"}


def main() -> None:
    """Serves until its input ends; libraries that print get the null device instead of our answers."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("ignore")
    output = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for line in sys.stdin.buffer:
        data = memoryview(msgspec.json.encode(answer(line)) + b"\n")
        while data:
            data = data[output.write(data) :]


if __name__ == "__main__":
    main()
