"""Where the wanted words stand in texts (see ``search.matches``): each text is read once, and nothing is made but what is found."""

from cpython.mem cimport PyMem_Free, PyMem_Realloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.string cimport memset

from array import array

from search.character_classes import LATIN_1, SIGNS, SIGNS_FROM
from search.tokenisation import glued_text

cdef enum:
    ROOT_LETTERS = 8  # that are looked at: as many as a number holds
    GROUPS = 7  # of roots, each with a bit
    IS_UNKNOWN = 0x80  # the bit that is left
    ANY = 0xFF

cdef unsigned char[0x100] latin_1 = <bytes>LATIN_1
cdef unsigned char[0x800] signs = <bytes>SIGNS
cdef unsigned int signs_from = SIGNS_FROM


def matches_in(texts, roots, matches_of, bint has_digits):
    cdef Finder finder = Finder(roots, matches_of, has_digits)
    cdef Py_ssize_t number
    cdef Place place
    matches = []
    for text in texts:
        finder.found.count = 0
        finder.read(text, 0)
        own = []
        for number in range(finder.found.count):
            place = finder.found.at[number]
            own.append((place.start, place.end, finder.names[place.names]))
        matches.append(own)
    return matches


cdef class Places:
    """Where words stand, one after another, with the numbers of their first and of all their names."""

    def __dealloc__(self):
        PyMem_Free(self.at)

    cdef int add(self, Py_ssize_t start, Py_ssize_t end, int word, int names) except -1:
        cdef Place* at
        if self.count == self.room:
            at = <Place*> PyMem_Realloc(self.at, (2 * self.room + 64) * sizeof(Place))
            if at is NULL:
                raise MemoryError
            self.at, self.room = at, 2 * self.room + 64
        self.at[self.count] = Place(start, end, word, names)
        self.count += 1
        return 0


cdef class Finder:
    """Finds words that begin with some roots, which are kept as numbers of their first letters: ``found`` since that was emptied.

    ``roles`` has three bytes for each Latin-1 character, with a bit for each group of roots: whether it may be their first letter,
    stand before it, or be their second letter. Most words are told apart by these two. Nothing begins after a letter but what is
    unknown.

    ``chunks`` were met, and have the places ``known``, each up to its end among ``ends``; ``slots`` tell by their letters where
    they are, 0 for nothing. Most chunks are met again and again.
    """

    def __init__(self, roots, matches_of, bint has_digits):
        cdef unsigned char[0x100] firsts, seconds
        cdef unsigned char kind, group, alone = IS_UNKNOWN
        cdef int character, number, letter
        cdef bytes root
        self.matches_of, self.has_digits = matches_of, has_digits
        self.found, self.known = Places(), Places()
        self.words, self.numbers, self.names, self.chunks, self.met = {}, {}, [], [], bytearray()
        self.keys, self.masks = array("Q", bytes(8 * len(roots))), array("Q", bytes(8 * len(roots)))
        firsts[:], seconds[:] = [0] * 0x100, [0] * 0x100
        for number, root in enumerate(roots):
            group = 1 << number % GROUPS
            firsts[root[0]] |= group
            if len(root) > 1:
                seconds[root[1]] |= group
            else:
                alone |= group
            for letter in range(min(len(root), ROOT_LETTERS)):
                self.keys[number] |= <unsigned long long>root[letter] << 8 * letter
                self.masks[number] |= 0xFFULL << 8 * letter
        for character in range(0x100):
            kind = latin_1[character]
            if _is_letter(kind):
                self.roles[character] = _roles(firsts[kind], IS_UNKNOWN, seconds[kind] | alone)
            else:
                self.roles[character] = _roles(0, ANY, alone) if kind == c" " else _roles_of_sign(kind)

    cdef int read(self, str text, Py_ssize_t offset) except -1:
        """Adds the wanted words of a text to those found, as if the text began at an offset."""
        if self.has_digits:
            text = glued_text(text)
        cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text)
        cdef const void* characters = PyUnicode_DATA(text)
        if PyUnicode_KIND(text) == 1:
            return _read(self, text, <const unsigned char*>characters, length, offset)
        if PyUnicode_KIND(text) == 2:
            return _read(self, text, <const unsigned short*>characters, length, offset)
        return _read(self, text, <const unsigned int*>characters, length, offset)

    cdef frozenset names_met(self):
        """The names of what was found since this was asked the last time."""
        cdef Py_ssize_t number
        met = set()
        for number in range(len(self.met)):
            if self.met[number]:
                met.update(self.names[number])
                self.met[number] = False
        return frozenset(met)

    cdef bint has_root(self, unsigned long long key) except -1:
        """Whether one of the roots begins a word with these first letters."""
        cdef Py_ssize_t root
        for root in range(self.keys.shape[0]):
            if (key ^ self.keys[root]) & self.masks[root] == 0:
                return True
        return False

    cdef int add_chunk(self, Py_ssize_t chunk, Py_ssize_t offset) except -1:
        """Adds the wanted words of a chunk that stands at an offset to those found."""
        cdef Py_ssize_t number
        cdef Place place
        for number in range(self.ends[chunk - 1] if chunk else 0, self.ends[chunk]):
            place = self.known.at[number]
            self.found.add(offset + place.start, offset + place.end, place.word, place.names)
            self.met[place.names] = True
        return 0

    cdef Py_ssize_t learn(self, str chunk, unsigned long long first, unsigned long long slot) except -1:
        """The number of a chunk that was not met before, looked for from its ``first`` slot on up to an empty one.

        Once there are too many, the others are forgotten.
        """
        cdef tuple names
        if 2 * len(self.chunks) == SLOTS:
            memset(self.slots, 0, sizeof(self.slots))
            self.chunks.clear()
            self.known.count = 0
            slot = first
        for start, end, names in self.matches_of(chunk):
            if names not in self.numbers:
                self.numbers[names] = len(self.names)
                self.names.append(names)
                self.met.append(False)
            self.known.add(start, end, self.words.setdefault(names[0], len(self.words)), self.numbers[names])
        self.ends[len(self.chunks)] = self.known.count
        self.chunks.append(chunk)
        self.slots[slot % SLOTS] = <int> len(self.chunks)
        return len(self.chunks) - 1


