"""What to show of documents (see ``search.snippets``): nothing is made of a text but the pieces of what is shown."""

from cpython.array cimport array, clone
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND

from search.compiled.matches cimport Character, Finder, Place, Places

from search.results import Highlight
from search.snippets import LEAD, READ_LENGTH, SHOWN, Reading, parts_of

cdef array NUMBERS = array("i")
cdef Py_ssize_t lead = LEAD, read_length = READ_LENGTH


def readings(texts, wanted):
    cdef Finder finder = Finder(wanted.roots, wanted.matches_of, wanted.has_digits)
    return [_reading(finder, own) for own in texts]


cdef object _reading(Finder finder, tuple texts):
    cdef bint is_whole = True
    cdef dict highlights = {}
    cdef str text
    for text, shown in zip(texts, SHOWN):
        finder.found.count = 0
        if PyUnicode_GET_LENGTH(text) <= read_length:
            finder.read(text, 0)
        else:
            is_whole = False
            _read_parts(finder, text)
        if text and shown is not None:
            name, length = shown
            highlights[name] = _passage(finder, text, length)
    return Reading(highlights, finder.names_met(), is_whole)


cdef int _read_parts(Finder finder, str text) except -1:
    """Reads the first part of a long text that has a wanted word."""
    for start, part in parts_of(text):
        finder.read(part, start)
        if finder.found.count:
            break
    return 0


cdef object _passage(Finder finder, str text, Py_ssize_t length):
    """The best passage, as ``search.passages`` chooses it."""
    cdef Py_ssize_t start = 0, last = 0, end = len(text)
    if end > length:
        if finder.found.count:
            start, last = _best_window(finder, length - 2 * lead)
            start = _word_start(text, max(0, min(start - lead, len(text) - length)))
        end = _word_end(text, max(start + length, last), length // 2)
    return _marked(text, finder.found, start, end)


cdef (Py_ssize_t, Py_ssize_t) _best_window(Finder finder, Py_ssize_t length) except *:
    """Where the window begins and ends that holds the most distinct words: the first of those."""
    cdef Place* at = finder.found.at
    cdef Py_ssize_t first, end = 0, count = finder.found.count, best = 0, best_end = 0
    cdef int most = 1, inside = 0, all_words = 0
    cdef array counts = clone(NUMBERS, len(finder.words), True)
    cdef int* times = counts.data.as_ints
    for first in range(count):
        all_words += times[at[first].word] == 0
        times[at[first].word] = 1
    for first in range(len(finder.words)):
        times[first] = 0
    for first in range(count):
        if most == all_words:
            break
        while end < count and (end <= first or at[end].end <= at[first].start + length):
            inside += times[at[end].word] == 0
            times[at[end].word] += 1
            end += 1
        if inside > most:
            best, best_end, most = first, end - 1, inside
        times[at[first].word] -= 1
        inside -= times[at[first].word] == 0
    return at[best].start, at[best_end].end


cdef object _marked(str text, Places found, Py_ssize_t start, Py_ssize_t end):
    cdef Py_ssize_t position = start, number, where = start
    cdef Place place
    cdef bint is_first = True
    cdef list pieces = []
    for number in range(found.count):
        place = found.at[number]
        if place.start < start:
            continue
        if place.end > end:
            break
        if is_first:
            where, is_first = place.start, False
        if position < place.start:
            pieces.append((_piece(text, position, place.start), False))
        pieces.append((_piece(text, place.start, place.end), True))
        position = place.end
    if position < end:
        pieces.append((_piece(text, position, end), False))
    return Highlight(tuple(pieces), start > 0, end < len(text), where)


cdef str _piece(str text, Py_ssize_t start, Py_ssize_t end):
    """A piece of the text, with one space for each run of blanks but the no-break spaces."""
    cdef str piece = text[start:end]
    cdef Py_ssize_t place, kept = 0
    cdef Py_UCS4 character
    cdef bint is_blank, was_blank = False
    cdef list parts
    if _has_single_blanks(piece):
        return piece
    parts = []
    for place, character in enumerate(piece):
        is_blank = character == c" " or (character < c" " or character > 0x7E) and _is_breaking(character)
        if is_blank and (was_blank or character != c" "):
            parts.append(piece[kept:place])
            kept = place + 1
            if not was_blank:
                parts.append(" ")
        was_blank = is_blank
    parts.append(piece[kept:])
    return "".join(parts)


cdef bint _has_single_blanks(str text) noexcept:
    """Whether no blank must be replaced; may say no for other reasons, and costs a tenth of looking for them."""
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text)
    cdef const void* characters = PyUnicode_DATA(text)
    if PyUnicode_KIND(text) == 1:
        return _are_single(<const unsigned char*>characters, length)
    if PyUnicode_KIND(text) == 2:
        return _are_single(<const unsigned short*>characters, length)
    return _are_single(<const unsigned int*>characters, length)


cdef bint _are_single(Character* characters, Py_ssize_t length) noexcept:
    """No branches, so that several characters are looked at together. A text in memory ends with one that is no part of it."""
    cdef Py_ssize_t place
    cdef bint others = False
    for place in range(length):
        others |= (characters[place] == c" ") & (characters[place + 1] == c" ") | (characters[place] < c" ")
        others |= (characters[place] >= 0x7F) & (characters[place] < 0xA0)
        others |= (characters[place] >= 0x1680) & (characters[place] != 0x2019)  # the apostrophe is no blank
    return not others


cdef bint _is_breaking(Py_UCS4 character) noexcept:
    """Whether it is a blank that HTML may break a line at: no-break spaces are French punctuation."""
    return character.isspace() and character != 0xA0 and character != 0x202F


cdef Py_ssize_t _word_start(str text, Py_ssize_t position) except -1:
    """The start of the first word at or after ``position``."""
    if position == 0:
        return 0
    while position <= len(text) and not text[position - 1].isspace():
        position += 1
    return min(position, len(text))


cdef Py_ssize_t _word_end(str text, Py_ssize_t position, Py_ssize_t farthest) except -1:
    """The end of the last whole word before ``position``, or ``position`` when none ends in the ``farthest`` characters before."""
    if position >= len(text):
        return len(text)
    cdef Py_ssize_t nearest = position - farthest, back = position
    while back > nearest and not text[back].isspace():
        back -= 1
    return back if back > nearest else position
