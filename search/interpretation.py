"""From what a visitor typed to what the engine looks for: the parsed query, its unknown words repaired, its acronyms spelt out."""

from collections.abc import Iterable, Sequence
from copy import copy
from functools import reduce
from itertools import chain
from typing import NamedTuple

import msgspec
from msgspec import structs

from search.analysis import Analyser
from search.event_words import Upcoming, next_stems, welcomes_upcoming
from search.fields import TEXT_FIELDS
from search.label_conditions import LabelConditions, singular
from search.marks import Marks
from search.query import And, AndNot, AnyWord, ConstantScoreQuery, NullQuery, Or, Query, Require, to_come
from search.query_language import (
    MAX_ITEMS,
    Clause,
    LabelClause,
    Occurrence,
    Operand,
    ParsedQuery,
    bounded,
    is_plain,
    operands_of,
    parse,
    words_alone,
)
from search.query_words import MAX_CHUNKS, MAX_UNKNOWN, IsIndexed, QueryWord, QueryWords, beginning
from search.question_words import QUESTION_WORDS
from search.ranking import Weights
from search.synonyms import Synonyms
from search.tokenisation import chunks_of
from search.vocabulary import Vocabulary
from search.word_trees import any_word, every_word, required_and_wanted

MAX_WORDS = 32
"""Telling words that are looked for: the rarest of a longer query."""

MAX_REFINING_WORDS = 32
"""Words of a query that refine the order of the best: the first ones."""

_FIELDS = {field.name: field for field in TEXT_FIELDS}


class Interpretation(msgspec.Struct, frozen=True):
    """What a query means. ``words`` are what a hit may lack; ``is_shortened`` when some of them are not looked for.

    ``exact_words`` are the first words, stop words too, as the portal spells them, and ``telling_stems`` the stems of those that
    tell something: they refine the order of the best. ``upcoming`` says what events to come get.
    """

    tree: Query
    words: tuple[QueryWord, ...] = ()
    is_shortened: bool = False
    exact_words: tuple[str, ...] = ()
    telling_stems: tuple[str, ...] = ()
    upcoming: Upcoming = ""


