"""A process that does risky work for us: it may loop, swell or crash; we get a result or a coded reason."""

import json
import os
import select
import subprocess
import sys
import time
from types import TracebackType
from typing import IO, Any, cast

import msgspec

from search.errors import TrouvailleError

_ANSWER_BYTES = 256 << 20


class ExtractionFailed(TrouvailleError):
    """A document gave no text. ``code`` groups the reasons in reports."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)
        self.code = code


class BoundedWorker:
    """Calls functions of ``indexer`` in one child process, which is replaced when a call goes wrong.

    ``seconds`` bounds one call on the clock, ``memory`` the child's address space in bytes.
    """

    def __init__(self, *, seconds: float = 30.0, memory: int = 2 << 30) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "BoundedWorker":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def call(self, function: str, *arguments: Any) -> Any:
        """The result of ``module:function`` as plain values; raises ExtractionFailed. Paths may be of any bytes (surrogates)."""
        child = self._running()
        try:
            cast("IO[bytes]", child.stdin).write(json.dumps([function, arguments]).encode() + b"\n")
            answer = msgspec.json.decode(self._answer(child))
        except (OSError, msgspec.DecodeError) as error:
            self.close()
            raise ExtractionFailed("processus", f"le processus d’extraction s’est arrêté ({error})") from error
        except ExtractionFailed:
            self.close()
            raise
        if "code" in answer:
            if answer["code"] == "memoire":
                self.close()
            raise ExtractionFailed(answer["code"], answer["message"])
        return answer["result"]

    def close(self) -> None:
        """Ends the child, whatever it is doing."""
        if self._child is None:
            return
        child, self._child = self._child, None
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "indexer.extraction.worker", str(self._memory)]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "bufsize": 0}
            self._child = subprocess.Popen(command, **pipes)  # type: ignore[call-overload]  # noqa: S603 - our own interpreter
        return self._child

    def _answer(self, child: subprocess.Popen[bytes]) -> bytes:
        output = cast("IO[bytes]", child.stdout)
        limit = time.monotonic() + self._seconds
        ready = select.poll()  # unlike select, for any number of open files
        ready.register(output, select.POLLIN)
        pieces: list[bytes] = []
        size = 0
        while True:
            left = limit - time.monotonic()
            if left <= 0 or not ready.poll(1000 * left):
                raise ExtractionFailed("trop-long", f"pas de résultat en {self._seconds:g} s")
            piece = os.read(output.fileno(), 1 << 20)
            if not piece:
                raise ExtractionFailed("processus", f"le processus d’extraction s’est arrêté (code {child.wait()})")
            pieces.append(piece)
            size += len(piece)
            if size > _ANSWER_BYTES:
                raise ExtractionFailed("trop-volumineux", f"résultat de plus de {_ANSWER_BYTES >> 20} Mio")
            if piece.endswith(b"\n"):
                return b"".join(pieces)
