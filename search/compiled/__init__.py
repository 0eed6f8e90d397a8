"""Loops in C for what costs a search most: there where a C compiler was at installation (decision 77).

Each is the twin of a function in Python: of the same name, in a module of the same name, in ``compiled`` of the same package. Both
give the same. Where nothing was compiled the one in Python is used, and it is what the other is tested against.
"""

import importlib
from collections.abc import Callable
from typing import TypeVar

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., object])

TWINS: dict[Callable[..., object], Callable[..., object]] = {}
"""Of each compiled function in use, the one in Python."""


def compiled(function: AnyFunction) -> AnyFunction:
    """The compiled twin of a function; the function itself where that was not compiled.

    Raises ImportError when what was compiled is older than the function.
    """
    module = twin_module(function)
    try:
        loops = importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        return function
    twin: AnyFunction | None = getattr(loops, function.__name__, None)
    if twin is None:
        remedy = "Réinstallez Trouvaille : make run, ou pip install --editable ."
        raise ImportError(f"{module} a été compilé d’une version plus ancienne. {remedy}", name=module)
    TWINS[twin] = function
    return twin


def twin_module(function: Callable[..., object]) -> str:
    """The module of a function's twin: that of ``web.passage_html`` is ``web.compiled.passage_html``."""
    package, *_, name = function.__module__.split(".")
    return f"{package}.compiled.{name}"