class Interpreter:
    """Interprets the queries of one generation."""

    def __init__(
        self, vocabulary: Vocabulary, synonyms: Synonyms, weights: Weights, analyser: Analyser, is_indexed: IsIndexed
    ) -> None:
        self._synonyms = synonyms
        self._weights = weights
        self._analyser = analyser
        self._words = QueryWords(vocabulary, weights, analyser, is_indexed)
        self._labels = LabelConditions(vocabulary, self._words)

    def interpret(self, text: str, now: int | None = None) -> Interpretation:
        """What a text means; every text means something, if only that nothing is found.

        Who asks for events gets those to come after ``now`` first (seconds since 1970).
        """
        meant = self._plain(text) if is_plain(text) else self._combined(parse(text), text)
        text = beginning(text)
        if now is not None:
            meant = self._with_upcoming(meant, text, now)
        spelt = text
        telling = [word.stem for word in meant.words if word.stem]
        if any(word.repairs for word in meant.words):
            spelt = self.suggestion(text) or text
            tokens = self._analyser.tokens(words_alone(spelt, _ranks_nothing))
            telling = [token.stem for token in tokens if token.stem and token.word not in QUESTION_WORDS]
        if meant.upcoming == "first" and not meant.words:
            return meant
        words = self._analyser.words(words_alone(spelt, _ranks_nothing))
        return structs.replace(meant, exact_words=_refining(words), telling_stems=_refining(telling))

    def with_synonyms(self, synonyms: Synonyms) -> "Interpreter":
        """One that reads the same words with other synonyms."""
        other = copy(self)
        other._synonyms = synonyms
        return other

    def interpret_parsed(self, parsed: ParsedQuery, text: str) -> Interpretation:
        """What a query means, read already; ``text`` stands in for one that looks for nothing."""
        return self._combined(parsed, text)

    def better_spelling(self, word: QueryWord) -> str | None:
        """How the portal spells what a doubtful word probably means; None for one that is not doubtful."""
        return self._words.better_spelling(word)

    def suggestion(self, text: str) -> str | None:
        """The text with its doubtful words as the portal spells them, all else as it was typed; None when there is none."""
        text_of_words = words_alone(text, self._is_fine)
        words = self._words.of(text_of_words)
        if not any(map(self._words.better_spelling, words)):
            return None
        better = {word.typed: self._words.better_spelling(word) for word in words}
        for word, expanded in zip(words, self._expanded(words.copy()), strict=True):
            if expanded is not word:  # who wrote the rule knows the word
                better[word.typed] = None
        pieces: list[str] = []
        end = 0
        for token in self._analyser.tokens(beginning(text_of_words)):
            if token.start >= end and (spelling := better.get(text[token.start : token.end])):
                pieces += [text[end : token.start], spelling]
                end = token.end
        return "".join([*pieces, text[end:]]) if pieces else None

    def _with_upcoming(self, meant: Interpretation, text: str, now: int) -> Interpretation:
        """The same, with what it says of events to come; words that only ask for the next ones are not looked for."""
        stems = {word.stem for word in meant.words}
        asking = next_stems(self._analyser.words(text), stems)
        if asking and (isinstance(meant.tree, AnyWord) or meant.tree is NullQuery):
            others = tuple(word for word in meant.words if word.stem not in asking)
            tree = any_word(self._weights, list(others)) if others else ConstantScoreQuery(Or([meant.tree, to_come(now)]))
            return structs.replace(meant, tree=tree, words=others, upcoming="first")
        return structs.replace(meant, upcoming="welcome") if welcomes_upcoming(stems) else meant

    def _plain(self, text: str) -> Interpretation:
        words = self._expanded(self._words.of(text)) or self._words.exact(text)
        kept = _telling(_distinct(words))
        shortened = len(kept) > MAX_WORDS or (len(text) > MAX_CHUNKS and len(chunks_of(text)) > MAX_CHUNKS)
        if len(kept) > MAX_WORDS:
            rarest = sorted(kept, key=lambda word: word.documents)[:MAX_WORDS]
            kept = [word for word in kept if word in rarest]
        return Interpretation(any_word(self._weights, kept), tuple(kept), shortened)

    def _combined(self, asked: ParsedQuery, text: str) -> Interpretation:
        """Clauses and labels together. What is required scores once: what is only wanted adds to it."""
        parsed = bounded(asked)
        required, unwanted, wanted, is_whole = self._read(parsed.clauses)
        if not (required or wanted or unwanted or parsed.labels):
            return self._plain(text)
        words = _distinct([*required, *wanted])
        shortened = len(words) + len(unwanted) > MAX_WORDS or len(chunks_of(text)) > MAX_ITEMS
        shortened = shortened or not is_whole or parsed != asked or any(map(self._words.is_cut, operands_of(parsed)))
        required, wanted = _distinct(required)[:MAX_WORDS], _distinct(wanted)[: max(0, MAX_WORDS - len(required))]
        tree = required_and_wanted(self._weights, required, wanted)
        if labels := self._labels.of(parsed.labels):
            tree = Require(tree, labels[0] if len(labels) == 1 else And(labels))
        kept_out = [one for one in map(every_word, unwanted[:MAX_WORDS]) if one is not NullQuery]
        kept_out += self._labels.of(parsed.labels, wanted=False)
        if kept_out:
            tree = AndNot(tree, Or(kept_out))
        kinds = {singular(label) for label in parsed.labels if label.name == "kind" and label.is_wanted}
        upcoming: Upcoming = "welcome" if kinds == {"evenement"} else ""
        return Interpretation(tree, tuple(words[:MAX_WORDS]), shortened, upcoming=upcoming)

    def _read(self, clauses: Sequence[Clause]) -> "_ReadWords":
        """The words of the clauses, as far as they are worth reading: what is wanted comes last."""
        read = _ReadWords([], [], [])
        for occurrence in ("must", "must_not", "should"):
            for clause in clauses:
                if clause.occurrence != occurrence:
                    continue
                if read.is_enough():
                    return read._replace(is_whole=False)
                if found := self._clause(clause):
                    read.take(occurrence, found)
        return read

    def _clause(self, clause: Clause) -> list[QueryWord]:
        """The words of a clause; alternatives are one word that is found by any of them."""
        if len(clause.alternatives) == 1:
            return self._operand(clause.alternatives[0])
        parts = [self._operand(operand) for operand in clause.alternatives]
        trees = [every_word(part) for part in parts if part][:MAX_WORDS]
        if not trees:
            return []
        words = [word for part in parts for word in part]
        marks = reduce(Marks.__or__, (word.marks for word in words))
        typed = " OU ".join(operand.text for operand in clause.alternatives)
        repairs = tuple(repair for word in words for repair in word.repairs)
        fields = " ".join(operand.field for operand in clause.alternatives)
        return [QueryWord(typed, "", Or(trees), marks, max(word.documents for word in words), repairs=repairs, field=fields)]

    def _operand(self, operand: Operand) -> list[QueryWord]:
        """The words of an operand."""
        words = self._words_of(operand)
        return [structs.replace(word, field=operand.field) for word in words] if operand.field else words

    def _words_of(self, operand: Operand) -> list[QueryWord]:
        field = _FIELDS.get(operand.field)
        fields = TEXT_FIELDS if field is None else (field,)
        if operand.kind == "phrase":
            phrase = self._words.phrase(operand.text, fields)
            return [] if phrase is None else [phrase]
        if operand.kind == "prefix":
            prefix = self._words.prefix(operand.text, fields)
            return [] if prefix is None else [prefix]
        if field is not None:
            return self._words.within(operand.text, field) or self._words.exact(operand.text, fields)
        return self._expanded(self._words.of(operand.text))

    def _expanded(self, words: list[QueryWord]) -> list[QueryWord]:
        """The words with what their acronyms and synonyms stand for.

        A name of several words is found by its acronym too: each of the words then has it as an alternative, at its share.
        """
        stems = [(stem, place) for place, word in enumerate(words) for stem in word.stems]
        for expansion in self._synonyms.expansions([stem for stem, _ in stems]):
            places = {place for _, place in stems[expansion.start : expansion.start + expansion.length]}
            found = self._words.alternative(expansion.target, self._weights.synonym / len(places))
            if found is not None:
                for place in places:
                    words[place] = words[place].with_alternative(*found)
        return words

    def _is_fine(self, part: Clause | LabelClause) -> bool:
        """Whether nothing better can be proposed: a label of the portal; the beginning of a word that it has."""
        if isinstance(part, LabelClause):
            return self._labels.is_known(part)
        (operand,) = part.alternatives
        if operand.kind != "prefix" or not any(map(self._words.better_spelling, self._words.of(operand.text))):
            return False
        return all(map(self._words.is_there, self._operand(operand)))


