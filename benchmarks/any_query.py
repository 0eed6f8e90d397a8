"""Asks very many random and hostile queries, and tells how long the slowest answers took.

``python -m benchmarks.any_query [--collection DIR] [--number 200000] [--clock cpu] [--json FILE]``

A query is any Unicode, operators only, unbalanced quotes, pieces of real queries glued together, up to 10,000 characters. An
exception ends the run with the query that raised it. Each answer is the ten best documents, ordered again as when it serves, the
exact total, and what is suggested.
"""

import random
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks import child, options
from benchmarks.contender import OURS, TOP10_TOTAL_REFINED
from benchmarks.inputs import read_inputs
from benchmarks.measure import CLOCKS
from benchmarks.ours import OpenTrouvaille
from benchmarks.queries import SEED
from benchmarks.results import figure, publish
from trouvaille.cycles import collect_rarely

LIMIT = 200.0
"""Milliseconds that no answer may take."""

MAX_LENGTH = 10_000
_OPERATORS = [
    "ET",
    "OU",
    "SAUF",
    "AND",
    "OR",
    "NOT",
    "+",
    "-",
    "*",
    '"',
    "«",
    "»",
    "“",
    "”",
    ":",
    "(",
    ")",
    "titre:",
    "theme:",
    "pays:",
]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = options.with_clock(options.parser("Any query: random and hostile texts"))
    parser.add_argument("--number", type=options.positive, default=200_000, metavar="N", help="queries (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        folder = work / f"{OURS}-{inputs.description['collection']}-{inputs.corpus.number}"
        if not folder.exists():
            child.build(OURS, inputs.corpus, folder, 1)
        index = OpenTrouvaille(folder)
        collect_rarely()  # as servers do
        spent, slowest = asked(index, inputs.queries, chosen.number, CLOCKS[chosen.clock])
        index.close()
    print(f"The slowest took {spent.max():.1f} ms: {slowest[:120]!r}")
    results = [
        figure(OURS, "any_query_p50", "ms", [float(np.percentile(spent, 50))]),
        figure(OURS, "any_query_p99", "ms", [float(np.percentile(spent, 99))]),
        figure(OURS, "any_query_slowest", "ms", [float(spent.max())]),
        figure(OURS, "any_query_too_slow", "documents", [float(np.count_nonzero(spent > LIMIT))]),
    ]
    publish(inputs.description | {"asked": chosen.number, "clock": chosen.clock}, 1, results, chosen.json)


def asked(
    index: OpenTrouvaille, queries: Sequence[str], number: int, clock: Callable[[], int]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], str]:
    """Milliseconds of each answer, and the query that took longest."""
    chance = random.Random(SEED)
    words = [word for query in queries for word in query.split()]
    spent = np.empty(number)
    slowest, longest = "", 0.0
    for place in range(number):
        text = random_query(chance, words)
        start = clock()
        try:
            index.tasks[TOP10_TOTAL_REFINED](text)
            index.suggestion(text)
        except Exception as error:
            raise SystemExit(f"{text!r} raised {error!r}") from error
        spent[place] = (clock() - start) / 1e6
        if spent[place] > longest:
            slowest, longest = text, spent[place]
    return spent, slowest


def random_query(chance: random.Random, words: Sequence[str]) -> str:
    """One query; most are short, one in fifty is as long as a query is read."""
    kind: Callable[[], str] = chance.choice(
        [
            lambda: "".join(map(chr, chance.choices(range(0x20, 0x10FFFF), k=chance.randint(0, 40)))),
            lambda: "".join(map(chr, chance.choices(range(0x20, 0x2F0), k=chance.randint(0, 40)))),
            lambda: chance.choice(("", " ")).join(chance.choices(_OPERATORS, k=chance.randint(1, 20))),
            lambda: chance.choice(("", " ")).join(
                chance.choices([*_OPERATORS, *chance.choices(words, k=40)], k=chance.randint(1, 20))
            ),
            lambda: " ".join(chance.choices(words, k=chance.randint(1, 30))),
            lambda: f'"{" ".join(chance.choices(words, k=chance.randint(1, 12)))}"',
            lambda: " ".join(f"{word[: chance.randint(1, 4)]}*" for word in chance.choices(words, k=chance.randint(1, 6))),
        ]
    )
    text = kind()
    if chance.random() < 0.02:
        text = " ".join(kind() for _ in range(200))
    return text[:MAX_LENGTH]


if __name__ == "__main__":
    main()
