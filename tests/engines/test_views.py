"""Whoosh's own TEXT analysis gives what the shared analyser gives."""

import pytest

from search.analysis import ANALYSER
from search.engines.embedded.schema import schema
from tests.portal import ITEMS


@pytest.mark.parametrize("text", [item.body for item in ITEMS if item.body])
def test_whoosh_analyses_a_text_as_we_do(text: str) -> None:
    fields = schema()
    tokens = list(ANALYSER.tokens(text))
    exact = [(token.text, token.pos, token.startchar, token.endchar) for token in fields["body_exact"].analyzer(text, True, True)]
    assert exact == [(token.word, token.position, token.start, token.end) for token in tokens]
    assert [token.text for token in fields["body"].analyzer(text)] == ANALYSER.stems(text)
