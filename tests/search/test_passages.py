from search.matches import Match
from search.passages import passage
from search.results import Highlight

LENGTH, LEAD = 26, 7


def test_it_is_where_the_most_distinct_words_stand_together() -> None:
    text = "eau eau eau eau puis rien du tout de rien jusqu’au bout eau et Togo enfin"
    matches: list[Match] = [(start, start + 3, ("eau",)) for start in (0, 4, 8, 12, 56)] + [(63, 67, ("togo",))]
    assert passage(text, matches, LENGTH, LEAD) == Highlight(
        (("bout ", False), ("eau", True), (" et ", False), ("Togo", True), (" enfin", False)),
        starts_inside=True,
        ends_inside=False,
        position=56,
    )


def test_a_text_that_is_no_longer_is_shown_whole_and_runs_of_blanks_as_one_space() -> None:
    shown = passage("De \n l’eau\u00a0!", [(7, 10, ("eau",))], LENGTH, LEAD)
    assert shown.pieces == (("De l’", False), ("eau", True), ("\u00a0!", False))
    assert (shown.starts_inside, shown.ends_inside) == (False, False)
