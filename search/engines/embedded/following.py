"""Orders what follows the best, which are compared finely: by its words and by its subject (see ``search.ranking.Weights``)."""

from dataclasses import dataclass

from search.engines.embedded.latent_rows import LatentRows
from search.engines.embedded.outcome import Outcome
from search.engines.embedded.refinement import Refinement
from search.engines.embedded.segment_arrays import Array
from search.engines.embedded.selection import first
from search.engines.embedded.snapshot import Snapshot
from search.latent import nearness, subject


@dataclass(frozen=True, slots=True)
class Following:
    """What follows the best of an outcome: ``places`` (n,) there. ``shares``, by the name of their weight, is what is added for the
    subject, as shares of the best score of words (n,); ``scores`` (n,) are the new ones.
    """

    places: Array
    shares: dict[str, Array]
    scores: Array


def following(found: Outcome, best: Refinement, others: Array, snapshot: Snapshot, latent: LatentRows) -> Following:
    """The first of the others, given by their places in the outcome: up to the ``Weights.ordered``-th of all documents."""
    weights = snapshot.weights
    places = others[first(snapshot, found.documents[others], best.lifted[others], weights.ordered - weights.refined)]
    vectors, compared = latent.vectors(found.documents[places]), latent.vectors(found.documents[best.places])
    about = subject(compared, best.words, weights.feedback, weights.feedback_power)
    kin = first(snapshot, found.documents[best.places], best.scores, weights.kin)
    shares = {
        "latent": weights.latent * nearness(vectors, about[None]),
        "kindred": weights.kindred * nearness(vectors, compared[kin]),
    }
    return Following(places, shares, best.lifted[places] + found.scores.max() * sum(shares.values()))
