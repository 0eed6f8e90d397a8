"""How a service looks for cycles among its objects, which reference counts do not free."""

import gc

RARELY = 1_000
"""Collections of the middle generation to one of all objects; Python's own number is ten."""


def collect_rarely() -> None:
    """What was imported stays, and is not looked through any more; all that is remembered since is, but rarely.

    Looking through the words of thousands of queries takes a tenth of a second, for which one answer would wait. What searches
    leave in cycles is young when it is found, and a closed index is in none.
    """
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, RARELY)
