"""The report of a build on a terminal, and as one JSON object."""

from typing import TYPE_CHECKING

from rich.table import Table

from search.build_report import BuildReport, SourceReport
from trouvaille.console import ERR, OUT, plain
from web.french import NBSP, counted, decimal

if TYPE_CHECKING:
    from indexer.update import Changes

_SHOWN = 20
"""Left-out records listed on a terminal for each source; the page and the JSON have more."""


def report_json(report: BuildReport) -> dict[str, object]:
    """What ``trouvaille build --json`` prints."""
    return {
        "generation": report.generation,
        "read": report.read,
        "indexed": report.indexed,
        "reported": report.reported,
        "kept": report.kept,
        "reasons": report.reasons,
        "failures": report.failures,
        "left_out": [one for source in report.sources for one in source.left_out],
        "cleaned": {source.name: source.cleaned for source in report.sources},
        "remarks": {source.name: source.remarks for source in report.sources},
        "seconds": report.seconds,
    }


def show_report(report: BuildReport, *, published: bool = True) -> None:
    """A table of the sources, then what an administrator may have to act upon; ``published`` unless nothing had changed."""
    table = Table("Source", "Lus", "Indexés", "Écartés", "Nettoyés", "Raisons")
    for source in report.sources:
        left_out, cleaned = source.read - source.indexed, sum(source.cleaned.values())
        table.add_row(
            plain(source.name), str(source.read), str(source.indexed), str(left_out), str(cleaned), _counts(source.reasons)
        )
    OUT.print(table)
    for source in report.sources:
        _show_details(source)
    for source in report.sources:
        _show_failure(source)
    if not published:
        OUT.print(f"Rien n’a changé : la génération [bold]{report.generation}[/] reste publiée.")
        return
    duration = f"{decimal(sum(report.seconds.values()), 1)}{NBSP}s"
    OUT.print(f"Génération [bold]{report.generation}[/] : {counted(report.documents, 'contenu')}, {duration}.")


def show_prepared(generation: str) -> None:
    """What to do with a generation that is not published yet."""
    OUT.print(f"Elle n’est pas publiée : « trouvaille compare {generation} », puis « trouvaille publish {generation} ».")


def show_changes(changes: "Changes") -> None:
    """What an update did, and what it left for later."""
    if changes.count:
        did = counted(changes.added, "ajouté"), counted(changes.changed, "modifié"), counted(changes.deleted, "supprimé")
        OUT.print(f"{', '.join(did)}.")
    if changes.drift:
        learnt = counted(changes.drift, "changement ajouté")
        OUT.print(f"{learnt} aux tables apprises ; « build » les réapprend toutes ensemble.")


def _show_details(source: SourceReport) -> None:
    for one in source.left_out[:_SHOWN]:
        OUT.print(f"  écarté : {plain(one.where)} : {plain(one.message)}")
    more = source.read - source.indexed - len(source.left_out[:_SHOWN])
    if more:
        OUT.print(f"  et {counted(more, 'autre')} : « trouvaille report --page rapport.html » en montre davantage")
    if source.cleaned:
        OUT.print(f"  nettoyés de {plain(source.name)} : {_counts(source.cleaned)}")
    if source.remarks:
        OUT.print(f"  remarques sur {plain(source.name)} : {_counts(source.remarks)}")
    if source.unused_fields:
        OUT.print(f"  champs non utilisés de {plain(source.name)} : {plain(', '.join(source.unused_fields))}")


def _show_failure(source: SourceReport) -> None:
    """Last of all: it is what an administrator has to act upon."""
    if source.failure:
        ERR.print(f"[bold red]Source interrompue :[/] {plain(source.name)} : {plain(source.failure)}", soft_wrap=True)
        ERR.print(f"  {_kept(source.kept)} pour elle.")
    elif source.kept:
        OUT.print(f"  lecture incomplète de {plain(source.name)} : {_kept(source.kept)}.")


def _kept(count: int) -> str:
    if not count:
        return "aucun contenu de l’index précédent n’est gardé"
    return f"{counted(count, 'contenu')} de l’index précédent {'sont gardés' if count > 1 else 'est gardé'}"


def _counts(counts: dict[str, int]) -> str:
    return plain(", ".join(f"{name} {count}" for name, count in counts.items()))
