"""The best passage of a text, with the matching words marked (see ``search.passages``)."""

from cpython.array cimport array, clone

from search.results import Highlight

cdef array NUMBERS = array("i")


def passage(str text, list matches, Py_ssize_t length, Py_ssize_t lead):
    cdef Py_ssize_t start = 0, last = 0, end = len(text)
    if end > length:
        if matches:
            start, last = _best_window(matches, length - 2 * lead)
            start = _word_start(text, max(0, min(start - lead, len(text) - length)))
        end = _word_end(text, max(start + length, last), length // 2)
    return _marked(text, matches, start, end)


cdef (Py_ssize_t, Py_ssize_t) _best_window(list matches, Py_ssize_t length) except *:
    """Where the window begins and ends that holds the most distinct words: the first of those."""
    cdef dict numbers = {}
    cdef Py_ssize_t first, start, end = 0, all_matches = len(matches), best = 0, best_end = 0
    cdef int most = 1, inside = 0
    cdef array words = clone(NUMBERS, all_matches, False)
    cdef tuple match
    for first, match in enumerate(matches):
        words.data.as_ints[first] = numbers.setdefault(match[2][0], len(numbers))
    cdef array times = clone(NUMBERS, len(numbers), True)
    for first in range(all_matches):
        if most == len(numbers):
            break
        start = matches[first][0]
        while end < all_matches and (end <= first or <Py_ssize_t>matches[end][1] <= start + length):
            inside += times.data.as_ints[words.data.as_ints[end]] == 0
            times.data.as_ints[words.data.as_ints[end]] += 1
            end += 1
        if inside > most:
            best, best_end, most = first, end - 1, inside
        times.data.as_ints[words.data.as_ints[first]] -= 1
        inside -= times.data.as_ints[words.data.as_ints[first]] == 0
    return matches[best][0], matches[best_end][1]


cdef object _marked(str text, list matches, Py_ssize_t start, Py_ssize_t end):
    cdef Py_ssize_t position = start, first, last, where = start
    cdef tuple match
    cdef bint is_first = True
    pieces = []
    for match in matches:
        first, last = match[0], match[1]
        if first < start:
            continue
        if last > end:
            break
        if is_first:
            where, is_first = first, False
        if position < first:
            pieces.append((_piece(text, position, first), False))
        pieces.append((_piece(text, first, last), True))
        position = last
    if position < end:
        pieces.append((_piece(text, position, end), False))
    return Highlight(tuple(pieces), start > 0, end < len(text), where)


cdef str _piece(str text, Py_ssize_t start, Py_ssize_t end):
    """A piece of the text, with one space for each run of blanks but the no-break spaces."""
    cdef str piece = text[start:end]
    cdef Py_ssize_t place, kept = 0
    cdef Py_UCS4 character
    cdef bint is_blank, was_blank = False
    cdef list parts = None
    for place, character in enumerate(piece):
        is_blank = character == c" " or (character < c" " or character > 0x7F) and _is_breaking(character)
        if is_blank and (was_blank or character != c" "):
            parts = parts or []
            parts.append(piece[kept:place])
            kept = place + 1
            if not was_blank:
                parts.append(" ")
        was_blank = is_blank
    if parts is None:
        return piece
    parts.append(piece[kept:])
    return "".join(parts)


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
