"""Generations: an index on disk is immutable; one file names the live one.

<data>/<name>/CURRENT                      the name of the live generation
<data>/<name>/.lock                        held by whoever builds; tells the last build or update
<data>/<name>/<generation>/manifest.json   what it is made of
<data>/<name>/<generation>/index/          the engine's files
<data>/<name>/<generation>/related/        the neighbour table
<data>/<name>/<generation>/language/       the vocabulary, the acronyms, what is suggested while one types
<data>/<name>/<generation>/latent/         the vectors of what documents are about
<data>/<name>/<generation>/since/          what updates added to these three since they were learnt
<data>/<name>/<generation>/contents/       what it was made from: hashes and sources (``indexer.contents``)
<data>/<name>/<generation>/report.json     the build report
<data>/<name>/<generation>/unpublished     until it is published for the first time
<data>/<name>/<generation>/replaced        which one was live before, once it is published
"""

import fcntl
import hashlib
import os
from collections.abc import Container, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from search.analysis import ANALYSER
from search.errors import REBUILD, IndexCorrupt, IndexIncompatible, IndexMissing

FORMAT_VERSION = 2
"""Raised when the layout of a generation changes."""

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
UNPUBLISHED = "unpublished"
REPLACED = "replaced"
SINCE = "since"
LOCK = ".lock"
"""Held by whoever builds, updates or prunes; its content is the last build or update."""
_BLOCK = 1 << 20
_SYNCED_AT_ONCE = 4
_BESIDE = {MANIFEST, UNPUBLISHED, REPLACED}
"""Files of a generation that are not part of what it is made of."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a generation is: ``checksums`` maps each file, relative to the generation, to the SHA-256 of its bytes.

    ``drift`` counts the documents added, changed or deleted since related items, subjects and language were learnt.
    """

    generation: str
    created: str
    format_version: int
    analysis: str
    documents: int
    reported: int
    sources: tuple[str, ...]
    checksums: dict[str, str]
    drift: int = 0


class LastRun(msgspec.Struct, frozen=True):
    """The last build or update: when it began (seconds since 1970), how long it took, and ``outcome``: ``ok``, the name of the
    error that ended it, or nothing while it runs (for ever when it was killed).
    """

    action: str
    started: float
    seconds: float = 0.0
    outcome: str = ""


def last_run(portal: Path) -> LastRun | None:
    """What the lock file tells of the last build or update; None before the first one."""
    try:
        return msgspec.json.decode((portal / LOCK).read_bytes(), type=LastRun)
    except (FileNotFoundError, ValueError, msgspec.DecodeError):
        return None


def is_being_built(portal: Path) -> bool:
    """Whether a build or update is at work now, whoever started it."""
    run = last_run(portal)
    if run is None or run.outcome:
        return False
    with (portal / LOCK).open("rb") as file:  # it says that it runs: was it killed?
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def current_generation(portal: Path) -> str | None:
    """The name of the live generation of the portal folder ``<data>/<name>``, or None."""
    try:
        return (portal / CURRENT).read_text("utf-8").strip() or None
    except FileNotFoundError:
        return None


def live_folder(portal: Path) -> Path:
    """The folder of the live generation; raises IndexMissing."""
    generation = current_generation(portal)
    if generation is None:
        raise IndexMissing(f"Aucun index n’est publié dans {portal}.", remedy="Lancez « trouvaille build SOURCE ».")
    if not (portal / generation).is_dir():
        raise IndexCorrupt(f"La génération publiée {generation} a disparu de {portal}.")
    return portal / generation


def generations(portal: Path) -> list[str]:
    """The names of the complete generations, oldest first."""
    return sorted(path.parent.name for path in portal.glob(f"[!.]*/{MANIFEST}"))


def generation_folder(portal: Path, generation: str) -> Path:
    """The folder of a complete generation by its name; raises IndexMissing that names those that are there."""
    known = generations(portal)
    if generation not in known:
        raise IndexMissing(
            f"La génération {generation} n’existe pas.", remedy=f"Générations présentes : {', '.join(known) or 'aucune'}."
        )
    return portal / generation


