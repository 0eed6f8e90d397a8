"""What of two items makes them related, and how much: chosen by ``benchmarks/related.py``, explained in ``docs/related.md``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RelatedSettings:
    """Weights of what two items share (symmetric), priors on the one that is suggested, and what is kept.

    The cosine of whole texts has weight 1. ``title``, ``opening`` and ``labels`` are cosines too; ``mention`` weighs how much
    of each title the other text says. ``substance`` is what a suggestion gains for e times more words, ``freshness`` for being the
    newest (half of it after ``half_life`` days). ``diversity`` is what it loses for its similarity to those before it.
    """

    title: float = 0.25
    opening: float = 0.2
    labels: float = 0.1
    mention: float = 0.25
    event: float = 0.5
    substance: float = 0.03
    freshness: float = 0.02
    half_life: float = 365.0
    diversity: float = 0.05
    opening_words: int = 80
    neighbours: int = 20
    candidates: int = 100
    strongest: int = 32
    minimum: float = 0.05
    duplicate: float = 0.97
    block: int = 256
