"""Clients that ask all the time and read what they get: no failure, and nothing of two generations in one answer.

They run in a process of their own; each keeps its connection for a while, then opens another one, so that all workers are asked.
"""

import asyncio
import multiprocessing
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec

CLIENTS = 8
PER_CONNECTION = 40
"""Requests that are asked over one connection."""

SHOWN_WRONG = 5
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Editions:
    """How two editions of a portal are told apart: the word in every title of each, and how many items each has."""

    words: tuple[str, str]
    counts: tuple[int, int]
    generations: tuple[str, str]


@dataclass(slots=True)
class Seen:
    """What the clients saw: milliseconds of each answer, and what was wrong, the first few in words."""

    milliseconds: list[float] = field(default_factory=list)
    failed: int = 0
    mixed: int = 0
    by_generation: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def judge(self, path: str, status: int, body: bytes, editions: Editions) -> None:
        """Counts an answer as good, failed or mixed."""
        problem = "" if status == 200 else f"status {status}"
        if problem:
            self.failed += 1
        elif problem := mixture(path, body, editions):
            self.mixed += 1
        elif not path.startswith("/recherche"):
            generation = msgspec.json.decode(body)["generation"]
            self.by_generation[generation] = self.by_generation.get(generation, 0) + 1
        self.tell(path, problem)

    def tell(self, path: str, problem: str) -> None:
        if problem and len(self.wrong) < SHOWN_WRONG:
            self.wrong.append(f"{path}: {problem}")


def mixture(path: str, body: bytes, editions: Editions) -> str:
    """What in an answer is not of its own generation; empty when all is."""
    if path.startswith("/recherche"):
        return _mixture_of_page(body.decode(), editions)
    answer: Mapping[str, Any] = msgspec.json.decode(body)
    if answer["generation"] not in editions.generations:
        return f"generation {answer['generation']}"
    edition = editions.generations.index(answer["generation"])
    titles = [one["title"] for one in answer.get("hits", answer.get("items", ()))]
    titles += [one["text"] for one in answer.get("suggestions", ()) if one["kind"] == "title"]
    titles += [answer["title"]] if "title" in answer else []
    for title in titles:
        if editions.words[edition] not in title:
            return f"« {title} » in generation {answer['generation']}"
    total = answer.get("total", editions.counts[edition])
    return "" if total == editions.counts[edition] else f"a total of {total} in generation {answer['generation']}"


def _mixture_of_page(page: str, editions: Editions) -> str:
    """A page says what it was made of by its titles and its total only."""
    words = [word for word in editions.words if word in page]
    if len(words) != 1:
        return f"titles of {len(words)} editions on one page"
    return "" if _count_shown(editions.counts[editions.words.index(words[0])]) in page else "the total is another edition's"


def _count_shown(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def visits(address: str, paths: Sequence[str], editions: Editions, ends: Any) -> Seen:
    """Asks the paths in turn with ``CLIENTS`` clients until the event ``ends`` is set."""
    return asyncio.run(_visits(address, paths, editions, ends))


async def _visits(address: str, paths: Sequence[str], editions: Editions, ends: Any) -> Seen:
    seen = Seen()
    await asyncio.gather(*(_visit(address, paths[number:] + paths[:number], editions, ends, seen) for number in range(CLIENTS)))
    return seen


async def _visit(address: str, paths: Sequence[str], editions: Editions, ends: Any, seen: Seen) -> None:
    asked = 0
    while not ends.is_set():
        writer = None
        try:
            reader, writer = await asyncio.open_connection(urlsplit(address).hostname, urlsplit(address).port)
            for _ in range(PER_CONNECTION):
                path = paths[asked % len(paths)]
                asked += 1
                start = time.perf_counter()
                status, body = await asyncio.wait_for(_asked(path, reader, writer), PATIENCE)
                seen.milliseconds.append((time.perf_counter() - start) * 1000)
                seen.judge(path, status, body, editions)
                if ends.is_set():
                    break
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            seen.failed += 1
            seen.tell(path, repr(error))
        finally:
            if writer is not None:
                writer.close()


async def _asked(path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[int, bytes]:
    """The status and the body of an answer."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)


class Visitors:
    """Visits from a process of their own while the block runs; ``seen`` once it has ended."""

    def __init__(self, address: str, paths: Sequence[str], editions: Editions) -> None:
        context = multiprocessing.get_context("spawn")
        self._ends, self._begins = context.Event(), context.Event()
        self._told, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_tell, args=(theirs, address, list(paths), editions, self._begins, self._ends))
        self._theirs = theirs
        self.seen = Seen()

    def __enter__(self) -> "Visitors":
        self._process.start()
        self._theirs.close()
        if not self._begins.wait(PATIENCE):
            raise SystemExit("The clients do not start (their message is above).")
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self.seen = cast("Seen", self._told.recv())
        self._process.join()


def _tell(pipe: Any, address: str, paths: Sequence[str], editions: Editions, begins: Any, ends: Any) -> None:
    begins.set()
    pipe.send(visits(address, paths, editions, ends))
