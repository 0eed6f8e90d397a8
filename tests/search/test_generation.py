from pathlib import Path

import msgspec
import pytest

from search.analysis import ANALYSER
from search.errors import IndexCorrupt, IndexIncompatible, IndexMissing
from search.generation import (
    CURRENT,
    FORMAT_VERSION,
    LOCK,
    MANIFEST,
    Manifest,
    checksums,
    current_generation,
    damage,
    last_run,
    live_folder,
    read_manifest,
    replace_file,
    require_compatible,
)


def manifest_of(folder: Path, **changes: object) -> Manifest:
    manifest = Manifest(
        generation=folder.name,
        created="2026-03-04T10:00:00+00:00",
        format_version=FORMAT_VERSION,
        analysis=ANALYSER.fingerprint,
        documents=2,
        reported=0,
        sources=("essai",),
        checksums=checksums(folder),
    )
    return msgspec.structs.replace(manifest, **changes)


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    folder = tmp_path / "20260304-100000-000"
    (folder / "index").mkdir(parents=True)
    (folder / "index" / "mots.bin").write_bytes(b"cooperation decentralisee")
    (folder / "report.json").write_text("{}")
    (folder / MANIFEST).write_bytes(msgspec.json.encode(manifest_of(folder)))
    return folder


def test_an_intact_generation_has_no_damage(generation: Path) -> None:
    assert set(checksums(generation)) == {"index/mots.bin", "report.json"}
    assert damage(generation, read_manifest(generation)) == []


def test_a_flipped_bit_is_found(generation: Path) -> None:
    file = generation / "index" / "mots.bin"
    data = bytearray(file.read_bytes())
    data[5] ^= 1
    file.write_bytes(data)
    assert damage(generation, read_manifest(generation)) == ["index/mots.bin : somme de contrôle différente"]


def test_a_missing_file_and_a_foreign_one_are_found(generation: Path) -> None:
    (generation / "index" / "mots.bin").rename(generation / "index" / "ailleurs.bin")
    assert damage(generation, read_manifest(generation)) == [
        "index/mots.bin : fichier manquant",
        "index/ailleurs.bin : fichier inattendu",
    ]


def test_a_generation_made_with_another_analysis_says_what_to_do(generation: Path) -> None:
    with pytest.raises(IndexIncompatible, match="autre analyse du français") as refused:
        require_compatible(manifest_of(generation, analysis="autre"))
    assert "trouvaille build" in refused.value.remedy


def test_a_generation_of_another_format_says_which(generation: Path) -> None:
    with pytest.raises(IndexIncompatible, match=f"le format {FORMAT_VERSION + 1}"):
        require_compatible(manifest_of(generation, format_version=FORMAT_VERSION + 1))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"generation": 3}', b"\xff\xfe", b'{"generation": "\xe4"}'])
def test_an_unreadable_manifest_is_corrupt(generation: Path, content: bytes) -> None:
    (generation / MANIFEST).write_bytes(content)
    with pytest.raises(IndexCorrupt):
        read_manifest(generation)


@pytest.mark.parametrize("content", [b"", b"{", b'{"action": "\xe4", "started": 1}'])
def test_an_unreadable_record_tells_of_no_run(content: bytes, tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(content)
    assert last_run(tmp_path) is None


def test_nothing_is_live_before_a_first_publication(tmp_path: Path) -> None:
    assert current_generation(tmp_path) is None
    with pytest.raises(IndexMissing, match="Aucun index n’est publié"):
        live_folder(tmp_path)


def test_current_names_the_live_generation(generation: Path) -> None:
    replace_file(generation.parent / CURRENT, f"{generation.name}\n")
    assert live_folder(generation.parent) == generation


def test_a_live_generation_that_is_gone_is_corrupt(tmp_path: Path) -> None:
    replace_file(tmp_path / CURRENT, "20250101-000000-000\n")
    with pytest.raises(IndexCorrupt, match="a disparu"):
        live_folder(tmp_path)


def test_replacing_a_file_leaves_nothing_beside_it(tmp_path: Path) -> None:
    for content in ("un", "deux"):
        replace_file(tmp_path / CURRENT, content)
        assert (tmp_path / CURRENT).read_text("utf-8") == content
    assert [path.name for path in tmp_path.iterdir()] == [CURRENT]
