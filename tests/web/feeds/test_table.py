import csv
import io
from pathlib import Path

from starlette.testclient import TestClient

from indexer.records import document_of, unknown_fields
from indexer.source import Record
from indexer.sources.csv_table import CsvSource
from search.document import Document
from tests.portal import ITEMS
from tests.web.conftest import HOSTILE
from web.feeds.table import table


def test_excel_sees_the_encoding_and_the_columns(client: TestClient) -> None:
    answer = client.get("/recherche.csv?q=togo&sort=date")
    assert answer.content.startswith(b"\xef\xbb\xbfidentifiant;adresse;")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="recherche.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row["identifiant"] for row in rows] == [
        "reunion-togo",
        "appel-jeunesse",
        "retour-eau-togo",
        "eau-togo",
        "photo-kpalime",
    ]
    assert rows[1]["pays"] == "Bénin | Sénégal"


def test_a_table_holds_every_result_whatever_the_page(client: TestClient) -> None:
    whole = client.get("/recherche.csv").content
    assert whole.count(b"\r\n") == 12
    assert client.get("/recherche.csv?page=3&size=1").content == whole


def test_what_is_exported_can_be_built_again(tmp_path: Path) -> None:
    documents = (*ITEMS, HOSTILE)
    (tmp_path / "recherche.csv").write_bytes(table(documents))
    records = list(CsvSource(tmp_path / "recherche.csv").records())
    assert all(isinstance(record, Record) and not unknown_fields(record.values) for record in records)
    read = {
        document.id: document
        for document in (document_of(record.values, "essai") for record in records if isinstance(record, Record))
    }
    for document in documents:
        again = read[document.id]
        for name in (
            "url",
            "kind",
            "category",
            "title",
            "summary",
            "themes",
            "countries",
            "media",
            "authors",
            "starts",
            "ends",
            "place",
        ):
            assert getattr(again, name) == getattr(document, name), (document.id, name)


def test_a_spreadsheet_runs_nothing_of_it() -> None:
    cells = table([Document(id="1", title="=HYPERLINK(1)", summary="@x", place="-2", published="2025-01-01")]).decode("utf-8-sig")
    assert ";'=HYPERLINK(1);'@x;" in cells
    assert ";'-2" in cells
