"""What two settings suggest beside random items, with the reasons, side by side: for a person to judge.

``python -m benchmarks.side_by_side [--collection DIR] [--first title=0.5,diversity=0] [--second mention=0] [--items 5] [--seed 1]``
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from benchmarks.corpus import documents_of, sample_documents
from indexer.related.model import RelatedModel
from indexer.related.settings import RelatedSettings
from search.document import Document
from search.neighbour_table import NeighbourTable
from search.related import RelatedItem, RelatedItems
from web.french import reasons_sentence

SHOWN = 5
_DEFAULTS = {field.name: field.default for field in fields(RelatedSettings)}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Two settings of related items, side by side")
    parser.add_argument("--collection", type=Path, metavar="DIR", help="folder with docs.jsonl (default: the sample portal)")
    parser.add_argument("--first", type=changed, default=RelatedSettings(), metavar="NAME=VALUE,…", help="default: those in use")
    parser.add_argument("--second", type=changed, default=changed("mention=0,opening=0,substance=0,freshness=0,diversity=0"))
    parser.add_argument("--items", type=int, default=5, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another one draws other items")
    parser.add_argument("--width", type=int, metavar="COLUMNS", help="of the output (default: the terminal's)")
    chosen = parser.parse_args(arguments)
    found = documents_of(chosen.collection) if chosen.collection else sample_documents()
    documents = sorted(found, key=lambda document: document.id)
    console = Console(width=chosen.width, highlight=False, emoji=False)
    for table in compared(documents, (chosen.first, chosen.second), chosen.items, chosen.seed):
        console.print(table)


def changed(text: str) -> RelatedSettings:
    """The settings in use with some changed, as ``name=value,name=value``."""
    changes: dict[str, float] = {}
    for part in filter(None, text.split(",")):
        name, _, value = part.partition("=")
        if name.strip() not in _DEFAULTS:
            raise argparse.ArgumentTypeError(f"no setting is called {name!r}; known: {', '.join(_DEFAULTS)}")
        changes[name.strip()] = type(_DEFAULTS[name.strip()])(value)
    return replace(RelatedSettings(), **changes)  # type: ignore[arg-type]


def compared(documents: list[Document], both: tuple[RelatedSettings, RelatedSettings], items: int, seed: int) -> Iterator[Table]:
    """A table for each item drawn, one column for each of the settings."""
    model = RelatedModel().count(documents)
    drawn = random.Random(seed).sample(range(len(documents)), min(items, len(documents)))
    columns = []
    for settings in both:
        model.settings = settings
        columns.append(_suggested(model.relate(), drawn))
    names = [_name(settings) for settings in both]
    for row, first, second in zip(drawn, *columns, strict=True):
        table = Table(*names, title=escape(documents[row].title), show_lines=True, expand=True)
        for left, right in zip_longest(first, second):
            table.add_row(_cell(left, second), _cell(right, first))
        yield table


def _suggested(model: RelatedModel, drawn: Sequence[int]) -> list[list[RelatedItem]]:
    with TemporaryDirectory() as folder:
        model.save(Path(folder))
        table = RelatedItems(NeighbourTable(Path(folder)))
        return [table.of_row(row, SHOWN) for row in drawn]


def _name(settings: RelatedSettings) -> str:
    changes = [f"{name}={getattr(settings, name)}" for name, usual in _DEFAULTS.items() if getattr(settings, name) != usual]
    return ", ".join(changes) or "in use"


def _cell(item: RelatedItem | None, others: Sequence[RelatedItem]) -> str:
    """A suggestion with its reasons; one that the other column lacks stands out."""
    if item is None:
        return ""
    title = escape(item.document.title)
    is_shared = any(item.document.id == other.document.id for other in others)
    return f"{title if is_shared else f'[bold]{title}[/]'}\n[dim]{escape(reasons_sentence(item.reasons))}[/]"


if __name__ == "__main__":
    main()
