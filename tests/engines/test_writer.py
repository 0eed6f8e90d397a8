"""Segments, merges and worker processes change nothing of what an index answers."""

import gc
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage

from search.analysis import ANALYSER
from search.document import Document
from search.engine import Engine, EngineQuery, Match
from search.engines.embedded import EmbeddedEngine, EmbeddedWriter, parallel, writer
from search.engines.memory import MemoryEngine
from search.errors import IndexCorrupt, IndexIncompatible
from search.query import Every
from search.ranking import WEIGHTS
from search.results import FacetValue
from tests.engines.words_query import words_query
from tests.portal import ITEMS

Answer = tuple[int, tuple[Match, ...], dict[str, tuple[FacetValue, ...]]]


def many(count: int) -> list[Document]:
    words = ("eau", "commune", "togo", "jumelage", "école", "santé", "culture", "francophonie", "maïs", "été")
    return [
        Document(
            id=f"item-{number:05}",
            title=f"{words[number % 10]} et {words[number // 10 % 10]}",
            body=" ".join(words[(number * step) % 10] for step in range(1, 3 + number % 40)),
            themes=(words[number % 7],),
            published=f"20{20 + number % 6}-05-{1 + number % 28:02}",
        )
        for number in range(count)
    ]


def answers(engine: Engine) -> list[Answer]:
    texts = ("eau togo", "école de la commune", "jumelages", "santé culture été maïs")
    queries = [EngineQuery(words_query(text, ANALYSER, WEIGHTS), limit=20) for text in texts]
    found = [engine.search(query) for query in (*queries, EngineQuery(Every(), sort="date", limit=20))]
    return [(matches.total, matches.hits, matches.facets) for matches in found]


def same(found: list[Answer], expected: list[Answer]) -> bool:
    """The same totals, order and facets, and scores within 1e-5."""
    for (total, hits, facets), (expected_total, expected_hits, expected_facets) in zip(found, expected, strict=True):
        assert (total, facets) == (expected_total, expected_facets)
        assert [hit.id for hit in hits] == [hit.id for hit in expected_hits]
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in expected_hits], abs=1e-5)
    return True


def build(folder: Path, documents: Iterable[Document], *, optimize: bool = True, **options: int) -> Engine:
    index_writer = EmbeddedWriter(folder, **options)
    for document in documents:
        index_writer.add(document)
    index_writer.commit(optimize=optimize)
    return EmbeddedEngine(folder)


def segments(folder: Path) -> int:
    return len(FileStorage(str(folder)).open_index()._segments())


@pytest.fixture(scope="module")
def expected() -> list[Answer]:
    return answers(MemoryEngine(many(600)))


def test_should_answer_the_same_from_one_segment_as_from_many(tmp_path: Path, expected: list[Answer]) -> None:
    assert same(answers(build(tmp_path / "one", many(600))), expected)
    assert same(answers(build(tmp_path / "many", many(600), optimize=False, flush_chunks=2000)), expected)
    assert segments(tmp_path / "one") == 1
    assert segments(tmp_path / "many") > 3


def test_should_give_the_documents_of_matches_from_every_segment(tmp_path: Path) -> None:
    engine = build(tmp_path, many(600), optimize=False, flush_chunks=2000)
    hits = engine.search(EngineQuery(Every(), sort="date", limit=600)).hits
    assert [document.id for document in engine.matched_documents(hits)] == [hit.id for hit in hits]


def test_should_merge_what_was_flushed_into_one_segment(tmp_path: Path, expected: list[Answer]) -> None:
    assert same(answers(build(tmp_path, many(600), flush_chunks=2000)), expected)
    assert segments(tmp_path) == 1
    assert len(list(tmp_path.glob("*.arrays"))) == 1


