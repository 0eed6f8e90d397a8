import pytest

from tests.trouvaille.conftest import Command
from trouvaille.usage import told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zzz"], "« zzz » n’est pas une commande. « trouvaille --help » dit ce qui est possible."),
        (["searc", "eau"], "« searc » n’est pas une commande ; vouliez-vous dire search"),
        (["build", "--foce"], "L’option --foce n’existe pas ; vouliez-vous dire --force ? « trouvaille build --help »"),
        (["search"], "Il manque TEXTE."),
        (["status", "trop"], "« trop » est de trop."),
        (["serve", "--port"], "L’option --port demande une valeur."),
        (["status", "--json=oui"], "L’option --json ne prend pas de valeur."),
        (["serve", "--port", "80000"], "--port : il faut au plus 65535."),
        (["search", "eau", "--limit", "0"], "--limit : il faut au moins 1."),
        (["serve", "--port", "huit"], "--port : il faut un nombre entier."),
        (["update", "--every", "souvent"], "--every : il faut un nombre."),
        (["evaluate", "dossier", "--perturb", "sms"], "--perturb : « sms » n’en fait pas partie : accents, typos."),
        (["update", "--watch", "--prepare", "a.csv"], "--prepare : avec « --watch », chaque lecture"),
    ],
)
def test_a_wrong_command_line_is_told_in_french(trouvaille: Command, arguments: list[str], said: str) -> None:
    outcome = trouvaille(*arguments)
    assert outcome.code == 2
    assert said in outcome.err
    assert "--help » dit ce qui est possible." in outcome.err


def test_no_command_shows_the_help(trouvaille: Command) -> None:
    outcome = trouvaille()
    assert outcome.code == 2
    assert "Recherche et contenus liés" in outcome.out + outcome.err
    assert "Erreur" not in outcome.err


def test_a_message_that_is_not_known_is_kept() -> None:
    assert told("Surprise") == "Surprise. « trouvaille --help » dit ce qui est possible."
