"""Makes generations appear and go: everything is prepared aside, then renamed."""

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from search.analysis import ANALYSER
from search.errors import BuildLocked, IndexMissing
from search.generation import (
    CURRENT,
    FORMAT_VERSION,
    MANIFEST,
    Manifest,
    checksums,
    current_generation,
    read_manifest,
    replace_file,
    sync_folder,
)

_BUILDING = ".building-"
_LOCK = ".lock"


@contextmanager
def build_lock(portal: Path) -> Iterator[None]:
    """Holds the portal for one build; the system frees it when the process dies, however it dies."""
    portal.mkdir(parents=True, exist_ok=True)
    with (portal / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildLocked(
                f"Une autre construction est en cours dans {portal}.", remedy="Attendez sa fin, puis relancez la commande."
            ) from error
        yield


@contextmanager
def building(portal: Path) -> Iterator[Path]:
    """A folder to build in; it disappears unless it is sealed. What a killed build left is removed first."""
    for leftover in portal.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover)
    for leftover in portal.glob(f".{CURRENT}.*.tmp"):
        leftover.unlink()
    folder = portal / f"{_BUILDING}{_new_name(portal)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def generation_of(folder: Path) -> str:
    """The name that a folder given by ``building`` will have."""
    return folder.name.removeprefix(_BUILDING)


def seal(
    folder: Path,
    *,
    documents: int,
    reported: int,
    sources: tuple[str, ...],
    drift: int = 0,
    known: Mapping[str, str] | None = None,
) -> Path:
    """Writes the manifest of a finished build and gives the folder its name; returns the generation's folder.

    ``known`` are the checksums of files that are those of another generation.
    """
    manifest = Manifest(
        generation=generation_of(folder),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        format_version=FORMAT_VERSION,
        analysis=ANALYSER.fingerprint,
        documents=documents,
        reported=reported,
        sources=sources,
        checksums=checksums(folder, known),
        drift=drift,
    )
    replace_file(folder / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1).decode())
    final = folder.with_name(manifest.generation)
    folder.rename(final)
    sync_folder(final.parent)
    return final


def publish(portal: Path, generation: str) -> None:
    """Makes a generation the live one, in one atomic step."""
    if not (portal / generation / MANIFEST).is_file():
        known = ", ".join(generations(portal)) or "aucune"
        raise IndexMissing(f"La génération {generation} n’existe pas.", remedy=f"Générations présentes : {known}.")
    replace_file(portal / CURRENT, generation + "\n")


def generations(portal: Path) -> list[str]:
    """The names of the complete generations, oldest first."""
    return sorted(path.parent.name for path in portal.glob(f"[!.]*/{MANIFEST}"))


def prune(portal: Path, keep: int) -> list[str]:
    """Deletes all but the newest ``keep`` generations and the live one; returns the names deleted."""
    live = current_generation(portal)
    old = [name for name in generations(portal)[: -keep or None] if name != live]
    for name in old:
        doomed = portal / f"{_BUILDING}{name}"
        (portal / name).rename(doomed)
        shutil.rmtree(doomed)
    return old


def status(portal: Path) -> list[Manifest]:
    """The manifests of the complete generations, oldest first."""
    return [read_manifest(portal / name) for name in generations(portal)]


def _new_name(portal: Path) -> str:
    """A name that sorts after those of the existing generations."""
    name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]
    return max(name, *(f"{old}+" for old in generations(portal)[-1:] if old >= name), name)
