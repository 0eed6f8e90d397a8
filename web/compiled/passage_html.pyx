"""Passages as HTML (see ``web.passage_html``)."""

from cpython.array cimport array, clone
from cpython.unicode cimport PyUnicode_4BYTE_KIND, PyUnicode_FromKindAndData

cdef array CHARACTERS = array("I")

cdef const char* ENTITIES[256]
ENTITIES[c"&"] = "&amp;"
ENTITIES[c"<"] = "&lt;"
ENTITIES[c">"] = "&gt;"
ENTITIES[c'"'] = "&quot;"
ENTITIES[c"'"] = "&#x27;"

cdef enum:
    LONGEST_ENTITY = 6
    LENGTH_OF_MARKS = 13  # <mark></mark>
    LENGTH_OF_CUT = 2  # a blank and …


def passage_html(highlight):
    cdef tuple piece, pieces = highlight.pieces
    cdef Py_ssize_t start = LENGTH_OF_CUT, end = start, room = 2 * LENGTH_OF_CUT
    for piece in pieces:
        room += LONGEST_ENTITY * len(<str?>piece[0]) + LENGTH_OF_MARKS
    cdef array buffer = clone(CHARACTERS, room, False)
    cdef Py_UCS4* html = <Py_UCS4*>buffer.data.as_uints
    for piece in pieces:
        if piece[1]:
            end = _add(html, end, "<mark>")
            end = _add_escaped(html, end, piece[0])
            end = _add(html, end, "</mark>")
        else:
            end = _add_escaped(html, end, piece[0])
    while start < end and html[start].isspace():
        start += 1
    while start < end and html[end - 1].isspace():
        end -= 1
    if highlight.starts_inside:
        start -= LENGTH_OF_CUT
        html[start], html[start + 1] = u"…", u" "
    if highlight.ends_inside:
        html[end], html[end + 1] = u" ", u"…"
        end += LENGTH_OF_CUT
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, html + start, end - start)


def passages_html(dict highlights):
    return {field: passage_html(highlight) for field, highlight in highlights.items()}


cdef Py_ssize_t _add_escaped(Py_UCS4* html, Py_ssize_t end, str text) except -1:
    """Adds a text, with entities for its special characters; gives the new end."""
    cdef Py_UCS4 character
    for character in text:
        if character > 0xFF or ENTITIES[character] is NULL:
            html[end] = character
            end += 1
        else:
            end = _add(html, end, ENTITIES[character])
    return end


cdef inline Py_ssize_t _add(Py_UCS4* html, Py_ssize_t end, const char* text) noexcept:
    while text[0]:
        html[end] = text[0]
        text += 1
        end += 1
    return end
