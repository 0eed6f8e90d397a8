"""How numbers, dates and counts are written for French readers. Blanks that must not break are no-break spaces."""

import re

from markupsafe import Markup

from search.moments import PORTAL_ZONE, instant, is_whole_day
from search.related import Reason

NBSP = "\u00a0"
_NARROW = "\u202f"

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
KIND_NAMES = {"article": "Article", "evenement": "Événement", "ressource": "Ressource"}
KIND_PLURALS = {"article": "Articles", "evenement": "Événements", "ressource": "Ressources"}
MEDIA_NAMES = {"texte": "Texte", "photo": "Photo", "son": "Son", "video": "Vidéo"}
FACET_NAMES = {
    "kind": "Type de contenu",
    "category": "Rubrique",
    "theme": "Thème",
    "country": "Pays",
    "media": "Média",
    "year": "Année",
}
_REASON_NAMES = {
    "country": ("même pays", "mêmes pays"),
    "theme": ("même thème", "mêmes thèmes"),
    "words": ("mot commun", "mots communs"),
}
_APOSTROPHE = re.compile(r"(?<=\w)(?:'|&#39;|&#x27;)(?=[\w<«])")
_INNER_QUOTES = re.compile(r"«\s*([^«»]*?)\s*»")
_BEFORE_HIGH = re.compile(r" ([;?!](?:\s|$))")
_EVENT_REASONS = {"report": "compte rendu du même événement", "announcement": "annonce du même événement"}
_SHOWN_QUERY_LENGTH = 100
_SHOWN_TITLE_LENGTH = 50


def number(value: int) -> str:
    """``12 345``, with narrow no-break spaces."""
    return f"{value:,}".replace(",", _NARROW)


def decimal(value: float, places: int) -> str:
    """``12,35``."""
    return f"{value:.{places}f}".replace(".", ",")


def counted(value: int, noun: str) -> str:
    """``1 contenu``, ``12 345 contenus modifiés``: each word takes an s in the plural."""
    words = noun.split()
    return f"{number(value)}{NBSP}{' '.join(f'{word}s' for word in words) if value > 1 else noun}"


def size(value: int) -> str:
    """Bytes as ``12 ko``, ``3,4 Mo``, ``1,2 Go``."""
    amount = value / 1000
    for unit in ("ko", "Mo", "Go"):
        if amount < 1000 or unit == "Go":
            break
        amount /= 1000
    written = f"{amount:.1f}" if 0 < amount < 10 else f"{amount:.0f}"
    return f"{written.removesuffix('.0').replace('.', ',')}{NBSP}{unit}"


def age(seconds: float) -> str:
    """How long that is, to the nearest unit that tells: ``40 secondes``, ``5 minutes``, ``3 heures``, ``12 jours``."""
    amount, unit = next(
        (
            (seconds / length, name)
            for length, name in ((86_400, "jour"), (3600, "heure"), (60, "minute"))
            if seconds >= 1.5 * length
        ),
        (seconds, "seconde"),
    )
    whole = max(0, round(amount))
    return f"{whole}{NBSP}{unit}{'s' if whole > 1 else ''}"


def day(moment: str) -> str:
    """``26 mai 2025``, ``1er mai 2025``; the day in Paris of a date and time. Nothing for an empty moment."""
    if not moment:
        return ""
    date = instant(moment).astimezone(PORTAL_ZONE)
    return f"{_day_number(date.day)}{NBSP}{MONTHS[date.month - 1]}{NBSP}{date.year}"


def moment(value: str) -> str:
    """``26 mai 2025 à 14 h 30``, or the day alone."""
    return day(value) if not value or is_whole_day(value) else f"{day(value)} à {_hour(value)}"


