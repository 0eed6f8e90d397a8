"""Milliseconds of what helps a visitor: completing what is typed, repairing a word, understanding a query.

``python -m benchmarks.language [--collection DIR] [--queries DIR] [--json FILE]``

Completions are asked for after each letter of the queries. Repairs are looked up anew each time, nothing remembered, for long words
of the queries with one seeded typo. Understanding is from the typed text to the query tree: ``understand_first`` the first time
that its words are seen, ``understand`` after that.
"""

import random
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import child, options
from benchmarks.contender import OURS
from benchmarks.inputs import Inputs, read_inputs
from benchmarks.measure import CLOCKS, Task, interleaved, milliseconds
from benchmarks.ours import language_folder
from benchmarks.queries import SEED
from benchmarks.results import Result, figure, latency, publish
from indexer.perturbation import TYPO_LENGTH, with_typos
from search.analysis import ANALYSER, fold
from search.engines.embedded import EmbeddedEngine
from search.index import matches_anything
from search.interpretation import Interpreter
from search.ranking import WEIGHTS
from search.spelling import repairs
from search.suggestions import Suggestions
from search.synonyms import Synonyms
from search.vocabulary import Vocabulary

SUGGESTIONS = 8


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options.with_clock(options.parser("Language: suggestions, repairs, queries")).parse_args(arguments)
    with options.work_folder(chosen.work) as work:
        inputs = read_inputs(chosen, work)
        folder = work / f"{OURS}-{inputs.description['collection']}-{inputs.corpus.number}"
        if not folder.exists():
            child.build(OURS, inputs.corpus, folder, 1)
        publish(
            inputs.description | {"clock": chosen.clock},
            chosen.runs,
            measured(inputs, folder, chosen.runs, chosen.clock),
            chosen.json,
        )


def measured(inputs: Inputs, folder: Path, runs: int, clock: str) -> list[Result]:
    """The latencies of each task, and the slowest of each."""
    language = language_folder(folder)
    vocabulary, suggestions = Vocabulary(language), Suggestions(language)
    engine = EmbeddedEngine(folder)
    new_interpreter = partial(Interpreter, vocabulary, Synonyms(), WEIGHTS, ANALYSER, partial(matches_anything, engine))
    words = misspelt(inputs.queries)
    tasks: dict[str, tuple[Task, Sequence[str]]] = {
        "suggest": (partial(suggestions.complete, limit=SUGGESTIONS), typed_so_far(inputs.queries)),
        "repair": (partial(repairs, vocabulary=vocabulary), words),
        "understand": (new_interpreter().interpret, inputs.queries),
    }
    results: list[Result] = []
    for metric, (task, asked) in tasks.items():
        rounds = interleaved({metric: task}, asked, runs, clock)[metric]
        results += [latency(OURS, metric, rounds), figure(OURS, f"{metric}_slowest", "ms", [float(run.max()) for run in rounds])]
    first = [milliseconds(new_interpreter().interpret, inputs.queries, CLOCKS[clock]) for _ in range(runs)]
    results.append(latency(OURS, "understand_first", first))
    found = [fold(word) in {repair.word for repair in repairs(fold(typed), vocabulary)} for word, typed in _pairs(inputs.queries)]
    results.append(figure(OURS, "repaired", "share", [float(np.mean(found)) if found else 0.0]))
    engine.close()
    return results


def typed_so_far(queries: Sequence[str]) -> list[str]:
    """What the search box holds after each letter of each query."""
    return [query[:length] for query in queries for length in range(1, len(query) + 1)]


def misspelt(queries: Sequence[str]) -> list[str]:
    """The long words of the queries, folded, each with one typo."""
    return [fold(typed) for _, typed in _pairs(queries)]


def _pairs(queries: Sequence[str]) -> list[tuple[str, str]]:
    words = [word for query in queries for word in ANALYSER.words(query) if len(word) >= TYPO_LENGTH and word.isalpha()]
    return [(word, with_typos(word, random.Random(f"{SEED}/{word}"))) for word in dict.fromkeys(words)]


if __name__ == "__main__":
    main()
