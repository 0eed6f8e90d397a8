"""Passages as HTML (see ``web.passage_html``)."""


def passage_html(highlight):
    cdef tuple piece
    parts = []
    for piece in highlight.pieces:
        if piece[1]:
            parts.append("<mark>")
            _add_escaped(parts, piece[0])
            parts.append("</mark>")
        else:
            _add_escaped(parts, piece[0])
    text = "".join(parts).strip()
    if highlight.starts_inside:
        text = "… " + text
    return text + " …" if highlight.ends_inside else text


cdef int _add_escaped(list parts, str text) except -1:
    """Adds the pieces between the special characters, and what stands for these."""
    cdef Py_ssize_t place, start = 0
    cdef str instead
    cdef Py_UCS4 character
    for place, character in enumerate(text):
        if character > c">" or character != c"'" and character != c"&" and character != c'"' and character < c"<":
            continue
        if character == c"'":
            instead = "&#x27;"
        elif character == c"&":
            instead = "&amp;"
        elif character == c'"':
            instead = "&quot;"
        elif character == c"<":
            instead = "&lt;"
        elif character == c">":
            instead = "&gt;"
        else:
            continue
        parts.append(text[start:place])
        parts.append(instead)
        start = place + 1
    parts.append(text[start:] if start else text)
    return 0
