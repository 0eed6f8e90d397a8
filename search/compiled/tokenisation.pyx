"""Numbers whose blanks are glued (see ``search.tokenisation``)."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND

from search.tokenisation import GLUE

ctypedef fused Character:
    const unsigned char
    const unsigned short
    const unsigned int


def glued_text(str text):
    cdef list places = []
    cdef Py_ssize_t length = PyUnicode_GET_LENGTH(text), place, start = 0
    cdef const void* characters = PyUnicode_DATA(text)
    if PyUnicode_KIND(text) == 1:
        _find_blanks(places, <const unsigned char*>characters, length)
    elif PyUnicode_KIND(text) == 2:
        _find_blanks(places, <const unsigned short*>characters, length)
    else:
        _find_blanks(places, <const unsigned int*>characters, length)
    if not places:
        return text
    parts = []
    for place in places:
        parts.append(text[start:place])
        start = place + 1
    parts.append(text[start:])
    return GLUE.join(parts)


cdef int _find_blanks(list places, Character* characters, Py_ssize_t length) except -1:
    """Finds the blanks that stand between the groups of a number."""
    cdef Py_ssize_t blank = 1, start, end
    while blank < length - 3:
        if not _is_blank(characters[blank]) or not _is_digit(characters[blank - 1]):
            blank += 1
            continue
        start = blank
        while start > 0 and blank - start < 4 and _is_digit(characters[start - 1]):
            start -= 1
        end = _end_of_groups(characters, blank, length)
        if start < blank - 3 or start > 0 and _is_of_word(characters[start - 1]):
            end = blank
        while blank < end:
            places.append(blank)
            blank += 4
        blank += 1
    return 0


cdef Py_ssize_t _end_of_groups(Character* characters, Py_ssize_t blank, Py_ssize_t length) noexcept:
    """Where the groups of three digits end that begin with a blank: there where no word goes on."""
    cdef Py_ssize_t end = blank
    while end + 3 < length and _is_blank(characters[end]) and _are_digits(characters + end + 1):
        end += 4
    return end - 4 if blank < end < length and _is_of_word(characters[end]) else end


cdef bint _are_digits(Character* characters) noexcept:
    """Whether three digits stand there."""
    return _is_digit(characters[0]) and _is_digit(characters[1]) and _is_digit(characters[2])


cdef inline bint _is_blank(Py_UCS4 character) noexcept:
    return character == c" " or character == 0xA0 or character == 0x202F


cdef inline bint _is_digit(Py_UCS4 character) noexcept:
    return c"0" <= character <= c"9" or character > 0xFF and character.isdecimal()


cdef inline bint _is_of_word(Py_UCS4 character) noexcept:
    return character == c"_" or character.isalnum()
