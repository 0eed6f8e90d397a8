"""Makes generations appear and go: everything is prepared aside, then renamed."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from search.analysis import ANALYSER
from search.errors import BuildLocked
from search.generation import (
    CURRENT,
    FORMAT_VERSION,
    LOCK,
    MANIFEST,
    REPLACED,
    UNPUBLISHED,
    LastRun,
    Manifest,
    checksums,
    current_generation,
    disk_use,
    generation_folder,
    generations,
    read_manifest,
    replace_file,
    sync,
    sync_files,
)

_BUILDING = ".building-"
_RECORD = 256
"""Bytes of the record of the last run."""


@contextmanager
def build_lock(portal: Path, action: str = "") -> Iterator[None]:
    """Holds the portal for one build; the system frees it when the process dies, however it dies.

    An ``action`` is recorded with its outcome, for those who watch.
    """
    portal.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(portal / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _lock_now(descriptor, portal)
        with _recorded(descriptor, action) if action else nullcontext():
            yield
    finally:
        os.close(descriptor)


def _lock_now(descriptor: int, portal: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BuildLocked(
            f"Une autre construction est en cours dans {portal}.", remedy="Attendez sa fin, puis relancez la commande."
        ) from error


@contextmanager
def _recorded(descriptor: int, action: str) -> Iterator[None]:
    """Writes how an action ends over what it wrote at its beginning, which takes no more room on a full disk."""
    run = LastRun(action, round(time.time(), 3))
    start = time.monotonic()

    def write(outcome: str) -> None:
        told = msgspec.structs.replace(run, seconds=round(time.monotonic() - start, 3), outcome=outcome)
        os.pwrite(descriptor, msgspec.json.encode(told).ljust(_RECORD), 0)

    write("")
    try:
        yield
    except BaseException as error:
        write(type(error).__name__)
        raise
    write("ok")


@contextmanager
def building(portal: Path) -> Iterator[Path]:
    """A folder to build in; it disappears unless it is sealed. What a killed build left is removed first."""
    _remove_leftovers(portal)
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
    inspect: Callable[[Path], None] | None = None,
) -> Path:
    """Writes the manifest of a finished build and gives the folder its name; returns the generation's folder. It is not live yet.

    ``known`` are the checksums of files that are those of another generation. ``inspect`` sees the folder as it will be; what it
    raises stops the build.
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
    if inspect is not None:
        inspect(folder)
    (folder / UNPUBLISHED).touch()
    sync_files(folder, known or ())
    final = folder.with_name(manifest.generation)
    folder.rename(final)
    sync(final.parent)
    return final


def publish(portal: Path, generation: str) -> None:
    """Makes a generation the live one, in one atomic step."""
    generation_folder(portal, generation)
    with _switching(portal):
        generation_folder(portal, generation)  # it may have been pruned meanwhile
        if live := current_generation(portal):  # whoever published it may have been killed before saying so
            (portal / live / UNPUBLISHED).unlink(missing_ok=True)
            if (portal / generation / UNPUBLISHED).exists():  # else it knows what it took the place of
                (portal / generation / REPLACED).write_text(live, "utf-8")  # cut off, it is written anew: this one is not live yet
        replace_file(portal / CURRENT, generation + "\n")
        (portal / generation / UNPUBLISHED).unlink(missing_ok=True)


def prune(portal: Path, keep: int, quota: int | None = None) -> list[str]:
    """Deletes all but the newest ``keep`` generations and the live one, and the oldest of those while they take over ``quota``
    bytes; returns the names deleted. What a killed process left is removed too. Raises BuildLocked during a build.
    """
    with build_lock(portal):
        _remove_leftovers(portal)
        deleted = [name for name in generations(portal)[:-keep] if _delete(portal, name)]
        while quota is not None and disk_use(portal) > quota:
            oldest = next((name for name in generations(portal) if _delete(portal, name)), None)
            if oldest is None:
                break
            deleted.append(oldest)
        return deleted


def tidy(portal: Path) -> None:
    """Removes what a killed build, update or pruning left; raises BuildLocked while one runs."""
    with build_lock(portal):
        _remove_leftovers(portal)


def _delete(portal: Path, name: str) -> bool:
    """Deletes a generation unless it is live; nobody publishes it meanwhile."""
    doomed = portal / f"{_BUILDING}{name}"
    with _switching(portal):
        if name == current_generation(portal):
            return False
        (portal / name).rename(doomed)
    shutil.rmtree(doomed)
    return True


def _remove_leftovers(portal: Path) -> None:
    """Removes what killed builds, updates and prunings left; the caller holds the lock."""
    for leftover in portal.glob(f"{_BUILDING}*"):
        shutil.rmtree(leftover)
    with _switching(portal):  # nobody is about to rename one of these
        for leftover in portal.glob(f".{CURRENT}.*.tmp"):
            leftover.unlink()


@contextmanager
def _switching(portal: Path) -> Iterator[None]:
    """Holds the choice of the live generation for a moment; a lock on the folder itself, which the system frees."""
    descriptor = os.open(portal, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def status(portal: Path) -> list[Manifest]:
    """The manifests of the complete generations, oldest first."""
    return [read_manifest(portal / name) for name in generations(portal)]


def _new_name(portal: Path) -> str:
    """A name that sorts after those of the existing generations."""
    name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]
    return max(name, *(f"{old}+" for old in generations(portal)[-1:] if old >= name), name)
