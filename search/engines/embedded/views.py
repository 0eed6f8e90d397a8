"""The two views of a text as Whoosh analysers (Whoosh's TEXT analysis interface on the shared analyser)."""

from collections.abc import Iterator
from typing import Any, Literal

from whoosh.analysis import Analyzer, Token

from search.analysis import ANALYSER

View = Literal["stem", "exact"]


class ViewAnalyzer(Analyzer):
    """Yields the words of one view. Whoosh keeps it in the index's schema, so it holds nothing but its name."""

    def __init__(self, view: View) -> None:
        self.view = view

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ViewAnalyzer) and self.view == other.view

    def __hash__(self) -> int:
        return hash(self.view)

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[Token]:
        whoosh_token = Token(positions, chars, mode=mode, **kwargs)
        for token in ANALYSER.tokens(value):
            text = token.stem if self.view == "stem" else token.word
            if not text:
                continue
            whoosh_token.text = whoosh_token.original = text
            whoosh_token.boost = 1.0
            whoosh_token.stopped = False
            if positions:
                whoosh_token.pos = start_pos + token.position
            if chars:
                whoosh_token.startchar = start_char + token.start
                whoosh_token.endchar = start_char + token.end
            yield whoosh_token
