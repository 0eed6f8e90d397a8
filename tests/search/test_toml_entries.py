"""What holds for every file of TOML that administrators write, whatever is in it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import PinsInvalid, SynonymsInvalid, TrouvailleError
from search.pins import NO_PINS
from search.pins_file import read_pins
from search.synonyms_file import NO_SYNONYMS, read_synonyms
from search.toml_entries import MAX_FILE_SIZE
from tests.search.toml_files import Reader, assert_refused, written


@dataclass(frozen=True)
class Kind:
    """A file, what reads it, what it raises, and what it gives when there is no file."""

    name: str
    read: Reader
    invalid: type[TrouvailleError]
    nothing: Any


KINDS = pytest.mark.parametrize(
    "kind",
    [Kind("pins.toml", read_pins, PinsInvalid, NO_PINS), Kind("synonyms.toml", read_synonyms, SynonymsInvalid, NO_SYNONYMS)],
    ids=lambda kind: kind.name,
)
WRONG = [
    ('\n[[x]]\ny = "eau', 3, "TOML"),
    ("\nx = 1", 2, "« x » est inconnu"),
    ("\n[[inconnu]]\nx = 1", 2, "« inconnu » est inconnu : il faut des [["),
    ("# é\n".encode() + "é".encode("latin-1"), 2, "UTF-8"),
]


@KINDS
def test_a_file_that_does_not_exist_holds_nothing(tmp_path: Path, kind: Kind) -> None:
    assert kind.read(tmp_path / kind.name) is kind.nothing


@KINDS
def test_a_folder_in_its_place_is_an_error_and_not_a_silence(tmp_path: Path, kind: Kind) -> None:
    with pytest.raises(kind.invalid, match="illisible"):
        kind.read(tmp_path)


@KINDS
def test_a_file_that_is_too_long_is_refused(tmp_path: Path, kind: Kind) -> None:
    with pytest.raises(kind.invalid, match="dépasse"):
        kind.read(written(tmp_path / kind.name, b"#" * (MAX_FILE_SIZE + 1)))


@KINDS
@pytest.mark.parametrize(("content", "line", "what"), WRONG)
def test_what_is_no_entry_is_named_with_its_line(tmp_path: Path, kind: Kind, content: str | bytes, line: int, what: str) -> None:
    assert_refused(kind.read, tmp_path / kind.name, content, line, what)


@KINDS
@given(content=st.one_of(st.binary(max_size=200), st.text(st.characters(codec="utf-8"), max_size=200).map(str.encode)))
def test_any_content_is_read_or_refused_with_a_message(
    tmp_path_factory: pytest.TempPathFactory, kind: Kind, content: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("fuzz") / kind.name, content)
    try:
        told = f"{path} {kind.read(path).digest}"
    except kind.invalid as error:
        told = error.message
    assert told.startswith(str(path))
