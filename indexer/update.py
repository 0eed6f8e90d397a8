"""Applies what changed in sources: a new generation beside the live one, whose unchanged files are hard links.

The result is that of a full build: the same documents and totals, the same scores of words. What is learnt of all documents
together (related items, subjects, language) is learnt again when the portal is small, or when what it was learnt from has
drifted too far; in between what changed is added to it, and the account says how much that was.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec

from indexer.checks import Checks
from indexer.contents import Content, Contents, digest_of
from indexer.finishing import CONTENTS, INDEX, LATENT, SPOOL, finish, refuse_nothing, timed
from indexer.latent_space import LatentSpace
from indexer.live_items import LiveItems
from indexer.progress import Progress, silent
from indexer.publish import build_lock, building, generation_of, publish
from indexer.reading import Reading
from indexer.related.settings import RelatedSettings
from indexer.source import Source
from indexer.spool import Spool
from indexer.suggestions import PopularQuery
from search.build_report import BuildReport, SourceReport, read_report
from search.document import encode
from search.engine import IndexWriter
from search.engines.embedded.linked import linked_writer
from search.errors import UpdateImpossible
from search.generation import Manifest, live_folder, read_manifest, require_compatible
from search.sealed import Sealed


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """When all is learnt again: always up to ``small`` documents, beyond once a share ``drift`` of them has changed since."""

    small: int = 3000
    drift: float = 0.02


class Changes(msgspec.Struct):
    """How many documents an update added, changed and deleted.

    ``drift`` counts those since related items, subjects and language were learnt; 0 says that they are exact.
    """

    added: int = 0
    changed: int = 0
    deleted: int = 0
    drift: int = 0

    @property
    def count(self) -> int:
        return self.added + self.changed + self.deleted


@dataclass(frozen=True, slots=True)
class Touched:
    """The ids of the documents that an update added, changed and deleted."""

    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)

    def changes(self) -> Changes:
        return Changes(len(self.added), len(self.changed), len(self.deleted))

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.deleted)


class UpdateReport(msgspec.Struct):
    """What an update did, and the account of what is live now, as a full build would have given it.

    ``failures`` says why sources failed this time, by their names: the account also tells of those that were not read.
    """

    changes: Changes
    build: BuildReport
    failures: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Live:
    """The generation that an update starts from."""

    folder: Path
    manifest: Manifest
    contents: Contents
    report: BuildReport

    @classmethod
    @contextmanager
    def opened(cls, portal: Path) -> Iterator["_Live"]:
        """What is live; what goes wrong with it because it is damaged is an IndexCorrupt."""
        folder = live_folder(portal)
        manifest = read_manifest(folder)
        require_compatible(manifest)
        with Sealed(folder, manifest):
            yield cls(folder, manifest, Contents.load(folder / CONTENTS), read_report(folder))


def update(
    sources: Sequence[Source],
    portal: Path,
    *,
    progress: Progress = silent,
    settings: UpdateSettings | None = None,
    related: RelatedSettings | None = None,
    mirrors: bool = False,
    checks: Checks | None = None,
    prepare: bool = False,
    popular: Sequence[PopularQuery] = (),
) -> UpdateReport:
    """Reads the sources, applies what changed to the live index and publishes the result, unless to ``prepare`` it is all that is
    wanted; without changes nothing is made.

    Documents that the sources no longer give are deleted; those of other sources stay. Queries that are ``popular`` take part in
    suggestions when these are learnt again. Whatever fails, the live generation stays as it was. Raises IndexMissing when none is
    live, IndexIncompatible when it was built otherwise, IndexCorrupt when it is damaged, BuildRefused when the checks do not hold.
    """
    checks = checks or Checks()
    with build_lock(portal, "update"), building(portal) as folder, _Live.opened(portal) as live:
        _require_whole(sources, live.manifest)
        report = BuildReport(generation_of(folder))
        with Spool(folder / SPOOL) as spool:
            reading = Reading(spool, report, progress, portal, mirrors=mirrors)
            contents, touched = _index(sources, live, folder, reading)
        changes, failures = touched.changes(), report.failures
        report.sources = _accounts(live.report.sources, report.sources, Counter(source for source, _ in reading.heirs))
        if not changes.count:
            report.generation = live.folder.name
            return UpdateReport(changes, report, failures)
        refuse_nothing(report)
        checks.require_enough(portal, report.documents)
        changes.drift = live.manifest.drift + changes.count
        if not _extended(live, folder, touched, changes.drift, settings or UpdateSettings(), report, related):
            from indexer.learning import learn_tables  # scikit-learn takes a second to import: most updates do without

            changes.drift = 0
            learn_tables(folder, report, progress, related, popular)
        names = tuple(account.name for account in report.sources)
        inspect, known = partial(checks.inspect, portal), _shared(folder, live)
        finish(folder, contents, report, names, drift=changes.drift, known=known, inspect=inspect)
        if not prepare:
            publish(portal, report.generation)
    return UpdateReport(changes, report, failures)


def _require_whole(sources: Sequence[Source], manifest: Manifest) -> None:
    """Raises UpdateImpossible when one of several sources of the same name is given: whose documents are gone is not known."""
    given = [source.name for source in sources]
    for name in given:
        if given.count(name) < manifest.sources.count(name):
            raise UpdateImpossible(
                f"{manifest.sources.count(name)} sources de l’index publié s’appellent « {name} » : "
                "on ne saurait pas laquelle a perdu des contenus.",
                remedy="Donnez-les toutes, ou lancez « trouvaille build ».",
            )


def _index(sources: Sequence[Source], live: _Live, folder: Path, reading: Reading) -> tuple[Contents, Touched]:
    """Writes the index of a generation; returns what is in it and what changed."""
    writer = linked_writer(live.folder / INDEX, folder / INDEX)
    try:
        contents, touched = _apply(sources, live, writer, reading)
    except BaseException:
        writer.cancel()
        raise
    finally:
        if reading.live is not None:
            reading.live.close()
    if not touched:
        writer.cancel()
        return contents, touched
    with timed(reading.report, "écriture"):
        reading.progress("écriture", len(touched.added) + len(touched.changed))
        writer.commit(optimize=writer.is_worn)
    return contents, touched


def _apply(sources: Sequence[Source], live: _Live, writer: IndexWriter, reading: Reading) -> tuple[Contents, Touched]:
    """What other sources gave stays and keeps its ids: a given document that claims one is left out as a duplicate."""
    before, names = live.contents, {source.name for source in sources}
    given = before.given_by(names)
    reading.seen.update(before.ids_of(~given))
    if reading.mirrors and not names.issuperset((*before.names, *(one.source for one in before.mirrored))):
        reading.live = LiveItems(live.folder / INDEX, before, ~given)
        reading.group(one for one in before.mirrored if one.source not in names)
    rows, sources_of = before.rows_of(given), before.sources()
    kept, others, written = ~given, list[Content](), set[str]()
    with timed(reading.report, "lecture"):
        reading.read_all(list(sources))
        for source, identifier, encoded in reading.documents():
            row = rows.get(digest := digest_of(encoded), -1)
            if row >= 0 and sources_of[row] == source:
                kept[row] = True
                continue
            others.append(Content(identifier, digest, source))
            if row < 0:
                writer.add_encoded(identifier, encoded)
                written.add(identifier)
    for document in reading.live.readdressed(reading.mirrored) if reading.live else ():
        encoded = encode(document)
        kept[before.ids.find(document.id)] = False
        others.append(Content(document.id, digest_of(encoded), before.source_of(document.id)))
        writer.add_encoded(document.id, encoded)
        written.add(document.id)
    left = set(before.ids_of(~kept))
    touched = Touched(written - left, written & left, left - {one.id for one in others})
    for identifier in touched.deleted:
        writer.delete(identifier)
    return before.with_others(kept, others, reading.mirrored), touched


def _accounts(before: Sequence[SourceReport], now: Sequence[SourceReport], heirs: Mapping[str, int]) -> list[SourceReport]:
    """The accounts of a full build: those of the sources that were read, in place of what they had; the others as they were.

    ``heirs``: how many items came to each of these others.
    """
    read = {account.name for account in now}
    left = list(now)
    merged = []
    for account in before:
        if account.name not in read:
            merged.append(msgspec.structs.replace(account, kept=account.kept + heirs.get(account.name, 0)))
        else:
            place = next((place for place, one in enumerate(left) if one.name == account.name), None)
            merged += [] if place is None else [left.pop(place)]
    return merged + left


def _extended(
    live: _Live,
    folder: Path,
    touched: Touched,
    drift: int,
    settings: UpdateSettings,
    report: BuildReport,
    related: RelatedSettings | None,
) -> bool:
    """Adds what changed to what is learnt; False when all is to be learnt again."""
    documents = report.documents
    if documents <= settings.small or drift > settings.drift * documents or not LatentSpace.is_in(live.folder / LATENT):
        return False
    from indexer.extending import extend  # an update that finds nothing new starts without SciPy

    with timed(report, "ajouts"):
        extend(live.folder, folder, touched.added | touched.changed, touched.deleted, related)
    return True


def _shared(folder: Path, live: _Live) -> dict[str, str]:
    """The checksums of the files that are the live generation's own."""
    return {name: digest for name, digest in live.manifest.checksums.items() if _is_same(folder / name, live.folder / name)}


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return False
