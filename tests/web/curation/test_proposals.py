from web.curation.proposals import proposal_of


def test_pinned_items_are_one_a_line_and_their_ids_may_hold_commas() -> None:
    made = proposal_of(
        {"quoi": "epingle", "terme": " eau  potable ", "autres": "article,12.html\r\n https://portail.example/a,b \n\n"}
    )
    assert (made.term, made.others) == ("eau potable", ("article,12.html", "https://portail.example/a,b"))
