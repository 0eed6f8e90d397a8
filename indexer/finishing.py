"""What builds and updates end with: the parts of a generation, its account, its seal."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from indexer.contents import Contents
from indexer.publish import seal
from indexer.report_page import report_page
from search.build_report import REPORT, BuildReport
from search.errors import BuildRefused

INDEX = "index"
RELATED = "related"
LATENT = "latent"
LANGUAGE = "language"
PAGE = "report.html"
SPOOL = ".spool"
CONTENTS = "contents"


def finish(folder: Path, contents: Contents, report: BuildReport, names: tuple[str, ...], **more: Any) -> None:
    """Writes the contents and the report of a generation and seals it, with more of what ``seal`` takes."""
    contents.save(folder / CONTENTS)
    (folder / REPORT).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    (folder / PAGE).write_text(report_page(report), "utf-8")
    seal(folder, documents=report.documents, reported=report.reported, sources=names, **more)


@contextmanager
def timed(report: BuildReport, step: str) -> Iterator[None]:
    """Adds the seconds that a block takes to the report."""
    start = time.monotonic()
    yield
    report.seconds[step] = round(time.monotonic() - start, 3)


def refuse_nothing(report: BuildReport) -> None:
    """Raises BuildRefused when no record could be indexed."""
    if not report.documents:
        raise BuildRefused(
            f"Aucun contenu à indexer ({report.read} enregistrement(s) lu(s), tous écartés : {_reasons(report)}) ; "
            "l’index publié reste en place.",
            remedy="Corrigez la source, ou vérifiez son chemin.",
        )


def _reasons(report: BuildReport) -> str:
    return ", ".join(f"{code} {count}" for code, count in report.reasons.items()) or "aucun enregistrement"
