"""A function in both its ways: compiled, and in Python."""

from collections.abc import Callable

import pytest

from search.compiled import TWINS


def both(function: Callable) -> list:
    """Parameters for a test: the function in Python, and its compiled twin, skipped where that is not there."""
    remedy = pytest.mark.skipif(function not in TWINS, reason="not compiled: apt install gcc python3-dev, then make again")
    return [pytest.param(TWINS.get(function, function), id="python"), pytest.param(function, id="compiled", marks=remedy)]
