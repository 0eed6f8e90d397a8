"""What libraries and the system say in English of a file that somebody wrote, said in French.

What is not known here is quoted as it is: an English message is better than none.
"""

import errno
import gzip
import re
import tomllib
import zlib

import msgspec

_TYPES = {
    "int": "un nombre entier",
    "float": "un nombre",
    "str": "un texte",
    "bool": "true ou false",
    "array": "une liste",
    "object": "une table",
    "null": "rien",
}
_WRONG_TYPE = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_OUT_OF_BOUNDS = re.compile(r"Expected `([^`]+)` (of length )?(<=|>=|<|>) ([\d.]+)")
_BOUNDS = {"<=": "au plus", ">=": "au moins", "<": "moins de", ">": "plus de"}
_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_IMPOSSIBLE = re.compile(r"Invalid enum value '([^']*)'")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_WHERE = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")

_JSON = {
    "Input data was truncated": "la fin manque (accolade, crochet ou guillemet non fermé)",
    "object keys must be strings": 'un nom n’est pas entre guillemets droits (")',
    "trailing characters": "il reste du texte après la fin",
    "trailing comma in array": "une virgule de trop avant le crochet fermant",
    "trailing comma in object": "une virgule de trop avant l’accolade fermante",
    "expected ':'": "il manque un deux-points après un nom",
    "expected ',' or ']'": "il manque une virgule ou un crochet fermant",
    "expected ',' or '}'": "il manque une virgule ou une accolade fermante",
    "invalid escape character in string": "une barre oblique inverse (\\) est à doubler",
    "invalid number": "un nombre est mal écrit",
    "invalid character": "un caractère n’est pas à sa place",
}
_BYTE = re.compile(r"\(byte (\d+)\)$")

_TOML = {
    r"Illegal character '\n'": "un guillemet n’est pas fermé avant la fin de la ligne",
    "Illegal character": "un caractère de contrôle est interdit",
    "Unterminated string": "un guillemet n’est pas fermé",
    "Expected \"'": "une apostrophe n’est pas fermée",
    "Expected '=' after a key": "il manque un signe = après un nom",
    "Expected ']]'": "il manque ]] à la fin d’un titre",
    "Expected ']'": "il manque ] à la fin d’un titre",
    "Invalid value": "une valeur manque ou n’est pas écrite comme il faut : les textes vont entre guillemets",
    "Unclosed array": "il manque ] à la fin d’une liste",
    "Unclosed inline table": "il manque } à la fin d’une table",
    "Cannot overwrite a value": "un nom est donné deux fois",
    "Cannot declare": "un titre est donné deux fois",
    "Unescaped '\\'": "une barre oblique inverse (\\) est à doubler",
    "Expected newline or end of document": "une valeur est suivie d’autre chose sur sa ligne",
    "Invalid statement": "un nom manque, ou n’est pas entre guillemets alors qu’il a des accents ou des espaces",
    "Invalid initial character for a key part": "un nom manque, ou une virgule est de trop",
}
_TOML_LINE = re.compile(r"\(at line (\d+)")
_TOML_PLACE = re.compile(r" \(at (line|end)[^)]*\)$")

_SYSTEM = {
    errno.ENOENT: "fichier ou dossier absent",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.ENOTDIR: "un élément du chemin n’est pas un dossier",
    errno.EISDIR: "c’est un dossier, il faut un fichier",
    errno.EROFS: "le disque est en lecture seule",
    errno.EIO: "le disque ne répond pas comme il faut",
    errno.EADDRINUSE: "un autre programme y écoute déjà",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
    errno.ECONNREFUSED: "connexion refusée",
    errno.ENAMETOOLONG: "nom trop long",
}


def value_problem(error: msgspec.ValidationError) -> str:
    """What is wrong with a value that has another type than it should: ``port : il faut un nombre entier, pas un texte``."""
    said = _WHERE.sub("", str(error))
    where = found[1] if (found := _WHERE.search(str(error))) else ""
    if found := _MISSING.search(said):
        said = f"il manque « {found[1]} »"
    elif found := _UNKNOWN.search(said):
        said = f"« {found[1]} » est inconnu"
    elif found := _IMPOSSIBLE.search(said):
        said = f"« {found[1]} » n’est pas une valeur possible"
    elif found := _WRONG_TYPE.search(said):
        said = f"il faut {_type(found[1])}, pas {_type(found[2])}"
    elif found := _OUT_OF_BOUNDS.search(said):
        unit = "" if not found[2] else " caractères" if "str" in found[1] else " valeurs"
        said = f"il faut {_BOUNDS[found[3]]} {found[4].removesuffix('.0')}{unit}"
    return f"{where} : {said}" if where else said


def unknown_name(error: msgspec.ValidationError) -> str:
    """The name that is not known, empty when something else is wrong."""
    return found[1] if (found := _UNKNOWN.search(str(error))) else ""


def json_problem(error: Exception) -> str:
    """Why a text is no JSON: ``la fin manque``, with the place in bytes where it is known."""
    if isinstance(error, msgspec.ValidationError):
        return value_problem(error)
    if isinstance(error, UnicodeDecodeError):
        return "le texte n’est pas en UTF-8"
    if isinstance(error, RecursionError):
        return "trop de niveaux imbriqués"
    said = str(error)
    place = f" (octet {int(found[1]) + 1})" if (found := _BYTE.search(said)) else ""
    return next((french + place for english, french in _JSON.items() if english in said), said)


def toml_problem(error: tomllib.TOMLDecodeError) -> str:
    """Why a text is no TOML, without the place, which is that of ``toml_line``."""
    said = _TOML_PLACE.sub("", str(error))
    return next((french for english, french in _TOML.items() if said.startswith(english)), said)


def toml_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The number of the line at which a text stops being TOML, the last one that says something when its end is missing."""
    found = _TOML_LINE.search(str(error))
    return int(found[1]) if found else text.rstrip().count("\n") + 1


def system_problem(error: Exception) -> str:
    """Why a file or an address cannot be had, without its name: ``fichier ou dossier absent``."""
    if isinstance(error, EOFError):
        return "l’archive est coupée avant sa fin"
    if isinstance(error, zlib.error | gzip.BadGzipFile):
        return "l’archive est abîmée"
    if not isinstance(error, OSError):
        return str(error)
    return _SYSTEM.get(error.errno or 0) or error.strerror or str(error)


def _type(names: str) -> str:
    return " ou ".join(_TYPES.get(name, name) for name in names.split(" | ") if name != "null" or names == "null")
