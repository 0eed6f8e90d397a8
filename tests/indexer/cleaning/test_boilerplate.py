from indexer.cleaning.boilerplate import FEWEST_PAGES, RepeatedLines
from search.document import Document


def page(number: int, body: str, host: str = "un.example") -> Document:
    return Document(id=f"{host}{number}", title="Page", url=f"https://{host}/{number}", body=body)


def seen(pages: list[Document]) -> RepeatedLines:
    lines = RepeatedLines()
    for one in pages:
        lines.see(one)
    return lines


def test_lines_of_most_pages_of_a_host_are_taken_out() -> None:
    pages = [page(n, f"Partager cette page\nUn texte propre à la page {n}\nAbonnez-vous à la lettre") for n in range(FEWEST_PAGES)]
    other = page(1, "Partager cette page\nAutre", "deux.example")
    lines = seen([*pages, other])
    document, [change] = lines.without(pages[3])
    assert document.body == "Un texte propre à la page 3"
    assert change.before == "Partager cette page\nAbonnez-vous à la lettre"
    assert lines.without(other) == (other, [])


def test_lines_of_some_pages_and_small_sites_stay() -> None:
    pages = [page(n, "Commun" if n % 2 else f"Propre {n}") for n in range(20)]
    assert seen(pages).without(pages[1])[0] == pages[1]
    few = [page(n, f"Commun\nPropre {n}") for n in range(FEWEST_PAGES - 1)]
    assert seen(few).without(few[0])[0] == few[0]


def test_a_page_never_loses_all_its_text() -> None:
    pages = [page(n, "Toujours pareil") for n in range(20)]
    assert seen(pages).without(pages[0]) == (pages[0], [])