cdef int _read(Finder finder, str text, Character* characters, Py_ssize_t length, Py_ssize_t offset) except -1:
    cdef Py_ssize_t start, end = 0
    while (start := _next_place(finder, characters, end, length)) < length:
        while start > 0 and _class_of(characters[start - 1]) != c" ":
            start -= 1
        end = _read_chunk(finder, text, characters, start, length, offset)
    return 0


cdef Py_ssize_t _read_chunk(
    Finder finder, str text, Character* characters, Py_ssize_t start, Py_ssize_t length, Py_ssize_t offset
) except -1:
    """Adds the wanted words of the chunk that begins at a place, and tells where it ends.

    The comma or the period after a plain word is left out: with it the word need not be known apart.
    """
    cdef Py_ssize_t end = start, letters = 0, chunk
    cdef unsigned long long code = 0, code_before = 0
    cdef unsigned char kind
    while end < length and (kind := _class_of(characters[end])) != c" ":
        letters += _is_letter(kind)
        code_before, code = code, (code ^ characters[end]) * 0x9E3779B97F4A7C15ULL
        end += 1
    if letters == end - start - 1 and (characters[end - 1] == c"," or characters[end - 1] == c"."):
        chunk = _chunk(finder, text, characters, start, end - 1, code_before >> 32)
    else:
        chunk = _chunk(finder, text, characters, start, end, code >> 32)
    finder.add_chunk(chunk, offset + start)
    return end


cdef Py_ssize_t _chunk(
    Finder finder, str text, Character* characters, Py_ssize_t start, Py_ssize_t end, unsigned long long first
) except -1:
    """The number of a chunk: one that was met before is found without being made."""
    cdef Py_ssize_t chunk
    cdef unsigned long long slot = first
    while finder.slots[slot % SLOTS]:
        chunk = finder.slots[slot % SLOTS] - 1
        if _is_chunk(<str> finder.chunks[chunk], characters + start, end - start):
            return chunk
        slot += 1
    return finder.learn(text[start:end], first, slot)


cdef bint _is_chunk(str chunk, Character* characters, Py_ssize_t length) noexcept:
    """Whether a chunk is what some characters are."""
    cdef int kind = PyUnicode_KIND(chunk)
    cdef const void* own = PyUnicode_DATA(chunk)
    cdef Py_ssize_t place
    if PyUnicode_GET_LENGTH(chunk) != length:
        return False
    for place in range(length):
        if PyUnicode_READ(kind, own, place) != characters[place]:
            return False
    return True


cdef Py_ssize_t _next_place(Finder finder, Character* characters, Py_ssize_t place, Py_ssize_t length) except -1:
    """Where the next word stands that begins with one of the roots, or something unknown; ``place`` is not inside a word.

    A text in memory ends with a character that is no part of it, and may be read.
    """
    cdef unsigned int before = _roles(0, ANY, 0), here = _roles_of(finder, characters[place]), after
    while place < length:
        after = _roles_of(finder, characters[place + 1])
        if here & before >> 8 & after >> 16:
            if here & IS_UNKNOWN or finder.has_root(_key(characters, place, length)):
                return place
        before, here = here, after
        place += 1
    return length


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


cdef inline unsigned int _roles_of(Finder finder, unsigned int character) noexcept:
    return finder.roles[character] if character < 0x100 else _roles_of_sign(_class_of(character))


cdef inline unsigned int _roles_of_sign(unsigned char kind) noexcept:
    """What a sign may be, which may stand between the letters of a word; or something unknown."""
    return _roles(IS_UNKNOWN if kind == c"?" else 0, ANY, ANY)


cdef inline unsigned int _roles(unsigned int first, unsigned int before, unsigned int second) noexcept:
    return first | before << 8 | second << 16


cdef inline unsigned char _class_of(unsigned int character) noexcept:
    if character < 0x100:
        return latin_1[character]
    character -= signs_from
    return signs[character] if character < sizeof(signs) else c"?"


cdef inline bint _is_letter(unsigned char kind) noexcept:
    """Whether the characters of a class are letters or digits."""
    return kind >= c"0" and kind != c"?"
