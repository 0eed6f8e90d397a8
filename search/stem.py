"""A light French stemmer on folded words: number, gender and the commonest verb endings, nothing more.

It unites what a reader takes for one word (élu, élue, élus, élues; régional, régionaux; financer, financé) and keeps
derivations apart (collectivité, collection). Accents are gone before it runs, so typed accents never matter.
Idea of ordered light rules: J. Savoy, "A stemming procedure and stopword list for general French corpora", 1999.
"""

import re

from search.number_words import NUMBER_WORDS

# Words that a rule would damage, or would merge with another word.
_KEPT = frozenset(
    "alger bus calais chaux cours faux fois gaz gros laos mars mere nez niger os paris pays porte poste repas tanger taux "
    "cher hiver mer fer hier enfer assez chez avers vers bras temps corps laser cancer leader master poster".split()
)
_IRREGULAR = {
    "autrice": "auteu",
    "cree": "cre",
    "agree": "agre",
    "blanche": "blanc",
    "franche": "franc",
    "seche": "sec",
    "fraiche": "frai",
    "belle": "beau",
    "bel": "beau",
    "nouvelle": "nouveau",
    "nouvel": "nouveau",
    "jumelle": "jumeau",
    "vieille": "vieux",
    "vieil": "vieux",
    "yeux": "oeil",
    "cieux": "ciel",
    "grosse": "gros",
    "douce": "doux",
    "fausse": "faux",
    "rousse": "roux",
    "divers": "diver",
    "course": "course",
    "travaux": "travail",
    "vitraux": "vitrail",
    "coraux": "corail",
    "emaux": "email",
    "baux": "bail",
} | NUMBER_WORDS
# Masculines in s, which the singular takes for a plural's: so their feminines and verbs lose it too.
_SILENT_S = frozenset(
    "acquis admis appris assis clos commis compris compromis concis confus conquis diffus divers emis epous exclus gris imprecis "
    "inclus indecis jalous mepris omis permis precis pris promis refus remis repris requis soumis surpris transmis".split()
)
_ORDINAL = re.compile(r"(\d+)(?:i?emes?|e|er|ers|r?e|r?es|ere|eres|nd|nds|nde|ndes)$")
_ROMAN_ORDINAL = re.compile(r"(x[ivx]*)(?:i?eme|e)$")


def stem(word: str) -> str:
    """The stem of a folded word (lower case a-z and digits)."""
    if not word.isalpha():
        ordinal = _ORDINAL.match(word)
        return ordinal[1] if ordinal else word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or word in _KEPT:
        return word
    if roman := _ROMAN_ORDINAL.match(word):
        return roman[1]
    singular = _singular(word)
    if singular in _KEPT:
        return singular
    return _IRREGULAR.get(singular) or _without_gender(singular)


def _singular(word: str) -> str:
    if word[-1] not in "sx":
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if word.endswith("yaux"):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-3] + "al"
    if word.endswith(("eux", "oux")):
        return word[:-1]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _without_gender(word: str) -> str:
    for ending, replacement, kept in _ENDINGS_BY_LETTER.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= kept:
            word = word[: len(word) - len(ending)] + replacement
            break
    if word in _SILENT_S:
        return word[:-1]
    for ending, replacement in _SPELLINGS_BY_LETTER.get(word[-1], ()):
        if len(word) > 3 and word.endswith(ending):
            return word[: len(word) - len(ending)] + replacement
    return word


# What remains once a feminine or a verb ending is gone, as the masculine spells it: (ending, replacement).
_SPELLINGS = (
    ("ell", "el"),
    ("aill", "ail"),
    ("eill", "eil"),
    ("enn", "en"),
    ("onn", "on"),
    ("ett", "et"),
    ("cqu", "c"),
    ("iqu", "ic"),
    ("urqu", "urc"),
    ("gu", "g"),
    ("v", "f"),
)

# (ending, replacement, letters that must remain before it): the first that fits is applied.
_ENDINGS = (
    ("trice", "teu", 2),
    ("drice", "deu", 4),
    ("eure", "eu", 4),
    ("euse", "eu", 3),
    ("eur", "eu", 3),
    ("aise", "ai", 3),
    ("oise", "oi", 3),
    ("iere", "i", 3),
    ("iers", "i", 3),
    ("ier", "i", 3),
    ("iee", "i", 3),
    ("ie", "i", 3),
    ("ere", "", 4),
    ("eee", "e", 2),
    ("eer", "e", 2),
    ("ee", "", 2),
    ("er", "", 3),
    ("ez", "", 4),
    ("e", "", 3),
)

_ENDINGS_BY_LETTER = {ending[-1]: tuple(rule for rule in _ENDINGS if rule[0][-1] == ending[-1]) for ending, _, _ in _ENDINGS}
_SPELLINGS_BY_LETTER = {ending[-1]: tuple(rule for rule in _SPELLINGS if rule[0][-1] == ending[-1]) for ending, _ in _SPELLINGS}

IRREGULAR = _IRREGULAR
"""Words, in the singular, whose stem no rule gives."""

REWRITINGS = (("aux", "al"), *((ending, replacement) for ending, replacement, _ in _ENDINGS), *_SPELLINGS)
"""Every ending that may change into another one: (ending of a word, ending of its stem)."""

RULES = (
    sorted(_KEPT),
    sorted(_IRREGULAR.items()),
    sorted(_SILENT_S),
    _ORDINAL.pattern,
    _ROMAN_ORDINAL.pattern,
    _ENDINGS,
    _SPELLINGS,
)
"""Every table above, for the fingerprint of the analysis."""
