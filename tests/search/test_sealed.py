"""An unexpected error is that of a damaged file when one changed, and else our own."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from search.errors import IndexCorrupt, IndexUnavailable, ItemNotFound, TrouvailleError
from search.generation import live_folder, read_manifest
from search.index import Index
from search.related_filters import RelatedFilters
from search.request import Filters, SearchRequest
from search.sealed import Sealed
from tests.built import BuiltPortals
from tests.portal import ITEMS


@pytest.fixture
def folder(built: BuiltPortals, tmp_path: Path) -> Path:
    return live_folder(built(tmp_path / "portail"))


@pytest.fixture
def sealed(folder: Path) -> Sealed:
    return Sealed(folder, read_manifest(folder))


def test_an_error_on_intact_files_stays_what_it_was(sealed: Sealed) -> None:
    with pytest.raises(ZeroDivisionError), sealed:
        raise ZeroDivisionError


def test_an_error_on_files_that_changed_names_them_with_the_remedy(folder: Path, sealed: Sealed) -> None:
    (folder / "related" / "events.npy").write_bytes(b"autre chose")
    with pytest.raises(IndexCorrupt, match=r"related/events.npy : somme.*trouvaille build") as refused, sealed:
        raise ZeroDivisionError
    assert isinstance(refused.value.__cause__, ZeroDivisionError)


def test_our_own_errors_and_interruptions_are_left_alone(folder: Path, sealed: Sealed) -> None:
    (folder / "related" / "events.npy").unlink()
    for error in (ItemNotFound("Aucun contenu."), KeyboardInterrupt()):
        with pytest.raises(type(error)) as raised, sealed:
            raise error
        assert raised.value is error


def test_a_number_that_leads_astray_is_told_as_damage(folder: Path) -> None:
    events = folder / "related" / "events.npy"
    data = events.read_bytes()
    events.write_bytes(data[:128] + b"\x7f" * (len(data) - 128))
    with pytest.raises(IndexCorrupt, match=r"related/events.npy"):
        Index.open(folder).related("eau-togo")


WAYS = ("flipped", "overwritten", "truncated", "emptied", "exchanged", "deleted")


@pytest.mark.filterwarnings("ignore:Exception ignored in.*toc")  # Whoosh leaves a table of contents open that it cannot read
@pytest.mark.parametrize("way", WAYS)
def test_whatever_file_is_damaged_an_answer_or_the_remedy_is_given(folder: Path, way: str) -> None:
    chance, refusals = random.Random(way), 0
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    whole = {path: path.read_bytes() for path in files}
    for path in files:
        _replace(path, _damaged(whole[path], way, chance, [whole[other] for other in files if other.suffix == path.suffix]))
        refusals += _refusals(folder)
        _replace(path, whole[path])
    assert refusals > 0
    assert _refusals(folder) == 0


def _damaged(data: bytes, way: str, chance: random.Random, others: list[bytes]) -> bytes | None:
    """What is left of a file; None when nothing is."""
    place, size = chance.randrange(len(data) + 1), 1 if way == "flipped" else 64
    match way:
        case "deleted":
            return None
        case "emptied":
            return b""
        case "truncated":
            return data[:place]
        case "exchanged":
            return chance.choice(others)
    return data[:place] + bytes(255 - byte for byte in data[place : place + size]) + data[place + size :]


def _replace(path: Path, data: bytes | None) -> None:
    """A file of its own: what is mapped of the one before stays as it is."""
    path.unlink(missing_ok=True)
    if data is not None:
        path.write_bytes(data)


def _refusals(folder: Path) -> int:
    """How much is refused with a remedy of what visitors and administrators ask; raises any other error."""
    refused: list[TrouvailleError] = []
    for answer in _answers(folder):
        try:
            answer()
        except (IndexUnavailable, ItemNotFound) as error:
            refused.append(error)
    assert all("trouvaille" in error.remedy for error in refused if isinstance(error, IndexUnavailable))
    return len(refused)


def _answers(folder: Path) -> Iterator[Callable[[], object]]:
    """Opens a generation and asks it everything; what cannot be opened is asked nothing more."""
    opened: list[Index] = []
    yield lambda: opened.append(Index.open(folder))
    for index in opened:
        for text in ("eau togo", "jumelaje benin", '"du matin au soir"', "festiv* -eau", "titre:eau OU guide", "zzqx", ""):
            yield partial(index.search, SearchRequest(text, explain=True, now=0))
        yield partial(index.search, SearchRequest("eau", Filters((("country", ("Togo",)),), since=0), sort="date"))
        yield partial(index.diagnosis, "jumelaje eau -togo zzqx")
        yield from (partial(index.suggest, typed) for typed in ("e", "eau", "retour tog"))
        for item in ITEMS:
            yield from (partial(index.item, item.id), partial(index.card, item.id), partial(index.related, item.id, explain=True))
        yield partial(index.related, "eau-togo", filters=RelatedFilters(countries=("Togo",), since=0))
        yield partial(index.item_at, ITEMS[0].url)
        yield partial(index.related_to_text, "L’eau et l’assainissement au Togo", explain=True)
        yield from (index.any_related, partial(_listed, index))


def _listed(index: Index) -> list[str]:
    return list(index.ids())
