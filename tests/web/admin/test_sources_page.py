from dataclasses import replace
from pathlib import Path

import pytest

from indexer.build import build
from search.errors import TrouvailleError
from tests.indexer.records import ListSource, source_of
from tests.portal import ITEMS
from tests.web.admin.conftest import ADMIN, visitor_of


def test_each_source_shows_what_was_read_left_out_and_why(tmp_path: Path) -> None:
    broken = ListSource([{"id": "1", "titre": "Un <puits>"}, {"id": "2"}, {"id": "3"}], "agenda <csv>")
    build([source_of(ITEMS), broken], tmp_path)
    browser = visitor_of(tmp_path, replace(ADMIN, read_sources=lambda: ("csv:agenda.csv", "spip:mysql://…@serveur/base")))
    browser.sign_in()
    page = browser.get("/admin/sources").text
    assert "spip:mysql://…@serveur/base" in page
    assert "agenda &lt;csv&gt;" in page
    assert "<code>sans-titre</code> 2" in page
    assert "agenda &lt;csv&gt;, ligne 2" in page
    assert "qui n’est pas publiée" not in page


def test_a_report_that_cannot_be_read_hides_nothing_else(own_portal: Path) -> None:
    browser = visitor_of(own_portal, replace(ADMIN, read_sources=lambda: ("csv:agenda.csv",)))
    browser.sign_in()
    page = browser.get("/admin/sources").text
    assert "csv:agenda.csv" in page
    assert "Dernier rapport" not in page


@pytest.mark.parametrize("path", ["/admin/sources", "/admin/travaux"])
def test_settings_that_cannot_be_read_are_told(own_portal: Path, path: str) -> None:
    def unreadable() -> tuple[str, ...]:
        raise TrouvailleError("trouvaille.toml est illisible.", remedy="Corrigez la ligne indiquée.")

    browser = visitor_of(own_portal, replace(ADMIN, read_sources=unreadable))
    browser.sign_in()
    answer = browser.get(path)
    assert answer.status_code == 500
    assert "trouvaille.toml est illisible. " in answer.text or "trouvaille.toml est illisible." in answer.text
    assert "Corrigez la ligne indiquée." in answer.text
