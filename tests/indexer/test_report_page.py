from indexer.report_page import report_page
from search.build_report import BuildReport, Cleaned, LeftOut, Remarked, SourceReport


def test_the_page_says_that_a_reading_was_incomplete() -> None:
    page = report_page(BuildReport("20260304-100000-000", [SourceReport("archive", kept=3)], {}))
    assert "Lecture incomplète" in page
    assert "gardés\u00a0: 3." in page


def test_the_page_shows_everything_and_trusts_nothing() -> None:
    account = SourceReport("<script>source</script>", failure="coupure & fin", kept=3)
    account.index()
    account.leave_out(LeftOut("ligne <2>", "a", "sans-titre", "pas de <titre>"))
    account.clean([Cleaned("ligne 1", "encodage réparé", "title", "RÃ©union<b>", "Réunion")])
    account.remark(Remarked("a.pdf", "numerisation", "document <numérisé>"))
    account.ignore(["<couleur>"])
    page = report_page(BuildReport("20260304-100000-000", [account], {"lecture": 1.5}))
    for shown in (
        "coupure &amp; fin",
        "Contenus de l’index précédent gardés\u00a0: 3.",
        "sans-titre",
        "encodage réparé",
        "Réunion",
        "numerisation",
        "1,5\u00a0s",
    ):
        assert shown in page
    for raw in ("<script>source", "<2>", "<titre>", "<b>", "<numérisé>", "<couleur>"):
        assert raw not in page
    assert "http" not in page


def test_a_report_without_sources_is_a_page() -> None:
    assert report_page(BuildReport("g")).startswith("<!DOCTYPE html>")