def _refining(words: list[str]) -> tuple[str, ...]:
    """The first distinct ones of some words, those that refine the order of the best."""
    return tuple(dict.fromkeys(words))[:MAX_REFINING_WORDS]


def _ranks_nothing(part: Clause | LabelClause) -> bool:
    """Whether a part of a query only tells which documents are found, as the filters of the page do."""
    return isinstance(part, LabelClause) or part.occurrence == "must_not"


class _ReadWords(NamedTuple):
    """The words of a query with operators, of what is unwanted those of each clause; ``is_whole`` unless others were not read."""

    required: list[QueryWord]
    unwanted: list[list[QueryWord]]
    wanted: list[QueryWord]
    is_whole: bool = True

    def take(self, occurrence: Occurrence, words: list[QueryWord]) -> None:
        """Adds the words of a clause."""
        if occurrence == "must_not":
            self.unwanted.append(words)
        else:
            (self.required if occurrence == "must" else self.wanted).extend(words)

    def is_enough(self) -> bool:
        """Whether more words would change nothing but the time: there are more than are looked for, or nearly all are nonsense."""
        words = [*self.required, *chain.from_iterable(self.unwanted), *self.wanted]
        unknown = sum(bool(word.stem) and not word.documents for word in words)
        return len(words) >= 2 * MAX_WORDS or unknown >= MAX_UNKNOWN


def _distinct(words: Iterable[QueryWord]) -> list[QueryWord]:
    """The first of the words that look for the same in the same place."""
    return list({(word.marks, word.field): word for word in reversed(list(words))}.values())[::-1]


def _telling(words: list[QueryWord]) -> list[QueryWord]:
    """The words without those with which people only ask, unless there are no others, and without what frames a question.

    Beside a single word the frame stays: a title that is a question (``Peut-on choisir… ?``) is remembered by it.
    """
    asked = [word for word in words if not word.is_asking] or words
    telling = [word for word in asked if not word.is_frame]
    return telling if len(telling) > 1 else asked
