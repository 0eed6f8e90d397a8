from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.stages import STAGES, cleaned
from search.document import Document


def after(**fields: Any) -> tuple[Document, set[str]]:
    document, changes = cleaned(Document(id="a", **({"title": "Titre"} | fields)))
    return document, {change.stage for change in changes}


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("RÃ©union du groupe-pays BÃ©nin : compte rendu", "Réunion du groupe-pays Bénin : compte rendu"),
        ("LancementÂ : lâ€™appel Ã\u00a0 projets", "Lancement : l’appel à projets"),
        ("L\u0092eau \u0096 dossier", "L’eau – dossier"),
        ("Coop&eacute;ration &amp;amp; jumelages", "Coopération & jumelages"),
        ("La carte <i>scolaire</i> <br />du Zou", "La carte scolaire du Zou"),
        ("Le {{marché}} rénové", "Le marché rénové"),
        ("Assai\u00adnissement\u200b", "Assainissement"),
    ],
)
def test_titles_are_repaired(raw: str, shown: str) -> None:
    document, stages = after(title=raw)
    assert " ".join(document.title.split()) == shown
    assert stages & {name for name, _ in STAGES}


@pytest.mark.parametrize(
    "text", ["Ça va à l’école, œuvre d’Âme", "si a < b", "AT&T et R&D", "Le mot <b> en HTML", "100 % {a}", "tableau[1][2] -> c"]
)
def test_sound_text_stays_as_it_is(text: str) -> None:
    document, stages = after(title=text, body=text)
    assert (document.title, document.body, stages) == (text, text, set())


def test_every_text_and_label_is_repaired() -> None:
    document, _ = after(themes=("SantÃ©", "Santé"), authors=("P&ocirc;le",), place="Thi&egrave;s", summary="<p>Un</p><p>Deux</p>")
    assert (document.themes, document.authors, document.place, document.summary) == (("Santé",), ("Pôle",), "Thiès", "Un\nDeux")


def test_markup_of_spip_is_cleaned_and_parts_keep_their_ends() -> None:
    document, stages = after(body="-* un ;\n-* [deux->art3]\f{{{trois}}}", anchors=("page=1", "page=2"))
    assert document.body == "• un ;\n• deux\ftrois"
    assert stages == {"balisage SPIP"}


def test_themes_that_are_countries_become_countries() -> None:
    document, _ = after(themes=("Eau", "Benin", "TOGO"), countries=("Togo",))
    assert (document.themes, document.countries) == (("Eau",), ("Togo", "Bénin"))


@pytest.mark.parametrize(
    ("fields", "countries"),
    [
        ({"title": "Un jumelage avec Lomé"}, ("Togo",)),
        ({"title": "Des élues béninoises et togolaises"}, ("Bénin", "Togo")),
        ({"summary": "Au Burkina Faso, les écoles"}, ("Burkina Faso",)),
        ({"body": "Le Niger. " * 3}, ("Niger",)),
        ({"body": "Le Niger, une fois."}, ()),
        ({"title": "Guinée-Bissau"}, ("Guinée-Bissau",)),
        ({"title": "La Guinée équatoriale"}, ("Guinée équatoriale",)),
        ({"title": "République démocratique du Congo"}, ("République démocratique du Congo",)),
        ({"title": "Le mali du travail"}, ()),
        ({"title": "Côte d'Ivoire : les maires ivoiriens"}, ("Côte d’Ivoire",)),
        ({"title": "Niger, Nigeria, Tchad, Mali, Togo, Bénin"}, ()),
        ({"title": "Le Togo", "countries": ("Bénin",)}, ("Bénin",)),
    ],
)
def test_countries_are_recognised_where_none_is_named(fields: dict[str, Any], countries: tuple[str, ...]) -> None:
    assert after(**fields)[0].countries == countries


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("Réunion, le 26 mai 2025", ("2025-05-26", "")),
        ("Assises du 3 au 5 juin 2026", ("2026-06-03", "2026-06-05")),
        ("Du 30 mai au 2 juin 2026", ("2026-05-30", "2026-06-02")),
        ("Du 30 décembre 2025 au 2 janvier 2026", ("2025-12-30", "2026-01-02")),
        ("Exposition du 20 décembre au 4 janvier 2026", ("2025-12-20", "2026-01-04")),
        ("Exposition du 20 décembre au 4 janvier", ("2025-12-20", "2026-01-04")),
        ("Du 29 février au 2 janvier 2025", ("2024-02-29", "2025-01-02")),
        ("Du 20 au 4 janvier 2026", ("", "")),
        ("Du 20 décembre 2026 au 4 janvier 2026", ("", "")),
        ("Du 20 décembre au 40 janvier 2026", ("", "")),
        ("Les 3 et 4 juin", ("2025-06-03", "2025-06-04")),
        ("Rencontre du jeudi 5 février", ("2026-02-05", "")),
        ("Le 1er juin 2026 à Lyon", ("2026-06-01", "")),
        ("Le 31 juin 2026", ("", "")),
        ("20 ans de coopération", ("", "")),
    ],
)
def test_the_days_of_an_event_are_read_in_its_title(title: str, days: tuple[str, str]) -> None:
    document, _ = after(title=title, kind="evenement", published="2025-05-20")
    assert (document.starts, document.ends) == days


def test_an_event_that_has_dates_keeps_them_and_an_article_gets_none() -> None:
    assert after(title="Le 26 mai 2025", kind="evenement", starts="2025-06-01")[0].starts == "2025-06-01"
    assert after(title="Le 26 mai 2025")[0].starts == ""


def test_the_language_is_recognised_when_it_is_plain() -> None:
    english = (
        "The forum will be held in the town hall and the interpretation of the debates into French will be provided for all. " * 3
    )
    assert after(body=english)[0].language == "en"
    assert (
        after(body="Le forum se tiendra à la mairie et les débats seront traduits pour tous ceux qui le souhaitent. " * 3)[
            0
        ].language
        == "fr"
    )
    assert after(body="The forum")[0].language == "fr"


@given(st.text(max_size=80), st.text(alphabet="<>&;{}[]-*|/pbiéÃ©\f\n ", max_size=60))
def test_no_text_breaks_a_stage_and_cleaning_twice_changes_nothing_more(title: str, body: str) -> None:
    document = Document(id="a", title=title or "x", body=body)
    once, _ = cleaned(document)
    assert once.title
    assert body.count("\f") == once.body.count("\f") or "\f" not in once.body
