"""The telling words of a query: what the engine looks for, what is marked in a hit, and what is said when it lacks one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import msgspec
from msgspec.structs import replace

from search.analysis import Analyser, Token, fold
from search.fields import TEXT_FIELDS, TextField
from search.marks import Marks
from search.query import AnyField, Or, Phrase, Prefix, Query
from search.query_language import Operand
from search.question_words import QUESTION_WORDS
from search.ranking import Weights
from search.spelling import Repair, repairs
from search.tokenisation import chunks_of, located_chunks_of
from search.vocabulary import Vocabulary

MAX_CHUNKS = 64
"""Words of a text that are read: whoever types more has said what is looked for."""

MAX_UNKNOWN = 16
"""Unknown words after which a text is read no further: it is not in the portal's language."""

MAX_PHRASE_WORDS = 12
"""Words of a phrase that are looked for; what follows them hardly tells documents apart."""

RARE, RARITY = 2, 30
"""A word in at most ``RARE`` documents is doubtful when one that is nearly the same has ``RARITY`` times as many."""

_LONG = 500
"""Characters from which on a text is worth cutting after the chunks that are read."""

_MEMO_LIMIT = 20_000


class QueryWord(msgspec.Struct, frozen=True, gc=False):
    """One telling word. ``tree`` is None when the portal has nothing like it; ``repairs`` are what it may stand for;
    ``is_country`` when it is one of the portal's countries, ``is_asking`` when people only ask with it, ``is_frame`` when it is
    a compound of stop words around a question (``est-ce``); ``shown`` is the portal's spelling of it, empty for an unknown one;
    ``field`` is where alone it is looked for, empty for everywhere; ``whole`` is the stem of a compound that the portal does not
    have, of which this word is what is left (``sous-préfecture``).
    """

    typed: str
    stem: str
    tree: Query | None
    marks: Marks
    documents: int
    is_country: bool = False
    is_asking: bool = False
    is_frame: bool = False
    repairs: tuple[Repair, ...] = ()
    shown: str = ""
    field: str = ""
    whole: str = ""

    @property
    def stems(self) -> tuple[str, ...]:
        """What the sources of synonyms are compared with."""
        return (self.whole, self.stem) if self.whole else (self.stem,)

    def with_alternative(self, tree: Query, marks: Marks) -> "QueryWord":
        """The same word, found by something else too; what an acronym stands for needs no repair."""
        if self.tree is None or self.repairs:
            return replace(self, tree=tree, marks=marks, repairs=())
        if isinstance(self.tree, AnyField) and isinstance(tree, AnyField):
            return replace(self, tree=AnyField(self.tree.terms + tree.terms), marks=self.marks | marks)
        return replace(self, tree=Or([self.tree, tree]), marks=self.marks | marks)


IsIndexed = Callable[[Query], bool]
"""Whether a query matches anything: asked of words that the vocabulary does not have, which may be younger than it."""


