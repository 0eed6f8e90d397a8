"""The command that shows what visitors search for."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Column, Table

from trouvaille.console import OUT, plain, print_json
from trouvaille.counting import statistics_of
from trouvaille.options import Data, Json, Limit, Name, settings_of
from web.french import decimal
from web.statistics.reading import QueryCount, known_queries, without_click, without_result
from web.statistics.settings import DAYS
from web.statistics.store import forget_everything


def queries(
    limit: Limit = 20,
    forget: Annotated[bool, typer.Option("--forget", help="Efface toutes les statistiques.")] = False,
    data: Data = None,
    name: Name = None,
    json: Json = False,
) -> None:
    """Montre les requêtes les plus fréquentes, celles qui ne trouvent rien et celles dont rien n’est ouvert."""
    settings = statistics_of(settings_of(data, name))
    if forget:
        there = forget_everything(settings.file)
        OUT.print("Les statistiques des requêtes sont effacées." if there else "Il n’y avait pas de statistiques.")
        return
    known = known_queries(settings)
    failing, unopened = without_result(known), without_click(known)
    if json:
        shown = {"frequent": known[:limit], "without_result": failing[:limit], "without_click": unopened[:limit]}
        print_json({"hours": settings.hours, "days": DAYS, "retention": settings.retention, **shown})
        return
    if not known:
        OUT.print(
            f"Aucune requête n’a encore été faite à {settings.hours} heures différentes d’au moins {DAYS} jours : les plus rares "
            "ne sont pas montrées (docs/statistics.md)."
        )
        return
    _show("Requêtes fréquentes", known[:limit])
    _show("Sans résultat", failing[:limit])
    _show("Sans clic", unopened[:limit])


def _show(title: str, queries: Sequence[QueryCount]) -> None:
    if not queries:
        return
    numbers = [Column(name, justify="right") for name in ("Recherches", "Sans résultat", "Clics", "Rang moyen")]
    table = Table("Requête", *numbers, "Dernier jour", title=title, title_justify="left")
    for one in queries:
        rank = "–" if one.rank is None else decimal(one.rank, 1)
        table.add_row(plain(one.text), str(one.searches), str(one.empty), str(one.clicks), rank, one.last.isoformat())
    OUT.print(table)
