import pytest

from indexer.media import medium_of


@pytest.mark.parametrize(
    ("name", "mime_type", "medium"),
    [
        ("a.jpg", "", "photo"),
        ("https://portail.example/a.MP3?x=1", "", "son"),
        ("a.webm", "", "video"),
        ("a.pdf", "", "texte"),
        ("a.pdf", "application/pdf", "texte"),
        ("a", "audio/mpeg", "son"),
        ("a.bin", "video/mp4; codecs=x", "video"),
        ("a.xyz", "", ""),
        ("", "", ""),
        ("http://[x/a.mp3", "", "son"),
        ("https://portail.example/a.pdf?b=c.mp3#d.jpg", "", "texte"),
        ("https://exemple.mp3", "", ""),
        ("/IMG/a.mp3?x=1", "", "son"),
        ("Rapport #2.txt", "", "texte"),
        ("bilan?.pdf", "", "texte"),
    ],
)
def test_a_medium_is_told_by_the_type_or_the_name(name: str, mime_type: str, medium: str) -> None:
    assert medium_of(name, mime_type) == medium