def test_should_answer_the_same_when_other_processes_invert(
    tmp_path: Path, expected: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PARALLEL_CHUNKS", 100)
    monkeypatch.setattr(writer, "BATCH", 16)
    assert same(answers(build(tmp_path, many(600), processes=2)), expected)


def test_should_say_that_a_worker_died(tmp_path: Path) -> None:
    pool = parallel.InversionPool(parallel.Place(tmp_path, "MAIN"), workers=1, flush_chunks=10)
    pool._workers[0].kill()
    pool._workers[0].join()
    pool.close()
    with pytest.raises(parallel.WorkerDied) as raised:
        pool.written()
    assert "mémoire" in raised.value.remedy


def test_should_not_wait_for_dead_workers_to_make_room(tmp_path: Path) -> None:
    pool = parallel.InversionPool(parallel.Place(tmp_path, "MAIN"), workers=1, flush_chunks=10)
    pool._workers[0].kill()
    pool._workers[0].join()
    while pool.offer(parallel.Batch(0, [])):
        pass
    with pytest.raises(parallel.WorkerDied):
        pool.close()


def test_should_say_what_a_script_needs_whose_workers_cannot_start(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from search.engines.embedded import parallel
pool = parallel.InversionPool(parallel.Place(Path({str(tmp_path)!r}), "MAIN"), workers=1, flush_chunks=10)
while pool.offer(parallel.Batch(0, [])):
    pass
try:
    pool.close()
except parallel.WorkerDied as error:
    print(error.remedy)
"""
    told = subprocess.run([sys.executable, "-"], input=script, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert "__main__" in told.stdout


def test_should_leave_no_worker_behind_when_the_build_is_killed(tmp_path: Path) -> None:
    script = f"""
import time
from pathlib import Path
from search.engines.embedded import parallel
if __name__ == "__main__":
    pool = parallel.InversionPool(parallel.Place(Path({str(tmp_path)!r}), "MAIN"), workers=1, flush_chunks=10)
    print(pool._workers[0].pid, flush=True)
    time.sleep(60)
"""
    file = tmp_path / "build.py"
    file.write_text(script, "utf-8")
    with subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        worker = int(build.stdout.readline())
        build.kill()
    deadline = time.monotonic() + 30
    while is_running(worker):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def is_running(process: int) -> bool:
    """Whether a process exists and is not a zombie that nobody has reaped yet."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


def test_should_hand_over_the_error_that_stopped_a_worker(tmp_path: Path) -> None:
    pool = parallel.InversionPool(parallel.Place(tmp_path, "MAIN"), workers=1, flush_chunks=10)
    assert pool.offer(parallel.Batch(0, [b'{"id":"a","title":12}']))
    pool.close()
    with pytest.raises(IndexCorrupt, match="title"):
        pool.written()


def test_should_keep_the_last_version_of_an_item_added_twice(tmp_path: Path) -> None:
    first, second = Document(id="a", title="Première version"), Document(id="a", title="Seconde version")
    engine = build(tmp_path, [first, Document(id="b", title="Autre"), second])
    assert engine.documents(["a"]) == [second]
    assert engine.count() == 2


def test_should_keep_one_segment_when_an_item_is_added_many_times(tmp_path: Path) -> None:
    versions = [Document(id="a", title=f"Version {number}") for number in range(20)]
    engine = build(tmp_path, [*versions, Document(id="b", title="Autre")], optimize=False)
    assert engine.documents(["a"]) == [versions[-1]]
    assert (engine.count(), segments(tmp_path)) == (2, 1)


def test_should_forget_an_item_that_was_added_then_deleted(tmp_path: Path) -> None:
    index_writer = EmbeddedWriter(tmp_path)
    index_writer.add(Document(id="a", title="Annoncé trop tôt"))
    index_writer.delete("a")
    index_writer.commit(optimize=True)
    assert EmbeddedEngine(tmp_path).count() == 0


def test_should_replace_an_item_that_a_worker_already_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PARALLEL_CHUNKS", 100)
    monkeypatch.setattr(writer, "BATCH", 16)
    corrected = [Document(id=item.id, title="Corrigé") for item in many(300)[::7]]
    for optimize in (True, False):
        engine = build(tmp_path / str(optimize), [*many(300), *corrected], processes=2, optimize=optimize)
        assert engine.count() == 300
        assert engine.documents([item.id for item in corrected]) == corrected


def test_should_replace_and_delete_items_of_earlier_commits(tmp_path: Path) -> None:
    build(tmp_path, ITEMS)
    index_writer = EmbeddedWriter(tmp_path)
    index_writer.add(Document(id="festival", title="Festival reporté"))
    index_writer.delete("sans-date")
    index_writer.commit()
    engine = EmbeddedEngine(tmp_path)
    left = [item for item in ITEMS if item.id not in ("festival", "sans-date")]
    assert sorted(engine.ids()) == sorted([*(item.id for item in left), "festival"])
    assert same(answers(engine), answers(MemoryEngine([*left, Document(id="festival", title="Festival reporté")])))


def test_should_leave_the_index_as_it_was_when_cancelled(tmp_path: Path) -> None:
    build(tmp_path, ITEMS)
    index_writer = EmbeddedWriter(tmp_path)
    index_writer.delete("festival")
    index_writer.add(Document(id="nouveau", title="Nouveau"))
    index_writer.cancel()
    assert sorted(EmbeddedEngine(tmp_path).ids()) == sorted(item.id for item in ITEMS)


def test_should_refuse_a_truncated_segment_with_the_remedy(tmp_path: Path) -> None:
    build(tmp_path, ITEMS)
    file = next(tmp_path.glob("*.arrays"))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        EmbeddedEngine(tmp_path)


def test_should_refuse_a_segment_of_an_unknown_format(tmp_path: Path) -> None:
    build(tmp_path, ITEMS)
    file = next(tmp_path.glob("*.arrays"))
    data = bytearray(file.read_bytes())
    data[8] = 99
    file.write_bytes(data)
    with pytest.raises(IndexIncompatible, match="format 99"):
        EmbeddedEngine(tmp_path)


# Whoosh leaves the file open when it cannot read it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_should_refuse_a_damaged_table_of_contents_with_the_remedy(tmp_path: Path) -> None:
    build(tmp_path, ITEMS)
    toc = next(tmp_path.glob("*.toc"))
    whole = toc.read_bytes()
    damaged = [
        b"\x00" * 400,
        b"WHOO",
        "Ce n’est pas une table.".encode(),
        whole.replace(b"indexname", b"indexnome"),
        *(whole[:length] for length in range(0, len(whole), len(whole) // 8)),
    ]
    for content in damaged:
        toc.write_bytes(content)
        with pytest.raises(IndexCorrupt, match="trouvaille build"):
            EmbeddedEngine(tmp_path)
    gc.collect()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b'"words.starts"', b'"wards.starts"'),
        (b'"number.moment": ["<i8"', b'"number.moment": ["<z8"'),
        (b'"number.moment": ["<i8"', b'"number.moment": [ 1234'),
        (b'"stored.data"', b'"stared.data"'),
    ],
)
def test_should_refuse_a_segment_whose_directory_is_damaged(tmp_path: Path, right: bytes, wrong: bytes) -> None:
    build(tmp_path, ITEMS)
    file = next(tmp_path.glob("*.arrays"))
    data = file.read_bytes()
    assert right in data
    file.write_bytes(data.replace(right, wrong, 1))
    with pytest.raises(IndexCorrupt, match="trouvaille build"):
        EmbeddedEngine(tmp_path)
