"""What each part of the ranking pays: nDCG@10 with one weight changed, on the same queries, over what is in use.

``python -m benchmarks.ranking_trials [--collection DIR ...] [--ask N]``
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks import options
from benchmarks.judgements import judged_collections
from benchmarks.paired import gain
from indexer.build import build
from indexer.collection import Collection
from indexer.evaluation import Evaluation, evaluate_index
from search.index import Index
from search.ranking import WEIGHTS, Weights

TRIALS: dict[str, dict[str, Any]] = {
    "no latent feedback": {"latent": 0.0},
    "no pairs, in title or body": {"pairs": 0.0, "near": 0.0},
    "no pairs in titles": {"near": 0.0},
    "no families in titles": {"family": 0.0},
    "no exact view": {"exact": {}},
    "no exact view of themes": {"exact": {"summary": 0.5, "body": 0.5}},
    "20 refined": {"refined": 20},
    "50 refined": {"refined": 50},
    "300 refined": {"refined": 300},
    "40 ordered": {"ordered": 40},
    "300 ordered": {"ordered": 300},
    "no kin": {"kindred": 0.0},
    "kindred 1": {"kindred": 1.0},
    "5 kin": {"kin": 5},
    "20 kin": {"kin": 20},
    "coverage exponent 0.3": {"lacking": 0.3},
    "feedback of 10": {"feedback": 10},
    "latent 0.6": {"latent": 0.6},
    "no recency": {"recency": 0.0},
    "recency 0.02": {"recency": 0.02},
    "recency 0.05": {"recency": 0.05},
    "recency 0.1": {"recency": 0.1},
}
"""The weights that differ from those in use, by the name of the trial."""

MEASURES = ("ndcg@10", "recall@100")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="What each part of the ranking pays")
    parser.add_argument("--collection", type=Path, nargs="+", default=[], metavar="DIR", help="folders of test collections")
    parser.add_argument("--ask", type=options.positive, metavar="N", help="queries drawn of each collection (default: all)")
    chosen = parser.parse_args(arguments)
    with options.work_folder(None) as work:
        collections, note = judged_collections(chosen.collection, chosen.ask, work)
        print(note)
        for collection in collections:
            show(collection)


def show(collection: Collection) -> None:
    """Prints a line for each trial: its measures, and the change with the deviation of its mean over other draws of topics."""
    with TemporaryDirectory(prefix="trouvaille-trials-") as name:
        folder = Path(name)
        build([collection.source()], folder)
        usual = measured(collection, folder, WEIGHTS)
        print(f"{collection.name}  in use  {_figures(usual)}", flush=True)
        for trial, changes in TRIALS.items():
            found = measured(collection, folder, replace(WEIGHTS, **changes))
            mean, deviation = gain(found, usual, MEASURES[0])
            print(f"{collection.name}  {trial}  {_figures(found)}  {mean:+.4f} ± {deviation:.4f}", flush=True)


def measured(collection: Collection, folder: Path, weights: Weights) -> Evaluation:
    """The collection, whose index is in the folder, under some weights."""
    index = Index.live(folder, weights=weights)
    try:
        return evaluate_index(collection, index, alone=True)
    finally:
        index.close()


def _figures(found: Evaluation) -> str:
    return "  ".join(f"{measure} {found.measures[measure]:.4f}" for measure in MEASURES)


if __name__ == "__main__":
    main()
