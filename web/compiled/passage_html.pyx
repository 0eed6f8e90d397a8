"""Passages as HTML (see ``web.passage_html``)."""

cdef dict ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}


def passage_html(highlight):
    cdef tuple piece
    cdef list parts = []
    for piece in highlight.pieces:
        if piece[1]:
            parts.append("<mark>")
            _add_escaped(parts, piece[0])
            parts.append("</mark>")
        else:
            _add_escaped(parts, piece[0])
    text = "".join(parts).strip()
    if highlight.starts_inside:
        return f"… {text} …" if highlight.ends_inside else f"… {text}"
    return f"{text} …" if highlight.ends_inside else text


cdef int _add_escaped(list parts, str text) except -1:
    """Adds what stands between the special characters, and the entities of these."""
    cdef Py_ssize_t place, start = 0
    cdef Py_UCS4 character
    for place, character in enumerate(text):
        if character in "&<>\"'":
            parts.append(text[start:place])
            parts.append(ENTITIES[character])
            start = place + 1
    parts.append(text[start:] if start else text)
    return 0
