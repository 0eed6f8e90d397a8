"""Small random portals in French, with mirrors and series among their items."""

from hypothesis import strategies as st

from search.document import Document

WORDS = (
    "eau assainissement jumelage commune coopération école santé déchets forêt marché élu jeunesse volontaire festival "
    "bibliothèque pompe forage maraîchage climat énergie solaire cacao coton musée théâtre numérique état civil"
).split()
THEMES = ("Eau et assainissement", "Jeunesse", "Culture", "Climat")
COUNTRIES = ("Togo", "Bénin", "Sénégal")
MONTHS = ("janvier", "février", "mars", "avril")


def _texts(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS), min_size=least, max_size=most).map(" ".join)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Three to twelve items; some are copies of another one, some issues of a series."""
    found: list[Document] = []
    for number in range(draw(st.integers(3, 12))):
        form = draw(st.sampled_from(["new", "new", "mirror", "issue"]))
        title, body = draw(_texts(1, 4)), draw(_texts(0, 30))
        if form == "mirror" and found:
            original = draw(st.sampled_from(found))
            title, body = original.title, original.body
        elif form == "issue":
            title = f"Réunion du groupe-pays Togo, le {draw(st.integers(1, 28))} {draw(st.sampled_from(MONTHS))} 2026"
        found.append(
            Document(
                id=f"item-{number:02}",
                url=f"https://portail.example/{number}",
                title=title,
                body=body,
                kind=draw(st.sampled_from(["article", "evenement", "ressource"])),
                themes=tuple(draw(st.sets(st.sampled_from(THEMES), max_size=2))),
                countries=tuple(draw(st.sets(st.sampled_from(COUNTRIES), max_size=2))),
                published=draw(st.sampled_from(["", "2024-03-01", "2025-06-15"])),
            )
        )
    return found
