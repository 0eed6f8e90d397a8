import errno
import gzip
import tomllib
from typing import Annotated, Any, Literal

import msgspec
import pytest

from search.in_french import json_problem, system_problem, toml_line, toml_problem, unknown_name, value_problem


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)]
    title: Annotated[str, msgspec.Meta(max_length=5)] = ""
    sources: tuple[str | dict[str, Any], ...] = ()
    country: str | None = None
    kind: Literal["article", "evenement"] = "article"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"port": "huit"}, "port : il faut un nombre entier, pas un texte"),
        ({"port": 70_000}, "port : il faut au plus 65535"),
        ({"port": 1, "title": "trop long"}, "title : il faut au plus 5 caractères"),
        ({"port": 1, "sources": "a.csv"}, "sources : il faut une liste, pas un texte"),
        ({"port": 1, "sources": [3]}, "sources[0] : il faut un texte ou une table, pas un nombre entier"),
        ({"port": 1, "country": 3}, "country : il faut un texte, pas un nombre entier"),
        ({"port": 1, "kind": "actualité"}, "kind : « actualité » n’est pas une valeur possible"),
        ({"port": None}, "port : il faut un nombre entier, pas rien"),
        ({"port": 1, "titel": "x"}, "« titel » est inconnu"),
        ({}, "il manque « port »"),
        (3, "il faut une table, pas un nombre entier"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(values: object, said: str) -> None:
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.convert(values, Settings)
    assert value_problem(error.value) == said
    assert unknown_name(error.value) == ("titel" if "inconnu" in said else "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'{"a":1', "la fin manque"),
        (b"{'a':1}", "guillemets droits"),
        (b'{"a":1}x', "après la fin (octet 9)"),
        (b'["a",]', "crochet fermant"),
        (b'{"a":1,}', "accolade fermante"),
        (b'{"a" 1}', "deux-points"),
        (b"[1 2]", "virgule ou un crochet"),
        (b'{"a":1 "b":2}', "virgule ou une accolade"),
        (b'"\\q"', "barre oblique inverse"),
        (b"01", "nombre"),
        (b'{"a":}', "caractère n’est pas à sa place (octet 6)"),
        (b'{"a":"\xe9"}', "UTF-8"),
    ],
)
def test_what_is_no_json_is_told(text: bytes, said: str) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)) as error:
        msgspec.json.decode(text)
    assert said in json_problem(error.value)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('title = "x"\nname = "y\n', 2, "guillemet n’est pas fermé avant la fin de la ligne"),
        ("title\n", 1, "signe ="),
        ("title = \n", 1, "entre guillemets"),
        ("title = Mon portail\n", 1, "entre guillemets"),
        ("[[synonym]\n", 1, "]]"),
        ("[synonym\n", 1, "il manque ]"),
        ('sources = [\n"a"\n', 2, "fin d’une liste"),
        ("a = {b = 1", 1, "fin d’une table"),
        ("a = 1\na = 2\n", 2, "deux fois"),
        ("[a]\n[a]\n", 2, "deux fois"),
        ('a = "C:\\queries"', 1, "barre oblique inverse"),
        ("a = 1 b = 2", 1, "suivie d’autre chose"),
        ("é = 1", 1, "entre guillemets"),
        ("a = 'x\n", 1, "apostrophe"),
        ('a = """x', 1, "n’est pas fermé"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as error:
        tomllib.loads(text)
    assert toml_line(error.value, text) == line
    assert said in toml_problem(error.value)
    assert "(at " not in toml_problem(error.value)


def test_what_the_system_refuses_is_told() -> None:
    with pytest.raises(OSError, match="No such file") as error, open("absent/x"):  # noqa: PTH123
        pass
    assert system_problem(error.value) == "fichier ou dossier absent"
    assert system_problem(OSError(errno.EACCES, "Permission denied", "x")) == "accès refusé"


def test_an_archive_that_is_cut_or_spoilt_is_told() -> None:
    packed = gzip.compress(b"texte " * 100)
    with pytest.raises(EOFError) as cut:
        gzip.decompress(packed[:-20])
    with pytest.raises(gzip.BadGzipFile) as spoilt:
        gzip.decompress(b"PK" + packed)
    assert (system_problem(cut.value), system_problem(spoilt.value)) == (
        "l’archive est coupée avant sa fin",
        "l’archive est abîmée",
    )


def test_what_is_not_known_is_quoted() -> None:
    assert system_problem(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"
    assert system_problem(OSError("cannot reshape")) == "cannot reshape"
    assert json_problem(msgspec.DecodeError("surprise")) == "surprise"
    assert toml_problem(tomllib.TOMLDecodeError("Surprise (at line 3, column 2)")) == "Surprise"
    assert value_problem(msgspec.ValidationError("Number out of range - at `$.port`")) == "port : Number out of range"
