import pytest

from indexer.related.events import report_pairs, strengthened, subject_of_report
from indexer.related.model import RelatedModel
from search.document import Document


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Compte rendu du webinaire France-Togo", "webinaire france togo"),
        ("Compte-rendu de la réunion du groupe-pays Liban", "reunion du groupe pays liban"),
        ("Retour sur les rencontres de Lomé", "rencontres de lome"),
        ("À revoir : l’eau, un bien commun", "eau un bien commun"),
        ("Replay du webinaire « Santé »", "webinaire sante"),
        ("Forum de l’énergie : à revoir", "forum de l energie"),
        ("Forum de l’énergie : compte rendu", "forum de l energie"),
        ("Le forum en images", "le forum"),
    ],
)
def test_a_report_says_what_it_is_about(title: str, subject: str) -> None:
    assert subject_of_report(title) == subject


@pytest.mark.parametrize(
    "title", ["Forum de l’énergie", "Rendre compte aux habitants", "Bilans de santé gratuits", "Les retours d’expérience"]
)
def test_other_titles_are_no_reports(title: str) -> None:
    assert subject_of_report(title) == ""


FORUM = Document(id="a", title="Forum de l’énergie solaire à Thiès", body="Panneaux, pompes et réseaux.", published="2025-03-01")
OTHER_FORUM = Document(
    id="b", title="Forum de l’énergie solaire à Thiès, édition suivante", body="Autre programme.", published="2026-03-01"
)
REPORT = Document(
    id="c",
    title="Retour sur le forum de l’énergie solaire à Thiès",
    body="Deux cents élus devant des panneaux et des pompes.",
    published="2025-04-02",
)
RUG = Document(id="d", title="Le marché aux tapis", body="Laine et coton.")


def test_a_report_is_paired_with_what_announced_it_and_not_with_what_came_later() -> None:
    portal = [FORUM, OTHER_FORUM, REPORT, RUG]
    model = RelatedModel().learn(portal)
    assert model.reports_ == [(2, 0)]
    assert report_pairs(portal, model.candidates_, model.analyser) == [(2, 0)]
    assert model.neighbours_.rows[2][0] == 0
    assert model.neighbours_.rows[0][0] == 2


def test_pairing_raises_the_similarity_from_both_sides_alike() -> None:
    model = RelatedModel().learn([FORUM, OTHER_FORUM, REPORT, RUG])
    raised = strengthened(model.candidates_, model.reports_, model.settings)
    one = dict(zip(raised.rows[2].tolist(), raised.similarities[2].tolist(), strict=True))[0]
    other = dict(zip(raised.rows[0].tolist(), raised.similarities[0].tolist(), strict=True))[2]
    assert one == pytest.approx(other, abs=1e-5)
    assert one > 0.5
