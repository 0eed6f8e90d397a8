"""Plain text of HTML: blocks become lines, what a browser does not show is dropped."""

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    "address article aside blockquote caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr legend li main nav ol p pre section summary table tbody tfoot thead tr ul br textarea quote poesie".split()
)
"""Elements that stand on lines of their own."""
HIDDEN = frozenset("script style template noscript iframe object head select button svg math audio video canvas".split())
"""Elements whose content is no text of the page."""
CELLS = frozenset(("td", "th"))
CELL_SEPARATOR = " – "

_BLANKS = re.compile(r"[ \t\r\f\v]+")
_EMPTY_LINES = re.compile(r"\n\s*\n+")


def html_to_text(html: str, *, keep_lines: bool = False) -> str:
    """The text of a piece of HTML, one block a line, entities decoded; never raises, whatever the markup.

    ``keep_lines``: the ends of lines of the source are shown too, as in CMS markup that mixes its own lines with HTML.
    """
    parser = _TextParser(keep_lines)
    parser.feed(html)
    parser.close()
    return tidy_lines("".join(parser.pieces))


def tidy_lines(text: str) -> str:
    """The text with single blanks, no blank at the ends of lines and no empty line; no-break spaces stay."""
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n", "\n".join(line for line in lines if line.strip("\u00a0\u202f "))).strip()


class _TextParser(HTMLParser):
    """Collects the pieces of text outside hidden elements."""

    def __init__(self, keep_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keep_lines = keep_lines
        self.pieces: list[str] = []
        self._hidden: list[str] = []
        self._first_cell = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser calls it
        if tag in HIDDEN:
            self._hidden.append(tag)
        if tag in BLOCKS:
            self.pieces.append("\n")
        if tag == "tr":
            self._first_cell = True
        if tag in CELLS:
            self.pieces.append("" if self._first_cell else CELL_SEPARATOR)
            self._first_cell = False

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as above
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden and self._hidden.pop() != tag:
                pass
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data if self._keep_lines else data.replace("\n", " "))
