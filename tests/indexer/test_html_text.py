from hypothesis import given
from hypothesis import strategies as st

from indexer.html_text import html_to_text


def test_blocks_become_lines_and_inline_elements_do_not() -> None:
    html = "<h2>Titre</h2><p>Deux <b>cents</b> écoles<br/>à Abomey.</p><ul><li>Un</li><li>Deux</li></ul>"
    assert html_to_text(html) == "Titre\nDeux cents écoles\nà Abomey.\nUn\nDeux"


def test_cells_of_a_row_stand_apart() -> None:
    assert html_to_text("<table><tr><th>Commune</th><td>Écoles</td></tr><tr><td>Abomey</td><td>58</td></tr></table>") == (
        "Commune – Écoles\nAbomey – 58"
    )


def test_what_a_browser_does_not_show_is_dropped() -> None:
    html = "a<script>var a = '<p>b</p>';</script><!-- caché --><style>p{}</style><iframe>vieux</iframe> z"
    assert html_to_text(html) == "a z"


def test_entities_are_decoded_and_no_break_spaces_stay() -> None:
    assert html_to_text("Co&ucirc;t&nbsp;: 3&#160;500&nbsp;&euro; &amp; l&#8217;eau") == "Coût\u00a0: 3\u00a0500\u00a0€ & l’eau"


def test_the_lines_of_the_source_count_only_when_asked() -> None:
    assert html_to_text("un\ndeux") == "un deux"
    assert html_to_text("un\ndeux", keep_lines=True) == "un\ndeux"


def test_a_comparison_is_no_tag() -> None:
    assert html_to_text("si a < b et b > c") == "si a < b et b > c"


@given(st.text(alphabet="<>/&;!-ap =\"'\n", max_size=60))
def test_no_markup_breaks_it(text: str) -> None:
    html_to_text(text)