class QueryWords:
    """Makes query words; what a chunk of text stands for is found out once and remembered."""

    def __init__(self, vocabulary: Vocabulary, weights: Weights, analyser: Analyser, is_indexed: IsIndexed) -> None:
        self._vocabulary = vocabulary
        self._is_indexed = is_indexed
        self._weights = weights
        self._analyser = analyser
        self._memo: dict[str, tuple[QueryWord, ...]] = {}
        self._last: tuple[str, list[QueryWord]] = ("", [])
        self._alternatives: dict[tuple[str, float], tuple[Query, Marks]] = {}
        self._better: dict[tuple[str, str, int], str | None] = {}

    def of(self, text: str) -> list[QueryWord]:
        """The telling words of a text, in order: none when it has nothing but stop words."""
        last, found = self._last
        if text != last:  # one search asks several times
            found = self._read(text)
            self._last = text, found
        return found.copy()

    def _read(self, text: str) -> list[QueryWord]:
        found: list[QueryWord] = []
        unknown = 0
        for chunk in chunks_of(text)[:MAX_CHUNKS]:
            words = self._memo.get(chunk)
            if words is None:
                words = self._remember(chunk)
            found += words
            for word in words:
                unknown += not word.documents
            if unknown >= MAX_UNKNOWN:
                break
        return found[:MAX_CHUNKS]

    def exact(self, text: str, fields: Iterable[TextField] = TEXT_FIELDS) -> list[QueryWord]:
        """Every word of a text, looked for in the exact view."""
        words = list(dict.fromkeys(self._analyser.words(text)))[:MAX_CHUNKS]
        return [QueryWord(word, "", self._exact_term(word, fields), Marks(words=frozenset((word,))), 0) for word in words]

    def better_spelling(self, word: QueryWord) -> str | None:
        """How the portal spells what was probably meant: of an unknown word, or of a rare one that is nearly a common one."""
        if word.repairs:
            return word.repairs[0].spelling
        if not 0 < word.documents <= RARE or is_acronym(word.typed) or not word.stem.isalpha():
            return None
        known = self._better.get((word.typed, word.stem, word.documents), "")
        return self._nearly_common(word) if known == "" else known

    def _nearly_common(self, word: QueryWord) -> str | None:
        """How the portal spells a common word that a rare one is nearly the same as; remembered."""
        near = [other for other in repairs(fold(word.typed), self._vocabulary) if other.cost <= 1]
        common = [
            other for other in near if other.documents >= RARITY * word.documents and self._stem(other) not in ("", word.stem)
        ]
        better = common[0].spelling if common else None
        if len(self._better) >= _MEMO_LIMIT:
            self._better.clear()
        self._better[word.typed, word.stem, word.documents] = better
        return better

    def is_there(self, word: QueryWord) -> bool:
        """Whether a document has the word."""
        return word.tree is not None and self._is_indexed(word.tree)

    def within(self, text: str, field: TextField) -> list[QueryWord]:
        """The telling words of a text, looked for in one field only."""
        return [replace(word, tree=self._terms([word.stem], 1.0, (field,)), repairs=()) for word in self.of(text)]

    def phrase(self, text: str, fields: Sequence[TextField] = TEXT_FIELDS, weight: float = 1.0) -> QueryWord | None:
        """The words of a text one after the other, stop words too; None when it has no word."""
        words = tuple(self._analyser.sequence(text)[:MAX_PHRASE_WORDS])
        if not words:
            return None
        if len(words) == 1:
            return QueryWord(text, "", self._exact_term(words[0], fields, weight), Marks(words=frozenset(words)), 0)
        tree = Or([Phrase(field.exact, list(words), boost=self._weights.of(field.exact) * weight) for field in fields])
        return QueryWord(f"« {text.strip()} »", "", tree, Marks(phrases=(words,)), 0)

    def is_cut(self, operand: Operand) -> bool:
        """Whether an operand is a phrase whose end is not looked for."""
        return operand.kind == "phrase" and len(self._analyser.sequence(operand.text)) > MAX_PHRASE_WORDS

    def prefix(self, text: str, fields: Sequence[TextField] = TEXT_FIELDS) -> QueryWord | None:
        """Any word that begins like a text; None when it has no word. A compound's beginning is looked for as one word."""
        words = self._analyser.words(text)
        if not words:
            return None
        start = max(words, key=len)
        tree = Or([Prefix(field.exact, start, boost=self._weights.of(field.exact)) for field in fields])
        return QueryWord(f"{text}*", "", tree, Marks(prefixes=(start,)), 0)

    def alternative(self, text: str, weight: float) -> tuple[Query, Marks] | None:
        """What is looked for in place of a word: one word by its stem, several as a phrase; remembered."""
        found = self._alternatives.get((text, weight))
        if found is None:
            found = self._alternative(text, weight)
            if found is not None:
                if len(self._alternatives) >= _MEMO_LIMIT:
                    self._alternatives.clear()
                self._alternatives[text, weight] = found
        return found

    def _alternative(self, text: str, weight: float) -> tuple[Query, Marks] | None:
        stems, words = self._analyser.stems(text), self._analyser.words(text)
        if len(words) == 1 and stems:
            return self._terms(stems, weight), Marks(stems=frozenset(stems))
        phrase = self.phrase(text, weight=weight)
        return None if phrase is None or phrase.tree is None else (phrase.tree, phrase.marks)

    def _remember(self, chunk: str) -> tuple[QueryWord, ...]:
        if len(self._memo) >= _MEMO_LIMIT:
            self._memo.clear()
        words = tuple(islice(self._analysed(chunk), MAX_UNKNOWN))
        if len(chunk) <= 64:
            self._memo[chunk] = words
        return words

    def _analysed(self, chunk: str) -> Iterator[QueryWord]:
        """A query word for each position of a chunk: the parts of a compound, the whole beside the first of them.

        A compound of nothing but stop words (``est-ce``, ``peut-il``) only frames a question.
        """
        positions: dict[int, list[Token]] = {}
        for token in self._analyser.chunk(chunk).tokens:
            positions.setdefault(token.position, []).append(token)
        only_frames = not any(tokens[0].stem for tokens in positions.values())
        whole = ""
        for tokens in positions.values():
            telling = [token for token in tokens if token.stem]
            if telling and (telling[0] is tokens[0] or self._is_known(telling)):
                word = self._word([token.stem for token in telling], telling[0], chunk)
                if word is not None:
                    yield replace(word, whole=whole, is_frame=only_frames)
                whole = ""
            elif telling:
                whole = telling[0].stem

    def _is_known(self, tokens: list[Token]) -> bool:
        """Of ``est-ce`` or ``puis-je``, the whole is a telling word only when the portal has it."""
        return any(self._documents_with(token.stem) for token in tokens) or self._is_indexed(
            self._terms([token.stem for token in tokens], 1.0)
        )

    def _word(self, stems: list[str], token: Token, chunk: str) -> QueryWord | None:
        """What a word stands for; None when it is nearest to a stop word, and so probably is one."""
        typed = chunk[token.start : token.end]
        documents = max(map(self._documents_with, stems))
        own, marks = self._terms(stems, 1.0), Marks(stems=frozenset(stems))
        asking = token.word in QUESTION_WORDS
        if documents or self._is_indexed(own):
            country = self._vocabulary.has_label("country", token.word)
            shown = self._vocabulary.spelling(token.word)
            if shown == token.word and typed.lower() != shown:  # accents that only the visitor wrote
                shown = typed
            return QueryWord(typed, stems[0], own, marks, documents, country, asking, shown=shown)
        near = () if asking or is_acronym(typed) else repairs(token.word, self._vocabulary)
        if not near:
            return QueryWord(typed, stems[0], None, marks, 0, is_asking=asking)
        if not self._analyser.stems(near[0].word):
            return None
        meant = list(dict.fromkeys(stem for repair in near for stem in self._analyser.stems(repair.word)))
        return QueryWord(typed, stems[0], self._terms(meant, 1.0), Marks(stems=frozenset(meant)), 0, repairs=near)

    def _stem(self, repair: Repair) -> str:
        return next(iter(self._analyser.stems(repair.word)), "")

    def _documents_with(self, stem: str) -> int:
        """Numbers are always looked for: the vocabulary does not have them."""
        return self._vocabulary.documents_with(stem) if stem.isalpha() else 1

    def _terms(self, stems: Sequence[str], weight: float, fields: Sequence[TextField] = TEXT_FIELDS) -> Query:
        return AnyField(tuple((field.stem, stem, self._weights.of(field.stem) * weight) for stem in stems for field in fields))

    def _exact_term(self, word: str, fields: Iterable[TextField], weight: float = 1.0) -> Query:
        return AnyField(tuple((field.exact, word, self._weights.of(field.exact) * weight) for field in fields))


def is_acronym(typed: str) -> bool:
    """Whether a word was typed as an acronym: capitals, not many, or with points between them."""
    return typed.isupper() and (len(typed) <= 6 or "." in typed)


def beginning(text: str) -> str:
    """As much of a long text as has the chunks that are read."""
    if len(text) < _LONG:
        return text
    ends = [start + len(chunk) for chunk, start in islice(located_chunks_of(text), MAX_CHUNKS)]
    return text[: ends[-1]] if ends else text
