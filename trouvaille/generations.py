"""The commands that look at generations and choose the one that visitors see."""

from contextlib import closing
from typing import Annotated

import typer
from rich.table import Column, Table

from indexer.publish import prune as prune_generations
from indexer.publish import publish as publish_generation
from indexer.publish import status as read_status
from search.comparison import GenerationComparison
from search.errors import IndexMissing
from search.generation import current_generation, earlier_generation, generation_folder, live_folder, read_manifest, was_published
from search.index import Index
from trouvaille.checking import FAILED, REFUSED, checks_of, show_comparisons, show_difference
from trouvaille.console import ERR, OUT, plain, print_json
from trouvaille.options import Data, Json, Name, settings_of
from web.french import counted


def status(data: Data = None, name: Name = None, json: Json = False) -> None:
    """Dit quelles générations existent et laquelle est publiée."""
    portal = settings_of(data, name).portal
    live, manifests = current_generation(portal), read_status(portal)
    if json:
        rows = [
            {
                "generation": m.generation,
                "created": m.created,
                "documents": m.documents,
                "was_published": was_published(portal, m.generation),
            }
            for m in manifests
        ]
        print_json({"live": live, "generations": rows})
        return
    if not manifests:
        raise IndexMissing(f"Aucune génération dans {portal}.", remedy="Lancez « trouvaille build SOURCE ».")
    numbers = [Column(name, justify="right") for name in ("Contenus", "Écartés")]
    table = Table("", Column("Génération", no_wrap=True), Column("Construite (UTC)", no_wrap=True), *numbers)
    for m in manifests:
        mark = "▶ publiée" if m.generation == live else "" if was_published(portal, m.generation) else "préparée"
        built = m.created[:16].replace("T", " ")
        table.add_row(mark, m.generation, built, str(m.documents), str(m.reported))
    OUT.print(table)
    for m in manifests:
        if m.generation == live:
            OUT.print(f"Sources de celle qui est publiée : {plain(', '.join(m.sources))}.")


def check(
    generation: Annotated[str | None, typer.Argument(help="Par défaut, la génération publiée.")] = None,
    data: Data = None,
    name: Name = None,
    json: Json = False,
) -> None:
    """Vérifie les sommes de contrôle d’une génération, compte ses contenus, et lui pose les requêtes du portail."""
    settings = settings_of(data, name)
    portal, checks = settings.portal, checks_of(settings)
    folder = generation_folder(portal, generation) if generation else live_folder(portal)
    manifest = read_manifest(folder)
    problems = checks.examine(portal, folder)
    if json:
        found = {"problems": problems, "comparisons": checks.comparisons}
        print_json({"generation": manifest.generation, "documents": manifest.documents, **found})
    elif problems:
        ERR.print(f"[bold red]La génération {manifest.generation} est endommagée :[/]", *problems, sep="\n  ")
    else:
        OUT.print(f"La génération {manifest.generation} est intacte ({counted(manifest.documents, 'contenu')}).")
        show_comparisons(checks.comparisons)
    if problems:
        raise typer.Exit(FAILED)
    if any(comparison.missing for comparison in checks.comparisons):
        raise typer.Exit(REFUSED)


def compare(
    generation: str,
    data: Data = None,
    name: Name = None,
    json: Json = False,
) -> None:
    """Montre ce qu’une génération changerait pour les visiteurs si elle était publiée, et ce qui s’y oppose."""
    from indexer.difference import difference  # opens indexes: commands that compare nothing start without it

    settings = settings_of(data, name)
    portal, checks = settings.portal, checks_of(settings)
    live, folder = current_generation(portal), generation_folder(portal, generation)
    manifest = read_manifest(folder)
    with closing(Index.open(folder, checks.synonyms)) as index:
        checks.compare(portal, index)
    changed = difference(portal / live if live else None, folder)
    objections = tuple(checks.objections(portal, manifest.documents))
    found = GenerationComparison(live, manifest.generation, manifest.documents, changed, checks.comparisons, objections)
    if json:
        print_json(found)
    else:
        show_difference(found.difference)
        show_comparisons(found.comparisons)
        for objection in found.objections:
            ERR.print(f"[bold red]Objection :[/] {plain(objection)}.", soft_wrap=True)
    if found.objections:
        raise typer.Exit(REFUSED)


def publish(generation: str, data: Data = None, name: Name = None) -> None:
    """Publie une génération existante."""
    portal = settings_of(data, name).portal
    publish_generation(portal, generation)
    OUT.print(f"La génération {generation} est publiée.")


def rollback(data: Data = None, name: Name = None) -> None:
    """Revient à la génération qui précède celle qui est publiée."""
    portal = settings_of(data, name).portal
    live, earlier = live_folder(portal).name, earlier_generation(portal)
    publish_generation(portal, earlier)
    OUT.print(f"La génération {earlier} est de nouveau publiée (à la place de {live}).")


def prune(
    keep: Annotated[int, typer.Option(min=1, help="Générations à garder.")] = 3,
    quota: Annotated[int | None, typer.Option(min=1, help="Mio que les générations gardées peuvent occuper ensemble.")] = None,
    data: Data = None,
    name: Name = None,
) -> None:
    """Supprime les plus anciennes générations, jamais celle qui est publiée."""
    deleted = prune_generations(settings_of(data, name).portal, keep, None if quota is None else quota * 2**20)
    if deleted:
        OUT.print(f"{counted(len(deleted), 'génération supprimée')} : {', '.join(deleted)}.")
    else:
        OUT.print("Aucune génération n’est à supprimer.")
