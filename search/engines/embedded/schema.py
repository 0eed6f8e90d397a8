"""The Whoosh schema of a document: both views of each text field, labels, numbers, and the document itself."""

from whoosh.fields import ID, KEYWORD, NUMERIC, STORED, TEXT, Schema

from search.engines.embedded.views import ViewAnalyzer
from search.fields import ENDS_AT, IDENTIFIER, LABEL_FIELDS, MOMENT, TEXT_FIELDS

DOCUMENT = "document"
"""Name of the stored field that holds the encoded document."""


def schema() -> Schema:
    """A new schema with every field of ``search.fields``."""
    fields = {IDENTIFIER: ID(unique=True, stored=True), DOCUMENT: STORED}
    for text_field in TEXT_FIELDS:
        fields[text_field.stem] = TEXT(analyzer=ViewAnalyzer("stem"), phrase=False)
        fields[text_field.exact] = TEXT(analyzer=ViewAnalyzer("exact"))
    for label_field in LABEL_FIELDS:
        fields[label_field.name] = KEYWORD()
    for number in (MOMENT, ENDS_AT):
        fields[number] = NUMERIC(bits=64, signed=True, sortable=True)
    return Schema(**fields)
