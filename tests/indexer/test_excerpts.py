from indexer.excerpts import SAMPLE_LENGTH, excerpts


def test_samples_show_where_texts_begin_to_differ() -> None:
    before = "pareil " * 100 + "{{gras}}" + " suite" * 100
    first, second = excerpts(before, before.replace("{{gras}}", "gras"))
    assert "{{gras}}" in first
    assert "gras" in second
    assert first.startswith("…")
    assert first.endswith("…")
    assert len(first) <= SAMPLE_LENGTH + 2
    assert excerpts("", "Togo") == ("", "Togo")
