"""The command line."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Column, Table

from indexer.perturbation import Perturbation
from indexer.report_page import report_page
from search.acronyms import read_acronyms
from search.analysis import ANALYSER
from search.build_report import read_report
from search.curation import read_curation
from search.errors import TrouvailleError
from search.generation import generation_folder, live_folder
from search.index import Index
from search.related import RelatedItem
from search.request import Filters, SearchRequest
from trouvaille.checking import exit_code
from trouvaille.console import ERR, OUT, plain, print_json, progress
from trouvaille.generations import check, compare, prune, publish, rollback, status
from trouvaille.hits import hit_row, show_hit
from trouvaille.indexing import build, update
from trouvaille.options import Data, Json, Limit, Name, Typed, settings_of
from trouvaille.queries import queries
from trouvaille.reporting import show_report
from trouvaille.system_errors import told
from trouvaille.usage import UsageError
from trouvaille.usage import told as told_usage
from web.french import counted, decimal, reasons_sentence

app = typer.Typer(
    name="trouvaille",
    help="Recherche et contenus liés pour les portails francophones.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

for command in (build, update, status, check, compare, publish, rollback, prune):
    app.command()(command)


@app.command(name="report")
def show_report_of(
    generation: Annotated[str | None, typer.Argument(help="Par défaut, la génération publiée.")] = None,
    page: Annotated[Path | None, typer.Option("--page", help="Écrit le rapport complet dans ce fichier HTML.")] = None,
    data: Data = None,
    name: Name = None,
    json: Json = False,
) -> None:
    """Montre le rapport d’une construction : ce qui a été lu, indexé, écarté et nettoyé, par source."""
    portal = settings_of(data, name).portal
    report = read_report(generation_folder(portal, generation) if generation else live_folder(portal))
    if page:
        page.write_text(report_page(report), "utf-8")
    if json:
        print_json(report)
    elif page:
        OUT.print(f"Rapport écrit dans {page}.", soft_wrap=True)
    else:
        show_report(report)


@app.command()
def search(
    text: Typed,
    kind: Annotated[list[str] | None, typer.Option(help="article, evenement ou ressource.")] = None,
    theme: Annotated[list[str] | None, typer.Option(help="Un thème.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="Un pays.")] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Montre de quoi est faite la note de chaque résultat.")] = False,
    limit: Limit = 10,
    data: Data = None,
    name: Name = None,
    json: Json = False,
) -> None:
    """Cherche dans l’index publié."""
    from web.parameters import checked_label  # brings the web framework: the other commands start without it

    settings = settings_of(data, name)
    curation = read_curation(settings.portal, Path(settings.synonyms))
    index = Index.live(settings.portal, curation.synonyms, curation.pins)
    kinds = tuple(checked_label("kind", one) for one in kind or ())
    labels = (("kind", kinds), ("theme", tuple(theme or ())), ("country", tuple(country or ())))
    filters = Filters(labels=labels)
    asked = SearchRequest(text=text, filters=filters, size=limit, explain=explain, now=int(time.time()), facet_values=0)
    results = index.search(asked)
    if json:
        found = [hit_row(hit) for hit in results.hits]
        suggestion = {"suggestion": results.suggestion}
        near = [_related_row(one) for one in results.nearby]
        answer = {"query": text, "total": results.total, "hits": found, "nearby": near, **suggestion}
        print_json(answer | {"generation": index.generation})
        return
    if results.suggestion:
        OUT.print(f"Vouliez-vous dire : [bold]{plain(results.suggestion)}[/] ?")
    OUT.print(counted(results.total, "résultat") if results.total else "Aucun résultat.")
    for hit in results.hits:
        show_hit(hit)
    if results.nearby:
        OUT.print("Proches de ces résultats, sans les mots cherchés :")
        _show_related(results.nearby)


app.command()(queries)


@app.command()
def acronyms(data: Data = None, name: Name = None, json: Json = False) -> None:
    """Montre les sigles que les textes expliquent, avec leurs preuves, et ceux que la recherche applique."""
    settings = settings_of(data, name)
    folder = live_folder(settings.portal)
    ignored = read_curation(settings.portal, Path(settings.synonyms)).synonyms.ignored
    found = read_acronyms(folder / "language")
    if json:
        rows = [msgspec.structs.asdict(one) | {"is_applied": one.applies(ignored)} for one in found]
        print_json({"generation": folder.name, "acronyms": rows})
        return
    table = Table("Sigle", "Nom complet", Column("Contenus", justify="right"), "Exemple", "Appliqué")
    for one in found:
        mark = "oui" if one.applies(ignored) else "ignoré" if one.is_sure else "non : à confirmer"
        table.add_row(plain(one.acronym), plain(one.name), str(one.documents), plain(one.document), mark)
    OUT.print(table)
    OUT.print("Pour en appliquer un autre ou en ignorer un : synonyms.toml (docs/synonyms.md).")


@app.command()
def related(
    item: Annotated[str, typer.Argument(metavar="ID_OU_URL")],
    limit: Limit = 5,
    data: Data = None,
    name: Name = None,
    json: Json = False,
) -> None:
    """Montre les contenus liés à un contenu, avec les raisons."""
    index = Index.live(settings_of(data, name).portal)
    document = index.item_at(item) if item.startswith(("http://", "https://")) else index.item(item)
    found = index.related(document.id, limit, now=int(time.time()))
    if json:
        print_json({"item": document.id, "items": [_related_row(one) for one in found], "generation": index.generation})
        return
    OUT.print(f"Liés à [bold]{plain(document.title)}[/] :")
    _show_related(found)


@app.command()
def analyse(text: Typed, json: Json = False) -> None:
    """Montre comment l’analyse du français comprend un texte."""
    tokens = list(ANALYSER.tokens(text))
    if json:
        rows = [{"text": text[t.start : t.end], "word": t.word, "stem": t.stem, "position": t.position} for t in tokens]
        print_json({"tokens": rows, "fingerprint": ANALYSER.fingerprint})
        return
    table = Table("Position", "Texte", "Mot plié", "Racine")
    for t in tokens:
        table.add_row(str(t.position), plain(text[t.start : t.end]), t.word, t.stem or "–")
    OUT.print(table)


@app.command()
def evaluate(
    collection: Annotated[Path, typer.Argument(help="Dossier d’une collection de test.")],
    per_query: Annotated[Path | None, typer.Option("--per-query", help="Fichier JSON Lines : une requête par ligne.")] = None,
    perturb: Annotated[
        Perturbation | None, typer.Option(help="Altère les requêtes : sans accents, ou une faute de frappe par mot long.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Graine des fautes de frappe : la même donne les mêmes fautes.")] = 0,
    alone: Annotated[
        bool, typer.Option("--alone", help="Ne compte que les résultats, sans les contenus proches qui complètent leur page.")
    ] = False,
    json: Json = False,
) -> None:
    """Mesure la pertinence sur une collection de test, avec le moteur et le classement qui servent."""
    from indexer.collection import read_collection
    from indexer.evaluation import Spoiling
    from indexer.evaluation import evaluate as evaluate_collection

    spoiling = Spoiling(perturb, seed) if perturb else None
    with progress() as show:
        evaluation = evaluate_collection(read_collection(collection), spoiling=spoiling, alone=alone, progress=show)
    if per_query:
        per_query.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in evaluation.judged))
    if json:
        print_json(evaluation.summary())
        return
    table = Table("Mesure", "Valeur", title=f"{evaluation.collection} : {len(evaluation.judged)} évaluations")
    for measure, value in evaluation.summary().items():
        table.add_row(measure, str(value))
    OUT.print(table)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où écrire ; il est créé s’il manque.")],
    limit: Annotated[int, typer.Option(min=1, max=20, help="Contenus proches par page.")] = 5,
    heading: Annotated[str, typer.Option("--titre", help="Titre de la liste.")] = "À lire aussi",
    level: Annotated[int, typer.Option("--niveau", min=2, max=6, help="Niveau du titre.")] = 2,
    data: Data = None,
    name: Name = None,
    json: Json = False,
) -> None:
    """Écrit les contenus proches de chaque page en fichiers HTML : les pages du portail s’en servent quand le service s’arrête."""
    from web.app import paris_today
    from web.export import export as export_fragments
    from web.fragment import FragmentLook

    index = Index.live(settings_of(data, name).portal)
    with progress() as show:
        look = FragmentLook(heading, level)
        done = export_fragments(index, folder, today=paris_today(), limit=limit, look=look, progress=show)
    index.close()
    if json:
        print_json({"written": done.written, "unchanged": done.unchanged, "removed": done.removed, "generation": index.generation})
        return
    OUT.print(
        f"{counted(done.written, 'fichier écrit')}, {counted(done.unchanged, 'inchangé')}, {counted(done.removed, 'supprimé')} "
        f"dans {plain(str(folder))}.",
        soft_wrap=True,
    )


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, show_default="8000")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, show_default="1")] = None,
    data: Data = None,
    name: Name = None,
) -> None:
    """Sert la recherche et les contenus liés."""
    from trouvaille.serving import run

    settings = settings_of(data, name)
    changes = {"host": host, "port": port, "workers": workers}
    run(msgspec.structs.replace(settings, **{key: value for key, value in changes.items() if value is not None}))


def main() -> None:
    """Runs the command line; our own errors become one line and an exit code that scripts can tell apart."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except UsageError as error:
        if message := error.format_message():  # none when the help was shown
            command = f"trouvaille {error.ctx.info_name}" if error.ctx and error.ctx.parent else "trouvaille"
            ERR.print(f"[bold red]Erreur :[/] {plain(told_usage(message, command))}", soft_wrap=True)
        sys.exit(2)
    except TrouvailleError as error:
        remedy = f" {plain(error.remedy)}" if error.remedy else ""
        ERR.print(f"[bold red]Erreur :[/] {plain(error.message)}{remedy}", soft_wrap=True)
        sys.exit(exit_code(error))
    except OSError as error:
        ERR.print(f"[bold red]Erreur :[/] {plain(told(error))}", soft_wrap=True)
        sys.exit(1)


def _show_related(found: Sequence[RelatedItem]) -> None:
    for one in found:
        why = reasons_sentence(one.reasons)
        OUT.print(f"  {decimal(one.score, 2)}  [bold]{plain(one.document.title)}[/]\n        [dim]{plain(why)}[/]")


def _related_row(one: RelatedItem) -> dict[str, object]:
    reasons = [{"type": reason.type, "values": reason.values} for reason in one.reasons]
    return {"id": one.document.id, "title": one.document.title, "score": one.score, "reasons": reasons}


if __name__ == "__main__":
    main()
