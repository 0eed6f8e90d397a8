"""The build reports that pages show."""

from pathlib import Path

from search.build_report import BuildReport, read_report
from search.errors import IndexUnavailable


def report_of(folder: Path) -> BuildReport | None:
    """The report in a generation's folder; None when it has none that can be read: a page shows the rest."""
    try:
        return read_report(folder)
    except IndexUnavailable:
        return None
