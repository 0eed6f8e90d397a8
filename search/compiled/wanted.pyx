"""The wanted words of a chunk (see ``search.wanted``)."""

from search import wanted
from search.tokenisation import located_chunks_of


def matches_of(analysed, frozenset stems, frozenset words, tuple prefixes, str chunk):
    cdef list matches = []
    if chunk.isascii() or chunk.split() == [chunk]:
        _add(matches, analysed(chunk).tokens, 0, stems, words, prefixes)
    else:
        for part, offset in located_chunks_of(chunk):
            _add(matches, analysed(part).tokens, offset, stems, words, prefixes)
    return wanted.without_overlaps(matches) if len(matches) > 1 else tuple(matches)


cdef int _add(list matches, tuple tokens, Py_ssize_t offset, frozenset stems, frozenset words, tuple prefixes) except -1:
    """Adds the tokens that are wanted, of a part of the chunk that stands at an offset."""
    for token in tokens:
        stem, word = token.stem, token.word
        names = (stem,) if stem in stems else ()
        if words and word in words:
            names += (f"={word}",)
        for prefix in prefixes:
            if word.startswith(prefix):
                names += (f"{prefix}*",)
        if names:
            matches.append((offset + token.start, offset + token.end, names))
    return 0
