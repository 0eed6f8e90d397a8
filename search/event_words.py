"""Words that ask for events, and which of them: those to come, or one that is over.

A portal's texts have them too: but for those that ask for what is next, they only change what comes first.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Literal

from search.analysis import fold

Upcoming = Literal["", "welcome", "first"]
"""What events to come get: nothing; a place before other documents with the same words; a place before all else."""

NEXT_STEMS = frozenset({"prochain", "prochainement", "bientot"})
"""Stems of the words that ask for what is to come. They are not looked for: no event says of itself that it is the next."""

AGENDA = "agenda"
"""Alone or with a subject, it asks for what is to come; with a year it is a programme (the 2030 Agenda)."""

_ANY_EVENT = frozenset({AGENDA, "evenement", "rend", "rendezvou", "rendez"})
"""Stems of words for events of any kind, which few events hold: not looked for when what is next is asked for."""

EVENT_STEMS = frozenset(
    """
    evenement webinair webinar reunion rencontr rendezvou colloqu conferenc seminair ateli forum salon festival congr assis
    """.split()
)

PAST_STEMS = frozenset("replay retour compterendu bilan enregistrement rediffusion captation".split())
"""Who types one of them wants what is left of an event that is over."""

_MONTHS = frozenset("janvi fevri mars avril mai juin juillet aout septembr octobr novembr decembr".split())
_YEAR = re.compile(r"(?:19|20)\d\d")
_TO_COME = ("a", "venir")
_MAY_ASK = re.compile(
    r"prochain|bientot|agenda|venir|evenement|webina|reunion|rencontre|rendez|colloque|conference|seminaire|atelier|forum|salon|"
    r"festival|congre|assise"
)


def may_ask_for_events(text: str) -> bool:
    """Whether the answer to a text may depend on the day: who types "prochaine réunion" wants one that is to come."""
    return _MAY_ASK.search(fold(text)) is not None


def next_stems(words: Sequence[str], stems: Collection[str]) -> frozenset[str]:
    """The stems with which a query asks for what comes next: its folded ``words`` in order, its telling ``stems``."""
    asking = NEXT_STEMS.intersection(stems)
    if AGENDA in stems and not any(map(_YEAR.fullmatch, stems)):
        asking |= {AGENDA}
    if _TO_COME in pairwise(words):
        asking |= {"venir"}
    return asking | _ANY_EVENT.intersection(stems) if asking else asking


def welcomes_upcoming(stems: Collection[str]) -> bool:
    """Whether a query with these stems asks for events, and neither for past ones nor for those of some date."""
    asked = set(stems)
    has_date = not asked.isdisjoint(_MONTHS) or any(map(_YEAR.fullmatch, asked))
    return not asked.isdisjoint(EVENT_STEMS) and asked.isdisjoint(PAST_STEMS) and not has_date
