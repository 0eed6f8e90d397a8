"""Scores as answers show them."""

from search.compiled import compiled


@compiled
def four_decimals(score: float) -> float:
    """The nearest number of four decimals; of two that are as near, the one whose last digit is even."""
    return round(score, 4)
