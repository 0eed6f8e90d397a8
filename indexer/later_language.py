"""What came into a portal's language since it was learnt: new words, new suggestions; and the suggestions that are gone.

Known words keep their counts and spellings until all is learnt again, and so do acronyms.
"""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import numpy as np

from indexer.later_notes import Notes, load_notes, noted, save_notes, write_later_vocabulary
from indexer.suggestions import save_suggestions, title_of
from search.analysis import fold_value
from search.document import Document
from search.suggestions import HIDDEN, Suggestions
from search.vocabulary import Vocabulary


def save_later_language(
    learnt: Path,
    since: Path | None,
    folder: Path,
    ids: Collection[str],
    added: Sequence[Document],
    gone: Sequence[Document],
    documents_of: Callable[[Sequence[str]], Sequence[Document]],
) -> None:
    """Writes in ``folder`` what documents add to the language ``learnt``: all that came or changed since, by their ``ids``.

    ``added`` are those that come now, ``gone`` documents as they were before they changed or were deleted; ``since`` is what
    earlier updates wrote. Documents that it has no notes of are read by ``documents_of``.
    """
    suggestions = Suggestions(learnt, since)
    notes = _notes(learnt, since, ids, added, documents_of)
    write_later_vocabulary(notes.values(), folder)
    save_notes(notes, folder)
    later = [note.card for note in notes.values()]
    still = {(title_of(one), one.url) for one in later}
    left = [one for one in gone if (title_of(one), one.url) not in still]
    hidden = {*suggestions.hidden.tolist(), *_titles(suggestions, left)}
    np.save(folder / HIDDEN, np.array(sorted(hidden), dtype=np.int32), allow_pickle=False)

    def are_shown(folded: Sequence[str]) -> list[bool]:
        return [entry >= 0 and entry not in hidden for entry in suggestions.entries(folded)]

    save_suggestions(later, folder, known=are_shown)


def _notes(
    learnt: Path,
    since: Path | None,
    ids: Collection[str],
    added: Sequence[Document],
    documents_of: Callable[[Sequence[str]], Sequence[Document]],
) -> Notes:
    """The notes of these documents, in the order of their ids."""
    vocabulary, known = Vocabulary(learnt), load_notes(since)
    new = {one.id: noted(one, vocabulary) for one in added}
    unknown = sorted(one for one in ids if one not in new and one not in known)
    new |= {one.id: noted(one, vocabulary) for one in documents_of(unknown)}
    return {one: new.get(one) or known[one] for one in sorted(ids)}


def _titles(suggestions: Suggestions, gone: Sequence[Document]) -> list[int]:
    """The entries that are the titles of these documents, and lead to them."""
    titles = zip(suggestions.entries([fold_value(title_of(one)) for one in gone]), (one.url for one in gone), strict=True)
    return [entry for entry, url in titles if entry >= 0 and suggestions.is_title(entry) and suggestions.url_of(entry) == url]
