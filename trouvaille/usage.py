"""A wrong command line, said in French: Typer knows English only."""

import re
from collections.abc import Callable
from typing import Any

import typer

UsageError: Any = typer.BadParameter.__mro__[1]
"""What Typer raises for a wrong command line; it does not export the class, only this one below it."""

_Said = Callable[[re.Match[str]], str]
_PROBLEMS: tuple[tuple[str, _Said], ...] = (
    (r"No such command '(.+?)'\.(?: Did you mean (.+)\?)?", lambda m: f"« {m[1]} » n’est pas une commande{_instead(m[2])}"),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\)| Did you mean (.+)\?)?", lambda m: _no_option(m)),
    (r"Missing argument '(.+)'\.", lambda m: f"il manque {m[1]}"),
    (r"Missing option '(.+)'\.", lambda m: f"il manque l’option {m[1]}"),
    (r"Option '(.+)' requires an argument\.", lambda m: f"l’option {m[1]} demande une valeur"),
    (r"Option '(.+)' does not take a value\.", lambda m: f"l’option {m[1]} ne prend pas de valeur"),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", lambda m: f"« {m[1]} » est de trop"),
    (r"Invalid value for '?(.+?)'?: (.+)", lambda m: f"{m[1]} : {_value(m[2])}"),
)
_VALUES: tuple[tuple[str, _Said], ...] = (
    (r"Input should be less than or equal to (\S+)", lambda m: f"il faut au plus {m[1]}"),
    (r"Input should be greater than or equal to (\S+)", lambda m: f"il faut au moins {m[1]}"),
    (r"Input should be a valid integer.*", lambda _: "il faut un nombre entier"),
    (r"Input should be a valid number.*", lambda _: "il faut un nombre"),
    (r"(?:Value error, )?'(.+)' is not one of (.+)\.", lambda m: f"« {m[1]} » n’en fait pas partie : {_bare(m[2])}"),
)


def told(message: str, command: str = "trouvaille") -> str:
    """A message of Typer as a sentence, followed by how to find what is possible."""
    problem = _first(_PROBLEMS, message)
    end = "" if problem.endswith((".", "?")) else "."
    return f"{problem[:1].upper()}{problem[1:]}{end} « {command} --help » dit ce qui est possible."


def _first(table: tuple[tuple[str, _Said], ...], message: str) -> str:
    return next((say(found) for pattern, say in table if (found := re.fullmatch(pattern, message, re.DOTALL))), message)


def _value(message: str) -> str:
    return _first(_VALUES, message)


def _no_option(found: re.Match[str]) -> str:
    return f"l’option {found[1]} n’existe pas{_instead(found[2] or found[3])}"


def _instead(names: str | None) -> str:
    return f" ; vouliez-vous dire {' ou '.join(_bare(names).split(', '))} ?" if names else ""


def _bare(names: str) -> str:
    return names.replace("'", "")
