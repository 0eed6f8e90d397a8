"""Words with which people ask, and which say nothing of what they ask for. Folded; left out when a query has other words.

Texts that answer do not repeat them: ``définition``, ``à quoi sert``, ``je souhaite``, ``combien``. They are in the index,
because ``définition`` alone is a query too.
"""

QUESTION_WORDS = frozenset(
    """
    bonjour cherche chercher cherchons combien concernant concerne connaitre consiste definir definit definition
    definitions dire dit dites dois doit doivent exactement existe existent explication explications expliquer faudrait
    merci pourrais pourrait pouvez pouvons puisse renseignement renseignements sagit sais sait savoir sert servent
    servir signification signifie signifier souhaite souhaitent souhaiter souhaiterais souhaitez souhaitons svp trouve
    trouver veulent veut veux voudrais voudrait voulez vouloir voulons
    """.split()
)
