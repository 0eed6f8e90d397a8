from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.progress import silent
from search.index import Index
from tests.portal import ITEMS
from tests.web.conftest import TODAY, make_generation
from web.export import Exported, export, file_name
from web.fragment import FragmentLook


def exported(portal: Path, folder: Path, limit: int = 5) -> Exported:
    index = Index.live(portal)
    try:
        return export(index, folder, today=TODAY, limit=limit, look=FragmentLook(), progress=silent)
    finally:
        index.close()


def test_every_item_has_its_fragment_and_every_address_its_file(portal: Path, tmp_path: Path) -> None:
    exported(portal, tmp_path)
    files = msgspec.json.decode((tmp_path / "related.json").read_bytes())
    assert files["https://portail.example/Webinaire-France-Togo"] == "related/eau-togo.html"
    assert "Retour sur le webinaire France-Togo" in (tmp_path / "related" / "eau-togo.html").read_text("utf-8")
    assert len(list((tmp_path / "related").iterdir())) == len(ITEMS) + 2
    assert b"trouvaille-related" in (tmp_path / "related.js").read_bytes()


def test_a_fragment_on_disk_is_what_the_service_answers(portal: Path, tmp_path: Path, client: object) -> None:
    exported(portal, tmp_path, limit=3)
    answer = client.get("/widgets/related?id=eau-togo&limit=3")  # type: ignore[attr-defined]
    assert (tmp_path / "related" / "eau-togo.html").read_bytes() == answer.content


def test_a_second_export_touches_only_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    portal, folder = tmp_path / "portail", tmp_path / "export"
    portal.mkdir()
    make_generation(portal, ITEMS)
    first = exported(portal, folder)
    assert (first.unchanged, first.removed) == (0, 0)
    assert exported(portal, folder) == Exported(0, first.written, 0)
    make_generation(portal, ITEMS[:-1])
    assert exported(portal, folder).removed == 1
    assert not list(folder.rglob(".*"))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1000))
def test_no_id_leads_out_of_the_folder(item: str) -> None:
    name = file_name(item)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name) < 255


@pytest.mark.parametrize(("one", "other"), [("x" * 300, "x" * 301), ("a/b", "a%2Fb"), ("é", "e")])
def test_ids_that_differ_have_files_that_differ(one: str, other: str) -> None:
    assert file_name(one) != file_name(other)
