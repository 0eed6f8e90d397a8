"""The queries of a run: real ones sampled from a collection, or made from titles."""

import random
from collections.abc import Iterable
from pathlib import Path

import msgspec

from indexer.collection import Query
from search.document import Document

SEED = 20260105
"""Every sample is drawn with it, so that two runs ask the same."""

_MOST_WORDS = 5


def read_queries(path: Path) -> list[Query]:
    """The queries of a collection's ``queries.jsonl``."""
    return [msgspec.json.decode(line, type=Query) for line in path.read_bytes().splitlines() if line.strip()]


def sampled(queries: Iterable[Query], number: int) -> list[str]:
    """``number`` distinct texts in random order: one of each topic, then a second of each, and so on."""
    shuffled = list({query.text: query for query in queries}.values())
    chance = random.Random(SEED)
    chance.shuffle(shuffled)
    turn: dict[str, int] = {}
    turns = []
    for query in shuffled:
        topic = query.topic or query.id
        turns.append((turn.get(topic, 0), query.text))
        turn[topic] = turn.get(topic, 0) + 1
    texts = [text for _, text in sorted(turns, key=lambda pair: pair[0])][:number]
    chance.shuffle(texts)
    return texts


def from_titles(documents: Iterable[Document], number: int) -> list[str]:
    """Up to ``number`` distinct runs of one to five words of titles, as a visitor who half remembers one would type."""
    titles = list(dict.fromkeys(document.title for document in documents))
    chance = random.Random(SEED)
    texts: dict[str, None] = {}
    for _ in range(20 * number):
        words = chance.choice(titles).split()
        length = min(chance.randint(1, _MOST_WORDS), len(words))
        start = chance.randint(0, len(words) - length)
        texts[" ".join(words[start : start + length]).lower()] = None
        if len(texts) == number:
            break
    return list(texts)
