"""Where the wanted words stand in texts (see ``search.matches``): each text is read once, and nothing is made but what is found."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ_CHAR

import numpy as np

from search.character_classes import LATIN_1, SIGNS, SIGNS_FROM
from search.tokenisation import glued_text

cdef enum:
    ROOT_LETTERS = 8  # that are looked at: as many as a number holds
    IS_UNKNOWN = 1
    MAY_BEGIN = 2  # a word with one of the roots
    SLOTS = 512  # for chunks met in the texts, of which half are filled at most

ctypedef fused Character:
    const unsigned char
    const unsigned short
    const unsigned int

cdef unsigned char[0x100] latin_1 = <bytes>LATIN_1
cdef unsigned char[0x800] signs = <bytes>SIGNS
cdef unsigned int signs_from = SIGNS_FROM


def matches_in(texts, roots, known, bint has_digits):
    finder = _Finder(roots, known)
    return [finder.matches(glued_text(text) if has_digits else text) for text in texts]


def names_in(found):
    cdef tuple match, names
    distinct = set()
    for matches in found:
        for match in matches:
            names = match[2]
            for name in names:
                distinct.add(name)
    return frozenset(distinct)


cdef class _Finder:
    """Finds words that begin with some roots, which are kept as numbers of their first letters.

    ``events`` tells what each Latin-1 character may be, ``heeded`` which events count after it: no word begins after a letter.
    ``seconds`` has a bit for what may be the second letter, by the first: most words are told apart by these two. ``chunks`` were met,
    and have the matches ``found``; ``slots`` tell by their hashes where they are, 0 for nothing: most chunks are met again and again.
    """

    cdef const unsigned long long[::1] numbers, masks
    cdef unsigned long long[0x100] seconds
    cdef unsigned char[0x100] events, heeded
    cdef known
    cdef list chunks, found
    cdef int[SLOTS] slots

    def __init__(self, roots, known):
        self.chunks, self.found = [], []
        first = [root[:ROOT_LETTERS] for root in roots]
        self.numbers = np.array([int.from_bytes(root, "little") for root in first], dtype=np.uint64)
        self.masks = np.array([int.from_bytes(b"\xff" * len(root), "little") for root in first], dtype=np.uint64)
        self.known = known
        cdef int character
        cdef unsigned char kind
        self.seconds = [0] * 0x100
        for root in roots:
            self.seconds[root[0]] |= 1ULL << (root[1] & 63) if len(root) > 1 else ~0ULL
        for character in range(0x100):
            kind = latin_1[character]
            if _is_letter(kind):
                self.events[character] = MAY_BEGIN if self.has_root(kind, 0xFF) else 0
                self.heeded[character] = IS_UNKNOWN
            else:
                self.events[character] = IS_UNKNOWN if kind == c"?" else 0
                self.heeded[character] = IS_UNKNOWN | MAY_BEGIN

    cdef list matches(self, str text):
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text)
        cdef const void* characters = PyUnicode_DATA(text)
        if PyUnicode_KIND(text) == 1:
            return _matches(self, text, <const unsigned char*>characters, length)
        if PyUnicode_KIND(text) == 2:
            return _matches(self, text, <const unsigned short*>characters, length)
        return _matches(self, text, <const unsigned int*>characters, length)

    cdef bint has_root(self, unsigned long long key, unsigned long long heeded) except -1:
        """Whether one of the roots begins a word with these first letters, as far as they are heeded."""
        cdef Py_ssize_t root
        for root in range(self.numbers.shape[0]):
            if (key ^ self.numbers[root]) & self.masks[root] & heeded == 0:
                return True
        return False


cdef list _matches(_Finder finder, str text, Character* characters, Py_ssize_t length):
    cdef Py_ssize_t start, end = 0, place, first, last
    found = []
    while (place := _next_place(finder, characters, end, length)) < length:
        start = end = place
        while start > 0 and _class_of(characters[start - 1]) != c" ":
            start -= 1
        while end < length and _class_of(characters[end]) != c" ":
            end += 1
        for first, last, names in _found_in(finder, text, characters, start, _end_of_word(characters, start, end)):
            found.append((start + first, start + last, names))
    return found


cdef tuple _found_in(_Finder finder, str text, Character* characters, Py_ssize_t start, Py_ssize_t end):
    """The matches in a chunk: one that was met before is found without being made."""
    cdef unsigned long long slot = 0
    cdef Py_ssize_t place
    for place in range(start, end):
        slot = (slot ^ characters[place]) * 0x9E3779B97F4A7C15ULL
    slot >>= 32
    while finder.slots[slot % SLOTS]:
        place = finder.slots[slot % SLOTS] - 1
        if _is_chunk(<str> finder.chunks[place], characters, start, end):
            return <tuple> finder.found[place]
        slot += 1
    chunk = text[start:end]
    found = finder.known[chunk]
    if 2 * len(finder.chunks) < SLOTS:
        finder.chunks.append(chunk)
        finder.found.append(found)
        finder.slots[slot % SLOTS] = <int> len(finder.chunks)
    return found


cdef bint _is_chunk(str chunk, Character* characters, Py_ssize_t start, Py_ssize_t end) except -1:
    """Whether a chunk is what stands between two places."""
    cdef Py_ssize_t place
    if PyUnicode_GET_LENGTH(chunk) != end - start:
        return False
    for place in range(end - start):
        if PyUnicode_READ_CHAR(chunk, place) != characters[start + place]:
            return False
    return True


cdef Py_ssize_t _next_place(_Finder finder, Character* characters, Py_ssize_t place, Py_ssize_t length) except -1:
    """Where the next word stands that begins with one of the roots, or something unknown; ``place`` is not inside a word."""
    cdef unsigned char event, heeded = IS_UNKNOWN | MAY_BEGIN
    while place < length:
        if characters[place] < 0x100:
            event = finder.events[characters[place]] & heeded
            heeded = finder.heeded[characters[place]]
        else:
            event = IS_UNKNOWN if _class_of(characters[place]) == c"?" else 0
            heeded = IS_UNKNOWN | MAY_BEGIN
        if event == IS_UNKNOWN or event == MAY_BEGIN and _begins(finder, characters, place, length):
            return place
        place += 1
    return length


cdef bint _begins(_Finder finder, Character* characters, Py_ssize_t place, Py_ssize_t length) except -1:
    """Whether the word at a place begins with one of the roots."""
    cdef unsigned char second = _class_of(characters[place + 1]) if place + 1 < length else c" "
    if _is_letter(second) and not finder.seconds[_class_of(characters[place])] >> (second & 63) & 1:
        return False
    return finder.has_root(_key(characters, place, length), ~0)


cdef Py_ssize_t _end_of_word(Character* characters, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Where the chunk ends without the comma or the period after a plain word, with which it need not be known apart."""
    cdef Py_ssize_t place
    if characters[end - 1] != c"," and characters[end - 1] != c".":
        return end
    for place in range(start, end - 1):
        if not _is_letter(_class_of(characters[place])):
            return end
    return end - 1


cdef unsigned long long _key(Character* characters, Py_ssize_t place, Py_ssize_t length) noexcept:
    """The first letters of a word as a number, without the signs between them."""
    cdef unsigned long long key = 0
    cdef int letters = 0
    cdef unsigned char kind
    while place < length and letters < ROOT_LETTERS:
        kind = _class_of(characters[place])
        place += 1
        if _is_letter(kind):
            key |= <unsigned long long>kind << 8 * letters
            letters += 1
        elif kind != c"-":
            break
    return key


cdef inline unsigned char _class_of(unsigned int character) noexcept:
    if character < 0x100:
        return latin_1[character]
    character -= signs_from
    return signs[character] if character < sizeof(signs) else c"?"


cdef inline bint _is_letter(unsigned char kind) noexcept:
    """Whether the characters of a class are letters or digits."""
    return kind >= c"0" and kind != c"?"
