"""A hit of a search on a terminal, and as a JSON object."""

from typing import Any

from search.results import Hit
from trouvaille.console import OUT, plain
from web.explained import ExplainedLine, explained
from web.french import decimal


def hit_row(hit: Hit) -> dict[str, Any]:
    """What ``trouvaille search --json`` prints of a hit."""
    row = {"id": hit.document.id, "title": hit.document.title, "score": hit.score, "missing": hit.missing, "pinned": hit.is_pinned}
    return row if hit.explanation is None else row | {"explanation": hit.explanation}


def show_hit(hit: Hit) -> None:
    """Its title, score and address, the words that it lacks, and how the score came about when that is known."""
    OUT.print(f"[bold]{plain(hit.document.title)}[/]  [dim]{decimal(hit.score, 2)}[/]")
    OUT.print(f"    [dim]{plain(hit.document.url or hit.document.id)}[/]", soft_wrap=True)
    if hit.missing:
        OUT.print(f"    [dim]sans : {plain(', '.join(hit.missing))}[/]")
    if hit.explanation is not None:
        for line in explained(hit.explanation).lines:
            _show_line(line, 2)


def _show_line(line: ExplainedLine, depth: int) -> None:
    OUT.print(f"{'  ' * depth}[dim]{plain(line.text)} : {line.value}[/]", soft_wrap=True)
    for below in line.lines:
        _show_line(below, depth + 1)
