"""Loops in C for what costs a search most: there where a C compiler was at installation (decision 77).

Each is the twin of a function in Python, of the same name and in a module of the same name, that gives the same by NumPy. Where
nothing was compiled that one is used, and it is what the other is tested against.
"""

import importlib
from collections.abc import Callable
from typing import TypeVar

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])

TWINS: dict[Callable[..., object], Callable[..., object]] = {}
"""Of each compiled function in use, the one in Python."""


def compiled(function: AnyFunction) -> AnyFunction:
    """The compiled twin of a function; the function itself where that was not compiled."""
    module = f"{__name__}.{function.__module__.rpartition('.')[2]}"
    try:
        twin: AnyFunction = getattr(importlib.import_module(module), function.__name__)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return function
    TWINS[twin] = function
    return twin
