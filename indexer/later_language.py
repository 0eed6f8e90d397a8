"""What came into a portal's language since it was learnt: new words, new suggestions; and the suggestions that are gone.

Known words keep their counts and spellings until all is learnt again, and so do acronyms.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.suggestions import save_suggestions
from indexer.vocabulary import VocabularyModel
from search.analysis import fold_value
from search.document import Document
from search.suggestions import HIDDEN, Suggestions
from search.vocabulary import Vocabulary


def save_later_language(
    learnt: Path, since: Path | None, folder: Path, later: Sequence[Document], gone: Sequence[Document]
) -> None:
    """Writes in ``folder`` what ``later`` documents (all that came or changed since) add to the language ``learnt``.

    ``gone`` are documents as they were before they changed or were deleted; ``since`` is what hid those of earlier updates.
    """
    vocabulary, suggestions = Vocabulary(learnt), Suggestions(learnt, since)
    model = VocabularyModel().learn(later)
    spellings = model.spellings()
    for word in [word for word in model.words_ if vocabulary.has_word(word)]:
        del model.words_[word]
    model.save(folder, spellings)
    still = {(one.title, one.url) for one in later}
    left = [one for one in gone if (one.title, one.url) not in still]
    hidden = {*suggestions.hidden.tolist(), *_titles(suggestions, left)}
    np.save(folder / HIDDEN, np.array(sorted(hidden), dtype=np.int32), allow_pickle=False)

    def is_shown(folded: str) -> bool:
        entry = suggestions.entry(folded)
        return entry >= 0 and entry not in hidden

    save_suggestions(later, folder, known=is_shown)


def _titles(suggestions: Suggestions, gone: Sequence[Document]) -> list[int]:
    """The entries that are the titles of these documents, and lead to them."""
    entries = [(suggestions.entry(fold_value(one.title)), one.url) for one in gone]
    return [entry for entry, url in entries if entry >= 0 and suggestions.is_title(entry) and suggestions.url_of(entry) == url]
