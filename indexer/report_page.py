"""The report of a build as one page that needs nothing but itself."""

from collections.abc import Iterable
from html import escape

from search.build_report import BuildReport, SourceReport

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #111; background: #fff }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem }
th, td { border: 1px solid #bbb; padding: .3rem .6rem; text-align: left; vertical-align: top; overflow-wrap: break-word }
td:last-child { overflow-wrap: anywhere }
td.n { text-align: right }
.failure { border-left: .4rem solid #b00020; padding: .5rem 1rem; background: #fdecef }
del { color: #8a1c1c }
ins { color: #135c2b; text-decoration: none }
"""
_FIELDS = {
    "title": "titre",
    "summary": "chapô",
    "body": "texte",
    "themes": "thèmes",
    "countries": "pays",
    "authors": "auteurs",
    "place": "lieu",
    "category": "catégorie",
    "starts": "début",
    "ends": "fin",
    "language": "langue",
}
Row = Iterable[str]


def report_page(report: BuildReport) -> str:
    """The whole report; everything that comes from sources is escaped."""
    seconds = sum(report.seconds.values())
    head = f"<title>Construction {escape(report.generation)}</title><meta charset=utf-8><meta name=robots content=noindex>"
    total = f"<p>{report.documents} contenus indexés sur {report.read} lus, en {seconds:.1f}\u00a0s.".replace(".", ",", 1)
    parts = [f"<h1>Construction {escape(report.generation)}</h1>", total + "</p>", _overview(report), *map(_source, report.sources)]
    return f'<!DOCTYPE html><html lang="fr"><head>{head}<style>{_STYLE}</style></head><body>{"".join(parts)}</body></html>\n'


def _overview(report: BuildReport) -> str:
    rows = (
        (
            _text(one.name),
            _number(one.read),
            _number(one.indexed),
            _number(one.read - one.indexed),
            _number(sum(one.cleaned.values())),
        )
        for one in report.sources
    )
    return _table(("Source", "Lus", "Indexés", "Écartés", "Nettoyés"), rows)


def _source(source: SourceReport) -> str:
    parts = [f"<h2>{escape(source.name)}</h2>"]
    kept = f"Contenus de l’index précédent gardés\u00a0: {source.kept}."
    if source.failure:
        kept = kept if source.kept else "L’index précédent n’avait rien d’elle."
        parts.append(f'<p class="failure"><strong>Source interrompue\u00a0:</strong> {escape(source.failure)} {kept}</p>')
    elif source.kept:
        parts.append(f'<p class="failure"><strong>Lecture incomplète.</strong> {kept}</p>')
    if source.reasons:
        parts += ["<h3>Écartés</h3>", _counts("Raison", source.reasons)]
        parts.append(
            _table(
                ("Où", "Raison", "Explication"),
                ((_text(one.where), _text(one.code), _text(one.message)) for one in source.left_out),
            )
        )
    if source.cleaned:
        parts += ["<h3>Nettoyés</h3>", _counts("Étape", source.cleaned)]
        rows = (
            (_text(one.where), _text(one.stage), _text(_FIELDS.get(one.field, one.field)), _change(one.before, one.after))
            for one in source.changes
        )
        parts.append(_table(("Où", "Étape", "Champ", "Avant, après"), rows))
    if source.remarks:
        parts += ["<h3>Remarques</h3>", _counts("Remarque", source.remarks)]
        parts.append(
            _table(
                ("Où", "Remarque", "Explication"),
                ((_text(one.where), _text(one.code), _text(one.message)) for one in source.remarked),
            )
        )
    if source.unused_fields:
        parts += ["<h3>Champs non utilisés</h3>", _counts("Champ", source.unused_fields)]
    return "".join(parts)


def _counts(title: str, counts: dict[str, int]) -> str:
    return _table(
        (title, "Nombre"), ((_text(name), _number(count)) for name, count in sorted(counts.items(), key=lambda one: -one[1]))
    )


def _table(titles: Iterable[str], rows: Iterable[Row]) -> str:
    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join("<tr>" + "".join(row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(text: str) -> str:
    return f"<td>{escape(text)}</td>"


def _number(number: int) -> str:
    return f'<td class="n">{number}</td>'


def _change(before: str, after: str) -> str:
    return f"<td><del>{escape(before)}</del><br><ins>{escape(after)}</ins></td>"
