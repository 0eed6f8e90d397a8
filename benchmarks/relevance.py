"""nDCG@10, MRR@10 and Recall@100 of the engines on test collections, ours as ``trouvaille evaluate --alone`` measures it.

``python -m benchmarks.relevance [--collection DIR ...] [--engines A,B] [--ask N] [--json FILE]``
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from benchmarks import options
from benchmarks.contender import CONTENDERS, OURS, OpenPeer, contender
from benchmarks.corpus import documents_of
from benchmarks.judgements import judged_collections
from benchmarks.paired import by_topic, gain
from benchmarks.queries import SEED
from benchmarks.results import Result, figure, publish
from indexer.collection import Collection
from indexer.evaluation import Evaluation, evaluate, evaluate_index
from search.index import Index
from search.request import SearchRequest

ENGINES = tuple(CONTENDERS)
DECIDING = "ndcg@10"
"""The measure whose difference to each peer is told with its deviation."""


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = _parser().parse_args(arguments)
    for engine in chosen.engines:
        contender(engine)
    with options.work_folder(None) as work:
        collections, note = judged_collections(chosen.collection, chosen.ask, work)
        if note:
            print(note)
        found = [{engine: _measured(engine, collection, work) for engine in chosen.engines} for collection in collections]
    results = [result for evaluations in found for result in figures(evaluations)]
    publish(_description(found) | ({"note": note} if note else {}), 1, results, chosen.json)


def figures(evaluations: dict[str, Evaluation]) -> list[Result]:
    """The measures of each engine on one collection, then what ours has over each peer."""
    results = [
        figure(engine, f"{evaluation.collection}_{measure}", "mean", [value], evaluation.documents)
        for engine, evaluation in evaluations.items()
        for measure, value in evaluation.measures.items()
    ]
    for peer in [engine for engine in evaluations if engine != OURS and OURS in evaluations]:
        mean, deviation = gain(evaluations[OURS], evaluations[peer], DECIDING)
        name = f"{evaluations[OURS].collection}_{DECIDING}_over_{peer}"
        results.append(figure(OURS, name, "difference", [mean], evaluations[OURS].documents))
        results.append(figure(OURS, f"{name}_deviation", "difference", [deviation], evaluations[OURS].documents))
    return results


class PeerIndex:
    """What ``evaluate_index`` asks of an index for results alone, answered by a peer."""

    def __init__(self, peer: OpenPeer, documents: int) -> None:
        self._peer = peer
        self._documents = documents

    def ranking(self, request: SearchRequest) -> tuple[str, ...]:
        return tuple(self._peer.rank(request.text, request.size))

    def count(self) -> int:
        return self._documents


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Relevance: what is found first, against judgements")
    parser.add_argument("--collection", type=Path, nargs="+", default=[], metavar="DIR", help="folders of test collections")
    parser.add_argument("--engines", type=options.names, default=list(ENGINES), metavar="A,B", help=f"of {', '.join(ENGINES)}")
    parser.add_argument("--ask", type=options.positive, metavar="N", help="queries drawn of each collection (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    return parser


def _measured(engine: str, collection: Collection, work: Path) -> Evaluation:
    print(f"{collection.name}: {engine} …", flush=True)
    if engine == OURS:
        return evaluate(collection, alone=True)  # as peers show nothing else
    documents = list(documents_of(collection.folder))
    folder = work / f"{engine}-{collection.name}"
    contender(engine).build(documents, folder, 1)
    peer = cast("OpenPeer", contender(engine).open(folder))
    try:
        return evaluate_index(collection, cast("Index", PeerIndex(peer, len(documents))), alone=True)
    finally:
        peer.close()


def _description(found: Sequence[dict[str, Evaluation]]) -> dict[str, object]:
    firsts = [next(iter(evaluations.values())) for evaluations in found]
    return {
        "collection": ", ".join(first.collection for first in firsts),
        "documents": sum(first.documents for first in firsts),
        "queries": "judged",
        "number_of_queries": sum(len(first.judged) for first in firsts),
        "number_of_topics": sum(len(by_topic(first, DECIDING)) for first in firsts),
        "seed": SEED,
    }


if __name__ == "__main__":
    main()
