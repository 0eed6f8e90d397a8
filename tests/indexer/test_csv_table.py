import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.build import build
from indexer.source import Record, Unreadable
from indexer.sources import csv_table, open_sources
from indexer.sources.csv_table import CsvSource
from search.errors import SourceUnreadable
from search.index import Index
from search.request import SearchRequest

# Three rows are broken: a separator too many, a quote that is never closed, a date that is none.
SPREADSHEET = (
    "Identifiant;Titre;Thèmes;Date de publication;Texte\r\n"
    "1;L’œuvre commune;Jumelages;26/05/2025;La sœur béninoise\r\n"
    "2;Trop de cellules;Jumelages;26/05/2025;Un texte;de trop\r\n"
    "3;Marché de Kpalimé;Culture;1er juin 2025;Étals à 5 € – et « ignames »…\r\n"
    '4;"Guillemet jamais fermé;Culture;26/05/2025;Un texte\r\n'
    "5;Après le guillemet;Énergie;mai 2025;Le réseau où l’été dure\r\n"
    "6;Date impossible;Énergie;31/02/2025;Un texte\r\n"
    '7;"Sur deux lignes";Eau;26 mai 2025;"Premier paragraphe ; un point-virgule.\r\n\r\nSecond ""paragraphe""."\r\n'
)


def read(tmp_path: Path, data: bytes | str) -> list[Record | Unreadable]:
    path = tmp_path / "contenus.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(CsvSource(path).records())


def values(tmp_path: Path, data: bytes | str) -> list[dict[str, str]]:
    records = read(tmp_path, data)
    assert all(isinstance(record, Record) for record in records), records
    return [record.values for record in records if isinstance(record, Record)]


