"""What exports leave in texts: HTML entities, HTML tags, SPIP's markup, invisible characters."""

import html
import re

from indexer.html_text import html_to_text
from indexer.spip_markup import spip_to_text

_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_BLOCK_TAG = re.compile(r"<(?:p|br|div|li|ul|ol|td|tr|table|h[1-6]|blockquote|section)\b[^<>]*>", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:b|i|em|strong|span|a|u|font|sup|sub|small)\b[^<>]*>", re.IGNORECASE)
_ENOUGH_TAGS = 3
_SPIP = re.compile(
    r"\{\{[^{}\n]+\}\}|\[[^\[\]\n]*->[^\[\]\s]+\]|<(?:doc|img|emb|document|image)\d+(?:\|[^<>]*)?>|^-[*#]+ "
    r"|\[\[[^\[\]]+\]\]|<multi>",
    re.MULTILINE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028\u2029\u2060\ufeff\ufff9-\ufffb]")
_EMPTY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
_PART_END = "\f"


def without_entities(text: str) -> str:
    """Entities as characters, also those that were written twice (``&amp;eacute;``)."""
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


def without_tags(text: str) -> str:
    """The text of what is plainly HTML: a block element, or several inline ones. A lone ``<b>`` may be what a text is about."""
    if "<" not in text or not (_BLOCK_TAG.search(text) or len(_INLINE_TAG.findall(text)) >= _ENOUGH_TAGS):
        return text
    return _PART_END.join(html_to_text(part, keep_lines=True) for part in text.split(_PART_END))


def without_spip_markup(text: str) -> str:
    """The clean text of what bears signs of SPIP's markup."""
    if not _SPIP.search(text):
        return text
    return _PART_END.join(spip_to_text(part) for part in text.split(_PART_END))


def without_invisible(text: str) -> str:
    """No soft hyphens, zero-width characters nor series of empty lines."""
    return _EMPTY_LINES.sub("\n\n", _INVISIBLE.sub("", text))
