"""Text decoded with the wrong encoding, once or twice ("RÃ©union"), put right by ftfy."""

import re

import ftfy

_SUSPECT = re.compile("[\u0080-\u009f]|[ÃÂâÅ][\u0080-\u00bf\u0152-\u0178\u2013-\u2122\u20ac]|\ufffd")
_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    remove_control_chars=False,
    normalization="NFC",
    explain=False,
)


def repaired(text: str) -> str:
    """The text as it was meant; text that shows no sign of a wrong decoding comes back as it is."""
    if not _SUSPECT.search(text):
        return text
    return "\n".join(ftfy.fix_text(line, _CONFIG) for line in text.split("\n"))
