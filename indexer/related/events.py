"""Pairs an event's report with its announcement: « Retour sur le webinaire X », « Compte rendu du forum Y », « Z : à revoir »."""

import re
from collections.abc import Sequence

import numpy as np

from indexer.related.settings import RelatedSettings
from indexer.related.similarity import Candidates
from search.analysis import Analyser, fold_value
from search.document import Document
from search.moments import seconds

_MARKER = (
    "(?:le |les |la |un )?(?:compte rendu|comptes rendus|retour en images|retours? sur|a revoir"
    "|a reecouter|a revivre|replay|rediffusion|en replay|captation|actes|synthese|restitution|bilan"
    "|ce qu il faut retenir|ce qu on retient|en images|enregistrement)"
)
_LINK = r"(?: (?:en images|complet|video))?(?: (?:de|du|des|d|sur|la|le|les|l|un|une|en|video))*"
_REPORT = re.compile(rf"^{_MARKER}\b{_LINK} |(?:^| ){_MARKER}$")
_LEAST_SAID = 0.8
_NEARLY_BEST = 0.9
_FEWEST_STEMS = 2


def subject_of_report(title: str) -> str:
    """What a report's title says of its event, folded; empty for what is no report."""
    rest, markers = _REPORT.subn(" ", fold_value(title))
    return " ".join(rest.split()) if markers else ""


def report_pairs(documents: Sequence[Document], found: Candidates, analyser: Analyser) -> list[tuple[int, int]]:
    """(report, announcement) as rows, among candidates: the title says what the report is about, and came before it."""
    stems = [frozenset(analyser.stems(document.title)) for document in documents]
    pairs = []
    for row, document in enumerate(documents):
        subject = frozenset(analyser.stems(subject_of_report(document.title)))
        if len(subject) >= _FEWEST_STEMS:
            pairs += [(row, other) for other in _announcements(row, subject, documents, stems, found)]
    return pairs


def strengthened(found: Candidates, pairs: Sequence[tuple[int, int]], settings: RelatedSettings) -> Candidates:
    """The candidates with the similarity of each pair raised, from either side."""
    rows, similarities = found.rows.copy(), found.similarities.copy()
    for report, announcement in pairs:
        similarity = similarities[report][rows[report] == announcement][0]
        for one, other in ((report, announcement), (announcement, report)):
            place = int(np.argmax(rows[one] == other)) if other in rows[one] else rows.shape[1] - 1
            rows[one, place] = other
            similarities[one, place] = similarity + settings.event
    return Candidates(rows, similarities)


def _announcements(
    row: int, subject: frozenset[str], documents: Sequence[Document], stems: Sequence[frozenset[str]], found: Candidates
) -> list[int]:
    """Those announcements that are about as similar to the report as the most similar one."""
    likely = [
        (float(similarity), int(other))
        for other, similarity in zip(found.rows[row], found.similarities[row], strict=True)
        if other >= 0
        and len(subject & stems[other]) >= _LEAST_SAID * len(subject)
        and not subject_of_report(documents[other].title)
        and _precedes(documents[other], documents[row])
    ]
    best = max(likely, default=(0.0, -1))[0]
    return [other for similarity, other in likely if similarity >= _NEARLY_BEST * best]


def _precedes(announcement: Document, report: Document) -> bool:
    first, second = announcement.published or announcement.starts, report.published
    return not (first and second) or seconds(first) <= seconds(second)