def was_published(portal: Path, generation: str) -> bool:
    """Whether a generation is live or has been: one that was prepared and never published is nothing to go back to."""
    return not (portal / generation / UNPUBLISHED).exists() or generation == current_generation(portal)


def earlier_generation(portal: Path) -> str:
    """The generation to go back to: the one that the live one replaced when it was first published, or what came before that.

    One that was taken back meanwhile is not gone back to. Raises IndexMissing.
    """
    live = live_folder(portal)
    replaced = _replaced_by(live)
    published = [name for name in generations(portal) if name != live.name and was_published(portal, name)]
    earlier = [name for name in published if (name <= replaced if replaced else name < live.name)]
    if not earlier:
        raise IndexMissing(
            f"Aucune génération ne précède {live.name}.",
            remedy="« trouvaille status » les montre toutes, « trouvaille publish » en publie une.",
        )
    return earlier[-1]


def _replaced_by(folder: Path) -> str:
    """The generation that this one took the place of; empty for a first one, and where it was not noted."""
    try:
        return (folder / REPLACED).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def disk_use(portal: Path, names: Iterable[str] | None = None) -> int:
    """The bytes that these generations, or all, take together: files that several share count once."""
    chosen = generations(portal) if names is None else names
    files = [path.stat() for name in chosen for path in (portal / name).rglob("*") if path.is_file()]
    return sum({file.st_ino: file.st_size for file in files}.values())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a generation; raises IndexCorrupt when it cannot be read."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise IndexCorrupt(f"Le manifeste de {folder} est illisible : {error}.") from error


def require_compatible(manifest: Manifest) -> None:
    """Raises IndexIncompatible unless this version of Trouvaille can serve the generation."""
    if manifest.format_version != FORMAT_VERSION:
        raise IndexIncompatible(
            f"L’index {manifest.generation} a le format {manifest.format_version}, "
            f"cette version de Trouvaille lit le format {FORMAT_VERSION}.",
            remedy=REBUILD,
            found=manifest.format_version,
            expected=FORMAT_VERSION,
        )
    if manifest.analysis != ANALYSER.fingerprint:
        raise IndexIncompatible(
            f"L’index {manifest.generation} a été construit avec une autre analyse du français "
            f"({manifest.analysis}, attendue : {ANALYSER.fingerprint}).",
            remedy=REBUILD,
            found=manifest.analysis,
            expected=ANALYSER.fingerprint,
        )


def checksums(folder: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The SHA-256 of every file that makes a generation, by path relative to it, in order; ``known`` ones are not read."""
    known = known or {}
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = ((name, path) for path in files if (name := path.relative_to(folder).as_posix()) not in _BESIDE)
    return {name: known.get(name) or _sha256(path) for name, path in names}


def damage(folder: Path, manifest: Manifest) -> list[str]:
    """The files of a generation that are missing, changed or unknown, each with what is wrong, in French."""
    found = checksums(folder)
    problems = [f"{name} : fichier manquant" for name in manifest.checksums if name not in found]
    problems += [f"{name} : fichier inattendu" for name in found if name not in manifest.checksums]
    return problems + [
        f"{name} : somme de contrôle différente" for name, digest in found.items() if manifest.checksums.get(name, digest) != digest
    ]


def replace_file(path: Path, text: str) -> None:
    """Writes a small file so that a reader sees the old content or the new one, never a mixture, even after a crash."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync(path.parent)


def sync_files(folder: Path, without: Container[str] = ()) -> None:
    """Makes all that a folder holds survive a power cut, but for files that do already (their paths relative to the folder)."""
    new = [folder, *(path for path in folder.rglob("*") if path.is_dir() or path.relative_to(folder).as_posix() not in without)]
    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as threads:  # a disk writes several in the time of one
        list(threads.map(sync, new))


def sync(path: Path) -> None:
    """Makes a file, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