def test_a_windows_spreadsheet_with_three_broken_rows_loses_only_those(tmp_path: Path) -> None:
    path = tmp_path / "contenus.csv"
    path.write_bytes(SPREADSHEET.encode("cp1252"))
    report = build([CsvSource(path)], tmp_path / "portail")
    (account,) = report.sources
    assert (account.read, account.indexed) == (7, 4)
    assert account.reasons == {"colonnes": 1, "guillemet": 1, "date-invalide": 1}
    assert [one.where for one in account.left_out] == ["contenus.csv, ligne 3", "contenus.csv, ligne 5", "contenus.csv, ligne 7"]
    assert "6 colonne(s) au lieu de 5" in account.left_out[0].message
    assert "guillemet" in account.left_out[1].message
    assert "« 31/02/2025 »" in account.left_out[2].message
    index = Index.live(tmp_path / "portail")
    for query, found in [("oeuvre soeur", "1"), ("Kpalimé", "3"), ("réseau", "5"), ("paragraphe", "7")]:
        assert index.ranking(SearchRequest(text=query)) == (found,)
    assert index.item("1").title == "L’œuvre commune"
    assert index.item("3").body == "Étals à 5 € – et « ignames »…"
    assert index.item("5").themes == ("Énergie",)
    assert index.item("7").body == 'Premier paragraphe ; un point-virgule.\r\n\r\nSecond "paragraphe".'
    index.close()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found_out(tmp_path: Path, delimiter: str) -> None:
    rows = [["id", "titre", "pays"], ["1", "Élus; acteurs, citoyens | ensemble", "Togo"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    assert values(tmp_path, text.getvalue()) == [{"id": "1", "titre": "Élus; acteurs, citoyens | ensemble", "pays": "Togo"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    data = "id;titre\n1;Cœur d’été à Kpalimé, 5 €\n".encode(encoding)
    assert values(tmp_path, data) == [{"id": "1", "titre": "Cœur d’été à Kpalimé, 5 €"}]


def test_bytes_that_the_encoding_does_not_define_spoil_their_row_only(tmp_path: Path) -> None:
    records = read(tmp_path, b"id;titre\n1;\xe9t\xe9\n2;\x81\x8d\n3;fin\n")
    assert [record.code if isinstance(record, Unreadable) else record.values["titre"] for record in records] == [
        "été",
        "encodage",
        "fin",
    ]


def test_lines_of_blanks_are_no_rows(tmp_path: Path) -> None:
    assert [row["id"] for row in values(tmp_path, "\n\nid;titre\n\n1;Un\n;\n  ; \n2;Deux\n\n")] == ["1", "2"]


def test_line_separators_of_unicode_belong_to_their_cell(tmp_path: Path) -> None:
    row = {"id": "1", "titre": "Un\u2028titre\x0bcollé\x85d’ailleurs"}
    assert values(tmp_path, f"id;titre\n1;{row['titre']}\n") == [row]


def test_a_quote_inside_a_cell_is_a_character(tmp_path: Path) -> None:
    assert values(tmp_path, 'id;titre\n1;Un 16" de "bonne" taille\n2;Deux\n')[0]["titre"] == 'Un 16" de "bonne" taille'


def test_a_quote_never_closed_spoils_its_row_only(tmp_path: Path) -> None:
    records = read(tmp_path, 'id;titre\n1;"ouvert\n2;Deux\n3;"Trois"\n')
    assert [type(record) for record in records] == [Unreadable, Record, Record]


@pytest.mark.parametrize(
    ("end", "hides"),
    [('2;"Deux et', [True]), ("2", [True]), ('2;"Deux et\n', [False]), ("2\n", [False]), ('2;"Deux\net trois', [False, True])],
)
def test_a_last_row_that_was_cut_may_hide_others(tmp_path: Path, end: str, hides: list[bool]) -> None:
    _, *rest = read(tmp_path, f"id;titre\n1;Un\n{end}")
    assert [isinstance(one, Unreadable) and one.hides_others for one in rest] == hides


def test_a_quote_opened_on_every_row_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_ROW_LINES", 5)
    assert len(read(tmp_path, "id;titre\n" + '1;"ouvert ""\n' * 50)) == 50


def test_a_cell_beyond_all_measure_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_CELL", 200_000)
    long, longer = "a" * 150_000, "b" * 250_000
    records = read(tmp_path, f"id;titre;texte\n1;Un;{long}\n2;Deux;{longer}\n3;Trois;c\n")
    assert [type(record) for record in records] == [Record, Unreadable, Record]


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceUnreadable, match="est vide"):
        read(tmp_path, data)


def test_a_table_without_a_title_column_names_the_columns_it_has(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="colonnes lues : nom_du_maire, couleur") as refused:
        read(tmp_path, "nom_du_maire;couleur\n1;2\n")
    assert "titre" in refused.value.remedy


def test_a_header_alone_is_an_empty_table(tmp_path: Path) -> None:
    assert read(tmp_path, "id;titre\n") == []


def test_a_gzipped_table_is_read_alike(tmp_path: Path) -> None:
    (tmp_path / "contenus.csv.gz").write_bytes(gzip.compress(b"id;titre\n1;Un\n") + gzip.compress(b"2;Deux\n"))
    for spec in (str(tmp_path / "contenus.csv.gz"), f"csv:{tmp_path / 'contenus.csv.gz'}"):
        [source] = open_sources(spec)
        assert [one.values["titre"] for one in source.records() if isinstance(one, Record)] == ["Un", "Deux"]


@pytest.mark.parametrize("cut", [12, -9])
def test_a_table_in_a_truncated_archive_is_refused(tmp_path: Path, cut: int) -> None:
    (tmp_path / "contenus.csv.gz").write_bytes(gzip.compress(b"id;titre\n" * 99)[:cut])
    with pytest.raises(SourceUnreadable, match="fichier illisible") as refused:
        list(CsvSource(tmp_path / "contenus.csv.gz").records())
    assert "archive" in refused.value.remedy


def test_a_table_in_an_archive_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "contenus.csv.gz").write_bytes(b"id;titre\n1;Un\n")
    with pytest.raises(SourceUnreadable, match="fichier illisible"):
        list(CsvSource(tmp_path / "contenus.csv.gz").records())


def test_a_gzipped_table_that_swells_beyond_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_table, "MAX_INFLATED", 1 << 20)
    (tmp_path / "contenus.csv.gz").write_bytes(gzip.compress(b"id;titre\n" + b"1;Un\n" * (1 << 20)))
    with pytest.raises(SourceUnreadable, match="plus de 1 Mio"):
        list(CsvSource(tmp_path / "contenus.csv.gz").records())


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="fichier illisible"):
        list(CsvSource(tmp_path / "absent.csv").records())


cells = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\ufffd"), max_size=15)
rows = st.lists(st.lists(cells | st.sampled_from(['"', "a\nb", "\r", ";,\t|", "l’été"]), min_size=3, max_size=3), max_size=8)


@given(
    rows,
    st.sampled_from(csv_table.DELIMITERS),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@example([["1", "\u2028", "\x1c\x85"]], ";", csv.QUOTE_MINIMAL, "utf-8")
def test_any_table_that_python_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], delimiter: str, quoting: int, encoding: str
) -> None:
    text = io.StringIO(newline="")
    header = ["id", "titre", "texte"]
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows([header, *table])  # type: ignore[arg-type]
    written = [dict(zip(header, row, strict=True)) for row in table if any(cell.strip() for cell in row)]
    path = tmp_path_factory.getbasetemp() / "table.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert [record.values for record in CsvSource(path).records() if isinstance(record, Record)] == written
