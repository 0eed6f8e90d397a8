"""Reads sources: every record becomes a clean document, or is reported with the reason why not."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from indexer.cleaning.boilerplate import RepeatedLines
from indexer.cleaning.stages import Change, cleaned
from indexer.contents import Mirrored
from indexer.excerpts import excerpts
from indexer.heirs import heir_of, without_mirrors
from indexer.live_items import LiveItems
from indexer.mirrors import MirrorFinder
from indexer.origins import live_documents, live_items, live_mirrored
from indexer.progress import Progress
from indexer.records import document_of, unknown_fields
from indexer.source import Record, Source, Unreadable
from indexer.spool import Spool
from search.build_report import BuildReport, Cleaned, LeftOut, Remarked, SourceReport
from search.document import Document, decode, encode
from search.errors import InvalidDocument, SourceUnreadable

MIRROR = "miroir"


@dataclass(slots=True)
class Reading:
    """Reads one source after another into a spool, then gives the documents back without what their sites repeat.

    ``portal`` is the folder of the portal, where a failed source finds what it had. ``mirrors``: items that say the same are
    grouped under the first, which may be one of the ``live`` items of sources that are not read; ``mirrored`` are those left out.
    ``seen`` are the ids that are taken, ``heirs`` the mirrors that take the place of originals that are gone, after their sources.
    """

    spool: Spool
    report: BuildReport
    progress: Progress
    portal: Path
    mirrors: bool = False
    live: LiveItems | None = None
    seen: set[str] = field(default_factory=set)
    mirrored: list[Mirrored] = field(default_factory=list)
    heirs: list[tuple[str, Document]] = field(default_factory=list)
    _finder: MirrorFinder = field(default_factory=MirrorFinder)
    _addresses: dict[str, list[str]] = field(default_factory=dict)
    _repeated: dict[int, RepeatedLines] = field(default_factory=dict)
    _incomplete: set[int] = field(default_factory=set)
    """Numbers of the sources that did not give all they have."""
    _unread: dict[int, set[str]] = field(default_factory=dict)
    """Ids of the records that a source has and that could not be read this time, by its number."""
    _behind: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """How the ids begin of records that a source may have and that could not be seen this time, by its number."""
    _refused: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Ids of records that were read and left out, by the name of their source: what the live index had does not stand for them."""
    _first_failure: Exception | None = None

    def read_all(self, sources: list[Source]) -> None:
        """Raises the first failure when every source failed."""
        for source in sources:
            self._read(source)
        if self._first_failure is not None and len(self.report.failures) == len(sources):
            raise self._first_failure
        if self.mirrors:
            self._find_heirs()

    def documents(self) -> Iterator[tuple[str, str, bytes]]:
        """The documents to index in the order of the sources, encoded, each after the name of its source and its id."""
        names = [account.name for account in self.report.sources]
        for number, identifier, encoded in self.spool.documents():
            if number in self._repeated or identifier in self._addresses:
                yield names[number], identifier, encode(self._finished(number, decode(encoded)))
            else:
                yield names[number], identifier, encoded
        for source, heir in self.heirs:
            yield source, heir.id, encode(self._with_addresses(heir))

    def _finished(self, number: int, document: Document) -> Document:
        """A document without what its site repeats, and with the addresses of its mirrors."""
        if number in self._repeated:
            document, changes = self._repeated[number].without(document)
            self.report.sources[number].clean(_samples(document.url or document.id, changes))
        return self._with_addresses(document)

    def _with_addresses(self, document: Document) -> Document:
        if addresses := self._addresses.get(document.id):
            document = msgspec.structs.replace(document, mirrors=tuple(dict.fromkeys((*document.mirrors, *sorted(addresses)))))
        return document

    def _read(self, source: Source) -> None:
        account = SourceReport(source.name)
        number = len(self.report.sources)
        self.report.sources.append(account)
        if source.repeats_itself:
            self._repeated[number] = RepeatedLines()
        try:
            expected = source.expected()
            for record in source.records():
                self._take(record, source, number)
                expected = expected or source.expected()
                self._show(account, expected)
        except (SourceUnreadable, OSError) as error:
            account.failure = str(error)
            self._first_failure = self._first_failure or error
            self._incomplete.add(number)
        if number in self._incomplete:
            self._keep_what_is_live(account, number)
        elif number in self._unread or number in self._behind:
            unread, behind = self._unread.get(number, set()), self._behind.get(number, ())
            self._keep_what_is_live(account, number, lambda one: one in unread or one.startswith(behind))

    def _show(self, account: SourceReport, expected: int | None) -> None:
        done = self.report.read
        if expected and expected >= account.read:
            self.progress("lecture", done, done - account.read + expected)
        else:
            self.progress("lecture", done)

    def _take(self, record: Record | Unreadable, source: Source, number: int) -> None:
        account = self.report.sources[number]
        if isinstance(record, Unreadable):
            account.leave_out(LeftOut(record.where, record.id[:200], record.code, record.message))
            self._settle_unreadable(record, number)
            return
        account.ignore(unknown_fields(record.values))
        try:
            document, changes = cleaned(document_of(record.values, source.name))
            self._refuse_twins(document, source.name)
        except InvalidDocument as error:
            identifier = str(record.values.get("id") or "")[:200]
            account.leave_out(LeftOut(record.where, identifier, error.code, error.message))
            return
        account.index()
        account.clean(_samples(record.where, changes))
        for remark in record.remarks:
            account.remark(Remarked(record.where, remark.code, remark.message))
        self._add(document, number)

    def _settle_unreadable(self, record: Unreadable, number: int) -> None:
        if record.id and record.for_now:
            self._unread.setdefault(number, set()).add(record.id)
        elif record.id:
            self._refused[self.report.sources[number].name].add(record.id)
        if record.behind:
            self._behind[number] = (*self._behind.get(number, ()), *record.behind)
        elif record.hides_others:
            self._incomplete.add(number)

    def _refuse_twins(self, document: Document, source: str) -> None:
        """Raises InvalidDocument for an id that is taken and, where mirrors are grouped, for what an earlier item says already."""
        if document.id in self.seen:
            raise InvalidDocument("doublon", f"identifiant déjà lu : « {document.id} »", field="id")
        if not self.mirrors:
            return
        elsewhere = None if self.live is None else self.live.original_of(document)
        original = elsewhere or self._finder.original_of(document)
        if original is not None:
            self.group([Mirrored(source, document.url, original, document.id)])
            self._refused[source].add(document.id)
            raise InvalidDocument(MIRROR, f"même contenu que {original}", field="body")

    def group(self, mirrored: Iterable[Mirrored]) -> None:
        """Items that others stand for: their addresses lead to those."""
        for one in mirrored:
            self.mirrored.append(one)
            if one.address:
                self._addresses.setdefault(one.original, []).append(one.address)

    def _find_heirs(self) -> None:
        """Mirrors in sources that were not read stand for themselves when their originals are gone, or are mirrors of another."""
        orphans: defaultdict[str, list[Mirrored]] = defaultdict(list)
        for one in self.mirrored:
            if one.original not in self.seen and one.id and one.id not in self.seen:
                orphans[one.original].append(one)
        self.mirrored = [one for one in self.mirrored if one.original in self.seen]
        if not orphans:
            return
        theirs = {one.address for one in live_mirrored(self.portal) if one.original in orphans}
        for original in live_items(self.portal, list(orphans)):
            for one in orphans[original.id]:
                with suppress(InvalidDocument):  # another item says the same and is noted as its original
                    self._inherit(heir_of(original, one, theirs), one.source)

    def _inherit(self, heir: Document, source: str) -> None:
        self._refuse_twins(heir, source)
        self.seen.add(heir.id)
        self.heirs.append((source, heir))
        for account in self.report.sources:
            account.kept += account.name == source

    def _add(self, document: Document, number: int) -> None:
        self.seen.add(document.id)
        self.spool.add(number, document)
        if number in self._repeated:
            self._repeated[number].see(document)

    def _keep_what_is_live(self, account: SourceReport, number: int, only: Callable[[str], bool] = lambda _: True) -> None:
        """Keeps what the live index has from a source beyond what it gave, or only some of it."""
        settled = self.seen | self._refused[account.name]
        mirrored = live_mirrored(self.portal) if self.mirrors else ()
        theirs = {one.address for one in mirrored}
        for document in live_documents(self.portal, account.name, settled, only):
            account.kept += 1
            self._add(without_mirrors(document, theirs), number)
            if self.mirrors:
                self._finder.original_of(document)  # so that what comes later may be its mirror
        if self.mirrors:
            known = {one.address or one.id for one in self.mirrored if one.source == account.name}
            live = (one for one in mirrored if one.source == account.name and only(one.id))
            self.group(one for one in live if one.id not in settled and (one.address or one.id) not in known)


def _samples(where: str, changes: list[Change]) -> list[Cleaned]:
    return [Cleaned(where, one.stage, one.field, *excerpts(one.before, one.after)) for one in changes]