def event_span(starts: str, ends: str) -> str:
    """When an event takes place: ``12 mars 2026, de 14 h à 16 h``, ``du 5 au 7 juin 2026``."""
    if not ends or ends == starts:
        return moment(starts)
    if day(starts) != day(ends):
        return _days_span(starts, ends)
    if is_whole_day(starts) or is_whole_day(ends):
        return moment(starts)
    return f"{day(starts)}, de {_hour(starts)} à {_hour(ends)}"


def calendar_leaf(moment: str) -> tuple[str, str, str]:
    """Day, short month and year of a calendar's leaf: ``("12", "mars", "2026")``."""
    date = instant(moment).astimezone(PORTAL_ZONE)
    return str(date.day), _SHORT_MONTHS[date.month - 1], str(date.year)


def results_phrase(total: int, query: str) -> str:
    """``12 résultats pour « togo »``, ``1 résultat``, ``Aucun résultat``."""
    count = "Aucun résultat" if total == 0 else f"{number(total)}{NBSP}résultat{'s' if total > 1 else ''}"
    shown = " ".join(query.split())
    if not shown:
        return count
    return f"{count} pour «{NBSP}{shortened(shown, _SHOWN_QUERY_LENGTH)}{NBSP}»"


def kind_name(kind: str) -> str:
    return KIND_NAMES.get(kind, kind)


def media_name(media: str) -> str:
    return MEDIA_NAMES.get(media, media)


def facet_value_name(facet: str, value: str) -> str:
    """A facet's value as visitors read it."""
    return {"kind": KIND_NAMES, "media": MEDIA_NAMES}.get(facet, {}).get(value, value)


def reasons_sentence(reasons: tuple[Reason, ...]) -> str:
    """``Même pays : Togo · mots communs : assainissement, jumelage``."""
    parts = []
    for reason in reasons:
        if reason.type in _EVENT_REASONS:
            parts.append(_EVENT_REASONS[reason.type])
            continue
        if reason.type == "result":
            title = _INNER_QUOTES.sub(r"“\1”", reason.values[0])
            parts.append(f"proche de «{NBSP}{shortened(title, _SHOWN_TITLE_LENGTH)}{NBSP}»")
            continue
        one, several = _REASON_NAMES.get(reason.type, (reason.type, reason.type))
        parts.append(f"{one if len(reason.values) == 1 else several}{NBSP}: {', '.join(reason.values)}")
    sentence = " · ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def shortened(text: str, length: int) -> str:
    """The text, cut at a word and ended by … when it is longer."""
    if len(text) <= length:
        return text
    cut = text[:length]
    at_word = cut.rsplit(None, 1)[0] if not text[length].isspace() else cut
    return f"{at_word.rstrip(' ,;:.')}…"


def typography(text: str) -> str:
    """The text with typographic apostrophes, and with blanks that do not break before high punctuation and inside « ».

    Safe HTML stays what it is when it is text with ``mark`` elements: nothing is changed inside a tag.
    """
    better = str(text)
    if "'" in better or "&#" in better:
        better = _APOSTROPHE.sub("’", better)
    better = _BEFORE_HIGH.sub(f"{_NARROW}\\1", better)
    better = better.replace(" :", f"{NBSP}:").replace(" »", f"{NBSP}»").replace("« ", f"«{NBSP}")
    return Markup(better) if isinstance(text, Markup) else better  # noqa: S704


def _day_number(value: int) -> str:
    return "1er" if value == 1 else str(value)


def _hour(value: str) -> str:
    at = instant(value).astimezone(PORTAL_ZONE)
    return f"{at.hour}{NBSP}h" + (f"{NBSP}{at.minute:02}" if at.minute else "")


def _days_span(starts: str, ends: str) -> str:
    first, last = (instant(value).astimezone(PORTAL_ZONE) for value in (starts, ends))
    start = day(starts)
    if first.year == last.year:
        start = start.removesuffix(f"{NBSP}{first.year}")
        if first.month == last.month:
            start = _day_number(first.day)
    return f"du {start} au {day(ends)}"
