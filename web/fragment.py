"""The HTML of related items that other sites put into their pages: complete, escaped, the same bytes for the same items."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from search.related import RelatedItem

HEADING = "À lire aussi"
LEVELS = range(2, 7)


@dataclass(frozen=True, slots=True)
class FragmentLook:
    """How a fragment presents itself: its heading, the level of the heading, and whether it is a page of its own (a frame)."""

    heading: str = HEADING
    level: int = 2
    style_sheet: str = ""

    @property
    def is_frame(self) -> bool:
        return bool(self.style_sheet)


def fragment_html(templates: Environment, items: Sequence[RelatedItem], look: FragmentLook, item: str) -> bytes:
    """The fragment of the items related to ``item`` as UTF-8; nothing for no items."""
    anchor = f"trouvaille-{hashlib.sha256(item.encode('utf-8', 'replace')).hexdigest()[:8]}"
    page: str = templates.get_template("related_fragment.html").render(
        items=items,
        heading=look.heading,
        level=look.level,
        anchor=anchor,
        is_frame=look.is_frame,
        style_sheet=look.style_sheet,
    )
    return page.strip().encode("utf-8", "replace")
