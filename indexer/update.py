"""Applies what changed in sources: a new generation beside the live one, whose unchanged files are hard links.

The result is that of a full build: the same documents and totals, the same scores of words. What is learnt of all documents
together (related items, subjects, language) is learnt again when the portal is small, or when what it was learnt from has
drifted too far; in between it is kept as it is, and the account says so.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from indexer.build import (
    CONTENTS,
    INDEX,
    LANGUAGE,
    LATENT,
    RELATED,
    SPOOL,
    finish,
    learn_tables,
    refuse_nothing,
    timed,
)
from indexer.checks import Checks
from indexer.contents import Contents, content_of, load_contents, of_sources
from indexer.progress import Progress, silent
from indexer.publish import build_lock, building, generation_of, publish
from indexer.reading import Reading
from indexer.related.extension import extend_table
from indexer.related.settings import RelatedSettings
from indexer.report import BuildReport, SourceReport, read_report
from indexer.source import Source
from indexer.spool import Spool
from indexer.suggestions import PopularQuery
from indexer.vanished import forget
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter
from search.engines.embedded.linked import link_files, linked_writer
from search.errors import UpdateImpossible
from search.generation import Manifest, live_folder, read_manifest, require_compatible
from search.related import NeighbourTable


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """When all is learnt again: always up to ``small`` documents, beyond once a share ``drift`` of them has changed since.

    In between, related items are extended up to ``extended`` documents, which takes time and disk that grow with the portal.
    """

    small: int = 3000
    extended: int = 20_000
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


class UpdateReport(msgspec.Struct):
    """What an update did, and the account of the generation that is live now, as a full build would have given it."""

    changes: Changes
    build: BuildReport


@dataclass(frozen=True, slots=True)
class _Live:
    """The generation that an update starts from."""

    folder: Path
    manifest: Manifest
    contents: Contents
    report: BuildReport

    @classmethod
    def of(cls, portal: Path) -> "_Live":
        folder = live_folder(portal)
        manifest = read_manifest(folder)
        require_compatible(manifest)
        return cls(folder, manifest, load_contents(folder / CONTENTS), read_report(folder))


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
    live, IndexIncompatible when it was built otherwise, BuildRefused when the checks do not hold.
    """
    checks = checks or Checks()
    with build_lock(portal, "update"), building(portal) as folder:
        live = _Live.of(portal)
        _require_whole(sources, live.manifest)
        report = BuildReport(generation_of(folder))
        with Spool(folder / SPOOL) as spool:
            reading = Reading(spool, report, progress, (portal, INDEX), mirrors=mirrors)
            contents, changes = _index(sources, live, folder, reading)
        if not changes.count:
            return UpdateReport(changes, msgspec.structs.replace(live.report, seconds=report.seconds))
        report.sources = _accounts(live.report.sources, report.sources)
        refuse_nothing(report)
        checks.require_enough(portal, report.documents)
        _learn(live, folder, contents, changes, report, settings or UpdateSettings(), progress, related, popular)
        names = tuple(account.name for account in report.sources)
        inspect, known = partial(checks.inspect, portal), _shared(folder, live)
        finish(folder, contents, report, names, drift=changes.drift, known=known, inspect=inspect)
        if not prepare:
            publish(portal, report.generation)
    return UpdateReport(changes, report)


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


def _index(sources: Sequence[Source], live: _Live, folder: Path, reading: Reading) -> tuple[Contents, Changes]:
    """Writes the index of a generation; returns what is in it and what changed."""
    writer = linked_writer(live.folder / INDEX, folder / INDEX)
    try:
        contents, changes = _apply(sources, live.contents, writer, reading)
    except BaseException:
        writer.cancel()
        raise
    if not changes.count:
        writer.cancel()
        return contents, changes
    with timed(reading.report, "écriture"):
        reading.progress("écriture", changes.count)
        writer.commit(optimize=writer.is_worn)
    return contents, changes


def _apply(sources: Sequence[Source], before: Contents, writer: EmbeddedWriter, reading: Reading) -> tuple[Contents, Changes]:
    """What other sources gave stays and keeps its ids: a given document that claims one is left out as a duplicate."""
    given = of_sources(before, {source.name for source in sources})
    after = {one: content for one, content in before.items() if one not in given}
    changes = Changes()
    reading.seen |= after.keys()
    with timed(reading.report, "lecture"):
        reading.read_all(list(sources))
        for source, document in reading.documents():
            content = after[document.id] = content_of(document, source)
            old = before.get(document.id)
            if old is None or old.digest != content.digest:
                writer.add(document)
                changes.added += old is None
                changes.changed += old is not None
    for identifier in given - after.keys():
        writer.delete(identifier)
        changes.deleted += 1
    return after, changes


def _accounts(before: Sequence[SourceReport], now: Sequence[SourceReport]) -> list[SourceReport]:
    """The accounts of a full build: those of the sources that were read, in place of what they had; the others as they were."""
    read = {account.name for account in now}
    left = list(now)
    merged = []
    for account in before:
        if account.name not in read:
            merged.append(account)
        else:
            place = next((place for place, one in enumerate(left) if one.name == account.name), None)
            merged += [] if place is None else [left.pop(place)]
    return merged + left


def _learn(
    live: _Live,
    folder: Path,
    contents: Contents,
    changes: Changes,
    report: BuildReport,
    settings: UpdateSettings,
    progress: Progress,
    related: RelatedSettings | None,
    popular: Sequence[PopularQuery],
) -> None:
    """Learns all again, or keeps what is learnt but for the documents that are gone."""
    changes.drift = live.manifest.drift + changes.count
    if len(contents) <= settings.small or changes.drift > settings.drift * len(contents):
        changes.drift = 0
        learn_tables(folder, report, progress, related, popular)
        return
    for name in (LATENT, LANGUAGE):
        link_files(live.folder / name, folder / name)
    if len(contents) <= settings.extended:
        with timed(report, "contenus liés"):
            _extend_related(live, folder, contents, related)
    else:
        link_files(live.folder / RELATED, folder / RELATED)
        forget(folder / RELATED, live.contents.keys() - contents.keys())


def _extend_related(live: _Live, folder: Path, contents: Contents, related: RelatedSettings | None) -> None:
    """Merges what is new into the table of related items, also what came while it was kept as it was."""
    with closing(EmbeddedEngine(folder / INDEX)) as engine:
        known = set(NeighbourTable(live.folder / RELATED).strings["ids"])
        new = [one for one, content in contents.items() if one not in known or live.contents.get(one) != content]
        gone = known - contents.keys()
        extend_table(live.folder / RELATED, folder / RELATED, engine.documents(sorted(new)), gone, engine.documents, related)


def _shared(folder: Path, live: _Live) -> dict[str, str]:
    """The checksums of the files that are the live generation's own."""
    return {
        name: digest
        for name, digest in live.manifest.checksums.items()
        if (folder / name).exists() and (folder / name).samefile(live.folder / name)
    }
