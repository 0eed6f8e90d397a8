"""The wanted words among some tokens (see ``search.wanted``)."""


def matches_of(tokens, Py_ssize_t offset, stems, words, tuple prefixes):
    cdef list matches = []
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
    return matches
