"""Applies what changed in sources: a new generation beside the live one, whose unchanged files are hard links.

The result is that of a full build: the same documents and totals, the same scores of words. What is learnt of all documents
together (related items, subjects, language) is learnt again when the portal is small, or when what it was learnt from has
drifted too far; in between it is kept as it is, and the account says so.
"""

from collections.abc import Sequence
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
    REPORT,
    Progress,
    finish,
    learn_tables,
    read_documents,
    refuse_nothing,
    silent,
    timed,
)
from indexer.checks import Checks
from indexer.contents import Contents, content_of, load_contents, of_sources
from indexer.publish import build_lock, building, generation_of, publish
from indexer.related import RelatedSettings
from indexer.report import BuildReport, SourceReport
from indexer.source import Source
from indexer.vanished import forget
from search.engines.embedded import EmbeddedWriter
from search.engines.embedded.linked import link_files, linked_writer
from search.errors import UpdateImpossible
from search.generation import Manifest, live_folder, read_manifest, require_compatible

LEARNT = (RELATED, LATENT, LANGUAGE)
"""The folders of a generation that are learnt of all its documents together."""


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
        report = msgspec.json.decode((folder / REPORT).read_bytes(), type=BuildReport)
        return cls(folder, manifest, load_contents(folder / CONTENTS), report)


def update(
    sources: Sequence[Source],
    portal: Path,
    *,
    progress: Progress = silent,
    settings: UpdateSettings | None = None,
    related: RelatedSettings | None = None,
    checks: Checks | None = None,
) -> UpdateReport:
    """Reads the sources, applies what changed to the live index and publishes the result; without changes nothing is made.

    Documents that the sources no longer give are deleted; those of other sources stay. Whatever fails, the live generation stays
    as it was. Raises IndexMissing when none is live, IndexIncompatible when it was built otherwise, BuildRefused when the checks
    do not hold.
    """
    checks = checks or Checks()
    with build_lock(portal, "update"), building(portal) as folder:
        live = _Live.of(portal)
        _require_whole(sources, live.manifest)
        report = BuildReport(generation_of(folder))
        contents, changes = _index(sources, live, folder, report, progress)
        if not changes.count:
            return UpdateReport(changes, msgspec.structs.replace(live.report, seconds=report.seconds))
        report.sources = _accounts(live.report.sources, report.sources)
        refuse_nothing(report)
        checks.require_enough(portal, report.indexed)
        _learn(live, folder, contents, changes, report, settings or UpdateSettings(), progress, related)
        names = tuple(account.name for account in report.sources)
        inspect, known = partial(checks.inspect, portal), _shared(folder, live)
        finish(folder, contents, report, names, drift=changes.drift, known=known, inspect=inspect)
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


def _index(
    sources: Sequence[Source], live: _Live, folder: Path, report: BuildReport, progress: Progress
) -> tuple[Contents, Changes]:
    """Writes the index of a generation; returns what is in it and what changed."""
    writer = linked_writer(live.folder / INDEX, folder / INDEX)
    try:
        contents, changes = _apply(sources, live.contents, writer, report, progress)
    except BaseException:
        writer.cancel()
        raise
    if not changes.count:
        writer.cancel()
        return contents, changes
    with timed(report, "écriture"):
        progress("écriture", changes.count)
        writer.commit(optimize=writer.is_worn)
    return contents, changes


def _apply(
    sources: Sequence[Source], before: Contents, writer: EmbeddedWriter, report: BuildReport, progress: Progress
) -> tuple[Contents, Changes]:
    """What other sources gave stays and keeps its ids: a given document that claims one is left out as a duplicate."""
    given = of_sources(before, {source.name for source in sources})
    after = {one: content for one, content in before.items() if one not in given}
    changes = Changes()
    with timed(report, "lecture"):
        for source, document in read_documents(sources, report, progress, taken=after):
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
) -> None:
    """Learns all again, or keeps what is learnt but for the documents that are gone."""
    changes.drift = live.manifest.drift + changes.count
    if len(contents) <= settings.small or changes.drift > settings.drift * len(contents):
        changes.drift = 0
        learn_tables(folder, report, progress, related)
        return
    for name in LEARNT:
        link_files(live.folder / name, folder / name)
    forget(folder / RELATED, live.contents.keys() - contents.keys())


def _shared(folder: Path, live: _Live) -> dict[str, str]:
    """The checksums of the files that are the live generation's own."""
    return {
        name: digest
        for name, digest in live.manifest.checksums.items()
        if (folder / name).exists() and (folder / name).samefile(live.folder / name)
    }
